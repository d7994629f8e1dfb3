namespace Vaern.Rules;

internal static class LawCounting
{
    /// <summary>The deadline, or null when the count leaves the calendar.</summary>
    public static Deadline? Count(Rule rule, StartMoment start, ClosedDays? closed)
    {
        var value = rule.Limit.Value!.Value;
        return rule.Limit.Unit switch
        {
            PeriodUnit.Hours => Hours(rule, start, TimeSpan.FromHours(value)),
            PeriodUnit.Minutes => Hours(rule, start, TimeSpan.FromMinutes(value)),
            PeriodUnit.WorkingDays => WorkingDays(rule, start, value, closed),
            PeriodUnit.Hverdage => Hverdage(rule, start, value, closed),
            PeriodUnit.CalendarDays => OnDay(rule, start, Days(start.Day, value)),
            PeriodUnit.Weeks => OnDay(rule, start, Days(start.Day, value * 7)),
            PeriodUnit.Months => OnDay(rule, start, Months(start.Day, value)),
            PeriodUnit.Years => OnDay(rule, start, Months(start.Day, value * 12)),
            _ => throw new InvalidOperationException($"Rule {rule.Id} counts in a unit that law does not use."),
        };
    }

    /// <summary>H-07: the earlier of elapsed time and wall clock is the alarm, the later the possible last moment.</summary>
    private static Deadline? Hours(Rule rule, StartMoment start, TimeSpan length)
    {
        var due = Earlier(start.Earliest, length, out var later);
        var latest = later;
        if (start.Latest != start.Earliest)
        {
            Earlier(start.Latest, length, out latest);
        }
        if (!DanishCalendar.Covers(DanishTime.DayOf(latest)))
        {
            return null;
        }
        return new() { Rule = rule, Start = start, Due = Due.At(due), DueLatest = latest > due ? Due.At(latest) : null };
    }

    private static DateTimeOffset Earlier(DateTimeOffset start, TimeSpan length, out DateTimeOffset later)
    {
        var elapsed = start + length;
        if (DanishTime.At(elapsed).Offset == start.Offset)
        {
            later = elapsed;
            return elapsed;
        }
        var wallClock = DanishTime.FirstReaching(start.DateTime + length);
        later = elapsed > wallClock ? elapsed : wallClock;
        return elapsed < wallClock ? elapsed : wallClock;
    }

    private static Deadline? WorkingDays(Rule rule, StartMoment start, int value, ClosedDays? closed)
    {
        if (DanishCalendar.AddWorkingDays(start.Day, value) is not { } due)
        {
            return null;
        }
        return new() { Rule = rule, Start = start, Due = Due.On(due), WithClosedDays = Moved(start.Day, value, DayOfWeek.Friday, closed, due) };
    }

    /// <summary>H-05: Saturday counted gives the alarm, Saturday left out the possible last moment.</summary>
    private static Deadline? Hverdage(Rule rule, StartMoment start, int value, ClosedDays? closed)
    {
        if (DanishCalendar.AddHverdage(start.Day, value) is not { } due || DanishCalendar.AddWorkingDays(start.Day, value) is not { } latest)
        {
            return null;
        }
        return new()
        {
            Rule = rule,
            Start = start,
            Due = Due.On(due),
            DueLatest = latest > due ? Due.On(latest) : null,
            WithClosedDays = Moved(start.Day, value, DayOfWeek.Saturday, closed, due),
        };
    }

    private static DateOnly? Moved(DateOnly start, int value, DayOfWeek lastWeekday, ClosedDays? closed, DateOnly due)
    {
        if (closed is null || closed.IsEmpty)
        {
            return null;
        }
        var moved = DanishCalendar.Add(start, value, lastWeekday, closed);
        return moved == due ? null : moved;
    }

    private static Deadline? OnDay(Rule rule, StartMoment start, DateOnly? due) =>
        due is { } day && DanishCalendar.Covers(day) ? new() { Rule = rule, Start = start, Due = Due.On(day) } : null;

    private static DateOnly? Days(DateOnly start, int count) =>
        count <= DanishCalendar.Last.DayNumber - start.DayNumber ? start.AddDays(count) : null;

    /// <summary>H-08: the same date in the target month, or that month's last day. DateOnly.AddMonths does both.</summary>
    private static DateOnly? Months(DateOnly start, int count) =>
        start.Year + (count / 12) <= DanishCalendar.LastYear + 1 ? start.AddMonths(count) : null;
}
