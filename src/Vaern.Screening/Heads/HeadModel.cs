using Vaern.Screening.Explaining;
using Vaern.Screening.Tokens;

namespace Vaern.Screening.Heads;

/// <summary>One linear head: settings and what was measured of it.</summary>
/// <param name="Name">A category code or <c>offensive</c>.</param>
/// <param name="Bias">Added to the sum.</param>
/// <param name="Scale">What a stored weight of 1 is worth.</param>
/// <param name="PlattA">Slope of the calibration: p = 1 / (1 + e^(A·s + B)), by Platt.</param>
/// <param name="PlattB">Its offset.</param>
/// <param name="Threshold">The probability from which the head says yes.</param>
/// <param name="C">Cost, chosen by cross-validation.</param>
/// <param name="Scores">Cross-validated.</param>
public sealed record Head(string Name, double Bias, double Scale, double PlattA, double PlattB, double Threshold, double C, HeadScores Scores)
{
    internal double Probability(double sum) => 1 / (1 + Math.Exp((PlattA * sum) + PlattB));
}

/// <summary>Cross-validated scores of one head; every text was judged by a head that had not seen its group.</summary>
/// <param name="MacroF1">At a threshold chosen on the other folds.</param>
/// <param name="Recall10">Share of the positives among the top tenth.</param>
/// <param name="CalibrationError">Expected calibration error, ten bins.</param>
public sealed record HeadScores(int Texts, int Positive, double MacroF1, double Precision, double Recall, double Auc, double AveragePrecision, double Recall10, double Recall20, double CalibrationError);

/// <summary>
/// Hashed n-gram linear heads that share their features: one pass gives all of them. Immutable and safe to share. A head ranks texts;
/// it never flags and never scores a person.
/// </summary>
public sealed class HeadModel
{
    /// <summary>The head that keeps the definition of DKhate.</summary>
    public const string OffensiveHead = "offensive";

    private static readonly Lazy<HeadModel?> TheShipped = new(HeadFile.ReadShipped);

    private readonly short[] weights;

    internal HeadModel(HeadFileHeader header, short[] weights) => (Header, this.weights) = (header, weights);

    /// <summary>The heads that the program brings.</summary>
    public static HeadModel? Shipped => TheShipped.Value;

    /// <summary>Version, settings, attributions.</summary>
    public HeadFileHeader Header { get; }

    public IReadOnlyList<Head> Heads => Header.Heads;

    internal int Bits => Header.Bits;

    internal ReadOnlySpan<short> Weights => weights;

    /// <summary>Adds a word's features to the sums of all heads.</summary>
    /// <returns>How many features there are.</returns>
    internal int AddWord(string word, float[] sums)
    {
        List<int> buckets = [];
        FeatureHash.OfGrams(word, Bits, buckets);
        foreach (var bucket in buckets)
        {
            Add(bucket, sums);
        }
        return buckets.Count;
    }

    /// <summary>The raw sums of a text, one a head, without bias.</summary>
    internal void Sum(TokenList tokens, float[] sums)
    {
        Array.Clear(sums);
        var features = 0;
        for (var at = 0; at < tokens.Count; at++)
        {
            var word = tokens[at].Word;
            for (var head = 0; head < sums.Length; head++)
            {
                sums[head] += word.HeadSums[head];
            }
            features += word.Features;
            if (at > 0)
            {
                Add(FeatureHash.Bucket(FeatureHash.OfPair(tokens[at - 1].Word.Hash, word.Hash), Bits), sums);
                features++;
            }
        }
        var length = (float)Math.Sqrt(Math.Max(1, features));
        for (var head = 0; head < sums.Length; head++)
        {
            sums[head] /= length;
        }
    }

    internal float WeightOf(int bucket, int head) => weights[(bucket * Heads.Count) + head] * (float)Heads[head].Scale;

    private void Add(int bucket, float[] sums)
    {
        var at = bucket * Heads.Count;
        for (var head = 0; head < sums.Length; head++)
        {
            sums[head] += weights[at + head] * (float)Heads[head].Scale;
        }
    }
}
