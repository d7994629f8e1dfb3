namespace Vaern.Rules;

/// <summary>
/// LIX, the readability index of C.-H. Björnsson (1968): words per sentence plus the percentage of words longer than six
/// letters. Texts for children must be under 35.
/// </summary>
public static class Lix
{
    /// <summary>The limit that texts for children must stay under.</summary>
    public const double ChildLimit = 35;

    private const int LongWord = 6;

    /// <summary>The index of a text; 0 for a text without words. A sentence ends at <c>. ! ? :</c>, <c>;</c> or a line end, when words have gone before.</summary>
    public static double Of(string text)
    {
        var words = 0;
        var longWords = 0;
        var sentences = 0;
        var wordsInSentence = 0;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsLetterOrDigit(text[i]))
            {
                var letters = WordLength(text, ref i);
                words++;
                wordsInSentence++;
                longWords += letters > LongWord ? 1 : 0;
                continue;
            }
            if (EndsSentence(text, i) && wordsInSentence > 0)
            {
                sentences++;
                wordsInSentence = 0;
            }
            i++;
        }
        sentences += wordsInSentence > 0 ? 1 : 0;
        return words == 0 ? 0 : ((double)words / sentences) + (100.0 * longWords / words);
    }

    private static int WordLength(string text, ref int i)
    {
        var letters = 0;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || JoinsWord(text, i)))
        {
            letters += char.IsLetterOrDigit(text[i]) ? 1 : 0;
            i++;
        }
        return letters;
    }

    // "116.111", "it-sikkerhed" and "112's" are one word each.
    private static bool JoinsWord(string text, int i)
    {
        if (i == 0 || i + 1 >= text.Length || !char.IsLetterOrDigit(text[i + 1]))
        {
            return false;
        }
        return text[i] is '-' or '\'' or '’' || (text[i] is '.' or ',' or ':' && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]));
    }

    private static bool EndsSentence(string text, int i) => text[i] is '.' or '!' or '?' or ':' or ';' or '\n';
}
