namespace Vaern.Screening.Normalising;

/// <summary><c>d r æ b</c>, <c>s.t.o.p</c> and <c>k-o-m</c> as words. A wider gap in the raw text ends a word: <c>k o m  n u</c>.</summary>
internal static class SpacedLetters
{
    private const int Fewest = 4;

    /// <returns>Whether anything was joined.</returns>
    public static bool Join(string raw, ViewBuffer from, ViewBuffer into)
    {
        var characters = from.Characters;
        var any = false;
        for (var i = 0; i < characters.Length;)
        {
            var end = i == 0 || !char.IsLetterOrDigit(characters[i - 1]) ? RunEnd(characters, i) : i;
            if (end == i)
            {
                into.AddFrom(from, i++);
                continue;
            }
            Write(raw, from, into, i, end);
            any = true;
            i = end;
        }
        return any;
    }

    /// <summary>The end of letters that stand alone with one mark between them, or the start when they are too few.</summary>
    private static int RunEnd(ReadOnlySpan<char> characters, int start)
    {
        var (letters, signs, i) = (0, 0, start);
        while (i < characters.Length && (char.IsLetter(characters[i]) || LeetLetters.IsSign(characters[i])))
        {
            if (i + 1 < characters.Length && !IsBetween(characters[i + 1]) && char.IsLetterOrDigit(characters[i + 1])) break;
            if (char.IsLetter(characters[i])) letters++;
            else signs++;
            if (i + 2 >= characters.Length || !IsBetween(characters[i + 1]))
            {
                i += 2;
                break;
            }
            i += 2;
        }
        return letters + signs >= Fewest && letters > signs ? Math.Max(start, i - 1) : start;
    }

    private static void Write(string raw, ViewBuffer from, ViewBuffer into, int start, int end)
    {
        for (var k = start; k < end; k++)
        {
            var c = from.Characters[k];
            if ((k - start) % 2 == 0) into.Add(LeetLetters.Letter(c, other: false), from.Start(k), from.End(k));
            else if (c == ' ' && IsWide(raw, from.Start(k), from.End(k))) into.AddFrom(from, k);
            else into.ReachOn(from.End(k));
        }
    }

    private static bool IsWide(string raw, int start, int end)
    {
        var spaces = 0;
        for (var i = start; i < end; i++)
        {
            if (char.IsWhiteSpace(raw[i])) spaces++;
        }
        return spaces > 1;
    }

    private static bool IsBetween(char c) => c is ' ' or '.' or '-' or '_' or '*' or '·';
}
