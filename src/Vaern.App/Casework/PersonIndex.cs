using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Vaern.Data;

namespace Vaern.App.Casework;

/// <summary>Exact identifiers of one person, as somebody typed them. A value is found by being equal after the same trimming, or not at all.</summary>
public sealed record PersonKeys(string? Name, DateOnly? Born, string? Contact)
{
    /// <summary>The identifiers in one form each: <c>name</c>, <c>name-born</c>, <c>cpr</c>, <c>phone</c>, <c>email</c>, <c>handle</c>.</summary>
    public IReadOnlyList<(string Kind, string Value)> Identifiers()
    {
        var found = new List<(string, string)>();
        var name = Folded(Name);
        if (name.Contains(' ', StringComparison.Ordinal))
        {
            found.Add(("name", name));
            if (Born is { } born)
            {
                found.Add(("name-born", string.Create(CultureInfo.InvariantCulture, $"{name}|{born:yyyy-MM-dd}")));
            }
        }

        var contact = Contact ?? "";
        found.AddRange(PersonPatterns.Mail().Matches(contact).Select(match => ("email", match.Value.ToLowerInvariant())));
        found.AddRange(PersonPatterns.Cpr().Matches(contact).Select(match => ("cpr", Digits(match.Value))));
        found.AddRange(PersonPatterns.Phone().Matches(PersonPatterns.Cpr().Replace(contact, " ")).Select(match => ("phone", Digits(match.Value)[^8..])));
        found.AddRange(PersonPatterns.Handle().Matches(PersonPatterns.Mail().Replace(contact, " ")).Select(match => ("handle", match.Groups[1].Value.ToLowerInvariant())));
        return [.. found.Distinct()];
    }

    private static string Folded(string? name) => string.Join(' ', (name ?? "").Normalize(NormalizationForm.FormC).ToLowerInvariant().Split([' ', '\t', '-', '.', ','], StringSplitOptions.RemoveEmptyEntries));

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}

internal static partial class PersonPatterns
{
    [GeneratedRegex(@"[^\s@<>;,]+@[^\s@<>;,]+\.[a-zA-ZæøåÆØÅ]{2,}")]
    internal static partial Regex Mail();

    [GeneratedRegex(@"(?<!\d)\d{6}[- ]?\d{4}(?!\d)")]
    internal static partial Regex Cpr();

    [GeneratedRegex(@"(?<!\d)(?:\+?45[ ]?)?(?:\d[ ]?){7}\d(?!\d)")]
    internal static partial Regex Phone();

    [GeneratedRegex(@"(?<![\p{L}\p{N}.@])@([\p{L}\p{N}_.]{2,40})")]
    internal static partial Regex Handle();
}

/// <summary>
/// Where somebody is mentioned by an exact identifier, kept as HMACs under a key outside the database: for answering the person's own questions, never for finding out about anybody. A room
/// that keeps persons puts them here in the transaction that keeps them.
/// </summary>
public static class PersonIndex
{
    private const string Purpose = "person";

    /// <summary>Puts a person of a record into the index instead of what stood there.</summary>
    /// <param name="room"><c>case</c>, <c>report</c>, or the room's own name.</param>
    /// <param name="subject">What in the record it is, such as <c>party:</c> and its id.</param>
    public static async Task PutAsync(UnitOfWork work, string room, Guid record, string subject, PersonKeys person, Guid? caseId, Guid? reportId, bool replace, CancellationToken cancel)
    {
        if (replace)
        {
            await work.ExecuteAsync("delete from person_index where record_id = @record and subject = @subject", new { record, subject }, cancel);
        }

        foreach (var (kind, value) in person.Identifiers())
        {
            work.Later(
                "insert into person_index (room, record_id, subject, kind, mac, case_id, report_id) values ($1, $2, $3, $4, $5, $6, $7)",
                room, record, subject, kind, MacOf(work, kind, value), caseId, reportId);
        }
    }

    internal static byte[] MacOf(UnitOfWork work, string kind, string value) => work.BlindIndex(Purpose + "/" + kind, value);
}
