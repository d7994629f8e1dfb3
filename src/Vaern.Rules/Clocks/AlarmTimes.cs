namespace Vaern.Rules;

internal static class AlarmTimes
{
    // A warning on a day arrives when the working day begins; "the same day" leaves an hour to act before people go home.
    private static readonly TimeOnly Morning = GoalCounting.DayBegins;
    private static readonly TimeOnly EndOfDay = GoalCounting.DayEnds;
    private static readonly TimeSpan LateStartGrace = TimeSpan.FromHours(1);

    public static IReadOnlyList<DateTimeOffset> Of(Deadline deadline)
    {
        List<DateTimeOffset> times = [];
        foreach (var alarm in deadline.Rule.Alarms)
        {
            if (Time(alarm, deadline) is { } time && time > deadline.Start.Earliest)
            {
                times.Add(DanishTime.At(time));
            }
        }
        times.Sort();
        return times;
    }

    private static DateTimeOffset? Time(AlarmSetting alarm, Deadline deadline) => alarm.Anchor switch
    {
        AlarmAnchor.SameDay => SameDay(deadline.Start),
        AlarmAnchor.AfterStart => AfterStart(alarm, deadline.Start),
        _ => deadline.Due is { } due ? BeforeDue(alarm, due) : null,
    };

    private static DateTimeOffset SameDay(StartMoment start)
    {
        var end = DanishTime.FirstReaching(start.Day.ToDateTime(EndOfDay));
        return start.Earliest + LateStartGrace > end ? start.Earliest + LateStartGrace : end;
    }

    private static DateTimeOffset? AfterStart(AlarmSetting alarm, StartMoment start) => alarm.Unit switch
    {
        PeriodUnit.Hours => start.Earliest.AddHours(alarm.Value!.Value),
        _ => OnMorning(Shift(start.Day, alarm, forward: true)),
    };

    private static DateTimeOffset? BeforeDue(AlarmSetting alarm, Due due) => alarm.Unit switch
    {
        PeriodUnit.Minutes => due.OverdueAt.AddMinutes(-alarm.Value!.Value),
        PeriodUnit.Hours => due.OverdueAt.AddHours(-alarm.Value!.Value),
        _ => OnMorning(Shift(due.Day, alarm, forward: false)),
    };

    private static DateOnly? Shift(DateOnly day, AlarmSetting alarm, bool forward)
    {
        var value = forward ? alarm.Value!.Value : -alarm.Value!.Value;
        return alarm.Unit switch
        {
            PeriodUnit.CalendarDays => day.AddDays(value),
            PeriodUnit.Weeks => day.AddDays(value * 7),
            PeriodUnit.Months => day.AddMonths(value),
            PeriodUnit.Years => day.AddYears(value),
            PeriodUnit.WorkingDays => forward ? DanishCalendar.AddWorkingDays(day, value) : DanishCalendar.SubtractWorkingDays(day, -value),
            _ => throw new InvalidOperationException($"An alarm cannot be set in {alarm.Unit}."),
        };
    }

    private static DateTimeOffset? OnMorning(DateOnly? day) =>
        day is { } morning ? DanishTime.FirstReaching(morning.ToDateTime(Morning)) : null;
}
