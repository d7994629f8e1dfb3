using System.Text.RegularExpressions;
using Vaern.App.Accounts;

namespace Vaern.App.Plans.Strategies;

/// <summary>Another school's name in the text: which, and how often.</summary>
public sealed record StrangeName(string Name, int Times);

/// <summary>What a machine can see before people decide. Gaps stop a plan; the rest are warnings.</summary>
/// <param name="Gaps">Questions that must be answered and are not.</param>
/// <param name="Strange">Names of other units that a copied text still holds.</param>
/// <param name="Borrowed">Answers that are the template's proposal, word for word.</param>
public sealed record PlanCheck(
    IReadOnlyList<(PlanChapter Chapter, PlanQuestion Question)> Gaps, IReadOnlyList<StrangeName> Strange, IReadOnlyList<(PlanChapter Chapter, PlanQuestion Question)> Borrowed)
{
    private static readonly string[] Ordinary = ["skole", "skolen", "friskole", "privatskole", "kommune"];

    public static PlanCheck Of(Unit unit, UnitDirectory units, PlanText text)
    {
        var gaps = text.Template.Questions.Where(one => one.Question.Must is not null && string.IsNullOrWhiteSpace(text.Answer(one.Chapter, one.Question))).ToArray();
        var borrowed = text.Template.Questions.Where(one => one.Question.Proposal is { } proposal && text.Answer(one.Chapter, one.Question) is var answer && (answer == proposal.Da || answer == proposal.En)).ToArray();
        var whole = string.Join('\n', text.Answers);
        var strange = units.All.Where(other => other.Id != unit.Id && other.Kind == unit.Kind && unit.Kind == "school")
            .Select(other => Distinctive(other.Name)).OfType<string>().Where(name => !string.Equals(name, Distinctive(unit.Name), StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => new StrangeName(name, Regex.Count(whole, $@"(?<!\p{{L}}){Regex.Escape(name)}(?:s|')?(?!\p{{L}})", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(2))))
            .Where(found => found.Times > 0).ToArray();
        return new PlanCheck(gaps, strange, borrowed);
    }

    /// <summary>Whether the plan says something about what happens online: every digital question that must be answered is.</summary>
    public static bool IsDigital(PlanText text) =>
        text.Template.Questions.Any(one => one.Question.Digital)
        && text.Template.Questions.Where(one => one.Question is { Digital: true, Must: not null }).All(one => text.Answer(one.Chapter, one.Question).Length > 0);

    // «Tanghøj Skole» is known by «Tanghøj»; a name of one ordinary word tells nothing.
    private static string? Distinctive(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !Ordinary.Contains(word, StringComparer.OrdinalIgnoreCase)).ToArray();
        return words.Length == 0 || string.Join(' ', words).Length < 4 ? null : string.Join(' ', words);
    }
}
