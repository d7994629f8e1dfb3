using System.Globalization;

namespace Vaern.Screening.Masking;

/// <summary>
/// International account numbers (ISO 13616): a country's letters, two check digits, as many characters as that country has, remainder 97 (ISO 7064).
/// Without the country's length, one alias in some hundreds is taken for an account together with the words after it.
/// </summary>
internal static class IbanNumbers
{
    private const int Longest = 34;

    /// <summary>Country and length, after the registry of SWIFT.</summary>
    private static readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lengths = ReadLengths(
        "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 by28 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 eg29 es24 fi18 fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 "
        + "lb28 lc32 li21 lt20 lu20 lv21 ly25 mc27 md24 me22 mk19 mr27 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 sc31 se24 si19 sk24 sm27 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20");

    /// <param name="text">Folded characters.</param>
    /// <param name="check">The two check digits, two letters before them.</param>
    /// <returns>Where the number ends, or null.</returns>
    public static int? EndOf(MaskingText text, MaskingText.DigitGroup check)
    {
        var all = text.Characters;
        var start = check.Start - 2;
        if (!Lengths.TryGetValue(all[start..check.Start], out var length) || (start > 0 && char.IsLetterOrDigit(all[start - 1]))) return null;
        Span<char> held = stackalloc char[Longest];
        var count = 0;
        for (var at = start; at < all.Length; at++)
        {
            if (all[at] == ' ') continue;
            if (!char.IsAsciiLetterOrDigit(all[at])) return null;
            held[count++] = all[at];
            if (count < length) continue;
            var ends = at + 1 == all.Length || !char.IsLetterOrDigit(all[at + 1]);
            return ends && Remainder97(held[..count]) == 1 ? at + 1 : null;
        }
        return null;
    }

    private static int Remainder97(ReadOnlySpan<char> iban)
    {
        var remainder = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var c = iban[(i + 4) % iban.Length];
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + c - '0') % 97 : ((remainder * 100) + c - 'a' + 10) % 97;
        }
        return remainder;
    }

    private static Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ReadLengths(string written) =>
        written.Split(' ').ToDictionary(one => one[..2], one => int.Parse(one.AsSpan(2), CultureInfo.InvariantCulture), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
