using System.Globalization;
using System.Text.RegularExpressions;

namespace Vaern.Screening.Importing;

/// <summary>How a message begins in a WhatsApp text: date, time, and what follows.</summary>
internal static partial class WhatsAppLine
{
    /// <summary>The numbers of a date in the order in which they stand, the time, and the rest of the line.</summary>
    public readonly record struct Start(int First, int Second, int Third, TimeSpan Time, string Rest);

    public static bool TryRead(string line, out Start start)
    {
        start = default;
        if (line.Length < 12 || !char.IsAsciiDigit(FirstSign(line)) || Pattern().Match(line) is not { Success: true } match) return false;
        var hour = Number(match, 4);
        var half = match.Groups[7].Value.ToUpperInvariant();
        if (half == "P" && hour < 12) hour += 12;
        if (half == "A" && hour == 12) hour = 0;
        var (minute, second) = (Number(match, 5), match.Groups[6].Success ? Number(match, 6) : 0);
        if (hour > 23 || minute > 59 || second > 59) return false;
        start = new Start(Number(match, 1), Number(match, 2), Number(match, 3), new TimeSpan(hour, minute, second), match.Groups[8].Value);
        return true;
    }

    public static DateTime? Clock(Start start, bool dayFirst)
    {
        var (day, month, year) = start.First > 31 ? (start.Third, start.Second, start.First) : dayFirst ? (start.First, start.Second, start.Third) : (start.Second, start.First, start.Third);
        if (year < 100) year += 2000;
        if (year is < 2009 or > 2100 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        return new DateTime(year, month, day).Add(start.Time);
    }

    private static char FirstSign(string line)
    {
        foreach (var c in line)
        {
            if (c is not ('\u200E' or '\u200F' or '[' or '\uFEFF' or '\u202A')) return c;
        }
        return '\0';
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[\u200E\u200F\uFEFF\u202A]*\[?([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{2,4}),?[\s\u00A0\u202F]+([0-9]{1,2})[.:]([0-9]{2})(?:[.:]([0-9]{2}))?(?:[\s\u00A0\u202F]*([AaPp])\.?[Mm]\.?)?(?:\]|\s-)\s(.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
