namespace Vaern.Screening.Masking;

/// <summary>
/// Telephone numbers. Eight digits are also prices, scores, order numbers and dates: what stands next to them decides, and where
/// nothing does, they are masked.
/// </summary>
internal static class PhonePatterns
{
    private static readonly WordList Countries = WordList.Of("45 46 47 49 298 299 354");
    private static readonly WordList CallWords = WordList.Of("tlf telefon telefonnummer mobil mobilnummer nummer nummeret ring ringe sms skriv mobilnr tlfnr whatsapp signal tel phone call");

    private static readonly WordList CountedWords = WordList.Of(
        "kr kroner dkk euro eur ordre ordrenr ordrenummer order faktura fakturanummer varenr varenummer cvr point points score scoren xp hp likes visninger views coins guld gold følgere foelgere "
        + "personer mennesker mio id seed highscore rekord pkt stk gange meter km sagsnr journalnr sag sagsnummer version build damage skade trofæer trofaeer");

    private static readonly WordList NumberWord = WordList.Of("nr");
    private static readonly WordList Owners = WordList.Of("mit dit hans hendes vores jeres deres");
    private static readonly WordList CountedAfter = WordList.Of("kr kroner dkk euro eur point points xp hp likes visninger views coins guld gold følgere foelgere personer mennesker mio stk gange meter km pkt damage skade trofæer trofaeer");

    public static void Find(MaskingText text, Findings into)
    {
        for (var i = 0; i < text.Groups.Count;)
        {
            var next = International(text, i, into);
            if (next == i) next = Danish(text, i, into);
            i = Math.Max(next, i + 1);
        }
    }

    /// <returns>The group after the number, or the same group when there is none.</returns>
    private static int International(MaskingText text, int i, Findings into)
    {
        var first = text.Groups[i];
        var all = text.Characters;
        var start = first.Start;
        var digits = text.Of(first);
        var plus = start > 0 && all[start - 1] == '+';
        if (plus) start--;
        else if (digits.StartsWith("00") && digits.Length > 3) digits = digits[2..];
        else return i;
        if (!plus && !StartsWithCountry(digits)) return i;
        if (start > 0 && all[start - 1] == '(') start--;
        var (count, end, k) = (digits.Length, first.End, i + 1);
        while (k < text.Groups.Count && count < 15)
        {
            var gap = text.Slice(text.Groups[k - 1].End, text.Groups[k].Start);
            if (gap.Length > 2 || gap.IndexOfAnyExcept(" -.()") >= 0 || count + text.Groups[k].Length > 15) break;
            // Eight digits after the Danish code are the whole number; what follows is another one.
            if (count >= 10 && digits.StartsWith("45")) break;
            count += text.Groups[k].Length;
            end = text.Groups[k].End;
            k++;
        }
        if (count is < 7 or > 15) return i;
        into.Add(MaskKind.Phone, text.ToRaw(start, end), "[TLF]");
        return k;
    }

    private static int Danish(MaskingText text, int i, Findings into)
    {
        var (count, k) = (0, i);
        var gap = "".AsSpan();
        while (k < text.Groups.Count && count < 8)
        {
            if (k > i)
            {
                var between = text.Slice(text.Groups[k - 1].End, text.Groups[k].Start);
                if (between is not (" " or "-" or "." or " - ")) break;
                if (k > i + 1 && !between.SequenceEqual(gap)) break;
                gap = between;
            }
            count += text.Groups[k].Length;
            k++;
        }
        if (count != 8) return i;
        var (start, end) = (text.Groups[i].Start, text.Groups[k - 1].End);
        // One more group of the same kind after it: a longer number, not a telephone.
        if (k < text.Groups.Count && k - i > 1 && text.Slice(end, text.Groups[k].Start).SequenceEqual(gap) && text.Groups[k].Length <= 2) return k;
        var called = text.HasNear(start, end, 2, 0, CallWords.Lookup);
        if (!HasForm(text, i, k, called) || IsCounted(text, start, end, called) || (!called && IsDates(text, i, k))) return i;
        into.Add(MaskKind.Phone, text.ToRaw(start, end), "[TLF]");
        return k;
    }

    private static bool HasForm(MaskingText text, int i, int k, bool called)
    {
        var first = text.Characters[text.Groups[i].Start];
        Span<char> lengths = stackalloc char[8];
        for (var g = i; g < k; g++) lengths[g - i] = (char)('0' + text.Groups[g].Length);
        return lengths[..(k - i)] switch
        {
            "8" => first >= '2' || (called && first != '0'),
            "44" or "2222" or "323" or "233" or "332" => first != '0',
            "11111111" => first != '0' && !IsCounting(text, i),
            "224" or "422" or "242" => called && first != '0',
            _ => false,
        };
    }

    private static bool IsCounting(MaskingText text, int i)
    {
        var step = text.Characters[text.Groups[i + 1].Start] - text.Characters[text.Groups[i].Start];
        for (var g = i + 1; g < i + 8; g++)
        {
            if (text.Characters[text.Groups[g].Start] - text.Characters[text.Groups[g - 1].Start] != step) return false;
        }
        return true;
    }

    /// <summary>Money, points, orders: the sign or word stands directly beside the number.</summary>
    private static bool IsCounted(MaskingText text, int start, int end, bool called)
    {
        var all = text.Characters;
        if (end < all.Length && all[end] == ',' && end + 1 < all.Length && (all[end + 1] == '-' || char.IsAsciiDigit(all[end + 1]))) return true;
        if (end < all.Length && all[end] is '%' or '$' or '€' or '£') return true;
        if (start > 0 && (all[start - 1] is '$' or '€' or '£' or '#' || (all[start - 1] is ',' or '.' && start > 1 && char.IsAsciiDigit(all[start - 2])))) return true;
        if (text.HasNear(start, end, 0, 1, CountedAfter.Lookup) && IsBeside(text, end)) return true;
        if (called) return false;
        if (text.HasNear(start, end, 1, 0, NumberWord.Lookup)) return !text.HasNear(start, end, 3, 0, Owners.Lookup);
        return text.HasNear(start, end, 2, 0, CountedWords.Lookup);
    }

    private static bool IsBeside(MaskingText text, int end)
    {
        var all = text.Characters;
        return end >= all.Length || all[end] == ' ' || char.IsLetter(all[end]);
    }

    /// <summary>Two years, or one date written without marks.</summary>
    private static bool IsDates(MaskingText text, int i, int k)
    {
        if (k - i == 2) return IsYear(text.Of(text.Groups[i])) && IsYear(text.Of(text.Groups[i + 1]));
        if (k - i != 1) return false;
        var digits = text.Of(text.Groups[i]);
        return (IsYear(digits[..4]) && IsDay(digits.Slice(6, 2), digits.Slice(4, 2))) || (IsYear(digits[4..]) && IsDay(digits[..2], digits.Slice(2, 2)));
    }

    private static bool IsYear(ReadOnlySpan<char> digits) => digits.Length == 4 && int.Parse(digits, null) is >= 1900 and <= 2039;

    private static bool IsDay(ReadOnlySpan<char> day, ReadOnlySpan<char> month) => int.Parse(day, null) is >= 1 and <= 31 && int.Parse(month, null) is >= 1 and <= 12;

    private static bool StartsWithCountry(ReadOnlySpan<char> digits) =>
        (digits.Length >= 2 && Countries.Lookup.Contains(digits[..2])) || (digits.Length >= 3 && Countries.Lookup.Contains(digits[..3]));
}
