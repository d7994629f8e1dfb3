using System.Globalization;
using System.Text;

namespace Vaern.Screening.Normalising;

/// <summary>
/// Makes the base view. Invisible characters go first and letters become small before composing: otherwise <c>a</c>, a zero-width
/// space and a ring would meet only when the result is read a second time.
/// </summary>
internal static class BaseView
{
    /// <summary>
    /// Marks on one letter beyond this are left as they are: sorting them is not linear, and no language needs them (UAX 15 takes 30
    /// to be enough for any text).
    /// </summary>
    public const int LongestSegment = 64;

    private const char Replacement = '\uFFFD';

    public static void Build(string raw, ViewBuffer into, ViewBuffer scratch, char[] segment)
    {
        if (Write(raw, into)) Compose(into, scratch, segment);
    }

    private static bool Write(string raw, ViewBuffer into)
    {
        into.Clear();
        var (from, composes) = (0, false);
        for (var i = 0; i < raw.Length;)
        {
            var (character, second, width) = Read(raw, i);
            i += width;
            if (character == '\0') continue;
            if (character == ' ' && into.Length > 0 && into.Characters[^1] == ' ')
            {
                into.ReachOn(i);
                from = i;
                continue;
            }
            composes |= character >= '\u0300' && MayCompose(character);
            into.Add(character, from, i);
            if (second != '\0') into.Add(second, from, i);
            from = i;
        }
        if (from < raw.Length && into.Length > 0) into.ReachOn(raw.Length);
        return composes;
    }

    /// <summary>One character in small letters: NUL for what is left out, a space for white space and control characters.</summary>
    private static (char First, char Second, int Width) Read(string raw, int i)
    {
        var c = raw[i];
        if (c < 0x80)
        {
            if (c is >= 'A' and <= 'Z') return ((char)(c | 0x20), '\0', 1);
            return (c <= ' ' || c == 0x7F ? ' ' : c, '\0', 1);
        }
        if (char.IsSurrogate(c))
        {
            if (!Rune.TryGetRuneAt(raw, i, out var rune)) return (Replacement, '\0', 1);
            if (rune.Value is >= 0xE0000 and <= 0xE01EF) return ('\0', '\0', 2);
            // No script beyond these has capitals; emoji need no looking up.
            if (rune.Value is < 0x10400 or > 0x1E943) return (c, raw[i + 1], 2);
            Span<char> pair = stackalloc char[2];
            return Rune.ToLowerInvariant(rune).EncodeToUtf16(pair) == 2 ? (pair[0], pair[1], 2) : (pair[0], '\0', 2);
        }
        if (c >= '\uFFFE') return (Replacement, '\0', 1);
        if (IsInvisible(c)) return ('\0', '\0', 1);
        if (char.IsWhiteSpace(c) || char.IsControl(c)) return (' ', '\0', 1);
        return (Lower(c), '\0', 1);
    }

    /// <summary>Invariant, and İ as i: no reader means anything else by it.</summary>
    internal static char Lower(char c) => c == '\u0130' ? 'i' : char.ToLowerInvariant(c);

    /// <summary>What takes no room on the screen: soft hyphen, joiners, directions, fillers, variation selectors.</summary>
    internal static bool IsInvisible(char c) => c is '\u00AD' or '\u034F' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u180E' or '\u3164' or '\uFEFF' or '\uFFA0'
        or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F');

    /// <summary>False for what is common and never composes: punctuation, symbols, emoji.</summary>
    private static bool MayCompose(char c) => c is (< '\u2010' or (> '\u205F' and < '\u20A0') or (> '\u20CF' and < '\u2190') or (> '\u2319' and < '\u2330') or (> '\u2ADB' and < '\uD83C')
        or '\uD83F' or (> '\uF8FF' and < '\uFB50') or (> '\uFE1F' and < '\uFE30'));

    private static void Compose(ViewBuffer view, ViewBuffer scratch, char[] segment)
    {
        scratch.Clear();
        for (var i = 0; i < view.Length;)
        {
            var next = SegmentEnd(view.Characters, i);
            if (next - i > LongestSegment || !TryCompose(view.Characters[i..next], segment, out var length))
            {
                for (var k = i; k < next; k++) scratch.AddFrom(view, k);
            }
            else
            {
                for (var k = 0; k < length; k++) scratch.Add(segment[k], view.Start(i), view.End(next - 1));
            }
            i = next;
        }
        view.Clear();
        for (var k = 0; k < scratch.Length; k++) view.AddFrom(scratch, k);
    }

    /// <summary>A starter with what may compose with it: marks, and the vowels and finals of Hangul.</summary>
    private static int SegmentEnd(ReadOnlySpan<char> view, int start)
    {
        var end = start + Width(view, start);
        while (end < view.Length && view[end] >= '\u0300' && Continues(view, end)) end += Width(view, end);
        return end;
    }

    private static int Width(ReadOnlySpan<char> view, int i) => char.IsHighSurrogate(view[i]) && i + 1 < view.Length ? 2 : 1;

    private static bool Continues(ReadOnlySpan<char> view, int i)
    {
        if (view[i] is >= '\u1161' and <= '\u11FF') return true;
        var category = Rune.DecodeFromUtf16(view[i..], out var rune, out _) == System.Buffers.OperationStatus.Done ? Rune.GetUnicodeCategory(rune) : UnicodeCategory.Surrogate;
        return category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
    }

    /// <summary>False when there is nothing to compose, or when composing would more than double the characters.</summary>
    private static bool TryCompose(ReadOnlySpan<char> source, char[] into, out int length)
    {
        length = source.Length;
        if (source.IsNormalized(NormalizationForm.FormC)) return false;
        if (!source.TryNormalize(into, out length, NormalizationForm.FormC)) return false;
        // A composed letter may be a capital again, or compose once more when it is small.
        for (var k = 0; k < length; k++) into[k] = Lower(into[k]);
        return length <= source.Length * 2;
    }
}
