using System.Globalization;
using Vaern.Screening.Normalising;

namespace Vaern.Screening.Masking;

/// <summary>
/// The text that patterns run on: folded, other scripts' look-alikes and digits made plain, all dashes one dash. Zero-width tricks
/// and foreign digits do not get past it, and every place leads back to the text as received. One object is used again and again.
/// </summary>
internal sealed class MaskingText
{
    private readonly NormalisedText text = new();
    private readonly List<Word> words = [];
    private readonly List<DigitGroup> groups = [];
    private TextView view;
    private char[] characters = new char[512];

    /// <summary>A run of letters and digits; an apostrophe or hyphen ends it.</summary>
    public readonly record struct Word(int Start, int End, bool IsCapital, bool BeginsSentence);

    /// <summary>A run of digits that no digit stands beside.</summary>
    public readonly record struct DigitGroup(int Start, int End)
    {
        public int Length => End - Start;
    }

    public string Raw => text.Raw;

    public int Length { get; private set; }

    public ReadOnlySpan<char> Characters => characters.AsSpan(0, Length);

    public IReadOnlyList<Word> Words => words;

    public IReadOnlyList<DigitGroup> Groups => groups;

    public void Read(string raw)
    {
        text.Read(raw);
        view = text.Differs(TextView.Plain) ? TextView.Plain : TextView.Folded;
        var from = text[view];
        Length = from.Length;
        if (characters.Length < Length) Array.Resize(ref characters, Math.Max(Length, characters.Length * 2));
        for (var i = 0; i < from.Length; i++) characters[i] = Plain(from[i]);
        FindWords();
        FindGroups();
    }

    public ReadOnlySpan<char> Slice(int start, int end) => characters.AsSpan(start, end - start);

    public ReadOnlySpan<char> Of(Word word) => Slice(word.Start, word.End);

    public ReadOnlySpan<char> Of(DigitGroup group) => Slice(group.Start, group.End);

    public TextSpan ToRaw(int start, int end) => text.ToRaw(view, start, end - start);

    /// <summary>Index of the last word that begins before a place, or -1.</summary>
    public int WordBefore(int place)
    {
        var (low, high) = (0, words.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (words[middle].Start < place) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    /// <summary>Whether one of the nearest words before or after a stretch is in the list.</summary>
    public bool HasNear(int start, int end, int before, int after, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> list)
    {
        var last = WordBefore(start);
        for (var k = last; k >= 0 && k > last - before; k--)
        {
            if (list.Contains(Of(words[k]))) return true;
        }
        var next = WordBefore(end) + 1;
        for (var k = next; k < words.Count && k < next + after; k++)
        {
            if (list.Contains(Of(words[k]))) return true;
        }
        return false;
    }

    private static char Plain(char c)
    {
        if (c < 0x80) return c;
        if (c is (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D' or '\u00AC' or '\u2043') return '-';
        if (c is '\u2019' or '\u2018' or '\u00B4' or '\u02BC' or '\u2032') return '\'';
        if (c is '\uFF20' or '\uFE6B') return '@';
        if (c is '\uFF0E' or '\u3002' or '\u2024' or '\u00B7' or '\u2022') return '.';
        if (c is '\uFF0B') return '+';
        if (c is '\uFF0F' or '\u2044' or '\u2215') return '/';
        return char.IsDigit(c) ? (char)('0' + (int)CharUnicodeInfo.GetNumericValue(c)) : c;
    }

    private void FindWords()
    {
        words.Clear();
        var begins = true;
        for (var i = 0; i < Length;)
        {
            if (!char.IsLetterOrDigit(characters[i]))
            {
                begins |= characters[i] is '.' or '!' or '?' or ':' or '"' or '\u00BB' or '\u201D' or '\u201C';
                i++;
                continue;
            }
            var start = i;
            while (i < Length && char.IsLetterOrDigit(characters[i])) i++;
            words.Add(new Word(start, i, IsCapital(start), begins || IsNewLine(start)));
            begins = false;
        }
    }

    /// <summary>The four digits of an alias are no number of anybody's.</summary>
    private void FindGroups()
    {
        groups.Clear();
        for (var i = 0; i < Length;)
        {
            if (!char.IsAsciiDigit(characters[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < Length && char.IsAsciiDigit(characters[i])) i++;
            if (i - start != 4 || !Slice(0, start).EndsWith("person-")) groups.Add(new DigitGroup(start, i));
        }
    }

    /// <summary>Whether the letter is a capital in the text as received.</summary>
    private bool IsCapital(int place)
    {
        var raw = text.Raw;
        for (var i = text.RawStart(view, place); i < raw.Length; i++)
        {
            if (char.IsLetterOrDigit(raw[i])) return char.IsUpper(raw[i]);
            if (char.IsSurrogate(raw[i])) return false;
        }
        return false;
    }

    private bool IsNewLine(int place)
    {
        var raw = text.Raw;
        for (var i = text.RawStart(view, place) - 1; i >= 0; i--)
        {
            if (raw[i] == '\n') return true;
            if (!char.IsWhiteSpace(raw[i])) return false;
        }
        return true;
    }
}
