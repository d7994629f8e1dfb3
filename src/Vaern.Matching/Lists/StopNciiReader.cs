using System.Globalization;
using System.Text.Json;

namespace Vaern.Matching.Lists;

/// <summary>
/// Answers of StopNCII (adults' own pictures, hashed by themselves): JSON with <c>hashRecords</c>, a page token and the time to go on from. Only <c>ImagePDQ</c> is compared. A record that is
/// <c>Withdrawn</c> or <c>Deleted</c> must be deleted by whoever fetched it (specification, section 9). Off, see <see cref="IExchangeReader"/>.
/// </summary>
public sealed class StopNciiReader : IExchangeReader
{
    public string Exchange => "StopNCII";

    public ExchangePage? Read(ReadOnlyMemory<byte> answer) => ExchangeAnswer.Reading(answer, "hashRecords", Page);

    private static ExchangePage Page(JsonElement root, JsonElement records)
    {
        var read = new ExchangeAnswer();
        var place = 0;
        foreach (var record in records.EnumerateArray())
        {
            place++;
            switch (ExchangeAnswer.Text(record, "signalType"), ExchangeAnswer.Text(record, "hashStatus"))
            {
                case (null, _) or (_, null):
                    read.Refuse(place, "form");
                    break;
                case ("ImagePDQ", var status):
                    read.Take(place, ExchangeAnswer.Text(record, "hashValue"), "", status is "Withdrawn" or "Deleted");
                    break;
                default:
                    read.Skip();
                    break;
            }
        }
        var checkpoint = root.TryGetProperty("nextSetTimestamp", out var time) && time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out var seconds)
            ? seconds.ToString(CultureInfo.InvariantCulture) : null;
        var more = root.TryGetProperty("hasMoreRecords", out var said) && said.ValueKind == JsonValueKind.True;
        return read.Page(checkpoint, more ? ExchangeAnswer.Text(root, "nextPageToken") : null);
    }
}
