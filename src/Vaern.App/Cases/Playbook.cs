using System.Collections.Frozen;
using System.Text.Json;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>What stands behind a step. Law and safety rules bind; a goal is the municipality's own; the rest is advice, and is never shown as law.</summary>
public enum StepKind { Law, Safety, Goal, Recommendation }

/// <summary>Where advice comes from when no rule says it; its <paramref name="Key"/> is what steps name.</summary>
public sealed record PlaybookSource(string Key, LocalText Title);

/// <summary>
/// One step of a playbook: what to do, how, what one can say, what to avoid. <paramref name="Say"/> is the bare words, without quotation marks;
/// <paramref name="Source"/> is the id of a rule or goal of the rule book, or the key of one of the playbook's own sources; <paramref name="Time"/> says
/// when, in words; <paramref name="DueDays"/> is the same in calendar days from opening, where it can be counted; <paramref name="Role"/> is a
/// key of <see cref="RuleBook.Roles"/>.
/// </summary>
public sealed record PlaybookStep(
    string Key, LocalText Title, LocalText? How, LocalText? Say, LocalText? Avoid, string Source, LocalText Time, int? DueDays, string Role)
{
    /// <summary>The rule or goal behind the step; null for advice.</summary>
    public string? Rule => RuleBook.Default.Find(Source).IsOk ? Source : null;

    /// <summary>Whether the step is owed by law, by the safety rules, by a goal, or is advice.</summary>
    public StepKind Kind => Source switch
    {
        ['S', '-', ..] => StepKind.Safety,
        ['G', 'O', 'A', 'L', '-', ..] => StepKind.Goal,
        _ => Rule is null ? StepKind.Recommendation : StepKind.Law,
    };
}

/// <summary>
/// A way through a kind of case. Every step can be skipped with a reason and moved. <paramref name="Basis"/> says where the playbook comes from and
/// what in it is law, and is shown with it: a reconstruction is called one.
/// </summary>
/// <param name="Categories">Report categories that choose this playbook in a case of a school or of no other track.</param>
/// <param name="Card">The action card's name in its address; null where there is none.</param>
/// <param name="Owner">Who keeps the playbook.</param>
/// <param name="Reviewed">When the owner last read it through.</param>
/// <param name="Sources">Where its advice comes from.</param>
public sealed record Playbook(
    string Id, int Version, string Track, string Regime, IReadOnlyList<string> Categories, string? Card, LocalText Owner, DateOnly Reviewed, LocalText Title, LocalText Basis,
    IReadOnlyList<PlaybookSource> Sources, IReadOnlyList<PlaybookStep> Steps)
{
    // A member that nobody knows, one that is missing and one that stands twice are all mistakes in the data.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Lazy<IReadOnlyList<Playbook>> Shipped = new(ReadAll);

    private static readonly Lazy<FrozenDictionary<string, (Playbook Book, PlaybookStep Step, int Number)>> ByKey = new(() =>
        All.SelectMany(book => book.Steps.Select((step, at) => (Key: $"{book.Id}/{step.Key}", Found: (Book: book, Step: step, Number: at + 1))))
            .ToFrozenDictionary(pair => pair.Key, pair => pair.Found, StringComparer.Ordinal));

    public static IReadOnlyList<Playbook> All => Shipped.Value;

    /// <summary>
    /// The playbook of a case. The restricted regime has one of its own whatever the track; the workplace and the children's duty have theirs whatever
    /// happened; elsewhere the category chooses, and what no category chooses follows the track.
    /// </summary>
    public static Playbook? For(string track, string regime, string? category = null) =>
        (regime == "ordinary" && track is "school" or "other" ? All.FirstOrDefault(book => book.Regime == regime && category is not null && book.Categories.Contains(category)) : null)
        ?? All.FirstOrDefault(book => book.Regime == regime && book.Track == track && book.Categories.Count == 0)
        ?? All.FirstOrDefault(book => book.Regime == regime && book.Track == "any");

    /// <summary>The playbook behind an action card.</summary>
    public static Playbook? OfCard(string topic) => All.FirstOrDefault(book => book.Card == topic);

    /// <summary>Finds a step by the key that a task keeps, such as <c>P-MOBNING/tal-sammen</c>.</summary>
    public static (Playbook Book, PlaybookStep Step, int Number)? Find(string? key) => key is not null && ByKey.Value.TryGetValue(key, out var found) ? found : null;

    internal static Playbook Read(Stream json) =>
        JsonSerializer.Deserialize<Playbook>(json, Strict) ?? throw new JsonException("The playbook is empty.");

    private static List<Playbook> ReadAll()
    {
        var assembly = typeof(Playbook).Assembly;
        var books = new List<Playbook>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Playbooks.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            books.Add(Read(stream));
        }

        return books;
    }
}
