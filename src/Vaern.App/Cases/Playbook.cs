using System.Text.Json;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>
/// One step of a playbook: what to do, how, what one can say, what to avoid. <paramref name="Say"/> is the bare words, without quotation marks;
/// <paramref name="Rule"/> names the law or goal behind the step, if any; <paramref name="DueDays"/> is a recommendation in calendar days
/// from opening; <paramref name="Role"/> is a key of <see cref="RuleBook.Roles"/>.
/// </summary>
public sealed record PlaybookStep(
    string Key, LocalText Title, LocalText? How, LocalText? Say, LocalText? Avoid, string? Rule, int? DueDays, string Role);

/// <summary>
/// A way through a kind of case. Every step can be skipped with a reason. <paramref name="Basis"/> says where the playbook comes from and
/// what in it is law, and is shown with it: a reconstruction is called one.
/// </summary>
public sealed record Playbook(
    string Id, int Version, string Track, string Regime, LocalText Title, LocalText Basis, IReadOnlyList<PlaybookStep> Steps)
{
    // A member that nobody knows, one that is missing and one that stands twice are all mistakes in the data.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Lazy<IReadOnlyList<Playbook>> Shipped = new(ReadAll);

    public static IReadOnlyList<Playbook> All => Shipped.Value;

    /// <summary>The playbook of a track in a regime; the restricted regime has one of its own whatever the track.</summary>
    public static Playbook? For(string track, string regime) =>
        All.FirstOrDefault(book => book.Regime == regime && book.Track == track)
        ?? All.FirstOrDefault(book => book.Regime == regime && book.Track == "any");

    /// <summary>Finds a step by the key that a task keeps, such as <c>P-MOBNING/tal-sammen</c>.</summary>
    public static (Playbook Book, PlaybookStep Step, int Number)? Find(string? key)
    {
        foreach (var book in All)
        {
            for (var i = 0; i < book.Steps.Count; i++)
            {
                if (key == $"{book.Id}/{book.Steps[i].Key}")
                {
                    return (book, book.Steps[i], i + 1);
                }
            }
        }

        return null;
    }

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
