using System.Reflection;
using Vaern.Screening.Explaining;

namespace Vaern.Screening.Rules;

/// <summary>
/// The rules of all categories with their word classes and cues, compiled. Immutable and safe to share. A rule that cannot be read, or that lacks its
/// sentences, does not load.
/// </summary>
public sealed class RuleSet
{
    /// <summary>How many sentences of each kind a rule must bring.</summary>
    public const int FewestSentences = 3;

    private static readonly Lazy<RuleSet> TheBuiltIn = new(() => LoadBuiltIn([]));

    private readonly List<Pattern> patterns = [];
    private readonly List<Rule> ruleOfPattern = [];
    private readonly List<int>[] patternsBySymbol;
    private readonly List<int> patternsByMarks = [];

    private RuleSet(IReadOnlyList<Rule> rules, IReadOnlyList<CueRule> cues, WordClasses classes, string version)
    {
        (Rules, Cues, Classes, Version) = (rules, cues, classes, version);
        Raising = (classes.Symbol("@TIME"), classes.Symbol("@PLACE"), classes.Symbol("@WEAPON"));
        patternsBySymbol = new List<int>[classes.Table.Count];
        foreach (var rule in rules)
        {
            foreach (var pattern in rule.Patterns)
            {
                // A symbol that also counts by a mark is not seen among the words of a text.
                var index = classes.Table.MarksOf(pattern.Trigger) != 0 ? patternsByMarks : patternsBySymbol[pattern.Trigger] ??= [];
                index.Add(patterns.Count);
                patterns.Add(pattern);
                ruleOfPattern.Add(rule);
            }
        }
    }

    /// <summary>The rules that the program brings.</summary>
    public static RuleSet BuiltIn => TheBuiltIn.Value;

    /// <summary>Of all files together; local words add their number.</summary>
    public string Version { get; }

    /// <summary>Ids with versions, in the order of the files.</summary>
    public IEnumerable<string> RuleNames => Rules.Select(rule => rule.Name);

    internal IReadOnlyList<Rule> Rules { get; }

    internal IReadOnlyList<CueRule> Cues { get; }

    internal WordClasses Classes { get; }

    /// <summary>Time, place and weapon, which raise the severity.</summary>
    internal (ushort Time, ushort Place, ushort Weapon) Raising { get; }

    internal Pattern PatternAt(int index) => patterns[index];

    internal Rule RuleAt(int index) => ruleOfPattern[index];

    internal IReadOnlyList<int> PatternsByMarks => patternsByMarks;

    internal List<int>? PatternsOf(ushort symbol) => symbol < patternsBySymbol.Length ? patternsBySymbol[symbol] : null;

    /// <summary>The built-in rules with a municipality's own words.</summary>
    /// <param name="local">As read by <see cref="LocalWords"/>; only words in force are used.</param>
    internal static RuleSet LoadBuiltIn(IReadOnlyList<LocalWord> local)
    {
        List<RuleFault> faults = [];
        return Load(BuiltInFiles(), local, faults) ?? throw new InvalidOperationException("The built-in rules do not load: " + string.Join("; ", faults));
    }

    /// <returns>Null when there is any fault.</returns>
    internal static RuleSet? Load(IReadOnlyList<(string Name, string Text)> files, IReadOnlyList<LocalWord> local, List<RuleFault> faults)
    {
        WordClasses classes = new();
        foreach (var (name, text) in files.Where(file => file.Name.StartsWith("words", StringComparison.Ordinal)))
        {
            if (RuleJson.Read<WordFileData>(name, text, "vaern-screening-words/1", data => data.Format, faults) is { } words)
            {
                words.Paradigms.ToList().ForEach(one => classes.AddParadigm(one.Key, one.Value));
                words.Classes.ToList().ForEach(one => classes.AddEntries(one.Key, one.Value));
            }
        }
        foreach (var word in local)
        {
            classes.AddEntries(word.Class, [word.Term]);
        }
        RuleCompiler compiler = new(classes, faults);
        foreach (var (name, text) in files.Where(file => file.Name.StartsWith("cues", StringComparison.Ordinal)))
        {
            compiler.AddCues(name, text);
        }
        foreach (var (name, text) in files.Where(file => file.Name.StartsWith("rules", StringComparison.Ordinal)))
        {
            compiler.AddRules(name, text);
        }
        var version = local.Count == 0 ? compiler.Version : $"{compiler.Version}+{local.Count}";
        return faults.Count > 0 ? null : new(compiler.Rules, compiler.Cues, classes, version);
    }

    internal static IReadOnlyList<(string Name, string Text)> BuiltInFiles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith("screening/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).Select(name => (name["screening/".Length..], ReadResource(assembly, name))),
        ];
    }

    private static string ReadResource(Assembly assembly, string name)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
