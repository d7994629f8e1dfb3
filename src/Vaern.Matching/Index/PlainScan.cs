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

    /// <summary>As <see cref="Search"/>, looking at the first 128 bits alone (<paramref name="halves"/>, two words a hash) and at the rest of what is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SearchHalves(ReadOnlySpan<PdqHash> hashes, ReadOnlySpan<ulong> halves, in PdqHash query, int most, int offset, ref HitBuffer hits)
    {
        var place = 0;
        if (Avx512BW.IsSupported)
        {
            Vector512<byte> nibbles = Nibbles(), low = Vector512.Create((byte)0x0F);
            var wanted = Vector512.Create(Vector256.Create(query.Word0, query.Word1, query.Word0, query.Word1), Vector256.Create(query.Word0, query.Word1, query.Word0, query.Word1)).AsByte();
            var limit = Vector512.Create((ulong)most);
            ref var source = ref Unsafe.As<ulong, byte>(ref MemoryMarshal.GetReference(halves));
            for (; place + 4 <= hashes.Length; place += 4)
            {
                var sums = Sums(Vector512.LoadUnsafe(ref source, (nuint)place * 16) ^ wanted, nibbles, low);
                // The two words of a hash, each added to the other.
                var both = sums + Avx512F.Shuffle(sums.AsUInt32(), 0b01_00_11_10).AsUInt64();
                var near = Vector512.LessThanOrEqual(both, limit).ExtractMostSignificantBits();
                for (var k = 0; near != 0; k++, near >>= 2)
                {
                    if ((near & 1) != 0)
                    {
                        Check(hashes[place + k], query, most, offset + place + k, ref hits);
                    }
                }
            }
        }
        for (; place < hashes.Length; place++)
        {
            if (ulong.PopCount(halves[2 * place] ^ query.Word0) + ulong.PopCount(halves[(2 * place) + 1] ^ query.Word1) <= (ulong)most)
            {
                Check(hashes[place], query, most, offset + place, ref hits);
            }
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
        // Two hashes to a vector. The bits of each nibble are looked up and summed to eight words; those of the four queries share a vector (16 bits
        // each), are added across the four words of a hash and compared once.
        Vector512<byte> nibbles = Nibbles(), low = Vector512.Create((byte)0x0F);
        Vector512<byte> q0 = Twice(queries[0]), q1 = Twice(queries[1]), q2 = Twice(queries[2]), q3 = Twice(queries[3]);
        Vector512<byte> h0 = High(q0), h1 = High(q1), h2 = High(q2), h3 = High(q3);
        var limit = Vector512.Create((ushort)most);
        ref var source = ref Unsafe.As<PdqHash, byte>(ref MemoryMarshal.GetReference(hashes));
        var pairs = hashes.Length / 2;
        for (var pair = 0; pair < pairs; pair++)
        {
            var both = Vector512.LoadUnsafe(ref source, (nuint)pair * 64);
            var high = High(both);
            var sums = Counted(both, q0, high, h0, nibbles, low) | (Counted(both, q1, high, h1, nibbles, low) << 16)
                | (Counted(both, q2, high, h2, nibbles, low) << 32) | (Counted(both, q3, high, h3, nibbles, low) << 48);
            sums += Avx512F.Shuffle(sums.AsUInt32(), 0b01_00_11_10).AsUInt64();
            sums += Avx512F.PermuteVar8x64(sums, Vector512.Create(2UL, 3, 0, 1, 6, 7, 4, 5));
            if (Vector512.LessThanOrEqualAny(sums.AsUInt16(), limit))
            {
                CountFourScalar(hashes.Slice(pair * 2, 2), queries, most, counts);
            }
        }
        CountFourScalar(hashes[(pairs * 2)..], queries, most, counts);
    }

    private static Vector512<byte> High(Vector512<byte> bytes) => (bytes.AsUInt16() >> 4).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Counted(Vector512<byte> a, Vector512<byte> b, Vector512<byte> highA, Vector512<byte> highB, Vector512<byte> nibbles, Vector512<byte> low) =>
        Avx512BW.SumAbsoluteDifferences(Avx512BW.Shuffle(nibbles, (a ^ b) & low) + Avx512BW.Shuffle(nibbles, (highA ^ highB) & low), Vector512<byte>.Zero).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Sums(Vector512<byte> difference, Vector512<byte> nibbles, Vector512<byte> low)
    {
        var counts = Avx512BW.Shuffle(nibbles, difference & low) + Avx512BW.Shuffle(nibbles, (difference.AsUInt16() >> 4).AsByte() & low);
        return Avx512BW.SumAbsoluteDifferences(counts, Vector512<byte>.Zero).AsUInt64();
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
