using Vaern.Screening.Tokens;

namespace Vaern.Screening.Rules;

/// <summary>
/// What patterns are made of. A symbol is one alternative of a pattern, <c>@HARM|dræb*|#cap</c>: whole words, beginnings, ends,
/// marks and phrases. A word is looked up once; from then on a pattern compares numbers.
/// </summary>
internal sealed class SymbolTable
{
    /// <summary>Below this length a doubled letter makes another word too easily.</summary>
    private const int ShortestForgiven = 6;

    /// <summary>A number is also known by how many characters it has: <c>_8</c> in word lists.</summary>
    private const string NumberShape = "_";

    private readonly Dictionary<string, List<ushort>> exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ushort>> collapsed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ushort>> prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ushort>> suffixes = new(StringComparer.Ordinal);
    private readonly Dictionary<ushort, List<int>> phrasesByFirst = [];
    private readonly List<Phrase> phrases = [];
    private readonly List<Marks> marks = [];
    private readonly List<double> commonness = [];
    private readonly SortedSet<int> prefixLengths = [];
    private readonly SortedSet<int> suffixLengths = [];

    /// <summary>A phrase: a symbol a word, and the symbols that the whole stands for.</summary>
    internal sealed record Phrase(ushort[] Words, List<ushort> StandsFor);

    public int Count => marks.Count;

    public IReadOnlyList<Phrase> Phrases => phrases;

    /// <summary>The marks that count as the symbol.</summary>
    public Marks MarksOf(int symbol) => marks[symbol];

    /// <summary>How often the symbol is to be expected, roughly: patterns wait for their rarest one.</summary>
    public double CommonnessOf(int symbol) => commonness[symbol];

    public ushort New()
    {
        marks.Add(Marks.None);
        commonness.Add(0);
        return checked((ushort)(marks.Count - 1));
    }

    public void AddWord(ushort symbol, string word)
    {
        Add(exact, word, symbol);
        if (word.Length >= ShortestForgiven - 1)
        {
            Add(collapsed, Collapse(word), symbol);
        }
        commonness[symbol] += CommonWords.Weight(word);
    }

    public void AddPrefix(ushort symbol, string prefix)
    {
        Add(prefixes, prefix, symbol);
        prefixLengths.Add(prefix.Length);
        commonness[symbol] += 3;
    }

    public void AddSuffix(ushort symbol, string suffix)
    {
        Add(suffixes, suffix, symbol);
        suffixLengths.Add(suffix.Length);
        commonness[symbol] += 3;
    }

    public void AddMarks(ushort symbol, Marks added)
    {
        marks[symbol] |= added;
        commonness[symbol] += 30;
    }

    /// <param name="symbol">What the phrase stands for.</param>
    /// <param name="words">A symbol for each of its words; two or more.</param>
    public void AddPhrase(ushort symbol, ushort[] words)
    {
        commonness[symbol] += words.Min(word => commonness[word]);
        var known = phrases.FindIndex(phrase => phrase.Words.AsSpan().SequenceEqual(words));
        if (known >= 0)
        {
            phrases[known].StandsFor.Add(symbol);
            return;
        }
        if (!phrasesByFirst.TryGetValue(words[0], out var first))
        {
            phrasesByFirst[words[0]] = first = [];
        }
        first.Add(phrases.Count);
        phrases.Add(new(words, [symbol]));
    }

    /// <summary>The symbols of a folded word, and the phrases that begin with it.</summary>
    public (ushort[] Symbols, int[] PhraseStarts) Look(string word)
    {
        HashSet<ushort> found = [];
        Collect(exact, word, found);
        if (char.IsDigit(word[0]))
        {
            Collect(exact, NumberShape + word.Length, found);
        }
        foreach (var length in prefixLengths)
        {
            if (length <= word.Length)
            {
                Collect(prefixes, word[..length], found);
            }
        }
        foreach (var length in suffixLengths)
        {
            if (length < word.Length)
            {
                Collect(suffixes, word[^length..], found);
            }
        }
        if (found.Count == 0 && word.Length >= ShortestForgiven - 1)
        {
            Collect(collapsed, Collapse(word), found);
        }
        var symbols = found.Order().ToArray();
        return (symbols, [.. symbols.Where(phrasesByFirst.ContainsKey).SelectMany(symbol => phrasesByFirst[symbol]).Distinct()]);
    }

    /// <summary>Doubled consonants are what young writers leave out or add: <c>smadder</c>, <c>idiott</c>.</summary>
    private static string Collapse(string word)
    {
        var kept = new char[word.Length];
        var count = 0;
        foreach (var letter in word)
        {
            if (count == 0 || kept[count - 1] != letter || letter is 'a' or 'e' or 'o')
            {
                kept[count++] = letter;
            }
        }
        return new(kept, 0, count);
    }

    private static void Add(Dictionary<string, List<ushort>> map, string key, ushort symbol)
    {
        if (!map.TryGetValue(key, out var symbols))
        {
            map[key] = symbols = [];
        }
        symbols.Add(symbol);
    }

    private static void Collect(Dictionary<string, List<ushort>> map, string key, HashSet<ushort> found)
    {
        if (map.TryGetValue(key, out var symbols))
        {
            found.UnionWith(symbols);
        }
    }
}
