using Vaern.Screening.Heads;
using Vaern.Screening.Rules;

namespace Vaern.Screening.Tokens;

/// <summary>Remembers what the model knows of each spelling. Bounded: it is emptied when it is full, so memory stays flat.</summary>
internal sealed class WordBook
{
    private const int MostWords = 60_000;
    
    /// <summary>Longer words are known by their beginning.</summary>
    public const int LongestWord = 40;

    private readonly Dictionary<string, Word> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Word>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    private readonly SymbolTable table;
    private readonly HeadModel? heads;

    public WordBook(SymbolTable table, HeadModel? heads)
    {
        (this.table, this.heads) = (table, heads);
        bySpan = known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Gives each token its word.</summary>
    public void Fill(ReadOnlySpan<char> view, TokenList tokens)
    {
        foreach (ref var token in tokens.All)
        {
            var spelling = view[token.Start..token.End];
            token.Word = bySpan.TryGetValue(spelling, out var word) ? word : Learn(spelling);
        }
    }

    private Word Learn(ReadOnlySpan<char> spelling)
    {
        if (known.Count >= MostWords)
        {
            known.Clear();
        }
        var text = new string(spelling);
        var kept = text.Length <= LongestWord ? text : text[..LongestWord];
        var (symbols, phrases) = table.Look(kept);
        List<int> buckets = [];
        if (heads is not null)
        {
            FeatureHash.OfGrams(kept, heads.Bits, buckets);
        }
        Word word = new(symbols, phrases, FeatureHash.OfWord(kept), buckets.Count, heads?.SumsOf(buckets) ?? []);
        known[text] = word;
        return word;
    }
}
