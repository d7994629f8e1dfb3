namespace Vaern.Screening.Heads;

/// <summary>A head with all that is learnt from labels: cost, weights, threshold, calibration.</summary>
/// <param name="Threshold">Of the raw score.</param>
internal sealed record FittedHead(double Cost, float[] Weights, double Threshold, double A, double B)
{
    public double Probability(double score) => 1 / (1 + Math.Exp((A * score) + B));
}

/// <summary>
/// Fits one head, and measures how such a head does by nested cross-validation: for each outer fold everything – weighting of features, cost,
/// threshold, calibration – is learnt from the other folds alone, by folds among themselves.
/// </summary>
internal sealed class HeadFitter(SparseText[] texts, bool[] labels, bool[] measured, int[] folds, int buckets)
{
    private static readonly double[] Costs = [0.1, 0.2, 0.4];

    /// <param name="leftOut">The fold that nothing may be learnt from; null for all rows.</param>
    public FittedHead Fit(int? leftOut)
    {
        var judged = Enumerable.Range(0, texts.Length).Where(i => folds[i] != leftOut && measured[i]).ToArray();
        var truth = judged.Select(i => labels[i]).ToArray();
        var best = (Cost: 0.0, Scores: Array.Empty<double>(), Precision: double.MinValue);
        foreach (var cost in Costs)
        {
            var all = ScoresFromOtherFolds(cost, leftOut);
            var scores = judged.Select(i => all[i]).ToArray();
            var precision = RankMeasures.AveragePrecision(scores, truth);
            if (precision > best.Precision)
            {
                best = (cost, scores, precision);
            }
        }
        var (a, b) = PlattCalibration.Fit(best.Scores, truth);
        return new(best.Cost, Solve(i => folds[i] != leftOut, best.Cost), RankMeasures.BestThreshold(best.Scores, truth), a, b);
    }

    /// <summary>Every measured text is judged by a head that knows nothing of its fold.</summary>
    public HeadScores Measure()
    {
        var said = new bool[texts.Length];
        var probabilities = new double[texts.Length];
        for (var fold = 0; fold < HeadTrainer.Folds; fold++)
        {
            var fitted = Fit(fold);
            for (var i = 0; i < texts.Length; i++)
            {
                if (folds[i] == fold && measured[i])
                {
                    var score = LinearSolver.Dot(fitted.Weights, texts[i]);
                    (said[i], probabilities[i]) = (score >= fitted.Threshold, fitted.Probability(score));
                }
            }
        }
        var judged = Enumerable.Range(0, texts.Length).Where(i => measured[i]).ToArray();
        return Of([.. judged.Select(i => said[i])], [.. judged.Select(i => probabilities[i])], [.. judged.Select(i => labels[i])]);
    }

    private static HeadScores Of(bool[] said, double[] probabilities, bool[] truth)
    {
        var (both, onlySaid, onlyTrue, _) = RankMeasures.Count(said, truth);
        return new(
            truth.Length, truth.Count(label => label), Round(RankMeasures.MacroF1(said, truth)),
            Round((double)both / Math.Max(1, both + onlySaid)), Round((double)both / Math.Max(1, both + onlyTrue)),
            Round(RankMeasures.Auc(probabilities, truth)), Round(RankMeasures.AveragePrecision(probabilities, truth)),
            Round(RankMeasures.RecallAt(probabilities, truth, 0.1)), Round(RankMeasures.RecallAt(probabilities, truth, 0.2)), Round(RankMeasures.CalibrationError(probabilities, truth)));
    }

    private double[] ScoresFromOtherFolds(double cost, int? leftOut)
    {
        var scores = new double[texts.Length];
        for (var fold = 0; fold < HeadTrainer.Folds; fold++)
        {
            if (fold == leftOut)
            {
                continue;
            }
            var weights = Solve(i => folds[i] != fold && folds[i] != leftOut, cost);
            for (var i = 0; i < texts.Length; i++)
            {
                if (folds[i] == fold && measured[i])
                {
                    scores[i] = LinearSolver.Dot(weights, texts[i]);
                }
            }
        }
        return scores;
    }

    private float[] Solve(Func<int, bool> takes, double cost)
    {
        var inside = Enumerable.Range(0, texts.Length).Where(takes).ToArray();
        return LinearSolver.Solve([.. inside.Select(i => texts[i])], [.. inside.Select(i => labels[i])], buckets, cost);
    }

    private static double Round(double value) => Math.Round(value, 4);
}
