using Vaern.Matching.Hashing;

namespace Vaern.Matching.Index;

/// <summary>One state of a <see cref="LiveIndex"/>. Places run through the base and on through the tail.</summary>
internal sealed class Snapshot
{
    private readonly TailChunk[] tail;
    private readonly ulong[] withdrawn;

    private Snapshot(Generation generation, TailChunk[] tail, int tailLength, ulong[] withdrawn, int withdrawnCount)
    {
        (Generation, this.tail, TailLength, this.withdrawn, Withdrawn) = (generation, tail, tailLength, withdrawn, withdrawnCount);
    }

    internal Generation Generation { get; }

    internal int TailLength { get; }

    internal int Withdrawn { get; }

    internal int Total => Generation.Segment.Count + TailLength;

    internal static Snapshot Of(Generation generation) => new(generation, [], 0, [], 0);

    internal Guid KeyAt(int place)
    {
        var inTail = place - Generation.Segment.Count;
        return inTail < 0 ? Generation.Keys[place] : tail[inTail / TailChunk.Length].Keys[inTail % TailChunk.Length];
    }

    internal void SearchPlaces(in PdqHash query, int most, ref HitBuffer hits)
    {
        Generation.Segment.Search(query, most, ref hits);
        for (int chunk = 0, left = TailLength; left > 0; chunk++, left -= TailChunk.Length)
        {
            var length = Math.Min(left, TailChunk.Length);
            PlainScan.SearchHalves(
                tail[chunk].Hashes.AsSpan(0, length), tail[chunk].Halves.AsSpan(0, length * 2), query, most, Generation.Segment.Count + (chunk * TailChunk.Length), ref hits);
        }
        if (Withdrawn > 0 && hits.Count > 0)
        {
            var living = new HitBuffer();
            foreach (var hit in hits.Hits)
            {
                if (!IsWithdrawn(hit.Place))
                {
                    living.Add(hit);
                }
            }
            hits = living;
        }
    }

    /// <summary>The state with more at its end. The chunks are shared: who holds the older state does not look so far.</summary>
    internal Snapshot With(ReadOnlySpan<IndexEntry> entries)
    {
        var chunks = tail;
        var length = TailLength;
        foreach (var entry in entries)
        {
            if (length == chunks.Length * TailChunk.Length)
            {
                chunks = [.. chunks, Generation.NewChunk()];
            }
            var chunk = chunks[length / TailChunk.Length];
            var place = length % TailChunk.Length;
            (chunk.Hashes[place], chunk.Keys[place]) = (entry.Hash, entry.Key);
            (chunk.Halves[2 * place], chunk.Halves[(2 * place) + 1]) = (entry.Hash.Word0, entry.Hash.Word1);
            length++;
        }
        return new Snapshot(Generation, chunks, length, withdrawn, Withdrawn);
    }

    internal Snapshot Without(int place)
    {
        var bits = new ulong[(Total + 63) / 64];
        withdrawn.CopyTo(bits, 0);
        bits[place >> 6] |= 1UL << (place & 63);
        return new Snapshot(Generation, tail, TailLength, bits, Withdrawn + 1);
    }

    /// <summary>Everything that is not withdrawn, and where each place went (-1: nowhere).</summary>
    internal (PdqHash[] Hashes, Guid[] Keys, int[] Moved) Living()
    {
        var hashes = new PdqHash[Total - Withdrawn];
        var keys = new Guid[hashes.Length];
        var moved = new int[Total];
        var to = 0;
        for (var place = 0; place < moved.Length; place++)
        {
            if (IsWithdrawn(place))
            {
                moved[place] = -1;
                continue;
            }
            (hashes[to], keys[to]) = (HashAt(place), KeyAt(place));
            moved[place] = to++;
        }
        return (hashes, keys, moved);
    }

    /// <summary>What happened since <paramref name="before"/>, told on top of the base that was built from it.</summary>
    internal Snapshot MovedTo(Generation generation, Snapshot before, int[] moved)
    {
        var since = new List<IndexEntry>();
        for (var place = before.Total; place < Total; place++)
        {
            since.Add(new IndexEntry(KeyAt(place), HashAt(place)));
        }
        var after = Of(generation).With(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(since));
        if (Withdrawn == before.Withdrawn)
        {
            return after;
        }
        var bits = new ulong[(after.Total + 63) / 64];
        var count = 0;
        for (var place = 0; place < Total; place++)
        {
            if (IsWithdrawn(place) && !before.IsWithdrawn(place))
            {
                var to = place < before.Total ? moved[place] : generation.Segment.Count + place - before.Total;
                bits[to >> 6] |= 1UL << (to & 63);
                count++;
            }
        }
        return new Snapshot(generation, after.tail, after.TailLength, bits, count);
    }

    private bool IsWithdrawn(int place) => (place >> 6) < withdrawn.Length && (withdrawn[place >> 6] & (1UL << (place & 63))) != 0;

    private PdqHash HashAt(int place)
    {
        var inTail = place - Generation.Segment.Count;
        return inTail < 0 ? Generation.Segment[place] : tail[inTail / TailChunk.Length].Hashes[inTail % TailChunk.Length];
    }
}
