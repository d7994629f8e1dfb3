using System.Globalization;

namespace Vaern.Rules;

/// <summary>
/// The decision tree from danger over age and kind of act to the relation (law 4.3). It is data that a person can read; it
/// computes no guilt and scores nobody. Immutable and thread safe.
/// </summary>
public sealed class ClassificationTree
{
    private const string End = "end";

    private static readonly Lazy<ClassificationTree> Shipped = new(() => new(RuleFiles.Read<ClassificationFile>("classification")));

    private readonly Dictionary<string, Question> byId;
    private readonly Dictionary<string, LocalText> advice;

    internal ClassificationTree(ClassificationFile file)
    {
        File = file;
        byId = file.Questions.ToDictionary(question => question.Id, StringComparer.Ordinal);
        advice = file.Texts.ToDictionary(text => text.Id, text => text.Text, StringComparer.Ordinal);
    }

    /// <summary>The tree that ships with the program.</summary>
    public static ClassificationTree Default => Shipped.Value;

    /// <summary>Version of the tree, kept with every result.</summary>
    public int Version => File.Version;

    /// <summary>Every question, in the usual order.</summary>
    public IReadOnlyList<Question> Questions => File.Questions;

    internal ClassificationFile File { get; }

    /// <summary>The next question to ask, with only the answers that are possible; null when every question is answered.</summary>
    public Question? Next(IReadOnlyDictionary<string, string> answers)
    {
        for (var id = File.First; id != End;)
        {
            var question = byId[id];
            if (!answers.TryGetValue(id, out var answer) || question.Options.FirstOrDefault(option => option.Id == answer) is not { } chosen)
            {
                return question with { Options = [.. question.Options.Where(option => Matches(option.OnlyIf, answers))] };
            }
            id = chosen.Next ?? question.Next;
        }
        return null;
    }

    /// <summary>The outcome of a full set of answers.</summary>
    /// <returns>
    /// The classification, or <c>answers.missing</c>, <c>answers.unknown_question</c>, <c>answers.unknown_answer</c>,
    /// <c>answers.impossible</c> (the answer does not go with an earlier one); the message names the question.
    /// </returns>
    public RulesResult<Classification> Classify(IReadOnlyDictionary<string, string> answers, RuleBook book)
    {
        foreach (var (question, answer) in answers)
        {
            if (Refusal(question, answer, answers) is { } refusal)
            {
                return refusal;
            }
        }
        if (Next(answers) is { } open)
        {
            return Error("missing", $"Spørgsmålet \"{open.Id}\" mangler et svar.", $"The question \"{open.Id}\" has no answer.");
        }
        return Build(answers, book);
    }

    private Classification Build(IReadOnlyDictionary<string, string> answers, RuleBook book)
    {
        var outcome = File.Outcomes.First(row => Matches(row.When, answers));
        var found = File.Findings.Where(finding => Matches(finding.When, answers)).ToArray();
        return new()
        {
            RuleSet = book.RuleSet,
            TreeVersion = File.Version,
            Answers = answers,
            Outcome = outcome.Code,
            Title = outcome.Title,
            Text = outcome.Text,
            Child = outcome.Child,
            AssessedBy = File.AssessedBy,
            ProbablyLawful = outcome.ProbablyLawful,
            Evidence = found.Any(finding => finding.Evidence == EvidenceRule.Restricted) ? EvidenceRule.Restricted : EvidenceRule.Ordinary,
            PossibleSections = [.. Rules(book, found.SelectMany(finding => finding.Sections)).Select(Possible)],
            Duties = Rules(book, found.SelectMany(finding => finding.Duties)),
            Clocks = [.. Rules(book, found.SelectMany(finding => finding.Clocks)).Where(rule => rule.CanStartClock)],
            DoFirst = Texts(found.SelectMany(finding => finding.DoFirst)),
            DoNots = Texts(found.SelectMany(finding => finding.DoNots)),
            Support = Texts(found.SelectMany(finding => finding.Support)),
            Help = [.. found.SelectMany(finding => finding.Help).Distinct().Select(book.Contact).Where(contact => contact.IsShown)],
        };
    }

    private PossibleSection Possible(Rule rule)
    {
        var section = rule.Offence!.Section;
        return new(rule, new(
            string.Format(CultureInfo.InvariantCulture, File.SectionWording.Da, section, rule.Title.Da),
            string.Format(CultureInfo.InvariantCulture, File.SectionWording.En, section, rule.Title.En)));
    }

    private static IReadOnlyList<Rule> Rules(RuleBook book, IEnumerable<string> ids) =>
        [.. ids.Distinct().Select(id => book.Find(id).Value).Where(rule => rule.IsShown)];

    private IReadOnlyList<LocalText> Texts(IEnumerable<string> ids) => [.. ids.Distinct().Select(id => advice[id])];

    private RulesError? Refusal(string question, string answer, IReadOnlyDictionary<string, string> answers)
    {
        if (!byId.TryGetValue(question, out var known))
        {
            return Error("unknown_question", $"Spørgsmålet \"{question}\" findes ikke.", $"There is no question \"{question}\".");
        }
        if (known.Options.FirstOrDefault(option => option.Id == answer) is not { } chosen)
        {
            return Error("unknown_answer", $"\"{answer}\" er ikke et svar på \"{question}\".", $"\"{answer}\" is not an answer to \"{question}\".");
        }
        return Matches(chosen.OnlyIf, answers)
            ? null
            : Error("impossible", $"\"{answer}\" på \"{question}\" passer ikke med de andre svar.", $"\"{answer}\" to \"{question}\" does not go with the other answers.");
    }

    private static bool Matches(IReadOnlyDictionary<string, IReadOnlyList<string>>? when, IReadOnlyDictionary<string, string> answers) =>
        when is null || when.All(need => answers.TryGetValue(need.Key, out var answer) && need.Value.Contains(answer));

    private static RulesError Error(string code, string da, string en) => new("answers." + code, new(da, en));
}
