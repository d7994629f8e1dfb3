using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>A rule as it was when something was classified.</summary>
public sealed record KeptRule(string Id, int Version);

/// <summary>A provision that a matter may be covered by, in the words of the day.</summary>
public sealed record KeptSection(string Id, int Version, LocalText Wording);

/// <summary>A question and the answer that was given, in words.</summary>
public sealed record KeptAnswer(string Question, string Answer, LocalText Asked, LocalText Answered);

/// <summary>
/// A classification as it was shown: its own words and rule versions, so that a later tree or rule never changes what somebody decided
/// on. It says what a matter may be covered by and never more (law S-2).
/// </summary>
public sealed record KeptClassification(
    string RuleSet, int TreeVersion, IReadOnlyList<KeptAnswer> Answers, string Outcome, LocalText Title, LocalText Text, LocalText AssessedBy, bool ProbablyLawful, bool Restricted,
    IReadOnlyList<KeptSection> Sections, IReadOnlyList<KeptRule> Duties, IReadOnlyList<KeptRule> Clocks, IReadOnlyList<LocalText> DoFirst, IReadOnlyList<LocalText> DoNots,
    IReadOnlyList<LocalText> Support, IReadOnlyList<string> Help)
{
    /// <summary>The answers by question, in the order they were given.</summary>
    public IEnumerable<KeyValuePair<string, string>> Given => Answers.Select(answer => KeyValuePair.Create(answer.Question, answer.Answer));

    /// <summary>Classifies by the municipality's rules. <c>classification.answers</c> when an answer is missing or does not go with the others.</summary>
    public static Result<KeptClassification> Of(IReadOnlyDictionary<string, string> answers, RuleBook law)
    {
        var tree = ClassificationTree.Default;
        if (!tree.Classify(answers, law).TryGet(out var result, out var fault))
        {
            return new Error("classification.answers", fault.Message.En);
        }

        return new KeptClassification(
            result.RuleSet, result.TreeVersion,
            [.. tree.Questions.Where(question => answers.ContainsKey(question.Id)).Select(question => Kept(question, answers[question.Id]))],
            result.Outcome, result.Title, result.Text, result.AssessedBy, result.ProbablyLawful, result.Evidence == EvidenceRule.Restricted,
            [.. result.PossibleSections.Select(section => new KeptSection(section.Rule.Id, section.Rule.Version, section.Wording))],
            [.. result.Duties.Select(Kept)], [.. result.Clocks.Select(Kept)], result.DoFirst, result.DoNots, result.Support, [.. result.Help.Select(contact => contact.Id)]);
    }

    private static KeptRule Kept(Rule rule) => new(rule.Id, rule.Version);

    private static KeptAnswer Kept(Question question, string answer) =>
        new(question.Id, answer, question.Text, question.Options.First(option => option.Id == answer).Text);
}

/// <summary>One classification of a case. The highest <paramref name="Version"/> is the one that stands; the others are its history.</summary>
public sealed record CaseClassification(Guid Id, int Version, DateTimeOffset MadeAt, string MadeBy, KeptClassification Result)
{
    internal static async Task<IReadOnlyList<CaseClassification>> ListAsync(Municipality municipality, UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, int Version, DateTimeOffset MadeAt, Guid MadeBy, byte[] Body)>(
            "select id, version, made_at, made_by, body from classification where case_id = @id order by version desc", new { id = id.Value }, cancel);
        var list = new List<CaseClassification>();
        foreach (var row in rows)
        {
            list.Add(new CaseClassification(
                row.Id, row.Version, row.MadeAt, await municipality.Staff.NameAsync(new AccountId(row.MadeBy), cancel),
                await work.OpenAsync<KeptClassification>(id.Value, "classification", "body", row.Id, row.Body, cancel)));
        }

        return list;
    }
}
