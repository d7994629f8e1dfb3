using System.Text;

namespace Vaern.Screening.Normalising;

/// <summary>
/// Letters that look Latin. Full-width, mathematical, circled and squared letters are Latin in disguise wherever they stand; Cyrillic
/// and Greek ones only in a word that mixes scripts, or in a word made wholly of look-alikes in a text that has Latin words.
/// </summary>
internal static class Homoglyphs
{
    private const string CyrillicSmall = "аaбbвbгrдdеeѐeёeзeиuйuкkлnмmнhоoпnрpсcтtуyхxчrьbѕsіiїiјjһhӏlԁdԛqԝwѵvѡwҡkҝkүyԍgӕæ";
    private const string CyrillicCapital = "АAВBЕEЗEІIЇIЈJКKМMНHОOРPСCЅSТTУYХXѴVԌGӀI";
    private const string GreekSmall = "αaβbγyδdεeζzηnθoιiίiκkλlμmνvξeοoόoπnρpςcσoτtυuύuφoχxψyωwάaέeήnώw";
    private const string GreekCapital = "ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX";
    private const string OtherSmall = "ɑaɡgɩiʀrʏyʟlɪiɴnʜhʙbɢgᴀaᴄcᴅdᴇeᴊjᴋkᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzᴠvǃlƖlɐaɘeɛeɔcʌvƒfǝeƙkɓbɗdℓlℯeℊgℴo";

    private const int TableStart = 0x180;
    private const int TableEnd = 0x2200;

    private static readonly char[] Small = Table(CyrillicSmall + GreekSmall);
    private static readonly char[] Capital = Table(CyrillicCapital + GreekCapital);
    private static readonly char[] Disguised = Table(OtherSmall);

    /// <returns>Whether anything was read as Latin.</returns>
    public static bool Read(string raw, ViewBuffer from, ViewBuffer into)
    {
        var characters = from.Characters;
        if (!HasForeign(characters)) return false;
        var latin = HasLatinWord(characters);
        var any = false;
        for (var i = 0; i < characters.Length;)
        {
            var end = i;
            while (end < characters.Length && IsWordPart(characters[end])) end++;
            if (end == i)
            {
                into.AddFrom(from, i++);
                continue;
            }
            any |= Word(raw, from, into, i, end, latin);
            i = end;
        }
        return any;
    }

    private static bool Word(string raw, ViewBuffer from, ViewBuffer into, int start, int end, bool latinText)
    {
        var characters = from.Characters;
        var (latin, foreign, unlike) = (0, 0, 0);
        for (var i = start; i < end; i++)
        {
            if (IsLatin(characters[i])) latin++;
            else if (In(Small, characters[i]) != '\0') foreign++;
            else if (char.IsLetter(characters[i]) && In(Disguised, characters[i]) == '\0' && DisguisedWide(characters[i]) == '\0') unlike++;
        }
        var reads = foreign > 0 && (latin > 0 || (latinText && unlike == 0));
        var any = false;
        for (var i = start; i < end; i++)
        {
            var (letter, width) = Letter(raw, from, i, reads);
            if (letter == '\0')
            {
                into.AddFrom(from, i);
                continue;
            }
            into.Add(letter, from.Start(i), from.End(i + width - 1));
            any = true;
            i += width - 1;
        }
        return any;
    }

    private static (char Letter, int Width) Letter(string raw, ViewBuffer from, int i, bool reads)
    {
        var c = from.Characters[i];
        if (c < '\u0180') return ('\0', 1);
        if (char.IsHighSurrogate(c) && i + 1 < from.Length) return (Astral(new Rune(c, from.Characters[i + 1])), 2);
        if (DisguisedWide(c) is var wide and not '\0') return (wide, 1);
        if (In(Disguised, c) is var disguised and not '\0') return (disguised, 1);
        if (!reads || In(Small, c) is not (not '\0' and var small)) return ('\0', 1);
        // The base view is in small letters, but a capital may look like another letter: Ν is n, ν is v.
        var written = raw[from.End(i) - 1];
        return (In(Capital, written) is var capital and not '\0' ? char.ToLowerInvariant(capital) : small, 1);
    }

    private static char DisguisedWide(char c) => c switch
    {
        >= '\uFF21' and <= '\uFF3A' => (char)('a' + (c - '\uFF21')),
        >= '\uFF41' and <= '\uFF5A' => (char)('a' + (c - '\uFF41')),
        >= '\uFF10' and <= '\uFF19' => (char)('0' + (c - '\uFF10')),
        >= '\u24D0' and <= '\u24E9' => (char)('a' + (c - '\u24D0')),
        >= '\u249C' and <= '\u24B5' => (char)('a' + (c - '\u249C')),
        _ => '\0',
    };

    /// <summary>Mathematical alphanumeric symbols (U+1D400–U+1D7FF) and the squared and circled capitals (U+1F130–U+1F189).</summary>
    private static char Astral(Rune rune) => rune.Value switch
    {
        >= 0x1D400 and <= 0x1D6A3 => (char)('a' + ((rune.Value - 0x1D400) % 26)),
        0x1D6A4 => 'i',
        0x1D6A5 => 'j',
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((rune.Value - 0x1D7CE) % 10)),
        >= 0x1F130 and <= 0x1F149 => (char)('a' + (rune.Value - 0x1F130)),
        >= 0x1F150 and <= 0x1F169 => (char)('a' + (rune.Value - 0x1F150)),
        >= 0x1F170 and <= 0x1F189 => (char)('a' + (rune.Value - 0x1F170)),
        _ => '\0',
    };

    private static bool IsLatin(char c) => c < '\u0250' && char.IsLetter(c);

    private static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || DisguisedWide(c) != '\0' || In(Disguised, c) != '\0';

    private static bool HasLatinWord(ReadOnlySpan<char> characters)
    {
        for (var i = 1; i < characters.Length; i++)
        {
            if (IsLatin(characters[i]) && IsLatin(characters[i - 1])) return true;
        }
        return false;
    }

    private static bool HasForeign(ReadOnlySpan<char> characters)
    {
        foreach (var c in characters)
        {
            if (c >= '\u0180') return true;
        }
        return false;
    }

    private static char In(char[] table, char c) => c is >= (char)TableStart and < (char)TableEnd ? table[c - TableStart] : '\0';

    private static char[] Table(string pairs)
    {
        var table = new char[TableEnd - TableStart];
        for (var i = 0; i + 1 < pairs.Length; i += 2) table[pairs[i] - TableStart] = pairs[i + 1];
        return table;
    }
}
