using System.Buffers;

namespace Vaern.Screening.Normalising;

/// <summary>
/// Digits that stand for letters. Only in words: <c>dr4b3r</c> is read, <c>1000kr</c>, <c>kl14</c>, <c>13.05</c> and <c>50$</c> are
/// left alone, and an <c>@</c> that begins a handle stays one.
/// </summary>
internal static class LeetLetters
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("013457@$");

    /// <returns>Whether anything was read as a letter.</returns>
    public static bool Read(ViewBuffer from, ViewBuffer into, bool other)
    {
        var characters = from.Characters;
        if (!characters.ContainsAny(Signs)) return false;
        var any = false;
        for (var i = 0; i < characters.Length;)
        {
            var end = i;
            while (end < characters.Length && IsWordPart(characters[end])) end++;
            var isWord = end > i && IsDisguised(characters[i..end]);
            any |= isWord;
            for (var k = i; k < Math.Max(end, i + 1); k++)
            {
                var read = isWord && !(k == i && characters[k] == '@') ? Letter(characters[k], other) : characters[k];
                into.Add(read, from.Start(k), from.End(k));
            }
            i = Math.Max(end, i + 1);
        }
        return any;
    }

    internal static char Letter(char c, bool other) => c switch
    {
        '0' => 'o',
        '1' => other ? 'l' : 'i',
        '3' => 'e',
        '4' => other ? 'å' : 'a',
        '5' => 's',
        '7' => 't',
        '@' => 'a',
        '$' => 's',
        _ => c,
    };

    internal static bool IsSign(char c) => c is '0' or '1' or '3' or '4' or '5' or '7' or '@' or '$';

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c is '@' or '$';

    private static bool IsDisguised(ReadOnlySpan<char> word)
    {
        var (letters, signs, otherDigits) = (0, 0, 0);
        foreach (var c in word)
        {
            if (char.IsLetter(c)) letters++;
            else if (IsSign(c)) signs++;
            else otherDigits++;
        }
        if (letters == 0 || signs == 0 || otherDigits > 0 || (signs == 1 && word[0] == '@')) return false;
        var before = 0;
        while (char.IsDigit(word[before])) before++;
        var after = 0;
        while (char.IsDigit(word[^(after + 1)])) after++;
        // A number with its unit, or a word with its number: 500kr, 3g, kl14. One digit at the end is read (p4, tæv3): a view that is extra does no harm.
        if (before == signs) return before == 1 && letters >= 3;
        if (after == signs) return after == 1;
        return true;
    }
}
