using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

/// <summary>
/// An independent counter over 1990-2060: Easter by Gauss, a set of dates, one day at a time, and summer time from the last
/// Sundays of March and October.
/// </summary>
public sealed class BruteForceComparisonTests
{
    private static readonly DateTime From = new(1990, 1, 1);
    private static readonly DateTime To = new(2060, 12, 31);
    private static readonly HashSet<DateTime> Holidays = [.. Enumerable.Range(1990, 73).SelectMany(HolidaysOf)];

    [Theory]
    [InlineData(PeriodUnit.WorkingDays, 1)]
    [InlineData(PeriodUnit.WorkingDays, 10)]
    [InlineData(PeriodUnit.WorkingDays, 20)]
    [InlineData(PeriodUnit.Hverdage, 6)]
    public void Every_day_of_seventy_years_counts_the_same(PeriodUnit unit, int count)
    {
        var rule = A.Law(count, unit);
        List<string> differences = [];
        for (var day = From; day <= To; day = day.AddDays(1))
        {
            var deadline = DeadlineEngine.Compute(rule, StartMoment.On(DateOnly.FromDateTime(day))).Value;
            var due = Walk(day, count, saturdayCounts: unit == PeriodUnit.Hverdage);
            var latest = Walk(day, count, saturdayCounts: false);
            if (deadline.Due!.Value.Day != due || (deadline.DueLatest?.Day ?? deadline.Due.Value.Day) != latest)
            {
                differences.Add($"{day:yyyy-MM-dd}: {deadline.Due} {deadline.DueLatest}, expected {due} {latest}");
            }
        }

        differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(24)]
    [InlineData(72)]
    public void Every_hour_around_the_changes_of_the_clock_counts_the_same(int hours)
    {
        var rule = A.Law(hours, PeriodUnit.Hours);
        List<string> differences = [];
        // The European Union has changed on these Sundays since 1996.
        foreach (var change in Enumerable.Range(1996, 65).SelectMany(year => new[] { LastSunday(year, 3), LastSunday(year, 10) }))
        {
            for (var utc = change.AddDays(-4); utc < change.AddDays(2); utc = utc.AddMinutes(30))
            {
                var deadline = DeadlineEngine.Compute(rule, StartMoment.At(new(utc, TimeSpan.Zero))).Value;
                var (due, latest) = Hours(utc, hours);
                if (deadline.Due!.Value.Instant!.Value.UtcDateTime != due || (deadline.DueLatest?.Instant ?? deadline.Due.Value.Instant)!.Value.UtcDateTime != latest)
                {
                    differences.Add($"{utc:O}: {deadline.Due} {deadline.DueLatest}, expected {due:O} {latest:O}");
                }
            }
        }

        differences.ShouldBeEmpty();
    }

    private static DateOnly Walk(DateTime start, int count, bool saturdayCounts)
    {
        var day = start;
        var seen = 0;
        while (seen < count)
        {
            day = day.AddDays(1);
            var closed = day.DayOfWeek == DayOfWeek.Sunday || (day.DayOfWeek == DayOfWeek.Saturday && !saturdayCounts) || Holidays.Contains(day);
            seen += closed ? 0 : 1;
        }
        return DateOnly.FromDateTime(day);
    }

    private static (DateTime Due, DateTime Latest) Hours(DateTime utc, int hours)
    {
        var elapsed = utc.AddHours(hours);
        var wanted = (utc + Offset(utc)).AddHours(hours);
        // The first half hour of UTC at which the Danish clock shows the wanted time or later, on the day it is wanted.
        var wall = wanted.AddHours(-3);
        while (wall + Offset(wall) < wanted)
        {
            wall = wall.AddMinutes(30);
        }
        if (Offset(elapsed) == Offset(utc))
        {
            wall = elapsed;
        }
        return wall < elapsed ? (wall, elapsed) : (elapsed, wall);
    }

    private static TimeSpan Offset(DateTime utc) =>
        TimeSpan.FromHours(utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1) ? 2 : 1);

    private static DateTime LastSunday(int year, int month)
    {
        var day = DateTime.SpecifyKind(new DateTime(year, month, 31), DateTimeKind.Utc);
        return day.AddDays(-(int)day.DayOfWeek);
    }

    private static IEnumerable<DateTime> HolidaysOf(int year)
    {
        int a = year % 19, b = year % 4, c = year % 7;
        // M = 24 and N = 5 for 1900-2099.
        var d = ((19 * a) + 24) % 30;
        var e = ((2 * b) + (4 * c) + (6 * d) + 5) % 7;
        var easter = new DateTime(year, 3, 22).AddDays(d + e);
        if ((d == 29 && e == 6) || (d == 28 && e == 6 && a > 10))
        {
            easter = easter.AddDays(-7);
        }
        int[] movable = year <= 2023 ? [-3, -2, 0, 1, 26, 39, 49, 50] : [-3, -2, 0, 1, 39, 49, 50];
        return movable.Select(days => easter.AddDays(days)).Concat([new(year, 1, 1), new(year, 12, 25), new(year, 12, 26)]);
    }
}
