namespace Vaern.Screening.Rules;

/// <summary>
/// Finds patterns in a reading. A place that failed at a token is remembered, so the work is bounded by places × tokens × gap,
/// whatever the text.
/// </summary>
internal sealed class PatternMatcher
{
    private ulong[] failed = new ulong[65];
    private TokenReading reading = null!;
    private Place[] places = [];
    private int firstWord;

    /// <summary>All the pattern's symbols occur somewhere in the text.</summary>
    public static bool IsPossible(Pattern pattern, TokenReading text)
    {
        foreach (var symbol in pattern.Required)
        {
            if (!text.Occurs(symbol))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The first match of a part at or behind a token.</summary>
    /// <returns>First token and the token behind the last; (-1, -1) when there is none.</returns>
    public (int From, int To) Find(Place[] part, TokenReading text, int from)
    {
        reading = text;
        places = part;
        firstWord = 0;
        while (part[firstWord].Ask != Ask.Symbol)
        {
            firstWord++;
        }
        var count = text.Tokens.Count;
        if (failed.Length <= count)
        {
            failed = new ulong[(count * 2) + 1];
        }
        // What failed from a token on fails from there whatever came before, so a search that goes on keeps what it knows.
        if (from == 0)
        {
            Array.Clear(failed, 0, count + 1);
        }
        for (var at = from; at < count; at++)
        {
            var end = Match(0, at);
            if (end > at)
            {
                return (at, end);
            }
        }
        return (-1, -1);
    }

    private int Match(int place, int at)
    {
        if (place == places.Length)
        {
            return at;
        }
        var bit = 1UL << place;
        if ((failed[at] & bit) != 0)
        {
            return -1;
        }
        var end = Step(place, at);
        if (end < 0)
        {
            failed[at] |= bit;
        }
        return end;
    }

    private int Step(int place, int at)
    {
        ref readonly var asked = ref places[place];
        switch (asked.Ask)
        {
            case Ask.Symbol:
                return StepSymbol(place, at, asked);
            case Ask.Gap:
                return StepGap(place, at, asked);
            case Ask.SentenceStart:
                return at == 0 || reading.Tokens[at - 1].Sentence != SentenceAt(at) ? Match(place + 1, at) : -1;
            case Ask.SentenceEnd:
                return at == reading.Tokens.Count || (at > 0 && reading.Tokens[at - 1].Sentence != SentenceAt(at)) ? Match(place + 1, at) : -1;
            case Ask.NotNext:
                return at < reading.Tokens.Count && !(place > firstWord && Breaks(at)) && Stands(at, asked.Symbol) ? -1 : Match(place + 1, at);
            default:
                return at > 0 && reading.Tokens[at - 1].Sentence == SentenceAt(at) && reading.IsAt(at - 1, asked.Symbol) ? -1 : Match(place + 1, at);
        }
    }

    private int StepSymbol(int place, int at, in Place asked)
    {
        if (at < reading.Tokens.Count && !(place > firstWord && Breaks(at)))
        {
            var hit = 0;
            while (reading.PhraseAt(at, asked.Symbol, ref hit) is var length and > 0)
            {
                if (Match(place + 1, at + length) is var end and >= 0)
                {
                    return end;
                }
            }
            if (reading.IsAt(at, asked.Symbol) && Match(place + 1, at + 1) is var after and >= 0)
            {
                return after;
            }
        }
        return asked.Optional ? Match(place + 1, at) : -1;
    }

    private int StepGap(int place, int at, in Place asked)
    {
        for (var skipped = 0; skipped <= asked.Most && at + skipped <= reading.Tokens.Count; skipped++)
        {
            if (skipped > 0 && Breaks(at + skipped - 1))
            {
                return -1;
            }
            if (skipped >= asked.Least && Match(place + 1, at + skipped) is var end and >= 0)
            {
                return end;
            }
        }
        return -1;
    }

    /// <summary>Whether a sentence ended before the token.</summary>
    private bool Breaks(int at) => at > 0 && reading.Tokens[at].Sentence != reading.Tokens[at - 1].Sentence;

    private bool Stands(int at, ushort symbol)
    {
        var hit = 0;
        return reading.IsAt(at, symbol) || reading.PhraseAt(at, symbol, ref hit) > 0;
    }

    private int SentenceAt(int at) => at < reading.Tokens.Count ? reading.Tokens[at].Sentence : -1;
}
