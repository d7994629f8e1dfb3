using Vaern.Screening.Normalising;
using Vaern.Screening.Rules;
using Vaern.Screening.Tokens;

namespace Vaern.Screening.Heads;

/// <summary>
/// Trains one head a label column: cost, calibration and threshold by grouped five-fold cross-validation, weights from all rows, scores by a nested one.
/// Seconds on one thread; the same rows give the same bytes.
/// </summary>
public sealed class HeadTrainer
{
    /// <summary>Folds of the cross-validation; a group's fold follows from its name alone.</summary>
    public const int Folds = 5;
    private const int FewestOfEach = 10;

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
        HeadFitter fitter = new(texts, labels, [.. rows.Select(row => row.Measured)], [.. rows.Select(row => (int)(FeatureHash.OfWord(row.Group) % Folds))], 1 << Bits);
        var fitted = fitter.Fit(leftOut: null);
        var largest = fitted.Weights.Take(1 << Bits).Max(Math.Abs);
        return (new(name, fitted.Weights[^1], largest / short.MaxValue, fitted.A, fitted.B, fitted.Probability(fitted.Threshold), fitted.Cost, fitter.Measure()), fitted.Weights);
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
            FeatureHash.OfGrams(word.Length <= WordBook.LongestWord ? word : word[..WordBook.LongestWord], Bits, buckets);
            if (at > 0)
            {
                buckets.Add(FeatureHash.Bucket(FeatureHash.OfPair(tokens[at - 1].Word.Hash, tokens[at].Word.Hash), Bits));
            }
        }
        buckets.Sort();
        return new([.. buckets], HeadReader.ValueOf(buckets.Count));
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
}
