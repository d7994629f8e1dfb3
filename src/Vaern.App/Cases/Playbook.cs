using System.Text.Json;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>
/// One step of a playbook: what to do, what one can say, what to avoid. <paramref name="Rule"/> names the law or goal behind it, if any;
/// <paramref name="DueDays"/> is a recommendation in calendar days from opening.
/// </summary>
public sealed record PlaybookStep(string Key, LocalText Title, LocalText? Say, LocalText? Avoid, string? Rule, int? DueDays, string Role);

/// <summary>A way through a kind of case. Every step can be skipped with a reason.</summary>
public sealed record Playbook(string Id, int Version, string Track, string Regime, LocalText Title, IReadOnlyList<PlaybookStep> Steps)
{
    private static readonly Lazy<IReadOnlyList<Playbook>> Shipped = new(Read);

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

    private static List<Playbook> Read()
    {
        var assembly = typeof(Playbook).Assembly;
        var books = new List<Playbook>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Playbooks.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            books.Add(JsonSerializer.Deserialize<Playbook>(stream, JsonSerializerOptions.Web) ?? throw new InvalidOperationException($"{name} is empty."));
        }

        return books;
    }
}
