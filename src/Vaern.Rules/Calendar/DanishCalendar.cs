namespace Vaern.Rules;

/// <summary>
/// Danish public holidays and the counting of working days for 1900-2199, computed from Easter Sunday (law H-01 to H-05).
/// Store bededag is a holiday up to and including 2023 (law H-02). 1 May, 5 June, 24 and 31 December are ordinary days (law H-03).
/// Pure and thread safe.
/// </summary>
public static class DanishCalendar
{
    /// <summary>The first day that can be counted from.</summary>
    public static readonly DateOnly First = new(FirstYear, 1, 1);

    /// <summary>The last day a count may reach.</summary>
    public static readonly DateOnly Last = new(LastYear, 12, 31);

    internal const int FirstYear = 1900;
    internal const int LastYear = 2199;

    private const int LastYearOfStoreBededag = 2023;

    private static readonly int Offset = First.DayNumber;
    private static readonly ulong[] Holidays = MarkHolidays();

    /// <summary>Whether the day lies in 1900-2199.</summary>
    public static bool Covers(DateOnly day) => day >= First && day <= Last;

    /// <summary>Whether the day is a public holiday. Sundays are holidays only when they are named ones.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is outside 1900-2199.</exception>
    public static bool IsHoliday(DateOnly day)
    {
        Require(day);
        return Marked(day.DayNumber);
    }

    /// <summary>An arbejdsdag: Monday to Friday and no public holiday (law H-04).</summary>
    public static bool IsWorkingDay(DateOnly day)
    {
        Require(day);
        return day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Marked(day.DayNumber);
    }

    /// <summary>A hverdag in the earliest reading: Monday to Saturday and no public holiday (law H-05).</summary>
    public static bool IsHverdag(DateOnly day)
    {
        Require(day);
        return day.DayOfWeek is not DayOfWeek.Sunday && !Marked(day.DayNumber);
    }

    /// <summary>The named holidays of a year in date order.</summary>
    public static IReadOnlyList<Holiday> HolidaysOf(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, FirstYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, LastYear);
        return [.. HolidayTable.Of(year, year <= LastYearOfStoreBededag).OrderBy(holiday => holiday.Day)];
    }

    /// <summary>
    /// The day on which the <paramref name="count"/>-th working day after <paramref name="start"/> falls; the day after the start is the first that can count.
    /// </summary>
    /// <returns>The day, or null when it would lie after 2199.</returns>
    public static DateOnly? AddWorkingDays(DateOnly start, int count) => Add(start, count, DayOfWeek.Friday, null);

    /// <summary>As <see cref="AddWorkingDays"/>, with Saturdays counted.</summary>
    public static DateOnly? AddHverdage(DateOnly start, int count) => Add(start, count, DayOfWeek.Saturday, null);

    /// <summary>The latest working day after which <paramref name="count"/> working days remain, <paramref name="due"/> included.</summary>
    /// <returns>The day, or null when it would lie before 1900.</returns>
    public static DateOnly? SubtractWorkingDays(DateOnly due, int count)
    {
        Require(due);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var left = count;
        for (var number = due.DayNumber; number >= Offset; number--)
        {
            var open = IsOpen(number, DayOfWeek.Friday);
            if (open && left == 0)
            {
                return DateOnly.FromDayNumber(number);
            }
            left -= open ? 1 : 0;
        }
        return null;
    }

    internal static DateOnly? Add(DateOnly start, int count, DayOfWeek lastWeekday, ClosedDays? closed)
    {
        Require(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var number = start.DayNumber;
        var end = Last.DayNumber;
        for (var left = count; left > 0;)
        {
            if (++number > end)
            {
                return null;
            }
            if (IsOpen(number, lastWeekday) && (closed is null || !closed.Contains(DateOnly.FromDayNumber(number))))
            {
                left--;
            }
        }
        return DateOnly.FromDayNumber(number);
    }

    private static bool IsOpen(int dayNumber, DayOfWeek lastWeekday)
    {
        // 1 January of year 1 (day number 0) was a Monday.
        var weekday = dayNumber % 7;
        return weekday < (int)lastWeekday && !Marked(dayNumber);
    }

    private static bool Marked(int dayNumber)
    {
        var index = dayNumber - Offset;
        return (Holidays[index >> 6] & (1UL << (index & 63))) != 0;
    }

    private static ulong[] MarkHolidays()
    {
        var marks = new ulong[((Last.DayNumber - First.DayNumber) >> 6) + 1];
        for (var year = FirstYear; year <= LastYear; year++)
        {
            foreach (var holiday in HolidayTable.Of(year, year <= LastYearOfStoreBededag))
            {
                var index = holiday.Day.DayNumber - First.DayNumber;
                marks[index >> 6] |= 1UL << (index & 63);
            }
        }
        return marks;
    }

    private static void Require(DateOnly day)
    {
        if (!Covers(day))
        {
            throw new ArgumentOutOfRangeException(nameof(day), day, "The Danish calendar covers 1900-2199.");
        }
    }
}
