using System.Collections.Concurrent;

namespace Vaern.Matching.Hashing;

/// <summary>
/// The 64 rows of the smoothing operator for an axis of one length: the box filter applied to the box filter, taken only where the 64 sample points lie.
/// Row i has <see cref="Counts"/>[i] weights from <see cref="Firsts"/>[i] on, in <see cref="Weights"/> from i·<see cref="Stride"/> on.
/// </summary>
internal sealed class TentRows
{
    private const int MostKept = 1024;
    private static readonly ConcurrentDictionary<int, TentRows> Kept = new();

    private TentRows(int length)
    {
        var window = Window(length);
        Stride = (2 * window) - 1;
        Weights = new double[64 * Stride];
        for (var i = 0; i < 64; i++)
        {
            var centre = Sample(i, length);
            var (outerFrom, outerTo) = Box(centre, length, window);
            var first = Box(outerFrom, length, window).From;
            var end = Box(outerTo - 1, length, window).To;
            Firsts[i] = first;
            Counts[i] = end - first;
            for (var outer = outerFrom; outer < outerTo; outer++)
            {
                var (from, to) = Box(outer, length, window);
                var share = 1.0 / (outerTo - outerFrom) / (to - from);
                for (var k = from; k < to; k++)
                {
                    Weights[(i * Stride) + k - first] += share;
                }
            }
        }
    }

    internal int Stride { get; }

    internal int[] Firsts { get; } = new int[64];

    internal int[] Counts { get; } = new int[64];

    internal double[] Weights { get; }

    /// <summary>The rows for an axis; kept, since most pictures have one of few sizes.</summary>
    internal static TentRows For(int length)
    {
        if (Kept.TryGetValue(length, out var rows))
        {
            return rows;
        }
        rows = new TentRows(length);
        if (Kept.Count < MostKept)
        {
            Kept.TryAdd(length, rows);
        }
        return rows;
    }

    /// <summary>Width of the box filter along an axis.</summary>
    internal static int Window(int length) => (length + 127) / 128;

    /// <summary>Sample point i of 64: ⌊(i+0.5)·length/64⌋.</summary>
    internal static int Sample(int i, int length) => (int)(((2L * i) + 1) * length / 128);

    /// <summary>What one output of the box filter averages: from, up to but not including to. An even window reaches one further towards the end.</summary>
    internal static (int From, int To) Box(int output, int length, int window)
    {
        var half = (window + 2) / 2;
        return (Math.Max(0, output + half - window), Math.Min(length, output + half));
    }
}
