using Vaern.Screening.Explaining;
using Vaern.Screening.Normalising;
using Vaern.Screening.Tokens;

namespace Vaern.Screening.Heads;

/// <summary>Spreads a head's sum over the characters that its n-grams cover and keeps the stretches that speak most for it.</summary>
internal sealed class HeadExplainer(HeadModel model)
{
    private const int MostSpans = 3;

    private readonly List<int> buckets = [];
    private float[] shares = new float[256];

    public IReadOnlyList<WeightSpan> Explain(int head, NormalisedText text, TokenList tokens)
    {
        var view = text[TextView.Folded];
        if (shares.Length < view.Length)
        {
            shares = new float[view.Length * 2];
        }
        Array.Clear(shares, 0, view.Length);
        var features = 0;
        for (var at = 0; at < tokens.Count; at++)
        {
            features += SpreadWord(head, view, tokens[at]);
            if (at > 0)
            {
                SpreadPair(head, tokens[at - 1], tokens[at]);
                features++;
            }
        }
        return Strongest(text, tokens, (float)Math.Sqrt(Math.Max(1, features)));
    }

    private int SpreadWord(int head, ReadOnlySpan<char> view, in Token token)
    {
        var word = view[token.Start..token.End];
        if (word.Length > 40)
        {
            word = word[..40];
        }
        buckets.Clear();
        FeatureHash.OfGrams(word, model.Bits, buckets);
        Spread(token.Start, word.Length, model.WeightOf(buckets[0], head));
        var next = 1;
        var framed = word.Length + 2;
        for (var start = 0; start < framed - 1; start++)
        {
            for (var length = FeatureHash.ShortestGram; length <= FeatureHash.LongestGram && start + length <= framed; length++)
            {
                var from = Math.Max(0, start - 1);
                var to = Math.Min(word.Length, start + length - 1);
                Spread(token.Start + from, to - from, model.WeightOf(buckets[next++], head));
            }
        }
        return buckets.Count;
    }

    private void SpreadPair(int head, in Token first, in Token second)
    {
        var weight = model.WeightOf(FeatureHash.Bucket(FeatureHash.OfPair(first.Word.Hash, second.Word.Hash), model.Bits), head) / 2;
        Spread(first.Start, first.End - first.Start, weight);
        Spread(second.Start, second.End - second.Start, weight);
    }

    private void Spread(int start, int length, float weight)
    {
        var share = weight / Math.Max(1, length);
        foreach (ref var character in shares.AsSpan(start, length))
        {
            character += share;
        }
    }

    private List<WeightSpan> Strongest(NormalisedText text, TokenList tokens, float norm)
    {
        List<(float Weight, int Start, int End)> words = [];
        foreach (ref var token in tokens.All)
        {
            var weight = 0f;
            foreach (var share in shares.AsSpan(token.Start, token.End - token.Start))
            {
                weight += share;
            }
            if (weight > 0)
            {
                words.Add((weight / norm, token.Start, token.End));
            }
        }
        words.Sort((one, other) => other.Weight.CompareTo(one.Weight) is var by and not 0 ? by : one.Start.CompareTo(other.Start));
        List<WeightSpan> spans = [];
        foreach (var (weight, start, end) in words.Take(MostSpans))
        {
            var span = text.ToRaw(TextView.Folded, start, end - start);
            spans.Add(new(span.Start, span.Length, Math.Round(weight, 3)));
        }
        return spans;
    }
}
