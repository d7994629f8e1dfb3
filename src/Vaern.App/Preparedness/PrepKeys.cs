using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>The key and the stream of what lives longer than an issue: cards, narratives, rules, decisions, contacts, days.</summary>
internal static class PrepKeys
{
    public static async Task BeginAsync(UnitOfWork work, Guid id, StreamEvent first, CancellationToken cancel)
    {
        await work.Keys.CreateAsync(id, "preparedness", cancel);
        await work.Streams.BeginAsync(id, "preparedness", first, cancel);
    }

    /// <summary>Names have no place in these rooms: what slips in is taken out before it is kept.</summary>
    public static string Masked(this Municipality municipality, string? text) =>
        string.IsNullOrWhiteSpace(text) ? "" : TipText.Of(text, municipality.Units, municipality.Database.Keys).Text;

    /// <summary>The same where telephone numbers and addresses of offices have to stay.</summary>
    public static string WithoutNames(this Municipality municipality, string? text) => string.IsNullOrWhiteSpace(text) ? "" : TipText.WithoutNames(text, municipality.Units);

    /// <summary>An error when a text is missing or longer than it may be.</summary>
    public static Error? Lacking(string code, int limit, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > limit)
            {
                return new Error(code, $"A text is missing or has more than {limit} characters.");
            }
        }

        return null;
    }
}
