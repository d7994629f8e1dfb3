using Vaern.Matching.Hashing;
using Vaern.Matching.Index;

namespace Vaern.Matching.Tests.Index;

internal static class TestHashes
{
    internal static PdqHash Next(Random random) => new((ulong)random.NextInt64() ^ ((ulong)random.Next() << 40), (ulong)random.NextInt64() ^ ((ulong)random.Next() << 40), (ulong)random.NextInt64() ^ ((ulong)random.Next() << 40), (ulong)random.NextInt64() ^ ((ulong)random.Next() << 40));

    internal static PdqHash[] Many(int count, int seed)
    {
        var random = new Random(seed);
        var hashes = new PdqHash[count];
        for (var k = 0; k < count; k++)
        {
            hashes[k] = Next(random);
        }
        return hashes;
    }

    /// <summary>The hash with this many different bits turned over.</summary>
    internal static PdqHash Near(PdqHash hash, int distance, Random random)
    {
        foreach (var bit in Enumerable.Range(0, 256).OrderBy(_ => random.Next()).Take(distance))
        {
            hash = hash.Flip(bit);
        }
        return hash;
    }

    internal static (int Place, int Distance)[] ByIndex(MultiIndex index, PdqHash query, int most)
    {
        var hits = new HitBuffer();
        index.Search(query, most, ref hits);
        return [.. hits.Hits.ToArray().Select(hit => (hit.Place, hit.Distance)).Order()];
    }

    internal static (int Place, int Distance)[] ByScan(ReadOnlySpan<PdqHash> hashes, PdqHash query, int most)
    {
        var hits = new List<(int, int)>();
        for (var place = 0; place < hashes.Length; place++)
        {
            if (hashes[place].Distance(query) is var distance && distance <= most)
            {
                hits.Add((place, distance));
            }
        }
        return [.. hits];
    }
}
