using Vaern.Screening.Normalising;
using Vaern.Screening.Rules;
using Vaern.Screening.Tokens;

namespace Vaern.Screening.Heads;

/// <summary>
/// Trains one head a label column: cost by grouped five-fold cross-validation, calibration and threshold on the held-out folds, then all rows.
/// Seconds on one thread; the same rows give the same bytes.
/// </summary>
public sealed class HeadTrainer
{
    /// <summary>Folds of the cross-validation; a group's fold follows from its name alone.</summary>
    public const int Folds = 5;
    private const int FewestOfEach = 10;

    private static readonly double[] Costs = [0.1, 0.2, 0.4, 0.8, 1.6];

    private readonly NormalisedText text = new();
    private readonly TokenList tokens = new();
    private readonly WordBook words = new(new SymbolTable(), null);

    /// <summary>Buckets of the hashing, as a power of two.</summary>
    public int Bits { get; init; } = 18;

    /// <param name="rows">As read.</param>
    /// <param name="version">Carried by every explanation.</param>
    /// <param name="attributions">Data and licences, kept in the file.</param>
    /// <param name="fault">Null, or why nothing was trained.</param>
    /// <returns>Null when there is a fault.</returns>
    public HeadModel? Train(TrainingRows rows, string version, IReadOnlyList<string> attributions, out string? fault)
    {
        var all = rows.Rows();
        var vectors = all.Select(row => Vector(row.Text)).ToArray();
        List<Head> heads = [];
        List<float[]> weights = [];
        for (var head = 0; head < rows.Heads.Count; head++)
        {
            var known = Enumerable.Range(0, all.Count).Where(i => all[i].Labels[head] >= 0).ToArray();
            var positives = known.Count(i => all[i].Labels[head] == 1);
            if (positives < FewestOfEach || known.Length - positives < FewestOfEach)
            {
                fault = $"the head {rows.Heads[head]} has {positives} positive and {known.Length - positives} negative texts; it needs {FewestOfEach} of each";
                return null;
            }
            var (made, learnt) = TrainHead(rows.Heads[head], known.Select(i => vectors[i]).ToArray(), known.Select(i => all[i].Labels[head] == 1).ToArray(), known.Select(i => all[i]).ToArray());
            heads.Add(made);
            weights.Add(learnt);
        }
        fault = heads.Count == 0 ? "there is no label column" : null;
        return fault is null ? Pack(heads, weights, version, attributions, rows.Fingerprint()) : null;
    }

    private (Head Head, float[] Weights) TrainHead(string name, SparseText[] texts, bool[] labels, TrainingRow[] rows)
    {
        var folds = rows.Select(row => (int)(FeatureHash.OfWord(row.Group) % Folds)).ToArray();
        var measured = Enumerable.Range(0, rows.Length).Where(i => rows[i].Measured).ToArray();
        var truth = measured.Select(i => labels[i]).ToArray();
        var best = Costs.Select(cost => (Cost: cost, Scores: CrossValidate(texts, labels, folds, cost)))
            .MaxBy(tried => RankMeasures.AveragePrecision(measured.Select(i => tried.Scores[i]).ToArray(), truth));
        var scores = measured.Select(i => best.Scores[i]).ToArray();
        var (a, b) = PlattCalibration.Fit(scores, truth);
        var threshold = 1 / (1 + Math.Exp((a * RankMeasures.BestThreshold(scores, truth)) + b));
        var weights = LinearSolver.Solve(texts, labels, 1 << Bits, best.Cost);
        var largest = weights.Take(1 << Bits).Max(Math.Abs);
        return (new(name, weights[^1], largest / short.MaxValue, a, b, threshold, best.Cost, Measure(scores, truth, measured.Select(i => folds[i]).ToArray())), weights);
    }

    private double[] CrossValidate(SparseText[] texts, bool[] labels, int[] folds, double cost)
    {
        var scores = new double[texts.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var inside = Enumerable.Range(0, texts.Length).Where(i => folds[i] != fold).ToArray();
            var weights = LinearSolver.Solve(inside.Select(i => texts[i]).ToArray(), inside.Select(i => labels[i]).ToArray(), 1 << Bits, cost);
            for (var i = 0; i < texts.Length; i++)
            {
                if (folds[i] == fold)
                {
                    scores[i] = LinearSolver.Dot(weights, texts[i]);
                }
            }
        }
        return scores;
    }

    /// <summary>Threshold and calibration for a fold come from the other folds.</summary>
    private static HeadScores Measure(double[] scores, bool[] truth, int[] folds)
    {
        var said = new bool[scores.Length];
        var probabilities = new double[scores.Length];
        for (var fold = 0; fold < Folds; fold++)
        {
            var others = Enumerable.Range(0, scores.Length).Where(i => folds[i] != fold).ToArray();
            var (otherScores, otherTruth) = (others.Select(i => scores[i]).ToArray(), others.Select(i => truth[i]).ToArray());
            var threshold = RankMeasures.BestThreshold(otherScores, otherTruth);
            var (a, b) = PlattCalibration.Fit(otherScores, otherTruth);
            for (var i = 0; i < scores.Length; i++)
            {
                if (folds[i] == fold)
                {
                    said[i] = scores[i] >= threshold;
                    probabilities[i] = 1 / (1 + Math.Exp((a * scores[i]) + b));
                }
            }
        }
        var (both, onlySaid, onlyTrue, _) = RankMeasures.Count(said, truth);
        return new(
            scores.Length, truth.Count(label => label), Round(RankMeasures.MacroF1(said, truth)),
            Round((double)both / Math.Max(1, both + onlySaid)), Round((double)both / Math.Max(1, both + onlyTrue)),
            Round(RankMeasures.Auc(scores, truth)), Round(RankMeasures.AveragePrecision(scores, truth)),
            Round(RankMeasures.RecallAt(scores, truth, 0.1)), Round(RankMeasures.RecallAt(scores, truth, 0.2)), Round(RankMeasures.CalibrationError(probabilities, truth)));
    }

    private SparseText Vector(string raw)
    {
        text.Read(raw.Length <= Screener.LongestText ? raw : raw[..Screener.LongestText]);
        var view = text[TextView.Folded];
        Tokeniser.Run(view, tokens);
        words.Fill(view, tokens);
        List<int> buckets = [];
        for (var at = 0; at < tokens.Count; at++)
        {
            var word = view[tokens[at].Start..tokens[at].End];
            FeatureHash.OfGrams(word.Length <= 40 ? word : word[..40], Bits, buckets);
            if (at > 0)
            {
                buckets.Add(FeatureHash.Bucket(FeatureHash.OfPair(tokens[at - 1].Word.Hash, tokens[at].Word.Hash), Bits));
            }
        }
        var length = (float)Math.Sqrt(Math.Max(1, buckets.Count));
        var counted = buckets.GroupBy(bucket => bucket).OrderBy(group => group.Key).ToArray();
        return new([.. counted.Select(group => group.Key)], [.. counted.Select(group => group.Count() / length)]);
    }

    private HeadModel Pack(List<Head> heads, List<float[]> weights, string version, IReadOnlyList<string> attributions, string fingerprint)
    {
        var packed = new short[(1 << Bits) * heads.Count];
        for (var bucket = 0; bucket < 1 << Bits; bucket++)
        {
            for (var head = 0; head < heads.Count; head++)
            {
                packed[(bucket * heads.Count) + head] = (short)Math.Round(weights[head][bucket] / heads[head].Scale);
            }
        }
        return new(new(version, Bits, heads, attributions, fingerprint), packed);
    }

    private static double Round(double value) => Math.Round(value, 4);
}
