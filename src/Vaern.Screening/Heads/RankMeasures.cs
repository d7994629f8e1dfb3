namespace Vaern.Screening.Heads;

/// <summary>Measures of a ranking and of a decision.</summary>
public static class RankMeasures
{
    /// <summary>Mean of the F1 of both classes.</summary>
    public static double MacroF1(IReadOnlyList<bool> said, IReadOnlyList<bool> truth)
    {
        var (both, onlySaid, onlyTrue, neither) = Count(said, truth);
        return (F1(both, onlySaid, onlyTrue) + F1(neither, onlyTrue, onlySaid)) / 2;
    }

    /// <returns>True positives, false positives, false negatives, true negatives.</returns>
    public static (int Both, int OnlySaid, int OnlyTrue, int Neither) Count(IReadOnlyList<bool> said, IReadOnlyList<bool> truth)
    {
        var (both, onlySaid, onlyTrue, neither) = (0, 0, 0, 0);
        for (var i = 0; i < said.Count; i++)
        {
            _ = (said[i], truth[i]) switch { (true, true) => both++, (true, false) => onlySaid++, (false, true) => onlyTrue++, _ => neither++ };
        }
        return (both, onlySaid, onlyTrue, neither);
    }

    /// <summary>Area under the ROC curve; ties count half. 0.5 when a class is missing.</summary>
    public static double Auc(IReadOnlyList<double> scores, IReadOnlyList<bool> truth)
    {
        var order = Enumerable.Range(0, scores.Count).OrderBy(i => scores[i]).ToArray();
        var (rankSum, positives) = (0.0, 0);
        for (var from = 0; from < order.Length;)
        {
            var to = from;
            while (to < order.Length && scores[order[to]] == scores[order[from]])
            {
                to++;
            }
            for (var i = from; i < to; i++)
            {
                if (truth[order[i]])
                {
                    rankSum += (from + to + 1) / 2.0;
                    positives++;
                }
            }
            from = to;
        }
        var negatives = order.Length - positives;
        return positives == 0 || negatives == 0 ? 0.5 : (rankSum - (positives * (positives + 1) / 2.0)) / positives / negatives;
    }

    public static double AveragePrecision(IReadOnlyList<double> scores, IReadOnlyList<bool> truth)
    {
        var (found, sum, read) = (0, 0.0, 0);
        foreach (var i in Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ThenBy(i => i))
        {
            read++;
            if (truth[i])
            {
                found++;
                sum += (double)found / read;
            }
        }
        return found == 0 ? 0 : sum / found;
    }

    /// <summary>Share of the positives among the highest scores when a share of all is read.</summary>
    public static double RecallAt(IReadOnlyList<double> scores, IReadOnlyList<bool> truth, double share)
    {
        var read = (int)Math.Round(scores.Count * share);
        var positives = truth.Count(label => label);
        return positives == 0 ? 0 : (double)Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(read).Count(i => truth[i]) / positives;
    }

    /// <summary>Expected calibration error over ten bins of equal width.</summary>
    public static double CalibrationError(IReadOnlyList<double> probabilities, IReadOnlyList<bool> truth) =>
        Enumerable.Range(0, probabilities.Count).GroupBy(i => Math.Min(9, (int)(probabilities[i] * 10)))
            .Sum(bin => Math.Abs(bin.Sum(i => probabilities[i]) - bin.Count(i => truth[i]))) / Math.Max(1, probabilities.Count);

    /// <summary>Cohen's kappa with quadratic weights over ordered grades: 1 for the same, 0 for chance. 1 when both give one grade alone.</summary>
    /// <param name="pairs">Grades of two readers, from 0.</param>
    public static double QuadraticKappa(IReadOnlyList<(int One, int Other)> pairs)
    {
        double seen = pairs.Sum(pair => (pair.One - pair.Other) * (pair.One - pair.Other));
        double expected = pairs.Sum(pair => pairs.Sum(with => (pair.One - with.Other) * (pair.One - with.Other))) / (double)Math.Max(1, pairs.Count);
        return expected == 0 ? 1 : 1 - (seen / expected);
    }

    /// <summary>The threshold with the highest macro-F1; the lowest of equals.</summary>
    public static double BestThreshold(IReadOnlyList<double> scores, IReadOnlyList<bool> truth)
    {
        var order = Enumerable.Range(0, scores.Count).OrderByDescending(i => scores[i]).ToArray();
        var positives = truth.Count(label => label);
        var (best, threshold, both, said) = (-1.0, 0.0, 0, 0);
        for (var at = 0; at < order.Length; at++)
        {
            said++;
            both += truth[order[at]] ? 1 : 0;
            if (at + 1 < order.Length && scores[order[at + 1]] == scores[order[at]])
            {
                continue;
            }
            var onlySaid = said - both;
            var onlyTrue = positives - both;
            var macro = (F1(both, onlySaid, onlyTrue) + F1(order.Length - positives - onlySaid, onlyTrue, onlySaid)) / 2;
            if (macro > best)
            {
                best = macro;
                threshold = at + 1 < order.Length ? (scores[order[at]] + scores[order[at + 1]]) / 2 : scores[order[at]];
            }
        }
        return threshold;
    }

    private static double F1(double both, double wrong, double missed) => both == 0 ? 0 : 2 * both / ((2 * both) + wrong + missed);
}
