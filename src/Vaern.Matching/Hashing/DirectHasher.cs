using System.Runtime.CompilerServices;

namespace Vaern.Matching.Hashing;

/// <summary>
/// The algorithm as it is written down: running sums over every pixel, four passes, all in single precision. Slow; it is the judge in tests and the
/// peer in measurements (optimised at once, so that a short measurement does not flatter what it is compared with).
/// </summary>
public static class DirectHasher
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PdqFingerprint Hash(Brightness picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Width < PdqHasher.LeastSide || picture.Height < PdqHasher.LeastSide)
        {
            return PdqFingerprint.TooSmall;
        }
        int width = picture.Width, height = picture.Height;
        var from = (float[])picture.Values.Clone();
        var to = new float[from.Length];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var y = 0; y < height; y++)
            {
                Box(from, to, y * width, 1, width);
            }
            for (var x = 0; x < width; x++)
            {
                Box(to, from, x, width, height);
            }
        }
        var samples = new float[PdqTransform.Side * PdqTransform.Side];
        for (var i = 0; i < PdqTransform.Side; i++)
        {
            for (var j = 0; j < PdqTransform.Side; j++)
            {
                samples[(i * PdqTransform.Side) + j] = from[(TentRows.Sample(i, height) * width) + TentRows.Sample(j, width)];
            }
        }
        return Finish(samples);
    }

    // Adds what enters, takes away what leaves, divides by what is there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Box(float[] from, float[] to, int start, int stride, int length)
    {
        var window = TentRows.Window(length);
        var sum = 0f;
        int entered = 0, left = 0;
        for (var output = 0; output < length; output++)
        {
            var (first, end) = TentRows.Box(output, length, window);
            for (; entered < end; entered++)
            {
                sum += from[start + (entered * stride)];
            }
            for (; left < first; left++)
            {
                sum -= from[start + (left * stride)];
            }
            to[start + (output * stride)] = sum / (end - first);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static PdqFingerprint Finish(float[] samples)
    {
        const int Side = PdqTransform.Side, Kept = PdqTransform.Kept;
        var cosines = new float[Kept, Side];
        for (var i = 0; i < Kept; i++)
        {
            for (var j = 0; j < Side; j++)
            {
                cosines[i, j] = (float)((double)MathF.Sqrt(2f / Side) * Math.Cos(Math.PI / 128 * (i + 1) * ((2 * j) + 1)));
            }
        }
        var half = new float[Kept, Side];
        var coefficients = new float[Kept * Kept];
        for (var i = 0; i < Kept; i++)
        {
            for (var j = 0; j < Side; j++)
            {
                var sum = 0f;
                for (var k = 0; k < Side; k++)
                {
                    sum += cosines[i, k] * samples[(k * Side) + j];
                }
                half[i, j] = sum;
            }
            for (var j = 0; j < Kept; j++)
            {
                var sum = 0f;
                for (var k = 0; k < Side; k++)
                {
                    sum += half[i, k] * cosines[j, k];
                }
                coefficients[(i * Kept) + j] = sum;
            }
        }
        var sorted = (float[])coefficients.Clone();
        Array.Sort(sorted);
        var median = sorted[(Kept * Kept / 2) - 1];
        var hash = default(PdqHash);
        for (var k = 0; k < coefficients.Length; k++)
        {
            hash = coefficients[k] > median ? hash.Flip(k) : hash;
        }
        return new PdqFingerprint(hash, Quality(samples), coefficients.Count(one => Math.Abs(one - median) <= PdqTransform.TieWidth));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Quality(float[] samples)
    {
        const int Side = PdqTransform.Side;
        var sum = 0;
        for (var i = 0; i < Side; i++)
        {
            for (var j = 0; j < Side; j++)
            {
                var here = samples[(i * Side) + j];
                sum += i == Side - 1 ? 0 : Math.Abs((int)((here - samples[((i + 1) * Side) + j]) * 100f / 255f));
                sum += j == Side - 1 ? 0 : Math.Abs((int)((here - samples[(i * Side) + j + 1]) * 100f / 255f));
            }
        }
        return Math.Min(100, sum / 90);
    }
}
