namespace Vaern.Screening.Heads;

/// <summary>A text as its buckets in ascending order, as often as they occur; each occurrence is worth <paramref name="Value"/>.</summary>
internal sealed record SparseText(int[] Buckets, float Value);

/// <summary>
/// L2-regularised squared-hinge SVM by dual coordinate descent (Hsieh et al., ICML 2008; algorithm 1 of LIBLINEAR) over features weighted by how
/// unequally they stand in both classes (the idea of Wang and Manning, ACL 2012, with the size of the log-count ratio alone). The weighting is learnt from
/// the same rows and folded into the weights, so that reading a text costs nothing more. The order of visits comes from a fixed seed: the same rows
/// give the same weights bit for bit.
/// </summary>
internal static class LinearSolver
{
    private const int MostRounds = 60;
    private const double Enough = 0.08;
    private const double LeastRatio = 0.1;

    /// <param name="texts">Rows.</param>
    /// <param name="positive">Their labels.</param>
    /// <param name="buckets">Length of the weights.</param>
    /// <param name="cost">C; positives cost more by the square root of how rare they are.</param>
    /// <returns>Weights with the bias behind the last bucket.</returns>
    public static float[] Solve(IReadOnlyList<SparseText> texts, IReadOnlyList<bool> positive, int buckets, double cost)
    {
        var (rows, bucketOf) = Renumber(texts, buckets);
        var positives = Math.Max(1, positive.Count(label => label));
        var squares = SquaredRatios(rows, positive, bucketOf.Count, positives);
        var weights = new float[bucketOf.Count];
        var bias = 0.0;
        var alpha = new double[rows.Length];
        var order = Enumerable.Range(0, rows.Length).ToArray();
        var rarity = Math.Sqrt((double)Math.Max(1, rows.Length - positives) / positives);
        var norms = rows.Select((row, i) => (texts[i].Value * (double)texts[i].Value * SumOfSquares(squares, row)) + 1).ToArray();
        ulong state = 0x9E3779B97F4A7C15;
        for (var round = 0; round < MostRounds; round++)
        {
            Shuffle(order, ref state);
            var worst = 0.0;
            foreach (var i in order)
            {
                var sign = positive[i] ? 1 : -1;
                var diagonal = 0.5 / (positive[i] ? cost * rarity : cost);
                var gradient = (sign * (bias + (texts[i].Value * Sum(weights, rows[i])))) - 1 + (diagonal * alpha[i]);
                var projected = alpha[i] == 0 ? Math.Min(gradient, 0) : gradient;
                worst = Math.Max(worst, Math.Abs(projected));
                if (Math.Abs(projected) > 1e-12)
                {
                    var old = alpha[i];
                    alpha[i] = Math.Max(old - (gradient / (norms[i] + diagonal)), 0);
                    var step = (alpha[i] - old) * sign;
                    Add(weights, squares, rows[i], (float)(step * texts[i].Value));
                    bias += step;
                }
            }
            if (worst < Enough)
            {
                break;
            }
        }
        return Spread(weights, bias, bucketOf, buckets);
    }

    public static double Dot(float[] weights, SparseText text) => weights[^1] + (text.Value * Sum(weights, text.Buckets));

    /// <summary>Only buckets that occur take part: they lie together in memory.</summary>
    private static (int[][] Rows, List<int> BucketOf) Renumber(IReadOnlyList<SparseText> texts, int buckets)
    {
        var numbers = new int[buckets];
        List<int> bucketOf = [];
        var rows = new int[texts.Count][];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i] = new int[texts[i].Buckets.Length];
            for (var k = 0; k < row.Length; k++)
            {
                ref var number = ref numbers[texts[i].Buckets[k]];
                if (number == 0)
                {
                    bucketOf.Add(texts[i].Buckets[k]);
                    number = bucketOf.Count;
                }
                row[k] = number - 1;
            }
        }
        return (rows, bucketOf);
    }

    /// <summary>The weight of a feature is the square root of its log-count ratio's size; what the solver needs is its square.</summary>
    private static float[] SquaredRatios(int[][] rows, IReadOnlyList<bool> positive, int count, int positives)
    {
        var (among, besides) = (new int[count], new int[count]);
        for (var i = 0; i < rows.Length; i++)
        {
            var counts = positive[i] ? among : besides;
            for (var k = 0; k < rows[i].Length; k++)
            {
                // Whether it stands in the text, not how often: equal ones are neighbours.
                if (k == 0 || rows[i][k] != rows[i][k - 1])
                {
                    counts[rows[i][k]]++;
                }
            }
        }
        var negatives = rows.Length - positives;
        return [.. among.Select((with, feature) => (float)(Math.Abs(Math.Log((with + 1.0) / (positives + 2) / ((besides[feature] + 1.0) / (negatives + 2)))) + LeastRatio))];
    }

    private static float[] Spread(float[] weights, double bias, List<int> bucketOf, int buckets)
    {
        var spread = new float[buckets + 1];
        for (var feature = 0; feature < weights.Length; feature++)
        {
            spread[bucketOf[feature]] = weights[feature];
        }
        spread[buckets] = (float)bias;
        return spread;
    }

    private static double Sum(float[] values, int[] at)
    {
        var sum = 0.0;
        foreach (var one in at)
        {
            sum += values[one];
        }
        return sum;
    }

    private static double SumOfSquares(float[] squares, int[] row)
    {
        var sum = 0.0;
        for (var from = 0; from < row.Length;)
        {
            var to = from;
            while (to < row.Length && row[to] == row[from])
            {
                to++;
            }
            sum += (double)(to - from) * (to - from) * squares[row[from]];
            from = to;
        }
        return sum;
    }

    private static void Add(float[] weights, float[] squares, int[] at, float step)
    {
        foreach (var one in at)
        {
            weights[one] += step * squares[one];
        }
    }

    private static void Shuffle(int[] order, ref ulong state)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            var other = (int)(state % (ulong)(i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
