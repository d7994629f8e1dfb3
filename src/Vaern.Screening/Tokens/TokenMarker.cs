using Vaern.Screening.Normalising;

namespace Vaern.Screening.Tokens;

/// <summary>What tokens are by their neighbours and by the text as received: capitals, prices, times of day, line ends.</summary>
internal static class TokenMarker
{
    public static void Run(NormalisedText text, TextView view, TokenList tokens)
    {
        var characters = text[view];
        if (text.Raw.Contains('\n', StringComparison.Ordinal))
        {
            EndSentencesAtLines(text, view, tokens);
        }
        for (var at = 0; at < tokens.Count; at++)
        {
            ref var token = ref tokens[at];
            if ((token.Marks & Marks.Number) != 0)
            {
                MarkNumber(characters, tokens, at);
            }
            else if ((token.Marks & (Marks.Emoji | Marks.Handle | Marks.Hashtag)) == 0 && IsCapital(text, view, tokens, at))
            {
                token.Marks |= Marks.Capital;
            }
        }
    }

    /// <summary>Capitalised inside a sentence and not all in capitals; a word of one letter is an initial and no name.</summary>
    private static bool IsCapital(NormalisedText text, TextView view, TokenList tokens, int at)
    {
        ref var token = ref tokens[at];
        var raw = text.Raw;
        var start = text.RawStart(view, token.Start);
        while (start < raw.Length && !char.IsLetter(raw[start]) && start < text.RawStart(view, token.End - 1))
        {
            start++;
        }
        if (start + 1 >= raw.Length || !char.IsUpper(raw[start]) || !char.IsLower(raw[start + 1]) || token.End - token.Start < 2)
        {
            return false;
        }
        return at > 0 && tokens[at - 1].Sentence == token.Sentence;
    }

    private static void MarkNumber(ReadOnlySpan<char> view, TokenList tokens, int at)
    {
        ref var token = ref tokens[at];
        var behind = view[token.End..];
        if (behind.StartsWith(",-") || behind.StartsWith("€") || behind.StartsWith("$") || (token.Start > 0 && view[token.Start - 1] is '$' or '€')
            || (at + 1 < tokens.Count && IsCurrency(view, tokens[at + 1])))
        {
            token.Marks |= Marks.Price;
        }
        if (at > 0 && view[tokens[at - 1].Start..tokens[at - 1].End] is "kl" or "klokken" or "klokka")
        {
            token.Marks |= Marks.Clock;
        }
    }

    private static bool IsCurrency(ReadOnlySpan<char> view, in Token token) =>
        view[token.Start..token.End] is "kr" or "kroner" or "krone" or "dkk" or "euro" or "eur" or "k" or "tusind" or "lap" or "lapper" or "hund" or "plov" or "plovmand" or "tudse" or "bucks";

    private static void EndSentencesAtLines(NormalisedText text, TextView view, TokenList tokens)
    {
        var added = 0;
        for (var at = 1; at < tokens.Count; at++)
        {
            ref var token = ref tokens[at];
            var from = text.RawStart(view, tokens[at - 1].End - 1);
            var to = text.RawStart(view, token.Start);
            if (token.Sentence == tokens[at - 1].Sentence - added && (token.Marks & Marks.Emoji) == 0 && text.Raw.AsSpan(from, to - from).Contains('\n'))
            {
                added++;
            }
            token.Sentence += added;
        }
    }
}
