namespace Vaern.Screening.Masking;

/// <summary>CPR numbers, cards, accounts, plates and boxes: what is told by its digits. Telephones have a file of their own.</summary>
internal static class DigitPatterns
{
    private const int LongestGap = 3;

    private static readonly WordList CprWords = WordList.Of("cpr cprnummer cprnr cpr-nummer personnummer personnr cprnummeret personnummeret fødselsnummer foedselsnummer cprs");
    private static readonly WordList AccountWords = WordList.Of("konto kontonummer kontonr kontonummeret reg regnr registreringsnummer bank kontoen");
    private static readonly WordList BoxWords = WordList.Of("mobilepay box boks mobilpay mobilepaybox vippsmobilepay");
    private static readonly WordList PlateWords = WordList.Of("nummerplade nummerpladen nrplade plade registreringsnummer");
    private static readonly WordList NoPlates = WordList.Of("kr nr ca kl ps tv dr pt fx eu us uk cv id hk pc hp xp");

    public static void Find(MaskingText text, Findings into)
    {
        var groups = text.Groups;
        for (var i = 0; i < groups.Count; i++)
        {
            if (Cpr(text, i, into)) continue;
            Card(text, i, into);
            Account(text, i, into);
            Plate(text, i, into);
            Box(text, i, into);
        }
    }

    /// <summary>The separators of a CPR number: none, or at most three of space, hyphen, slash, full stop and their like.</summary>
    internal static bool IsGap(ReadOnlySpan<char> between)
    {
        if (between.Length > LongestGap) return false;
        foreach (var c in between)
        {
            if (c is not (' ' or '-' or '/' or '.' or '_' or ':' or ',' or '*' or '\\' or '|' or '~' or '\'')) return false;
        }
        return true;
    }

    private static bool Cpr(MaskingText text, int i, Findings into)
    {
        var group = text.Groups[i];
        Span<char> digits = stackalloc char[10];
        if (group.Length == 10 && CprNumbers.IsBirthDate(text.Of(group)))
        {
            text.Of(group).CopyTo(digits);
            return AddCpr(text, group.Start, group.End, digits, into);
        }
        if (group.Length == 6 && CprNumbers.IsBirthDate(text.Of(group)))
        {
            if (Next(text, i) is { Length: 4 } end && IsGap(text.Slice(group.End, end.Start)))
            {
                text.Of(group).CopyTo(digits);
                text.Of(end).CopyTo(digits[6..]);
                return AddCpr(text, group.Start, end.End, digits, into);
            }
            return Replacement(text, group, into);
        }
        if (group.Length == 2 && Spread(text, i, digits) is { } last) return AddCpr(text, group.Start, last, digits, into);
        if (group.Length == 4 && text.HasNear(group.Start, group.End, 4, 3, CprWords.Lookup))
        {
            into.Add(MaskKind.Cpr, text.ToRaw(group.Start, group.End), "[CPR]");
            into.CprAlarm = true;
            return true;
        }
        return false;
    }

    /// <summary>The date in three groups: <c>01.02.58-5678</c>, <c>01 02 58 5678</c>. A time of four digits after a date is the price.</summary>
    private static int? Spread(MaskingText text, int i, Span<char> digits)
    {
        if (i + 3 >= text.Groups.Count) return null;
        var (day, month, year, end) = (text.Groups[i], text.Groups[i + 1], text.Groups[i + 2], text.Groups[i + 3]);
        if (month.Length != 2 || year.Length != 2 || end.Length != 4) return null;
        if (!IsGap(text.Slice(day.End, month.Start)) || !IsGap(text.Slice(month.End, year.Start)) || !IsGap(text.Slice(year.End, end.Start))) return null;
        text.Of(day).CopyTo(digits);
        text.Of(month).CopyTo(digits[2..]);
        text.Of(year).CopyTo(digits[4..]);
        text.Of(end).CopyTo(digits[6..]);
        return CprNumbers.IsBirthDate(digits) ? end.End : null;
    }

    /// <summary>The health service's replacement: a date, then digit, two letters, digit.</summary>
    private static bool Replacement(MaskingText text, MaskingText.DigitGroup date, Findings into)
    {
        var at = date.End;
        while (at < text.Length && at - date.End < LongestGap && IsGap(text.Slice(at, at + 1))) at++;
        var all = text.Characters;
        if (at + 4 > all.Length || !char.IsAsciiDigit(all[at]) || !char.IsAsciiLetter(all[at + 1]) || !char.IsAsciiLetter(all[at + 2]) || !char.IsAsciiDigit(all[at + 3])) return false;
        if (at + 4 < all.Length && char.IsLetterOrDigit(all[at + 4])) return false;
        into.Add(MaskKind.Cpr, text.ToRaw(date.Start, at + 4), "[CPR]");
        return true;
    }

    private static bool AddCpr(MaskingText text, int start, int end, ReadOnlySpan<char> digits, Findings into)
    {
        into.Add(MaskKind.Cpr, text.ToRaw(start, end), "[CPR]");
        into.CprAlarm |= CprNumbers.SatisfiesModulus11(digits) || text.HasNear(start, end, 3, 3, CprWords.Lookup);
        return true;
    }

    private static void Card(MaskingText text, int i, Findings into)
    {
        Span<char> digits = stackalloc char[24];
        var (count, end) = (0, -1);
        for (var k = i; k < text.Groups.Count && k < i + 5; k++)
        {
            var group = text.Groups[k];
            if (k > i && !IsGap(text.Slice(text.Groups[k - 1].End, group.Start))) break;
            if (count + group.Length > 19) break;
            text.Of(group).CopyTo(digits[count..]);
            count += group.Length;
            if (count >= 13 && (k == i || text.Groups[i].Length >= 4) && IsLuhn(digits[..count])) end = group.End;
        }
        if (end > 0) into.Add(MaskKind.Card, text.ToRaw(text.Groups[i].Start, end), "[KORT]");
    }

    private static bool IsLuhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0 && digits[0] != '0';
    }

    private static void Account(MaskingText text, int i, Findings into)
    {
        var first = text.Groups[i];
        if (first.Length == 2 && first.Start >= 2 && IbanNumbers.EndOf(text, first) is { } end)
        {
            into.Add(MaskKind.Account, text.ToRaw(first.Start - 2, end), "[KONTO]");
            return;
        }
        if (first.Length == 4 && Next(text, i) is { Length: >= 7 and <= 10 } number && IsGap(text.Slice(first.End, number.Start))
            && (number.Length == 10 || text.HasNear(first.Start, number.End, 3, 2, AccountWords.Lookup)))
        {
            into.Add(MaskKind.Account, text.ToRaw(first.Start, number.End), "[KONTO]");
        }
        else if (first.Length is >= 7 and <= 14 && text.HasNear(first.Start, first.End, 2, 0, AccountWords.Lookup))
        {
            into.Add(MaskKind.Account, text.ToRaw(first.Start, first.End), "[KONTO]");
        }
    }

    /// <summary>Two letters and five digits, in capitals unless the word for it stands near.</summary>
    private static void Plate(MaskingText text, int i, Findings into)
    {
        var (first, end) = (text.Groups[i], -1);
        if (first.Length == 5) end = first.End;
        else if (first.Length == 2 && Next(text, i) is { Length: 3 } rest && text.Slice(first.End, rest.Start) is " ") end = rest.End;
        if (end < 0) return;
        var letters = first.Start;
        if (letters > 0 && text.Characters[letters - 1] == ' ') letters--;
        letters -= 2;
        if (letters < 0 || (letters > 0 && char.IsLetterOrDigit(text.Characters[letters - 1]))) return;
        var mark = text.Slice(letters, letters + 2);
        if (!char.IsAsciiLetter(mark[0]) || !char.IsAsciiLetter(mark[1]) || NoPlates.Lookup.Contains(mark)) return;
        var source = text.ToRaw(letters, end);
        var written = text.Raw.AsSpan(source.Start, source.Length);
        if ((char.IsUpper(written[0]) && written.ContainsAnyInRange('A', 'Z') && !written.ContainsAnyInRange('a', 'z')) || text.HasNear(letters, end, 3, 0, PlateWords.Lookup))
        {
            into.Add(MaskKind.Plate, source, "[NUMMERPLADE]");
        }
    }

    private static void Box(MaskingText text, int i, Findings into)
    {
        var group = text.Groups[i];
        if (group.Length is 5 or 6 && text.HasNear(group.Start, group.End, 3, 1, BoxWords.Lookup)) into.Add(MaskKind.Box, text.ToRaw(group.Start, group.End), "[BOKS]");
    }

    private static MaskingText.DigitGroup? Next(MaskingText text, int i) => i + 1 < text.Groups.Count ? text.Groups[i + 1] : null;
}
