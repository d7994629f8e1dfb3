using System.Text.Json;
using System.Text.Unicode;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Lists;

/// <summary>
/// One answer of a hash exchange. The contract of every exchange: what is in force, what its owner has taken back and must be deleted here, and where to go on.
/// </summary>
/// <param name="Entries">In force, each hash once; <see cref="ListEntry.Line"/> is the record's place in the answer, from 1.</param>
/// <param name="Withdrawn">To be deleted from store and index, with a receipt.</param>
/// <param name="OtherKinds">Records of kinds that are not compared here (MD5 of a film, TMK and the like). Nothing of them is kept.</param>
/// <param name="Refused">Records that were not good, by their place and the words of <see cref="RefusedLine"/>.</param>
/// <param name="Checkpoint">Where the next fetch of another day begins; null where the answer does not say.</param>
/// <param name="NextPage">Token of the next page of this fetch; null when this was the last.</param>
public sealed record ExchangePage(
    IReadOnlyList<ListEntry> Entries, IReadOnlyList<PdqHash> Withdrawn, int OtherKinds, IReadOnlyList<RefusedLine> Refused, string? Checkpoint, string? NextPage);

/// <summary>
/// Reads the answers of one exchange. **Off**: nothing in the program calls a reader. An exchange is switched on by a municipality's agreement with it and an ADR; an exchange of restricted material has no reader at all (S-1).
/// </summary>
public interface IExchangeReader
{
    /// <summary>The exchange's name as it stands in a list's origin.</summary>
    string Exchange { get; }

    /// <param name="answer">The body of one answer, UTF-8 JSON, at most <see cref="ExchangeAnswer.MostBytes"/>.</param>
    /// <returns>The page; or null when the answer as a whole is not of this exchange's form, so that nothing of it may be used and the checkpoint stays where it was.</returns>
    ExchangePage? Read(ReadOnlyMemory<byte> answer);
}

/// <summary>What the readers share: an answer opened or not at all, and one record judged as a line of a list is.</summary>
internal sealed class ExchangeAnswer
{
    public const int MostBytes = 25 << 20;

    private readonly Dictionary<PdqHash, ListEntry> entries = [];
    private readonly HashSet<PdqHash> withdrawn = [];
    private readonly List<RefusedLine> refused = [];
    private int otherKinds;

    /// <summary>Opens an answer whose named member is a list and reads it; null for anything else: too long, not UTF-8, not JSON, half a surrogate in a name.</summary>
    public static ExchangePage? Reading(ReadOnlyMemory<byte> answer, string list, Func<JsonElement, JsonElement, ExchangePage> read)
    {
        if (answer.Length is 0 or > MostBytes || !Utf8.IsValid(answer.Span))
        {
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(list, out var records) && records.ValueKind == JsonValueKind.Array
                ? read(document.RootElement, records) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static string? Text(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public void Skip() => otherKinds++;

    public void Refuse(int place, string reason) => refused.Add(new RefusedLine(place, reason));

    /// <summary>Takes a record in. What is taken back anywhere in the answer is not in force, wherever it stands.</summary>
    public void Take(int place, string? hex, string label, bool takenBack)
    {
        if (hex?.Length != PdqHash.HexLength)
        {
            Refuse(place, "length");
        }
        else if (!PdqHash.TryParse(hex, out var hash))
        {
            Refuse(place, "not-hex");
        }
        else if (takenBack)
        {
            withdrawn.Add(hash);
        }
        else if (hash.IsZero)
        {
            Refuse(place, "zero");
        }
        else if (hash.BitCount is < HashListReader.LeastBits or > HashListReader.MostBits)
        {
            Refuse(place, "bits");
        }
        else
        {
            entries.TryAdd(hash, new ListEntry(hash, null, label, place));
        }
    }

    public ExchangePage Page(string? checkpoint, string? nextPage) =>
        new([.. entries.Values.Where(entry => !withdrawn.Contains(entry.Hash)).OrderBy(entry => entry.Line)], [.. withdrawn], otherKinds, refused, checkpoint, nextPage);
}
