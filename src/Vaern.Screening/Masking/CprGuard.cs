using Vaern.Screening.Normalising;

namespace Vaern.Screening.Masking;

/// <summary>
/// Reads plain digits alone, and no view: what a search for CPR numbers would find in the text that is to be stored. It stands behind
/// the patterns because these take foreign digits for digits, and a number may then look too long.
/// </summary>
internal static class CprGuard
{
    public static void Find(string text, Findings into)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                i++;
                continue;
            }
            var end = RunEnd(text, i);
            if (end - i is 6 or 10 && CprNumbers.IsBirthDate(text.AsSpan(i, 6)) && NumberEnd(text, i, end) is { } stop)
            {
                into.Add(MaskKind.Cpr, new TextSpan(i, stop - i), "[CPR]");
                end = stop;
            }
            i = end;
        }
    }

    private static int? NumberEnd(string text, int start, int end)
    {
        if (end - start == 10) return end;
        var at = end;
        while (at < text.Length && at - end < 3 && !char.IsLetterOrDigit(text[at]) && text[at] is not ('[' or ']')) at++;
        return at < text.Length && RunEnd(text, at) - at == 4 ? at + 4 : null;
    }

    private static int RunEnd(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }
}
