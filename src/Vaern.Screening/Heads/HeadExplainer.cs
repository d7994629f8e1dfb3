using Vaern.Screening.Explaining;
using Vaern.Screening.Normalising;
using Vaern.Screening.Tokens;

namespace Vaern.Screening.Heads;

/// <summary>Gives each word of a text its share in a head's sum – its own n-grams, and half of each pair it stands in – and keeps those that speak most for it.</summary>
internal sealed class HeadExplainer(HeadModel model)
{
    private const int MostSpans = 3;

    private float[] shares = new float[256];

    /// <param name="head">Number of the head.</param>
    /// <param name="text">As read.</param>
    /// <param name="tokens">Of its folded view, with their words.</param>
    /// <param name="features">Different features of the text.</param>
    public IReadOnlyList<WeightSpan> Explain(int head, NormalisedText text, TokenList tokens, int features)
    {
        if (shares.Length < tokens.Count)
        {
            shares = new float[tokens.Count * 2];
        }
        for (var at = 0; at < tokens.Count; at++)
        {
            shares[at] = tokens[at].Word.HeadSums[head];
        }
        for (var at = 1; at < tokens.Count; at++)
        {
            var half = model.WeightOf(FeatureHash.Bucket(FeatureHash.OfPair(tokens[at - 1].Word.Hash, tokens[at].Word.Hash), model.Bits), head) / 2f;
            shares[at - 1] += half;
            shares[at] += half;
        }
        return Strongest(text, tokens, (float)model.Heads[head].Scale * HeadReader.ValueOf(features));
    }

    /// <summary>The earlier of equals; words that speak against are left out.</summary>
    private List<WeightSpan> Strongest(NormalisedText text, TokenList tokens, float value)
    {
        Span<int> best = [-1, -1, -1];
        for (var at = 0; at < tokens.Count; at++)
        {
            if (shares[at] <= 0)
            {
                continue;
            }
            for (int place = 0, one = at; place < MostSpans && one >= 0; place++)
            {
                if (best[place] < 0 || shares[one] > shares[best[place]])
                {
                    (best[place], one) = (one, best[place]);
                }
            }
        }
        List<WeightSpan> spans = [];
        foreach (var at in best)
        {
            if (at >= 0)
            {
                var span = text.ToRaw(TextView.Folded, tokens[at].Start, tokens[at].End - tokens[at].Start);
                spans.Add(new(span.Start, span.Length, Math.Round(shares[at] * value, 3)));
            }
        }
        return spans;
    }
}
