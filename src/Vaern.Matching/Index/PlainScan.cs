using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Index;

/// <summary>
/// The brute-force twin of the index: every hash is looked at. The judge in tests, the peer in measurements (four queries at once, so that each hash is
/// read once for four), and the search of a small tail.
/// </summary>
public static class PlainScan
{
    /// <summary>Appends everything within <paramref name="most"/> bits, positions counted from <paramref name="offset"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Search(ReadOnlySpan<PdqHash> hashes, in PdqHash query, int most, int offset, ref HitBuffer hits)
    {
        var place = 0;
        if (Avx512BW.IsSupported)
        {
            Vector512<byte> nibbles = Nibbles(), low = Vector512.Create((byte)0x0F), wanted = Twice(query);
            var limit = Vector512.Create((ulong)most);
            ref var source = ref Unsafe.As<PdqHash, byte>(ref MemoryMarshal.GetReference(hashes));
            for (; place + 2 <= hashes.Length; place += 2)
            {
                // A word that alone counts more than the limit rules its hash out: nearly every pair ends here.
                var large = Vector512.GreaterThan(Sums(Vector512.LoadUnsafe(ref source, (nuint)place * 32) ^ wanted, nibbles, low), limit).ExtractMostSignificantBits();
                if ((large & 0x0F) == 0)
                {
                    Check(hashes[place], query, most, offset + place, ref hits);
                }
                if ((large & 0xF0) == 0)
                {
                    Check(hashes[place + 1], query, most, offset + place + 1, ref hits);
                }
            }
        }
        for (; place < hashes.Length; place++)
        {
            Check(hashes[place], query, most, offset + place, ref hits);
        }
    }

    private static void Check(in PdqHash hash, in PdqHash query, int most, int place, ref HitBuffer hits)
    {
        var distance = hash.Distance(query);
        if (distance <= most)
        {
            hits.Add(new IndexHit(place, distance));
        }
    }

    private static Vector512<byte> Nibbles()
    {
        var lane = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        var pair = Vector256.Create(lane, lane);
        return Vector512.Create(pair, pair);
    }

    /// <summary>Four queries in one pass over the hashes; counts the hits of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CountFour(ReadOnlySpan<PdqHash> hashes, ReadOnlySpan<PdqHash> queries, int most, Span<int> counts)
    {
        if (!Avx512BW.IsSupported)
        {
            CountFourScalar(hashes, queries, most, counts);
            return;
        }
        // Two hashes to a vector. The bits of each nibble are looked up and the bytes summed; the limit is compared once for a pair.
        var nibbles = Nibbles();
        var low = Vector512.Create((byte)0x0F);
        Vector512<byte> q0 = Twice(queries[0]), q1 = Twice(queries[1]), q2 = Twice(queries[2]), q3 = Twice(queries[3]);
        ref var source = ref Unsafe.As<PdqHash, byte>(ref MemoryMarshal.GetReference(hashes));
        var pairs = hashes.Length / 2;
        for (var pair = 0; pair < pairs; pair++)
        {
            var both = Vector512.LoadUnsafe(ref source, (nuint)pair * 64);
            Take(Sums(both ^ q0, nibbles, low), most, ref counts[0]);
            Take(Sums(both ^ q1, nibbles, low), most, ref counts[1]);
            Take(Sums(both ^ q2, nibbles, low), most, ref counts[2]);
            Take(Sums(both ^ q3, nibbles, low), most, ref counts[3]);
        }
        CountFourScalar(hashes[(pairs * 2)..], queries, most, counts);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Sums(Vector512<byte> difference, Vector512<byte> nibbles, Vector512<byte> low)
    {
        var counts = Avx512BW.Shuffle(nibbles, difference & low) + Avx512BW.Shuffle(nibbles, (difference.AsUInt16() >> 4).AsByte() & low);
        return Avx512BW.SumAbsoluteDifferences(counts, Vector512<byte>.Zero).AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector512<ulong> sums, int most, ref int count)
    {
        // Words 0–3 are one hash, 4–7 the other. No word of a match counts more than the limit, which few unrelated words manage four times.
        var large = Vector512.GreaterThan(sums, Vector512.Create((ulong)most)).ExtractMostSignificantBits();
        if ((large & 0x0F) != 0 && (large & 0xF0) != 0)
        {
            return;
        }
        count += Vector256.Sum(sums.GetLower()) <= (ulong)most ? 1 : 0;
        count += Vector256.Sum(sums.GetUpper()) <= (ulong)most ? 1 : 0;
    }

    private static Vector512<byte> Twice(PdqHash hash)
    {
        var one = Vector256.Create(hash.Word0, hash.Word1, hash.Word2, hash.Word3).AsByte();
        return Vector512.Create(one, one);
    }

    private static void CountFourScalar(ReadOnlySpan<PdqHash> hashes, ReadOnlySpan<PdqHash> queries, int most, Span<int> counts)
    {
        PdqHash q0 = queries[0], q1 = queries[1], q2 = queries[2], q3 = queries[3];
        foreach (ref readonly var hash in hashes)
        {
            counts[0] += hash.Distance(q0) <= most ? 1 : 0;
            counts[1] += hash.Distance(q1) <= most ? 1 : 0;
            counts[2] += hash.Distance(q2) <= most ? 1 : 0;
            counts[3] += hash.Distance(q3) <= most ? 1 : 0;
        }
    }
}
