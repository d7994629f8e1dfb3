using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vaern.Matching.Hashing;

/// <summary>
/// From 64 × 64 smoothed samples to bits: single precision, every sum from k = 0 upwards, multiply then add, never fused. Vectors run over columns, so
/// that each sum keeps its order.
/// </summary>
internal static class PdqTransform
{
    internal const int Side = 64;
    internal const int Kept = 16;
    internal const int Coefficients = Kept * Kept;

    /// <summary>A coefficient nearer to the median than this ties with it.</summary>
    internal const float TieWidth = 0.01f;

    // Cosines of frequencies 1–16; the constant one is left out.
    private static readonly float[] Cosines = MakeCosines();
    private static readonly float[] CosinesAcross = Transposed(Cosines);

    /// <summary>The 16 × 16 coefficients of the samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Coefficient(ReadOnlySpan<float> samples, Span<float> coefficients)
    {
        Span<float> half = stackalloc float[Kept * Side];
        Span<Vector256<float>> sums = stackalloc Vector256<float>[8];
        ref var source = ref MemoryMarshal.GetReference(samples);
        for (var i = 0; i < Kept; i++)
        {
            Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            for (var k = 0; k < Side; k++)
            {
                var factor = Vector256.Create(Cosines[(i * Side) + k]);
                ref var row = ref Unsafe.Add(ref source, k * Side);
                s0 += factor * Vector256.LoadUnsafe(ref row);
                s1 += factor * Vector256.LoadUnsafe(ref row, 8);
                s2 += factor * Vector256.LoadUnsafe(ref row, 16);
                s3 += factor * Vector256.LoadUnsafe(ref row, 24);
                s4 += factor * Vector256.LoadUnsafe(ref row, 32);
                s5 += factor * Vector256.LoadUnsafe(ref row, 40);
                s6 += factor * Vector256.LoadUnsafe(ref row, 48);
                s7 += factor * Vector256.LoadUnsafe(ref row, 56);
            }
            (sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6], sums[7]) = (s0, s1, s2, s3, s4, s5, s6, s7);
            MemoryMarshal.Cast<Vector256<float>, float>(sums).CopyTo(half[(i * Side)..]);
        }
        ref var across = ref MemoryMarshal.GetArrayDataReference(CosinesAcross);
        for (var i = 0; i < Kept; i++)
        {
            Vector256<float> low = default, high = default;
            for (var k = 0; k < Side; k++)
            {
                var factor = Vector256.Create(half[(i * Side) + k]);
                low += factor * Vector256.LoadUnsafe(ref across, (nuint)(k * Kept));
                high += factor * Vector256.LoadUnsafe(ref across, (nuint)((k * Kept) + 8));
            }
            low.CopyTo(coefficients[(i * Kept)..]);
            high.CopyTo(coefficients[((i * Kept) + 8)..]);
        }
    }

    /// <summary>Bits and tie count of 256 coefficients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (PdqHash Hash, int Ties) Bits(ReadOnlySpan<float> coefficients)
    {
        var median = LowerMedian(coefficients);
        Span<ulong> words = stackalloc ulong[4];
        var ties = 0;
        var middle = Vector256.Create(median);
        var width = Vector256.Create(TieWidth);
        for (var k = 0; k < Coefficients; k += 8)
        {
            var values = Vector256.Create(coefficients.Slice(k, 8));
            words[k >> 6] |= (ulong)Vector256.GreaterThan(values, middle).ExtractMostSignificantBits() << (k & 63);
            ties += BitOperations.PopCount(Vector256.LessThanOrEqual(Vector256.Abs(values - middle), width).ExtractMostSignificantBits());
        }
        return (new PdqHash(words[0], words[1], words[2], words[3]), ties);
    }

    /// <summary>0–100 from the steps between neighbouring samples, each truncated to a whole percentage.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Quality(ReadOnlySpan<float> samples)
    {
        var total = Vector256<int>.Zero;
        ref var source = ref MemoryMarshal.GetReference(samples);
        for (var k = 0; k < (Side - 1) * Side; k += 8)
        {
            total += Step(Vector256.LoadUnsafe(ref source, (nuint)k), Vector256.LoadUnsafe(ref source, (nuint)(k + Side)));
        }
        var rest = 0;
        for (var row = 0; row < Side * Side; row += Side)
        {
            var j = 0;
            for (; j + 8 <= Side - 1; j += 8)
            {
                total += Step(Vector256.LoadUnsafe(ref source, (nuint)(row + j)), Vector256.LoadUnsafe(ref source, (nuint)(row + j + 1)));
            }
            for (; j < Side - 1; j++)
            {
                rest += Math.Abs((int)((samples[row + j] - samples[row + j + 1]) * 100f / 255f));
            }
        }
        return Math.Min(100, (Vector256.Sum(total) + rest) / 90);
    }

    private static Vector256<int> Step(Vector256<float> a, Vector256<float> b) =>
        Vector256.Abs(Vector256.ConvertToInt32((a - b) * Vector256.Create(100f) / Vector256.Create(255f)));

    // The 128th smallest: fewer than 128 are smaller, at least 128 are not larger. Counting needs no copy and no branches that fail.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float LowerMedian(ReadOnlySpan<float> values)
    {
        ref var source = ref MemoryMarshal.GetReference(values);
        foreach (var candidate in values)
        {
            var middle = Vector256.Create(candidate);
            Vector256<int> smaller = default, notLarger = default;
            for (nuint k = 0; k < Coefficients; k += 8)
            {
                var block = Vector256.LoadUnsafe(ref source, k);
                smaller -= Vector256.LessThan(block, middle).AsInt32();
                notLarger -= Vector256.LessThanOrEqual(block, middle).AsInt32();
            }
            if (Vector256.Sum(smaller) < Coefficients / 2 && Vector256.Sum(notLarger) >= Coefficients / 2)
            {
                return candidate;
            }
        }
        throw new ArgumentException("The coefficients are no numbers.", nameof(values));
    }

    private static float[] MakeCosines()
    {
        var table = new float[Kept * Side];
        double scale = MathF.Sqrt(2f / Side);
        for (var i = 0; i < Kept; i++)
        {
            for (var j = 0; j < Side; j++)
            {
                table[(i * Side) + j] = (float)(scale * Math.Cos(Math.PI / 128 * (i + 1) * ((2 * j) + 1)));
            }
        }
        return table;
    }

    private static float[] Transposed(float[] table)
    {
        var turned = new float[table.Length];
        for (var i = 0; i < Kept; i++)
        {
            for (var k = 0; k < Side; k++)
            {
                turned[(k * Kept) + i] = table[(i * Side) + k];
            }
        }
        return turned;
    }
}
