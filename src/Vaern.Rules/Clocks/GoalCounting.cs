namespace Vaern.Rules;

/// <summary>Goals of the project: they may count working hours and school days, and closed days move them.</summary>
internal static class GoalCounting
{
    /// <summary>The working time in which goals in working hours are counted; a project setting.</summary>
    public static readonly TimeOnly DayBegins = new(8, 0);

    /// <inheritdoc cref="DayBegins"/>
    public static readonly TimeOnly DayEnds = new(16, 0);

    public static Deadline? Count(Rule rule, StartMoment start, ClosedDays? closed) => rule.Limit.Unit switch
    {
        PeriodUnit.WorkingHours => WorkingHours(rule, start, TimeSpan.FromHours(rule.Limit.Value!.Value), closed),
        PeriodUnit.WorkingDays => WorkingDays(rule, start, closed),
        _ => LawCounting.Count(rule, start, null),
    };

    private static Deadline? WorkingDays(Rule rule, StartMoment start, ClosedDays? closed)
    {
        if (DanishCalendar.Add(start.Day, rule.Limit.Value!.Value, DayOfWeek.Friday, closed) is not { } day)
        {
            return null;
        }
        if (!rule.Limit.IsInstant)
        {
            return new() { Rule = rule, Start = start, Due = Due.On(day) };
        }
        var startTime = start.HasTime ? TimeOnly.FromDateTime(start.Earliest.DateTime) : DayBegins;
        var time = rule.Limit.At ?? startTime;
        return new() { Rule = rule, Start = start, Due = Due.At(DanishTime.FirstReaching(day.ToDateTime(time))) };
    }

    private static Deadline? WorkingHours(Rule rule, StartMoment start, TimeSpan left, ClosedDays? closed)
    {
        var moment = start.Earliest.DateTime;
        while (true)
        {
            var day = DateOnly.FromDateTime(moment);
            if (!DanishCalendar.Covers(day))
            {
                return null;
            }
            var from = moment > day.ToDateTime(DayBegins) ? moment : day.ToDateTime(DayBegins);
            var open = DanishCalendar.IsWorkingDay(day) && (closed is null || !closed.Contains(day));
            var available = day.ToDateTime(DayEnds) - from;
            if (open && available >= left)
            {
                return new() { Rule = rule, Start = start, Due = Due.At(DanishTime.FirstReaching(from + left)) };
            }
            if (open && available > TimeSpan.Zero)
            {
                left -= available;
            }
            moment = day.AddDays(1).ToDateTime(DayBegins);
        }
    }
}
