using System.Runtime.InteropServices;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;
using static Vaern.Cli.Bench.MatchBench;

namespace Vaern.Cli.Bench;

/// <summary>G5–G10: searching. Half of the queries are planted at distance 0–31, the others are unrelated.</summary>
internal sealed class MatchBenchSearch(int count, FaissPeer? faiss)
{
    private const int Most = PdqFingerprint.MostDistance;
    private readonly Random random = new(20261121);

    internal IEnumerable<Goal> Goals()
    {
        var hashes = Hashes(count);
        var queries = Queries(hashes, 2000);
        var build = ThreadClock.Best(3, () => GC.KeepAlive(new MultiIndex(hashes)));
        var index = new MultiIndex(hashes);
        var (search, scan) = Measure(index, hashes, queries);
        var ratio = search / scan;
        yield return new Goal("G5", Text($"exact search, {count:N0}"), ratio >= 5, Text($"{ratio:0.0} ×"), "≥ 5 ×, stretch 8 ×", Text($"{search:N0} a second against {scan:N0} of the plain scan, four at once; {index.Size / 1048576.0:0} MiB"));
        yield return faiss is null
            ? new Goal("G5", "against FAISS MultiHash", null, "python3-faiss is not installed", "≥ 40 ×", "not measured")
            : new Goal("G5", "against FAISS MultiHash", search / faiss.Large >= 40, Text($"{search / faiss.Large:0.0} ×"), "≥ 40 ×", Text($"FAISS {faiss.Version}: MultiHash {faiss.Large:N0} a second, flat {faiss.Flat:N0}"));
        yield return Smaller(100_000, 2.5);
        yield return Smaller(10_000, 1);
        yield return faiss is null
            ? new Goal("G7", Text($"build {count:N0}"), null, Text($"{build:0.00} s"), "≤ 1/6 of FAISS MultiHash", "python3-faiss is not installed")
            : new Goal("G7", Text($"build {count:N0}"), build <= faiss.Build / 6, Text($"1/{faiss.Build / build:0.0}"), "≤ 1/6 of FAISS MultiHash", Text($"{build:0.00} s against {faiss.Build:0.00} s"));
        yield return Recall(index, hashes);
        yield return Families(ratio);
        yield return WhileAdding(hashes, queries);
    }

    private Goal Smaller(int size, double target)
    {
        var hashes = Hashes(size);
        var (search, scan) = Measure(new MultiIndex(hashes), hashes, Queries(hashes, 2000));
        return new Goal("G6", Text($"exact search, {size:N0}"), search / scan >= target, Text($"{search / scan:0.0} ×"), Text($"≥ {target} ×"), Text($"{search:N0} a second against {scan:N0}"));
    }

    // G8: every planted distance, and whole answers compared with the scan.
    private Goal Recall(MultiIndex index, PdqHash[] hashes)
    {
        int found = 0, planted = 0, same = 0, compared = 0;
        for (var distance = 0; distance <= Most; distance++)
        {
            for (var round = 0; round < 100; round++, planted++)
            {
                var place = random.Next(hashes.Length);
                found += Search(index, Near(hashes[place], distance)).Contains(new IndexHit(place, distance)) ? 1 : 0;
            }
        }
        for (; compared < 50; compared++)
        {
            var query = Near(hashes[random.Next(hashes.Length)], compared % 32);
            var scanned = new HitBuffer();
            PlainScan.Search(hashes, query, Most, 0, ref scanned);
            same += Search(index, query).Order(Comparer<IndexHit>.Create((a, b) => a.Place - b.Place)).SequenceEqual(scanned.Hits.ToArray()) ? 1 : 0;
        }
        return new Goal("G8", "recall", found == planted && same == compared, Text($"{found} of {planted}"), "100 %, every distance 0–31", Text($"{same} of {compared} whole answers equal to the plain scan's"));
    }

    // G9: three in ten hashes belong to families of 300 near-copies, none of them merged, and half of the queries meet such a family.
    private Goal Families(double uniform)
    {
        const int Size = 300;
        var hashes = Hashes(count);
        var families = count * 3 / 10 / Size;
        for (var place = 0; place < families * Size; place++)
        {
            hashes[place] = place % Size == 0 ? hashes[place] : Near(hashes[place - (place % Size)], random.Next(0, 20));
        }
        random.Shuffle(hashes.AsSpan(families * Size));
        var queries = Queries(hashes, 1000);
        for (var k = 0; k < queries.Length; k += 2)
        {
            queries[k] = Near(hashes[random.Next(families) * Size], random.Next(0, 12));
        }
        var (search, scan) = Measure(new MultiIndex(hashes), hashes, queries);
        return new Goal("G9", "skewed set with families", search / scan >= uniform / 2, Text($"{search / scan:0.0} ×"), Text($"≥ half of {uniform:0.0} ×"), Text($"{search:N0} a second against {scan:N0}; {families} families of {Size} near-copies, unmerged"));
    }

    // G10: another thread adds a thousand, one by one, while this one searches.
    private Goal WhileAdding(PdqHash[] hashes, PdqHash[] queries)
    {
        var live = new LiveIndex([.. hashes.Select(hash => new IndexEntry(Guid.CreateVersion7(), hash))]);
        var added = Hashes(1000);
        void Searches()
        {
            foreach (var query in queries)
            {
                GC.KeepAlive(live.Search(query));
            }
        }
        var before = ThreadClock.Best(5, Searches);
        var during = double.MaxValue;
        // Best of some turns on either side, as everywhere here; the thousand are new in each turn.
        for (var turn = 0; turn < 3; turn++)
        {
            live.Compact();
            var adding = Task.Run(() =>
            {
                foreach (var hash in added)
                {
                    live.Add(Guid.CreateVersion7(), hash);
                    Thread.SpinWait(500);
                }
            });
            var began = ThreadClock.Seconds;
            var rounds = 0;
            do
            {
                Searches();
                rounds++;
            }
            while (!adding.IsCompleted);
            during = Math.Min(during, (ThreadClock.Seconds - began) / rounds);
        }
        return new Goal("G10", "search while 1,000 are added", before / during >= 0.9, Text($"{before / during:0.00} ×"), "≥ 0.9 ×", Text($"{queries.Length / during:N0} a second against {queries.Length / before:N0} before; tail {live.TailLength:N0} at the end of a turn"));
    }

    private static (double Search, double Scan) Measure(MultiIndex index, PdqHash[] hashes, PdqHash[] queries)
    {
        var scans = Math.Max(4, Math.Min(queries.Length, (int)(40_000_000L / hashes.Length)) & ~3);
        double search = double.MaxValue, scan = double.MaxValue;
        var hits = new HitBuffer();
        var counts = new int[4];
        // Taking turns, so that both meet the same weather.
        for (var turn = 0; turn < 5; turn++)
        {
            search = Math.Min(search, ThreadClock.Best(3, () =>
            {
                foreach (ref readonly var query in queries.AsSpan())
                {
                    hits.Clear();
                    index.Search(query, Most, ref hits);
                }
            }));
            scan = Math.Min(scan, ThreadClock.Best(1, () =>
            {
                for (var k = 0; k < scans; k += 4)
                {
                    PlainScan.CountFour(hashes, queries.AsSpan(k, 4), Most, counts);
                }
            }));
        }
        return (queries.Length / search, scans / scan);
    }

    private static IndexHit[] Search(MultiIndex index, PdqHash query)
    {
        var hits = new HitBuffer();
        index.Search(query, Most, ref hits);
        return hits.Hits.ToArray();
    }

    private PdqHash[] Hashes(int size)
    {
        var hashes = new PdqHash[size];
        random.NextBytes(MemoryMarshal.AsBytes(hashes.AsSpan()));
        return hashes;
    }

    private PdqHash[] Queries(PdqHash[] hashes, int size)
    {
        var queries = Hashes(size);
        for (var k = 0; k < size; k += 2)
        {
            queries[k] = Near(hashes[random.Next(hashes.Length)], k / 2 % 32);
        }
        return queries;
    }

    private PdqHash Near(PdqHash hash, int distance)
    {
        var flipped = default(PdqHash);
        while (flipped.BitCount < distance)
        {
            var bit = random.Next(256);
            flipped = flipped.Flip(bit) is var next && next.BitCount > flipped.BitCount ? next : flipped;
        }
        return new PdqHash(hash.Word0 ^ flipped.Word0, hash.Word1 ^ flipped.Word1, hash.Word2 ^ flipped.Word2, hash.Word3 ^ flipped.Word3);
    }
}
