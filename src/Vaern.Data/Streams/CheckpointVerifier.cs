using Vaern.Sealing.Custody;

namespace Vaern.Data.Streams;

/// <summary>What the checkpoints say must be in the streams: looked at while the streams are read, asked at the end.</summary>
internal sealed class CheckpointVerifier
{
    private readonly Dictionary<(Guid Stream, long Seq), (byte[] Hash, DateTimeOffset At)> covered = [];
    private readonly List<BrokenStream> broken = [];

    public int Count { get; private set; }

    public int Unstamped { get; private set; }

    public StoredCheckpoint? Last { get; private set; }

    /// <param name="stampFault">What is wrong with a stamp over a root (64 hex digits), or null. Null itself: stamps are not checked.</param>
    public static async Task<CheckpointVerifier> ReadAsync(UnitOfWork work, Func<byte[], string, string?>? stampFault, CancellationToken cancel)
    {
        var verifier = new CheckpointVerifier();
        var heads = (await work.QueryAsync<(long Number, Guid Stream, long Seq, byte[] Hash)>(
            "select checkpoint, stream_id, seq, hash from checkpoint_head order by checkpoint, place", cancel: cancel)).ToLookup(head => head.Number);
        byte[]? before = null;
        foreach (var checkpoint in await work.QueryAsync<StoredCheckpoint>("select number, at, root, stamp from checkpoint order by number", cancel: cancel))
        {
            verifier.Add(checkpoint, before, [.. heads[checkpoint.Number]], stampFault);
            before = checkpoint.Root;
        }

        return verifier;
    }

    /// <summary>Why an event is not the one that was stamped, or null.</summary>
    public string? Fault(Guid stream, long seq, ReadOnlySpan<byte> hash) =>
        covered.Remove((stream, seq), out var stamped) && !hash.SequenceEqual(stamped.Hash) ? $"event {seq} is not the one that the checkpoint of {stamped.At:yyyy-MM-dd HH:mm}Z covers" : null;

    /// <summary>Faults of the checkpoints themselves, and events that were stamped and are gone.</summary>
    public IEnumerable<BrokenStream> Remaining(Func<Guid, string> kindOf) =>
        broken.Concat(covered.OrderBy(one => one.Key.Seq).DistinctBy(one => one.Key.Stream)
            .Select(one => new BrokenStream(one.Key.Stream, kindOf(one.Key.Stream), $"event {one.Key.Seq}, which the checkpoint of {one.Value.At:yyyy-MM-dd HH:mm}Z covers, is gone: the end was cut off")));

    private void Add(StoredCheckpoint checkpoint, byte[]? before, (long Number, Guid Stream, long Seq, byte[] Hash)[] heads, Func<byte[], string, string?>? stampFault)
    {
        foreach (var head in heads)
        {
            covered[(head.Stream, head.Seq)] = (head.Hash, checkpoint.At);
        }

        var leaves = Checkpoints.Leaves(before, heads.Select(head => head.Hash));
        var fault = checkpoint.Number != Count + 1 ? $"checkpoint {Count + 1} is missing"
            : !MerkleTree.Root(leaves).AsSpan().SequenceEqual(checkpoint.Root) ? "its heads do not lead to its root"
            : checkpoint.Stamp is { } stamp ? stampFault?.Invoke(stamp, Convert.ToHexStringLower(checkpoint.Root))
            : null;
        if (fault is not null)
        {
            broken.Add(new BrokenStream(Guid.Empty, "checkpoint", $"{checkpoint.Number} of {checkpoint.At:yyyy-MM-dd HH:mm}Z: {fault}"));
        }

        Count = (int)checkpoint.Number;
        Unstamped += checkpoint.Stamp is null ? 1 : 0;
        Last = checkpoint;
    }
}
