using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class DeadlinePropertyTests
{
    private static readonly Arbitrary<int> DayNumbers =
        Gen.Choose(new DateOnly(1900, 1, 1).DayNumber, new DateOnly(2195, 12, 31).DayNumber).ToArbitrary();

    private static readonly Arbitrary<int> Counts = Gen.Choose(1, 60).ToArbitrary();

    // Minutes since 1990, up to 2060.
    private static readonly Arbitrary<int> Minutes = Gen.Choose(0, 70 * 366 * 24 * 60).ToArbitrary();

    [Theory]
    [InlineData(PeriodUnit.WorkingDays)]
    [InlineData(PeriodUnit.Hverdage)]
    [InlineData(PeriodUnit.CalendarDays)]
    [InlineData(PeriodUnit.Weeks)]
    [InlineData(PeriodUnit.Months)]
    public void A_later_start_never_gives_an_earlier_day(PeriodUnit unit) =>
        Prop.ForAll(DayNumbers, Counts, (number, count) =>
        {
            var rule = A.Law(count, unit);
            var start = DateOnly.FromDayNumber(number);
            return Day(rule, start) <= Day(rule, start.AddDays(1));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_later_start_never_gives_an_earlier_hour() =>
        Prop.ForAll(Minutes, Counts, (minute, count) =>
        {
            var rule = A.Law(count, PeriodUnit.Hours);
            var start = Instant(minute);
            return Compute(rule, start).Due!.Value.Instant <= Compute(rule, start.AddMinutes(7)).Due!.Value.Instant;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(3, 27)]
    [InlineData(10, 24)]
    public void A_later_start_never_gives_an_earlier_hour_around_a_change_of_the_clock(int month, int day)
    {
        var rule = A.Law(72, PeriodUnit.Hours);
        var start = new DateTimeOffset(2026, month, day - 3, 0, 0, 0, TimeSpan.Zero);
        var previous = DateTimeOffset.MinValue;
        for (var minute = 0; minute < 8 * 24 * 60; minute += 5)
        {
            var due = Compute(rule, start.AddMinutes(minute)).Due!.Value.Instant!.Value;
            due.ShouldBeGreaterThanOrEqualTo(previous);
            previous = due;
        }
    }

    [Fact]
    public void A_working_day_limit_ends_on_a_working_day() =>
        Prop.ForAll(DayNumbers, Counts, (number, count) =>
            DanishCalendar.IsWorkingDay(Day(A.Law(count, PeriodUnit.WorkingDays), DateOnly.FromDayNumber(number))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Hverdage_end_on_a_hverdag_and_never_after_the_working_days() =>
        Prop.ForAll(DayNumbers, Counts, (number, count) =>
        {
            var deadline = Compute(A.Law(count, PeriodUnit.Hverdage), DateOnly.FromDayNumber(number));
            return DanishCalendar.IsHverdag(deadline.Due!.Value.Day)
                && (deadline.DueLatest is not { } latest || latest.Day > deadline.Due.Value.Day && DanishCalendar.IsWorkingDay(latest.Day));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Hours_end_at_the_earlier_of_elapsed_and_wall_clock() =>
        Prop.ForAll(Minutes, Counts, (minute, count) =>
        {
            var start = DanishTime.At(Instant(minute));
            var deadline = Compute(A.Law(count, PeriodUnit.Hours), start);
            var elapsed = start.AddHours(count);
            var wallClock = DanishTime.FirstReaching(start.DateTime.AddHours(count));
            var earlier = elapsed < wallClock ? elapsed : wallClock;
            return deadline.Due!.Value.Instant == earlier
                && (deadline.DueLatest is null || deadline.DueLatest.Value.Instant > deadline.Due.Value.Instant);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_instant_reads_back_from_its_own_text() =>
        Prop.ForAll(Minutes, minute =>
        {
            var moment = StartMoment.At(Instant(minute));
            return StartMoment.Parse(moment.ToString()).Value == moment;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_instant_in_another_zone_is_the_same_start() =>
        Prop.ForAll(Minutes, Gen.Choose(-12 * 4, 14 * 4).ToArbitrary(), (minute, quarter) =>
            StartMoment.At(Instant(minute).ToOffset(TimeSpan.FromMinutes(15 * quarter))) == StartMoment.At(Instant(minute)))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Subtracting_working_days_undoes_adding_them() =>
        Prop.ForAll(DayNumbers, Counts, (number, count) =>
        {
            var due = DanishCalendar.AddWorkingDays(DateOnly.FromDayNumber(number).AddYears(1), count)!.Value;
            var back = DanishCalendar.SubtractWorkingDays(due, count)!.Value;
            return DanishCalendar.IsWorkingDay(back) && DanishCalendar.AddWorkingDays(back, count) == due;
        }).QuickCheckThrowOnFailure();

    private static DateTimeOffset Instant(int minute) => new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    private static DateOnly Day(Rule rule, DateOnly start) => Compute(rule, start).Due!.Value.Day;

    private static Deadline Compute(Rule rule, DateOnly start) => DeadlineEngine.Compute(rule, StartMoment.On(start)).Value;

    private static Deadline Compute(Rule rule, DateTimeOffset start) => DeadlineEngine.Compute(rule, StartMoment.At(start)).Value;
}
