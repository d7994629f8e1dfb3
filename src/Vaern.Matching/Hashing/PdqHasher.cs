using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Vaern.Matching.Hashing;

/// <summary>
/// PDQ (Meta, <see href="https://github.com/facebook/ThreatExchange/tree/main/pdq"/>), bit for bit, by folding smoothing and sampling into one sparse
/// operator: only 64 × 64 points of the smoothed picture are ever used. The two products are summed in double and rounded once; the rest is single
/// precision in the stated order. <see cref="DirectHasher"/> is the judge.
/// </summary>
public static class PdqHasher
{
    /// <summary>A shorter side than this has no fingerprint.</summary>
    public const int LeastSide = 5;

    /// <summary>Hash, quality and ties. A picture with a side under <see cref="LeastSide"/> gives the zero hash with quality 0.</summary>
    public static PdqFingerprint Hash(Brightness picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Width < LeastSide || picture.Height < LeastSide)
        {
            return PdqFingerprint.TooSmall;
        }
        Span<float> samples = stackalloc float[PdqTransform.Side * PdqTransform.Side];
        Span<float> coefficients = stackalloc float[PdqTransform.Coefficients];
        Sample(picture, samples);
        PdqTransform.Coefficient(samples, coefficients);
        var (hash, ties) = PdqTransform.Bits(coefficients);
        return new PdqFingerprint(hash, PdqTransform.Quality(samples), ties);
    }

    /// <summary>
    /// The eight forms by change of sign and order of the coefficients, as the reference program makes them. They are not the hashes of the truly turned
    /// picture (up to 32 bits apart): for search use <see cref="PictureHasher"/>.
    /// </summary>
    public static IReadOnlyList<PdqFingerprint> FormsBySign(Brightness picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Span<float> samples = stackalloc float[PdqTransform.Side * PdqTransform.Side];
        Span<float> upright = stackalloc float[PdqTransform.Coefficients];
        Span<float> turned = stackalloc float[PdqTransform.Coefficients];
        if (picture.Width < LeastSide || picture.Height < LeastSide)
        {
            return [.. Enumerable.Repeat(PdqFingerprint.TooSmall, 8)];
        }
        Sample(picture, samples);
        PdqTransform.Coefficient(samples, upright);
        var quality = PdqTransform.Quality(samples);
        var forms = new PdqFingerprint[8];
        for (var form = 0; form < forms.Length; form++)
        {
            for (var i = 0; i < PdqTransform.Kept; i++)
            {
                for (var j = 0; j < PdqTransform.Kept; j++)
                {
                    var shape = (PictureForm)form;
                    var value = shape.IsTransposed() ? upright[(j * PdqTransform.Kept) + i] : upright[(i * PdqTransform.Kept) + j];
                    turned[(i * PdqTransform.Kept) + j] = Negated(shape, i, j) ? -value : value;
                }
            }
            var (hash, ties) = PdqTransform.Bits(turned);
            forms[form] = new PdqFingerprint(hash, quality, ties);
        }
        return forms;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sample(Brightness picture, Span<float> samples)
    {
        var across = TentRows.For(picture.Width);
        var down = TentRows.For(picture.Height);
        Span<double> line = picture.Width <= Brightness.MostSide ? stackalloc double[Brightness.MostSide] : new double[picture.Width];
        line = line[..picture.Width];
        for (var i = 0; i < PdqTransform.Side; i++)
        {
            AddRows(picture, down.Firsts[i], down.Weights.AsSpan(i * down.Stride, down.Counts[i]), line);
            AddColumns(line, across, samples.Slice(i * PdqTransform.Side, PdqTransform.Side));
        }
    }

    // line[x] = Σ weight·value over the rows, in order, each product and sum rounded to double.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(Brightness picture, int first, ReadOnlySpan<double> weights, Span<double> line)
    {
        ref var source = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(picture.Values), first * line.Length);
        ref var target = ref MemoryMarshal.GetReference(line);
        var x = 0;
        if (Avx512F.IsSupported)
        {
            for (; x + 8 <= line.Length; x += 8)
            {
                var sum = Vector512<double>.Zero;
                ref var value = ref Unsafe.Add(ref source, x);
                foreach (var weight in weights)
                {
                    sum += Vector512.Create(weight) * Avx512F.ConvertToVector512Double(Vector256.LoadUnsafe(ref value));
                    value = ref Unsafe.Add(ref value, line.Length);
                }
                sum.StoreUnsafe(ref Unsafe.Add(ref target, x));
            }
        }
        else if (Avx.IsSupported)
        {
            for (; x + 4 <= line.Length; x += 4)
            {
                var sum = Vector256<double>.Zero;
                ref var value = ref Unsafe.Add(ref source, x);
                foreach (var weight in weights)
                {
                    sum += Vector256.Create(weight) * Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref value));
                    value = ref Unsafe.Add(ref value, line.Length);
                }
                sum.StoreUnsafe(ref Unsafe.Add(ref target, x));
            }
        }
        for (; x < line.Length; x++)
        {
            var sum = 0.0;
            for (var k = 0; k < weights.Length; k++)
            {
                sum += weights[k] * Unsafe.Add(ref source, (k * line.Length) + x);
            }
            line[x] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumns(ReadOnlySpan<double> line, TentRows across, Span<float> samples)
    {
        for (var j = 0; j < samples.Length; j++)
        {
            var weights = across.Weights.AsSpan(j * across.Stride, across.Counts[j]);
            var values = line.Slice(across.Firsts[j], weights.Length);
            var sum = 0.0;
            for (var k = 0; k < weights.Length; k++)
            {
                sum += weights[k] * values[k];
            }
            samples[j] = (float)sum;
        }
    }

    // Row i is frequency i+1, so the even rows are the odd frequencies: those change sign when the axis is turned round.
    private static bool Negated(PictureForm form, int i, int j) =>
        form switch
        {
            PictureForm.TurnedLeft or PictureForm.UpsideDown => (i & 1) == 0,
            PictureForm.TurnedRight or PictureForm.Mirrored => (j & 1) == 0,
            PictureForm.TurnedAround or PictureForm.OtherDiagonal => ((i ^ j) & 1) != 0,
            _ => false,
        };
}
