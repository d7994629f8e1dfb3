using Vaern.Screening.Tokens;

namespace Vaern.Screening.Rules;

/// <summary>The tokens of one view with what patterns ask of them: which symbols occur at all, and which phrases where.</summary>
internal sealed class TokenReading(SymbolTable table)
{
    private readonly ulong[] present = new ulong[(table.Count + 63) / 64];
    private readonly (ushort Symbol, Marks Marks)[] marked =
        [.. Enumerable.Range(0, table.Count).Select(symbol => ((ushort)symbol, table.MarksOf(symbol))).Where(one => one.Item2 != Marks.None)];
    private readonly List<ushort> occurring = [];
    private readonly List<(int At, ushort Symbol, int Length)> phraseHits = [];
    private int[] firstPhrase = new int[64];

    public TokenList Tokens { get; } = new();

    /// <summary>The symbols that occur, each once; those by marks are not among them.</summary>
    public List<ushort> Occurring => occurring;

    public Marks AllMarks { get; private set; }

    /// <summary>To be called when the tokens have their words.</summary>
    public void Prepare()
    {
        Array.Clear(present);
        occurring.Clear();
        phraseHits.Clear();
        AllMarks = Marks.None;
        var count = Tokens.Count;
        if (firstPhrase.Length < count)
        {
            firstPhrase = new int[count * 2];
        }
        for (var at = 0; at < count; at++)
        {
            ref var token = ref Tokens[at];
            AllMarks |= token.Marks;
            firstPhrase[at] = phraseHits.Count;
            foreach (var symbol in token.Word.Symbols)
            {
                Note(symbol);
            }
            foreach (var phrase in token.Word.PhraseStarts)
            {
                Try(table.Phrases[phrase], at);
            }
        }
        foreach (var (symbol, marks) in marked)
        {
            if ((marks & AllMarks) != 0)
            {
                present[symbol >> 6] |= 1UL << (symbol & 63);
            }
        }
    }

    public bool Occurs(ushort symbol) => (present[symbol >> 6] >> (symbol & 63) & 1) != 0;

    public bool IsAt(int at, ushort symbol)
    {
        ref var token = ref Tokens[at];
        return (table.MarksOf(symbol) & token.Marks) != 0 || token.Word.Is(symbol);
    }

    /// <summary>The length of the next phrase at the place that stands for the symbol, from the hit on; 0 when there is none.</summary>
    public int PhraseAt(int at, ushort symbol, ref int hit)
    {
        for (var i = firstPhrase[at] + hit; i < phraseHits.Count && phraseHits[i].At == at; i++)
        {
            if (phraseHits[i].Symbol == symbol)
            {
                hit = i + 1 - firstPhrase[at];
                return phraseHits[i].Length;
            }
        }
        return 0;
    }

    private void Note(ushort symbol)
    {
        ref var bits = ref present[symbol >> 6];
        var bit = 1UL << (symbol & 63);
        if ((bits & bit) == 0)
        {
            bits |= bit;
            occurring.Add(symbol);
        }
    }

    private void Try(SymbolTable.Phrase phrase, int at)
    {
        var words = phrase.Words;
        if (at + words.Length > Tokens.Count || Tokens[at + words.Length - 1].Sentence != Tokens[at].Sentence)
        {
            return;
        }
        for (var i = 1; i < words.Length; i++)
        {
            if (!IsAt(at + i, words[i]))
            {
                return;
            }
        }
        foreach (var symbol in phrase.StandsFor)
        {
            Note(symbol);
            phraseHits.Add((at, symbol, words.Length));
        }
    }
}
