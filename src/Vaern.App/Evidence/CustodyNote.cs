using System.Security.Cryptography;
using System.Text;

namespace Vaern.App.Evidence;

/// <summary>Who took a thing over, and what they signed with: the typed name is the signature, a drawing beside it is optional.</summary>
/// <param name="Number">The officer's number, or how the receiver can be found again.</param>
/// <param name="Authority">Whom the person acts for.</param>
/// <param name="Strokes">The drawing in the form of <see cref="SignedStrokes"/>; null when the name was only typed.</param>
public sealed record Receiver(string Name, string Number, string Authority, string? Strokes);

/// <summary>What a note says. All of it is sealed.</summary>
/// <param name="Holder">Who holds the thing from now on.</param>
/// <param name="Place">Where it lies, such as the number of its bag.</param>
/// <param name="AgreedWith">With whom that was agreed.</param>
public sealed record CustodyNoteBody(string? Holder, string? Place, string? AgreedWith, string? Remark, Receiver? Receiver);

/// <summary>
/// One note of what happened to a thing that lies outside the system. <paramref name="Kind"/> is received (handed in by whoever had it), kept (laid aside),
/// with-staff, refused (not handed in), handed-over, returned or correction.
/// </summary>
/// <param name="Labels">The things, evidence or records that it is about, such as <c>BH-1</c> (<see cref="ThingLabel"/>) or <c>H-001</c>.</param>
public sealed record CustodyNote(Guid Id, string Kind, IReadOnlyList<string> Labels, DateTimeOffset HappenedAt, CustodyNoteBody Body, string By, DateTimeOffset RecordedAt)
{
    /// <summary>SHA-256 of what was signed, as it stands in the custody chain: the note cannot be another than the one that was signed.</summary>
    public string Statement => StatementOf(Kind, Labels, HappenedAt, Body);

    internal static string StatementOf(string kind, IEnumerable<string> labels, DateTimeOffset at, CustodyNoteBody body)
    {
        // A line feed cannot stand in a value: the page's fields are single lines, and what comes in another way is folded.
        string?[] lines =
        [
            kind, string.Join(' ', labels), at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture), body.Holder, body.Place, body.AgreedWith,
            body.Remark?.ReplaceLineEndings(" "), body.Receiver?.Name, body.Receiver?.Number, body.Receiver?.Authority, body.Receiver?.Strokes,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")))));
    }
}
