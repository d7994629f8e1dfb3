namespace Vaern.Screening.Tokens;

/// <summary>The tokens of one text; kept and filled anew for the next.</summary>
internal sealed class TokenList
{
    private Token[] tokens = new Token[64];

    public int Count { get; private set; }

    public ref Token this[int at] => ref tokens[at];

    public Span<Token> All => tokens.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(in Token token)
    {
        if (Count == tokens.Length)
        {
            Array.Resize(ref tokens, Count * 2);
        }
        tokens[Count++] = token;
    }

    public void MarkLast(Marks mark)
    {
        if (Count > 0)
        {
            tokens[Count - 1].Marks |= mark;
        }
    }

    public void MarkFrom(int first, Marks mark)
    {
        for (var i = first; i < Count; i++)
        {
            tokens[i].Marks |= mark;
        }
    }

    /// <summary>A full stop behind <c>kl</c>, <c>nr</c>, <c>fx</c> … or between a number and a letter (<c>8.b</c>) ends no sentence.</summary>
    public bool IsAbbreviation(ReadOnlySpan<char> view, int at)
    {
        ref var last = ref tokens[Count - 1];
        if (last.End != at)
        {
            return false;
        }
        if ((last.Marks & Marks.Number) != 0)
        {
            return at + 1 < view.Length && (char.IsLetter(view[at + 1]) || (view[at + 1] == ' ' && at + 2 < view.Length && char.IsLower(view[at + 2]) && last.End - last.Start <= 2));
        }
        return view[last.Start..last.End] is "kl" or "nr" or "tlf" or "fx" or "ca" or "bl" or "evt" or "inkl" or "mdr" or "stk" or "pga" or "osv";
    }
}
