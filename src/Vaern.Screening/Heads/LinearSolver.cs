namespace Vaern.Screening.Heads;

/// <summary>A text as its buckets and their values.</summary>
internal sealed record SparseText(int[] Buckets, float[] Values);

/// <summary>
/// L2-regularised squared-hinge SVM by dual coordinate descent (Hsieh et al., ICML 2008; algorithm 1 of LIBLINEAR). The order of
/// visits comes from a fixed seed, so the same rows give the same weights bit for bit.
/// </summary>
internal static class LinearSolver
{
    private const int MostRounds = 60;
    private const double Enough = 0.08;

    /// <param name="texts">Rows.</param>
    /// <param name="positive">Their labels.</param>
    /// <param name="buckets">Length of the weights.</param>
    /// <param name="cost">C; positives cost more by the square root of how rare they are.</param>
    /// <returns>Weights with the bias behind the last bucket.</returns>
    public static float[] Solve(IReadOnlyList<SparseText> texts, bool[] positive, int buckets, double cost)
    {
        var weights = new float[buckets + 1];
        var alpha = new double[texts.Count];
        var order = Enumerable.Range(0, texts.Count).ToArray();
        var positives = Math.Max(1, positive.Count(label => label));
        var rarity = Math.Sqrt((double)Math.Max(1, texts.Count - positives) / positives);
        var norms = texts.Select(text => text.Values.Sum(value => (double)value * value) + 1).ToArray();
        ulong state = 0x9E3779B97F4A7C15;
        for (var round = 0; round < MostRounds; round++)
        {
            Shuffle(order, ref state);
            var worst = 0.0;
            foreach (var i in order)
            {
                var sign = positive[i] ? 1 : -1;
                var diagonal = 0.5 / (positive[i] ? cost * rarity : cost);
                var gradient = (sign * Dot(weights, texts[i])) - 1 + (diagonal * alpha[i]);
                var projected = alpha[i] == 0 ? Math.Min(gradient, 0) : gradient;
                worst = Math.Max(worst, Math.Abs(projected));
                if (Math.Abs(projected) > 1e-12)
                {
                    var old = alpha[i];
                    alpha[i] = Math.Max(old - (gradient / (norms[i] + diagonal)), 0);
                    Add(weights, texts[i], (float)((alpha[i] - old) * sign));
                }
            }
            if (worst < Enough)
            {
                break;
            }
        }
        return weights;
    }

    public static double Dot(float[] weights, SparseText text)
    {
        double sum = weights[^1];
        for (var i = 0; i < text.Buckets.Length; i++)
        {
            sum += weights[text.Buckets[i]] * text.Values[i];
        }
        return sum;
    }

    private static void Add(float[] weights, SparseText text, float step)
    {
        for (var i = 0; i < text.Buckets.Length; i++)
        {
            weights[text.Buckets[i]] += step * text.Values[i];
        }
        weights[^1] += step;
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
