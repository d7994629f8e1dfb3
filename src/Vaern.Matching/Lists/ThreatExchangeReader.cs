using System.Text.Json;

namespace Vaern.Matching.Lists;

/// <summary>
/// Answers of ThreatExchange: JSON with <c>data</c>, a list of descriptors (<c>type</c>, <c>indicator</c>, tags) or of updates (the same with <c>should_delete</c>), and <c>paging</c>. Only <c>HASH_PDQ</c> is compared. A descriptor
/// whose status is <c>NON_MALICIOUS</c> says that the content is harmless: it is not in force, and is taken out where it was. Off, see <see cref="IExchangeReader"/>.
/// </summary>
public sealed class ThreatExchangeReader : IExchangeReader
{
    public string Exchange => "ThreatExchange";

    public ExchangePage? Read(ReadOnlyMemory<byte> answer) => ExchangeAnswer.Reading(answer, "data", Page);

    private static ExchangePage Page(JsonElement root, JsonElement records)
    {
        var read = new ExchangeAnswer();
        var place = 0;
        foreach (var record in records.EnumerateArray())
        {
            place++;
            // A descriptor either says its type itself or carries the indicator as an object with type and value.
            var inner = record.ValueKind == JsonValueKind.Object && record.TryGetProperty("indicator", out var nested) && nested.ValueKind == JsonValueKind.Object ? nested : record;
            switch (ExchangeAnswer.Text(inner, "type"))
            {
                case null:
                    read.Refuse(place, "form");
                    break;
                case "HASH_PDQ":
                    read.Take(place, ExchangeAnswer.Text(inner, "indicator"), Tags(record), IsTakenBack(record));
                    break;
                default:
                    read.Skip();
                    break;
            }
        }
        return read.Page(null, After(root));
    }

    private static bool IsTakenBack(JsonElement record) =>
        (record.TryGetProperty("should_delete", out var deleted) && deleted.ValueKind == JsonValueKind.True) || ExchangeAnswer.Text(record, "status") == "NON_MALICIOUS";

    private static string Tags(JsonElement record) =>
        record.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? string.Join("; ", tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()).Order(StringComparer.Ordinal)) : "";

    // The last page has cursors too, and no "next".
    private static string? After(JsonElement root) =>
        root.TryGetProperty("paging", out var paging) && ExchangeAnswer.Text(paging, "next") is not null && paging.TryGetProperty("cursors", out var cursors) ? ExchangeAnswer.Text(cursors, "after") : null;
}
