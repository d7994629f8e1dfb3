using System.Text;

namespace Vaern.App.Plans.Strategies;

/// <summary>A stretch of a comparison: kept, removed or added.</summary>
public sealed record DiffPart(char Kind, string Text)
{
    public const char Kept = '=', Removed = '-', Added = '+';
}

/// <summary>What changed between two texts, word by word. The kept and removed parts together are the old text, the kept and added the new one.</summary>
public static class TextDiff
{
    /// <summary>More words than this on either side are compared paragraph by paragraph: the table of the comparison is their product.</summary>
    private const int MostWords = 1_500;

    public static IReadOnlyList<DiffPart> Of(string before, string after)
    {
        var (old, @new) = (Words(before), Words(after));
        if (old.Count > MostWords || @new.Count > MostWords)
        {
            (old, @new) = (Lines(before), Lines(after));
        }

        // Longest common subsequence from the end, so that the walk goes forwards. Lines beyond the limit too are set against each other whole.
        if ((long)old.Count * @new.Count > (long)MostWords * MostWords)
        {
            return before == after ? [new DiffPart(DiffPart.Kept, before)] : [.. Both(before, after)];
        }

        var common = new ushort[old.Count + 1, @new.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = @new.Count - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == @new[j] ? (ushort)(common[i + 1, j + 1] + 1) : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return Walk(old, @new, common);
    }

    private static List<DiffPart> Walk(List<string> old, List<string> @new, ushort[,] common)
    {
        var parts = new List<DiffPart>();
        var (text, kind) = (new StringBuilder(), DiffPart.Kept);
        void Add(char of, string word)
        {
            if (of != kind && text.Length > 0)
            {
                parts.Add(new DiffPart(kind, text.ToString()));
                text.Clear();
            }

            kind = of;
            text.Append(word);
        }

        var (i, j) = (0, 0);
        while (i < old.Count || j < @new.Count)
        {
            if (i < old.Count && j < @new.Count && old[i] == @new[j])
            {
                Add(DiffPart.Kept, old[i++]);
                j++;
            }
            else if (i < old.Count && (j == @new.Count || common[i + 1, j] >= common[i, j + 1]))
            {
                Add(DiffPart.Removed, old[i++]);
            }
            else
            {
                Add(DiffPart.Added, @new[j++]);
            }
        }

        if (text.Length > 0)
        {
            parts.Add(new DiffPart(kind, text.ToString()));
        }

        return parts;
    }

    private static IEnumerable<DiffPart> Both(string before, string after)
    {
        if (before.Length > 0)
        {
            yield return new DiffPart(DiffPart.Removed, before);
        }

        if (after.Length > 0)
        {
            yield return new DiffPart(DiffPart.Added, after);
        }
    }

    // A word carries the space after it, so that the parts put together are the text again.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            while (end < text.Length && char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            words.Add(text[start..end]);
            start = end;
        }

        return words;
    }

    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
