using Vaern.Screening.Explaining;

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

/// <summary>Scores of one head by nested cross-validation; every text was judged by a head that had learnt nothing from its fold.</summary>
/// <param name="MacroF1">At the thresholds that the other folds chose.</param>
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

    /// <summary>As stored, in units of the head's scale.</summary>
    internal int WeightOf(int bucket, int head) => weights[(bucket * Heads.Count) + head];

    /// <summary>Of all heads, in their order.</summary>
    internal ReadOnlySpan<short> WeightsOf(int bucket) => weights.AsSpan(bucket * Heads.Count, Heads.Count);

    /// <summary>What the features of a word add to each head.</summary>
    internal int[] SumsOf(List<int> buckets)
    {
        var sums = new int[Heads.Count];
        foreach (var bucket in buckets)
        {
            for (var head = 0; head < sums.Length; head++)
            {
                sums[head] += WeightOf(bucket, head);
            }
        }
        return sums;
    }
}
