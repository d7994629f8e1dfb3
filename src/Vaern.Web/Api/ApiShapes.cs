using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Vaern.App;

namespace Vaern.Web.Api;

internal sealed record UnitAnswer(string Name, string? Code, string Kind);

internal sealed record CategoryAnswer(string Code, string Title, bool Restricted);

internal sealed record ReceiptAnswer(string Receipt, [property: JsonPropertyName("reply_by")] DateTimeOffset ReplyBy, string Number);

internal sealed record ReceiptRequest(string? Receipt);

internal sealed record MessageRequest(string? Receipt, string? Text);

internal sealed record MessageAnswer(string From, DateTimeOffset At, string Text, IReadOnlyList<string> Files);

internal sealed record MailboxAnswer(string Status, IReadOnlyList<MessageAnswer> Messages);

/// <summary>The JSON part <c>report</c>.</summary>
/// <param name="Role">child, parent, employee, professional or bystander.</param>
/// <param name="Unit">A unit's code, or null for the municipality.</param>
/// <param name="HappenedAt">ISO 8601, Danish time when without a zone, or null when nobody knows.</param>
internal sealed record ReportPart(
    string? Role, string? Category, string? Unit, [property: JsonPropertyName("happened_at")] string? HappenedAt, string? Platform,
    IReadOnlyList<string>? Links, string? Story, ContactPart? Contact);

internal sealed record ContactPart(string? Name, string? Email, string? Phone);

/// <summary>A message's id from the sender's key, so that the same key twice writes one message.</summary>
internal static class MessageToken
{
    public static Guid From(ReportId report, string key) =>
        key.Length == 0
            ? Guid.CreateVersion7()
            : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{report.Value:N}\0{key}")).AsSpan(0, 16), bigEndian: true);
}
