namespace Vaern.Screening.Heads;

/// <summary>p = 1 / (1 + e^(A·s + B)), fitted by Newton's method with the targets of Platt (1999) as Lin, Lin and Weng (2007) write it.</summary>
internal static class PlattCalibration
{
    public static (double A, double B) Fit(IReadOnlyList<double> scores, IReadOnlyList<bool> positive)
    {
        var positives = positive.Count(label => label);
        var negatives = positive.Count - positives;
        var (high, low) = ((positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0));
        var (a, b) = (0.0, Math.Log((negatives + 1.0) / (positives + 1.0)));
        var loss = Loss(scores, positive, high, low, a, b);
        for (var round = 0; round < 100; round++)
        {
            var (h11, h22, h21, g1, g2) = (1e-12, 1e-12, 0.0, 0.0, 0.0);
            for (var i = 0; i < scores.Count; i++)
            {
                var p = 1 / (1 + Math.Exp((scores[i] * a) + b));
                var spread = p * (1 - p);
                var miss = (positive[i] ? high : low) - p;
                h11 += scores[i] * scores[i] * spread;
                h22 += spread;
                h21 += scores[i] * spread;
                g1 += scores[i] * miss;
                g2 += miss;
            }
            if (Math.Abs(g1) < 1e-7 && Math.Abs(g2) < 1e-7)
            {
                break;
            }
            var determinant = (h11 * h22) - (h21 * h21);
            var (stepA, stepB) = (-((h22 * g1) - (h21 * g2)) / determinant, -((h11 * g2) - (h21 * g1)) / determinant);
            var length = 1.0;
            while (length > 1e-10)
            {
                var (nextA, nextB) = (a + (length * stepA), b + (length * stepB));
                var next = Loss(scores, positive, high, low, nextA, nextB);
                if (next < loss)
                {
                    (a, b, loss) = (nextA, nextB, next);
                    break;
                }
                length /= 2;
            }
            if (length <= 1e-10)
            {
                break;
            }
        }
        return (a, b);
    }

    private static double Loss(IReadOnlyList<double> scores, IReadOnlyList<bool> positive, double high, double low, double a, double b)
    {
        var sum = 0.0;
        for (var i = 0; i < scores.Count; i++)
        {
            var z = (scores[i] * a) + b;
            var target = positive[i] ? high : low;
            sum += z >= 0 ? (target * z) + Math.Log(1 + Math.Exp(-z)) : ((target - 1) * z) + Math.Log(1 + Math.Exp(z));
        }
        return sum;
    }
}
