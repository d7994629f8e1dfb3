namespace Vaern.Screening.Normalising;

/// <summary><c>maaaaand</c> as <c>maand</c> and <c>mand</c>: both are read, since Danish doubles letters.</summary>
internal static class RepeatedLetters
{
    /// <returns>Whether anything was repeated.</returns>
    public static bool Squeeze(ViewBuffer from, ViewBuffer into, int keep)
    {
        var characters = from.Characters;
        if (!Repeats(characters)) return false;
        for (var i = 0; i < characters.Length;)
        {
            var end = i + 1;
            while (end < characters.Length && characters[end] == characters[i]) end++;
            var isLong = end - i >= 3 && char.IsLetter(characters[i]);
            for (var k = i; k < (isLong ? i + keep : end); k++) into.AddFrom(from, k);
            if (isLong) into.ReachOn(from.End(end - 1));
            i = end;
        }
        return true;
    }

    private static bool Repeats(ReadOnlySpan<char> characters)
    {
        for (var i = 2; i < characters.Length; i++)
        {
            if (characters[i] == characters[i - 1] && characters[i] == characters[i - 2] && char.IsLetter(characters[i])) return true;
        }
        return false;
    }
}
