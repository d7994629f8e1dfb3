using Vaern.Sealing.Custody;

namespace Vaern.Data.Streams;

/// <summary>A checkpoint as it is stored.</summary>
/// <param name="Stamp">The whole RFC 3161 response over the root; null until a service has answered.</param>
public sealed record StoredCheckpoint(long Number, DateTimeOffset At, byte[] Root, byte[]? Stamp);

/// <summary>
/// Checkpoints over the heads of all streams: Merkle trees (RFC 6962) whose roots are time-stamped, so that whoever runs the system cannot rebuild a stream, cut its end off or
/// leave an event out afterwards. A tree holds the heads that have moved since the last one; the others are covered by the tree in which they last moved.
/// </summary>
public static class Checkpoints
{
    // Any fixed number of its own: one worker makes a checkpoint, the others go on.
    private const long Lock = 0x7661_6572_6e00_0002;

    /// <summary>Makes the next checkpoint, not stamped yet. Null when no stream has moved, or another worker is at it. Commits nothing.</summary>
    public static async Task<StoredCheckpoint?> MakeAsync(UnitOfWork work, CancellationToken cancel = default)
    {
        if (!await work.SingleAsync<bool>("select pg_try_advisory_xact_lock(@Lock)", new { Lock }, cancel))
        {
            return null;
        }

        var heads = await work.QueryAsync<(Guid Stream, long Seq, byte[] Hash)>(
            """
            select s.id, s.head_seq, s.head_hash from stream s
            where not exists (select from checkpoint_head h where h.stream_id = s.id and h.seq = s.head_seq) order by s.id
            """,
            cancel: cancel);
        if (heads.Count == 0)
        {
            return null;
        }

        var before = await work.FirstOrDefaultAsync<StoredCheckpoint>("select number, at, root, stamp from checkpoint order by number desc limit 1", cancel: cancel);
        var made = new StoredCheckpoint((before?.Number ?? 0) + 1, work.Now, MerkleTree.Root(Leaves(before?.Root, heads.Select(head => head.Hash))), null);
        await work.ExecuteAsync("insert into checkpoint (number, at, root) values (@Number, @At, @Root)", made, cancel);
        await work.ExecuteAsync(
            """
            insert into checkpoint_head (checkpoint, place, stream_id, seq, hash)
            select @Number, n.place - 1, n.stream_id, n.seq, n.hash from unnest(@streams, @seqs, @hashes) with ordinality as n (stream_id, seq, hash, place)
            """,
            new { made.Number, streams = heads.Select(head => head.Stream).ToArray(), seqs = heads.Select(head => head.Seq).ToArray(), hashes = heads.Select(head => head.Hash).ToArray() },
            cancel);
        return made;
    }

    /// <summary>Those that no service has stamped yet, oldest first.</summary>
    public static Task<IReadOnlyList<StoredCheckpoint>> UnstampedAsync(UnitOfWork work, CancellationToken cancel = default) =>
        work.QueryAsync<StoredCheckpoint>("select number, at, root, stamp from checkpoint where stamp is null order by number", cancel: cancel);

    public static Task StampAsync(UnitOfWork work, long number, byte[] stamp, string authority, CancellationToken cancel = default) =>
        work.ExecuteAsync("update checkpoint set stamp = @stamp, authority = @authority where number = @number and stamp is null", new { number, stamp, authority }, cancel);

    /// <summary>When the last one was made; null before the first.</summary>
    public static Task<DateTimeOffset?> LastAsync(UnitOfWork work, CancellationToken cancel = default) =>
        work.FirstOrDefaultAsync<DateTimeOffset?>("select at from checkpoint order by number desc limit 1", cancel: cancel);

    /// <summary>The last stamped checkpoint that covers a stream, with the path from its event to the root, as a package holds it.</summary>
    public static async Task<CustodyCheckpoint?> LatestOfAsync(UnitOfWork work, Guid stream, CancellationToken cancel = default)
    {
        var found = await work.FirstOrDefaultAsync<(long Number, int Place, long Seq, DateTimeOffset At, byte[] Root, byte[] Stamp)?>(
            """
            select c.number, h.place, h.seq, c.at, c.root, c.stamp from checkpoint_head h join checkpoint c on c.number = h.checkpoint
            where h.stream_id = @stream and c.stamp is not null order by c.number desc limit 1
            """,
            new { stream },
            cancel);
        if (found is not { } one)
        {
            return null;
        }

        var hashes = await work.QueryAsync<byte[]>("select hash from checkpoint_head where checkpoint = @Number order by place", new { one.Number }, cancel);
        var before = await work.FirstOrDefaultAsync<byte[]>("select root from checkpoint where number = @before", new { before = one.Number - 1 }, cancel);
        var leaves = Leaves(before, hashes);
        var index = one.Place + (before is null ? 0 : 1);
        return new CustodyCheckpoint(one.Seq, one.Stamp, new CheckpointProof(one.Seq, one.At, index, leaves.Count, MerkleTree.Path(leaves, index), one.Root));
    }

    internal static List<ReadOnlyMemory<byte>> Leaves(byte[]? before, IEnumerable<byte[]> heads) =>
        [.. before is null ? Enumerable.Empty<ReadOnlyMemory<byte>>() : [before], .. heads.Select(head => new ReadOnlyMemory<byte>(head))];
}
