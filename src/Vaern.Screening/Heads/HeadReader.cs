using Vaern.Screening.Tokens;

namespace Vaern.Screening.Heads;

/// <summary>
/// Reads texts with the heads. A feature counts as often as it stands there, and the text is scaled by the square root of their number: so what a
/// word adds can be remembered, and the parts of an explanation add up. Keeps a buffer, so it is not thread-safe: one for each thread.
/// </summary>
internal sealed class HeadReader(HeadModel model)
{
    private readonly long[] totals = new long[model.Heads.Count];
    private readonly float[] scales = [.. model.Heads.Select(head => (float)head.Scale)];

    /// <summary>What a feature is worth in a text that has so many.</summary>
    public static float ValueOf(int features) => 1 / (float)Math.Sqrt(Math.Max(1, features));

    /// <summary>Features of the text that was read last.</summary>
    public int Features { get; private set; }

    /// <summary>The raw sums of a text, one a head, without bias.</summary>
    public void Sum(TokenList tokens, Span<float> sums)
    {
        Array.Clear(totals);
        Features = Math.Max(0, tokens.Count - 1);
        for (var at = 0; at < tokens.Count; at++)
        {
            var word = tokens[at].Word;
            Features += word.Features;
            for (var head = 0; head < totals.Length; head++)
            {
                totals[head] += word.HeadSums[head];
            }
            if (at > 0)
            {
                var pair = model.WeightsOf(FeatureHash.Bucket(FeatureHash.OfPair(tokens[at - 1].Word.Hash, word.Hash), model.Bits));
                for (var head = 0; head < pair.Length; head++)
                {
                    totals[head] += pair[head];
                }
            }
        }
        var value = ValueOf(Features);
        for (var head = 0; head < totals.Length; head++)
        {
            sums[head] = totals[head] * scales[head] * value;
        }
    }
}
