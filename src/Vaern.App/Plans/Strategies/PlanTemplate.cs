using System.Text.Json;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>One thing a plan answers.</summary>
/// <param name="Must"><c>law</c> when the law asks for it, <c>project</c> when only good practice does; null may stay empty.</param>
/// <param name="Digital">True where the answer is about what happens online; a plan that has one is shown as digital.</param>
/// <param name="Proposal">Words to begin from, for one to make one's own.</param>
/// <param name="Fault">What is said when it is empty and must not be; null says it in general words.</param>
public sealed record PlanQuestion(string Key, LocalText Title, LocalText Help, string? Must, bool Digital, LocalText? Proposal, LocalText? Fault);

/// <param name="Rules">Ids of the rules behind the chapter, shown with whether somebody has verified them.</param>
public sealed record PlanChapter(string Key, LocalText Title, IReadOnlyList<string> Rules, IReadOnlyList<PlanQuestion> Questions);

/// <summary>
/// What a kind of plan holds. <paramref name="Basis"/> says what in it is law and what is not, and is shown with it: a reconstruction is called one.
/// </summary>
/// <param name="Kind">strategy, handling, guidelines or preparedness.</param>
/// <param name="Units">The kinds of unit that have such a plan.</param>
/// <param name="Rule">The rule that asks for the plan.</param>
/// <param name="Review">The rule that says when it is looked at again; a goal is never shown as law.</param>
/// <param name="ReviewFrom"><c>published</c> or <c>decided</c>: which day the review is counted from.</param>
/// <param name="Approver">Who decides: leader, board, med or council.</param>
/// <param name="Public">Whether it stands on a public page once published; else staff alone read it.</param>
public sealed record PlanTemplate(
    string Kind, int Version, LocalText Title, LocalText Basis, IReadOnlyList<string> Units, string Rule, string Review, string ReviewFrom, string Approver, bool Public,
    IReadOnlyList<PlanChapter> Chapters)
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Lazy<IReadOnlyList<PlanTemplate>> Shipped = new(() => [.. new[] { "strategy", "handling", "guidelines", "preparedness" }.Select(Read<PlanTemplate>)]);

    /// <summary>In the order of the pages.</summary>
    public static IReadOnlyList<PlanTemplate> All => Shipped.Value;

    /// <summary>Every question of every chapter, in order.</summary>
    public IEnumerable<(PlanChapter Chapter, PlanQuestion Question)> Questions => Chapters.SelectMany(chapter => chapter.Questions.Select(question => (chapter, question)));

    public static PlanTemplate? Find(string? kind) => All.FirstOrDefault(template => template.Kind == kind);

    /// <summary>The plans that a kind of unit has.</summary>
    public static IEnumerable<PlanTemplate> For(string unitKind) => All.Where(template => template.Units.Contains(unitKind));

    public PlanChapter? Chapter(string? key) => Chapters.FirstOrDefault(chapter => chapter.Key == key);

    internal static T Read<T>(string name)
    {
        using var stream = typeof(PlanTemplate).Assembly.GetManifestResourceStream($"Vaern.App.Plans.Strategies.Templates.{name}.json")
            ?? throw new FileNotFoundException($"There is no template {name}.");
        return JsonSerializer.Deserialize<T>(stream, Strict) ?? throw new JsonException($"The template {name} is empty.");
    }
}
