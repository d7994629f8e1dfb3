using System.Globalization;
using Vaern.Rules;

namespace Vaern.App.Insight.Figures;

/// <summary>A quarter of a year in Danish time, written <c>2027-Q1</c>.</summary>
public readonly record struct Quarter(int Year, int Number) : IComparable<Quarter>
{
    /// <summary>How long after its end a quarter is counted, so that what was asked on its last days can be answered first.</summary>
    public const int DaysToSettle = 10;

    public DateOnly First => new(Year, (3 * Number) - 2, 1);

    public DateOnly Last => First.AddMonths(3).AddDays(-1);

    /// <summary>The first instant.</summary>
    public DateTimeOffset From => DanishTime.StartOf(First);

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset Until => DanishTime.StartOf(First.AddMonths(3));

    public Quarter Before => Number == 1 ? new Quarter(Year - 1, 4) : this with { Number = Number - 1 };

    public static Quarter Of(DateOnly day) => new(day.Year, ((day.Month - 1) / 3) + 1);

    /// <summary>The latest quarter that is counted by now.</summary>
    public static Quarter LatestCounted(DateTimeOffset now) => Of(DanishTime.DayOf(now).AddDays(-DaysToSettle)).Before;

    public static Quarter? Parse(string? text) =>
        text is { Length: 7 } && text[4..6].Equals("-Q", StringComparison.OrdinalIgnoreCase) && int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 2000 and <= 2100 && text[6] is >= '1' and <= '4'
            ? new Quarter(year, text[6] - '0')
            : null;

    public int CompareTo(Quarter other) => (Year, Number).CompareTo((other.Year, other.Number));

    public static bool operator <(Quarter left, Quarter right) => left.CompareTo(right) < 0;

    public static bool operator >(Quarter left, Quarter right) => left.CompareTo(right) > 0;

    public static bool operator <=(Quarter left, Quarter right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Quarter left, Quarter right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Number}");
}
