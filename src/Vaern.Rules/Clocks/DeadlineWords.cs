namespace Vaern.Rules;

internal static class DeadlineWords
{
    public static LocalText Counting(Deadline deadline)
    {
        var limit = deadline.Rule.Limit;
        if (limit.Kind == LimitKind.AtOnce)
        {
            return new("Straks; der er ingen timefrist. Alarmen er projektets egen.", "At once; there is no limit in hours. The alarm is the project's own.");
        }
        var n = limit.Value!.Value;
        return limit.Unit switch
        {
            PeriodUnit.Minutes => new($"{n} minutter.", $"{n} minutes."),
            PeriodUnit.Hours => new(
                $"{n} {(n == 1 ? "time" : "timer")} i træk, også i weekender og på helligdage; ved skift af sommertid gælder det tidligste af forløbne timer og vægur (H-07).",
                $"{n} consecutive {(n == 1 ? "hour" : "hours")}, weekends and holidays included; when the clock changes, the earlier of elapsed hours and wall clock (H-07)."),
            PeriodUnit.WorkingHours => new(
                $"{n} timer inden for arbejdstiden, mandag-fredag kl. 8-16 uden helligdage.",
                $"{n} hours of working time, Monday to Friday 8:00-16:00 without public holidays."),
            PeriodUnit.CalendarDays => new(
                $"{n} kalenderdage; dagen efter er dag 1; forlænges ikke af weekend eller helligdag (H-06).",
                $"{n} calendar days; the day after is day 1; not extended by weekends or holidays (H-06)."),
            PeriodUnit.WorkingDays when limit.At is { } at => new(
                $"Senest kl. {at:HH\\.mm} på {n}. arbejdsdag efter.",
                $"By {at:HH\\:mm} on working day {n} after."),
            PeriodUnit.WorkingDays => new(
                $"{n} {(n == 1 ? "arbejdsdag" : "arbejdsdage")}, mandag-fredag uden helligdage; dagen efter er dag 1 (H-04).",
                $"{n} working {(n == 1 ? "day" : "days")}, Monday to Friday without public holidays; the day after is day 1 (H-04)."),
            PeriodUnit.Hverdage => new(
                $"{n} hverdage; mandag-lørdag giver alarmen, mandag-fredag den mulige yderste frist (H-05).",
                $"{n} hverdage; Monday to Saturday gives the alarm, Monday to Friday the possible last moment (H-05)."),
            PeriodUnit.Weeks => new(
                $"{n} {(n == 1 ? "uge" : "uger")}; forlænges ikke af weekend eller helligdag (H-06).",
                $"{n} {(n == 1 ? "week" : "weeks")}; not extended by weekends or holidays (H-06)."),
            PeriodUnit.Months => new(
                $"{n} {(n == 1 ? "måned" : "måneder")} til samme dato, ellers månedens sidste dag (H-08).",
                $"{n} {(n == 1 ? "month" : "months")} to the same date, else the last day of the month (H-08)."),
            PeriodUnit.Years => new(
                $"{n} år til samme dato, ellers månedens sidste dag (H-08).",
                $"{n} {(n == 1 ? "year" : "years")} to the same date, else the last day of the month (H-08)."),
            _ => throw new InvalidOperationException($"The limit of {deadline.Rule.Id} has no words."),
        };
    }

    public static IReadOnlyList<LocalText> Notes(Deadline deadline)
    {
        List<LocalText> notes = [];
        var rule = deadline.Rule;
        if (rule.Kind == RuleKind.Goal)
        {
            notes.Add(new("Projektets eget mål, ikke en lovfrist.", "The project's own goal, not a limit in law."));
        }
        if (rule.NeedsLabel)
        {
            notes.Add(new("Reglen er under verifikation.", "The rule is under verification."));
        }
        if (deadline.DueLatest is { } latest)
        {
            notes.Add(new(
                $"Optællingen kan læses på to måder. Den tidligste er alarmen; mulig yderste frist er {latest}.",
                $"The counting can be read in two ways. The earliest is the alarm; the possible last moment is {latest}."));
        }
        if (!deadline.Start.HasTime && rule.Limit.IsInstant && !rule.Limit.AtStartTime && rule.Limit.At is null)
        {
            notes.Add(new("Klokkeslættet er ikke oplyst; der er talt fra dagens begyndelse.", "The time of day is not given; counted from the beginning of the day."));
        }
        if (deadline.WithClosedDays is { } moved)
        {
            notes.Add(new(
                $"Med de lokale lukkedage ville dagen være {IsoText.Day(moved)}; lukkedage flytter ikke en lovfrist (H-03).",
                $"With the local closed days the day would be {IsoText.Day(moved)}; closed days do not move a statutory limit (H-03)."));
        }
        if (EndsOnDayOff(deadline, out var day))
        {
            notes.Add(new(
                $"{IsoText.Day(day)} er en weekend eller helligdag; fristen forlænges ikke ({(rule.CountingRules.Contains("H-08") ? "H-08" : "H-06")}).",
                $"{IsoText.Day(day)} is a weekend or public holiday; the limit is not extended ({(rule.CountingRules.Contains("H-08") ? "H-08" : "H-06")})."));
        }
        if (rule.ValidFrom is { } from && deadline.Start.Day < from)
        {
            notes.Add(new(
                $"Reglen gælder fra {IsoText.Day(from)}; starten ligger før.",
                $"The rule applies from {IsoText.Day(from)}; the start lies before."));
        }
        return notes;
    }

    private static bool EndsOnDayOff(Deadline deadline, out DateOnly day)
    {
        day = deadline.Due?.Day ?? default;
        return deadline.Due is { Instant: null }
            && deadline.Rule.Limit.Unit is PeriodUnit.CalendarDays or PeriodUnit.Weeks or PeriodUnit.Months or PeriodUnit.Years
            && !DanishCalendar.IsWorkingDay(day);
    }
}
