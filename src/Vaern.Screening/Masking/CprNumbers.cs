namespace Vaern.Screening.Masking;

/// <summary>
/// What may be a CPR number. Modulus 11 is not asked for: numbers without it have been issued since 2007 (CPR Office, 10 May 2023).
/// </summary>
public static class CprNumbers
{
    private static readonly int[] Weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

    /// <summary>Whether six digits are a day of birth, or one of a replacement number (the day plus 60).</summary>
    public static bool IsBirthDate(ReadOnlySpan<char> digits)
    {
        var (day, month) = (Number(digits[..2]), Number(digits.Slice(2, 2)));
        // The century is not known before the seventh digit: every 29 February may be.
        if (month is < 1 or > 12) return false;
        var days = month == 2 ? 29 : month is 4 or 6 or 9 or 11 ? 30 : 31;
        return (day >= 1 && day <= days) || (day >= 61 && day <= 60 + days);
    }

    /// <summary>Whether ten digits satisfy modulus 11. An alarm, never a condition.</summary>
    public static bool SatisfiesModulus11(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++) sum += Weights[i] * (digits[i] - '0');
        return sum % 11 == 0;
    }

    private static int Number(ReadOnlySpan<char> two) => ((two[0] - '0') * 10) + two[1] - '0';
}
