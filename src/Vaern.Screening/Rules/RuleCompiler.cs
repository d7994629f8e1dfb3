using Vaern.Screening.Explaining;

namespace Vaern.Screening.Rules;

/// <summary>Turns data files into rules and cues; every fault names its file and rule.</summary>
internal sealed class RuleCompiler(WordClasses classes, List<RuleFault> faults)
{
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public List<Rule> Rules { get; } = [];

    public List<CueRule> Cues { get; } = [];

    /// <summary>The newest version of the files.</summary>
    public string Version { get; private set; } = "";

    public void AddCues(string name, string text)
    {
        foreach (var cue in RuleJson.Read<CueFileData>(name, text, "vaern-screening-cues/1", data => data.Format, faults)?.Cues ?? [])
        {
            var where = $"{name}, {cue.Cue}";
            if (!Codes.TryCue(cue.Cue, out var kind) || !Enum.TryParse<CueScope>(cue.Scope, ignoreCase: true, out var scope))
            {
                faults.Add(new(where, "cue or scope (near, sentence, message) is not known"));
                continue;
            }
            Cues.Add(new(kind, scope, Patterns(where, cue.Patterns)));
        }
    }

    public void AddRules(string name, string text)
    {
        if (RuleJson.Read<RuleFileData>(name, text, "vaern-screening-rules/1", data => data.Format, faults) is not { } file)
        {
            return;
        }
        if (!Codes.TryCategory(file.Category, out var category))
        {
            faults.Add(new(name, $"the category '{file.Category}' is not known; known are {string.Join(' ', Codes.AllCategories)}"));
            return;
        }
        Version = string.CompareOrdinal(file.Version, Version) > 0 ? file.Version : Version;
        var except = Patterns(name, file.Except);
        foreach (var rule in file.Rules)
        {
            AddRule($"{name}, {rule.Id}", rule, category, file.Unless, except);
        }
    }

    private void AddRule(string where, RuleData data, Category category, string[] unless, Pattern[] except)
    {
        if (data.Id.Count(letter => letter == '.') != 2 || !ids.Add(data.Id) || data.Version < 1)
        {
            faults.Add(new(where, "the id must be new and of the form category.act.detail, the version 1 or more"));
        }
        if (data.Must.Length < RuleSet.FewestSentences || data.MustNot.Length < RuleSet.FewestSentences)
        {
            faults.Add(new(where, $"a rule brings at least {RuleSet.FewestSentences} sentences that it must find and {RuleSet.FewestSentences} that it must not"));
        }
        if (!Codes.TrySeverity(data.Severity, out var severity) | !Codes.TryTarget(data.Target, out var target) | string.IsNullOrWhiteSpace(data.Why) | data.Patterns.Length == 0)
        {
            faults.Add(new(where, "severity (low, medium, high), target (none, individual, group, staff, self), why and a pattern are needed"));
        }
        HashSet<Cue> cues = [];
        foreach (var code in data.Unless ?? unless)
        {
            if (!Codes.TryCue(code, out var cue))
            {
                faults.Add(new(where, $"the cue '{code}' is not known"));
            }
            cues.Add(cue);
        }
        Rules.Add(new(data, category, severity, target, Patterns(where, data.Patterns), [.. except, .. Patterns(where, data.Except ?? [])], cues));
    }

    private Pattern[] Patterns(string where, string[] sources)
    {
        List<Pattern> parsed = [];
        foreach (var source in sources)
        {
            try
            {
                parsed.Add(Pattern.Parse(source, classes));
            }
            catch (PatternFault fault)
            {
                faults.Add(new(where, fault.Message));
            }
        }
        return [.. parsed];
    }
}
