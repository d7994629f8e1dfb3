using System.Globalization;
using System.Text.Json;
using Vaern.Sealing.Packages;

namespace Vaern.Sealing.Custody;

/// <summary>
/// A time stamp that covers one event of a stream and, through the chain, everything before it. With <see cref="Proof"/> the
/// stamp's imprint is a Merkle root over the heads of many streams; without, it is the event hash itself.
/// </summary>
/// <param name="Seq">The event covered.</param>
/// <param name="Stamp">The whole RFC 3161 response.</param>
/// <param name="Proof">Path from the event to the stamped root.</param>
public sealed record CustodyCheckpoint(long Seq, ReadOnlyMemory<byte> Stamp, CheckpointProof? Proof)
{
    internal string FileStem => "custody/checkpoint-" + Seq.ToString("D6", CultureInfo.InvariantCulture);
}

/// <summary>Merkle path of one event hash, the content of <c>checkpoint-NNNNNN.json</c>.</summary>
public sealed record CheckpointProof(long Seq, DateTimeOffset At, long Index, long Size, IReadOnlyList<byte[]> Path, byte[] Root)
{
    internal const string Schema = "vaern-checkpoint/1";

    /// <summary>
    /// Collects the heads of all streams, in the order given, in one tree.
    /// </summary>
    /// <returns>The root to stamp, and a proof for each stream in the same order.</returns>
    public static (byte[] Root, IReadOnlyList<CheckpointProof> Proofs) Collect(IReadOnlyList<(long Seq, string Head)> streams, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(streams);
        var leaves = streams.Select(s => (ReadOnlyMemory<byte>)Convert.FromHexString(s.Head)).ToList();
        var root = MerkleTree.Root(leaves);
        return (root, [.. streams.Select((s, i) => new CheckpointProof(s.Seq, at, i, leaves.Count, MerkleTree.Path(leaves, i), root))]);
    }

    /// <summary>The root that the path leads to from this event hash, or null when the path does not fit.</summary>
    public byte[]? Follow(string eventHash) => MerkleTree.Follow(Convert.FromHexString(eventHash), Index, Size, Path);

    /// <summary>The proof as compact JSON, the bytes of <c>checkpoint-NNNNNN.json</c>.</summary>
    public byte[] ToJson() => CompactJson.Write(json =>
    {
        json.WriteString("schema", Schema);
        json.WriteNumber("seq", Seq);
        json.WriteString("at", CustodyEvent.Instant(At));
        json.WriteNumber("index", Index);
        json.WriteNumber("size", Size);
        json.WriteStartArray("path");
        foreach (var hash in Path) json.WriteStringValue(Convert.ToHexStringLower(hash));
        json.WriteEndArray();
        json.WriteString("root", Convert.ToHexStringLower(Root));
    });

    /// <summary>Reads the proof strictly; null when it is not of this schema.</summary>
    public static CheckpointProof? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, JsonObjects.Strict);
            var root = document.RootElement;
            if (root.GetProperty("schema").GetString() != Schema) return null;
            var path = root.GetProperty("path").EnumerateArray().Select(e => Hash(e.GetString())).ToList();
            return new CheckpointProof(
                root.GetProperty("seq").GetInt64(), root.GetProperty("at").GetDateTimeOffset(), root.GetProperty("index").GetInt64(),
                root.GetProperty("size").GetInt64(), path, Hash(root.GetProperty("root").GetString()));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Hash(string? hex) =>
        Hex.IsSha256(hex) ? Convert.FromHexString(hex!) : throw new FormatException("Not 64 lower-case hex digits.");
}
