using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vaern.Screening.Normalising;

/// <summary>
/// å as aa, ø as oe, æ as ae, ß as ss, other letters without their accents. For matching alone: <c>Aage</c> and <c>Åge</c> meet, and
/// so do <c>gås</c> and <c>gaas</c>. Never for display.
/// </summary>
public static class DanishFolding
{
    private const int TableEnd = 0x2000;

    /// <summary>For each character below U+2000: itself, its letter without accents, or 0 for a mark that is dropped.</summary>
    private static readonly char[] Letters = MakeTable();

    /// <summary>Folds a word of a lexicon. Small and capital letters stay what they are; folding commutes with lower-casing.</summary>
    public static string Fold(string text)
    {
        var into = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (Pair(c) is { First: not '\0' } pair) into.Append(pair.First).Append(pair.Second);
            else if (Letter(c) is var letter and not '\0') into.Append(letter);
        }
        return into.ToString();
    }

    internal static void Fold(ViewBuffer from, ViewBuffer into)
    {
        into.Clear();
        var characters = from.Characters;
        var waiting = -1;
        for (var i = 0; i < characters.Length; i++)
        {
            var c = characters[i];
            var start = waiting >= 0 ? waiting : from.Start(i);
            if (c < 0x80)
            {
                into.Add(c, start, from.End(i));
                waiting = -1;
                continue;
            }
            var (first, second) = Pair(c);
            if (first == '\0') first = Letter(c);
            if (first == '\0')
            {
                // A mark belongs to the letter before it; without one it goes to what follows.
                if (into.Length > 0) into.ReachOn(from.End(i));
                else waiting = start;
                continue;
            }
            into.Add(first, start, from.End(i));
            if (second != '\0') into.Add(second, start, from.End(i));
            waiting = -1;
        }
    }

    private static (char First, char Second) Pair(char c) => c switch
    {
        'å' or 'ǻ' => ('a', 'a'),
        'Å' or 'Ǻ' or '\u212B' => ('A', 'A'),
        'ø' or 'ǿ' or 'œ' => ('o', 'e'),
        'Ø' or 'Ǿ' or 'Œ' => ('O', 'E'),
        'æ' or 'ǽ' or 'ǣ' => ('a', 'e'),
        'Æ' or 'Ǽ' or 'Ǣ' => ('A', 'E'),
        'ß' => ('s', 's'),
        'ẞ' => ('S', 'S'),
        'þ' => ('t', 'h'),
        'Þ' => ('T', 'H'),
        _ => default,
    };

    private static char Letter(char c) => c < TableEnd ? Letters[c] : c is (>= '\u20D0' and <= '\u20F0') or (>= '\uFE20' and <= '\uFE2F') ? '\0' : c;

    private static char[] MakeTable()
    {
        var table = new char[TableEnd];
        for (var c = 0; c < TableEnd; c++) table[c] = IsAccented((char)c) ? Unaccented((char)c) : (char)c;
        (table['đ'], table['Đ'], table['ð'], table['Ð']) = ('d', 'D', 'd', 'D');
        (table['ł'], table['Ł'], table['ı'], table['\u0130']) = ('l', 'L', 'i', 'i');
        return table;
    }

    private static bool IsAccented(char c) => c is (>= '\u00C0' and <= '\u024F') or (>= '\u0300' and <= '\u036F') or (>= '\u0386' and <= '\u03CE') or (>= '\u0400' and <= '\u045F')
        or (>= '\u1AB0' and <= '\u1AFF') or (>= '\u1DC0' and <= '\u1DFF') or (>= '\u1E00' and <= '\u1EFF') or (>= '\u1F00' and <= '\u1FFF');

    private static char Unaccented(char c)
    {
        if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return '\0';
        var taken = c.ToString().Normalize(NormalizationForm.FormD);
        for (var i = 1; i < taken.Length; i++)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(taken[i]) != UnicodeCategory.NonSpacingMark) return c;
        }
        return taken[0];
    }
}
