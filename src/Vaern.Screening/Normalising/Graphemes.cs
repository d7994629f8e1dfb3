using System.Globalization;

namespace Vaern.Screening.Normalising;

/// <summary>Widens stretches to grapheme clusters (UAX 29) without walking through the text from its beginning.</summary>
internal static class Graphemes
{
    public static TextSpan Widen(string text, int start, int end)
    {
        if (IsPlainEdge(text, start) && IsPlainEdge(text, end)) return new TextSpan(start, end - start);
        var at = SafeBefore(text, start);
        var from = at;
        while (at < end)
        {
            if (at <= start) from = at;
            at += StringInfo.GetNextTextElementLength(text.AsSpan(at));
        }
        return new TextSpan(from, Math.Max(at, end) - from);
    }

    /// <summary>The last place at or before a limit that does not lie inside a character as a person sees it.</summary>
    public static int FloorOf(string text, int limit)
    {
        if (limit >= text.Length) return text.Length;
        if (IsPlainEdge(text, limit)) return limit;
        var (at, last) = (SafeBefore(text, limit), 0);
        while (at <= limit)
        {
            last = at;
            at += StringInfo.GetNextTextElementLength(text.AsSpan(at));
        }
        return last;
    }

    /// <summary>Between two simple characters there is always an edge, save inside CR LF.</summary>
    private static bool IsPlainEdge(string text, int at)
    {
        if (at <= 0 || at >= text.Length) return true;
        var (before, after) = (text[at - 1], text[at]);
        return before < '\u0300' && after < '\u0300' && before != '\u00AD' && after != '\u00AD' && !(before == '\r' && after == '\n');
    }

    private static int SafeBefore(string text, int at)
    {
        while (!IsPlainEdge(text, at)) at--;
        return at;
    }
}
