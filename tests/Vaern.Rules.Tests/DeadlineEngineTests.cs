using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class DeadlineEngineTests
{
    [Theory]
    [InlineData("2027-01-31", 1, PeriodUnit.Months, "2027-02-28")]
    [InlineData("2028-01-31", 1, PeriodUnit.Months, "2028-02-29")]
    [InlineData("2028-02-29", 1, PeriodUnit.Years, "2029-02-28")]
    [InlineData("2024-02-29", 4, PeriodUnit.Years, "2028-02-29")]
    [InlineData("2026-08-31", 6, PeriodUnit.Months, "2027-02-28")]
    [InlineData("2026-12-18", 2, PeriodUnit.Weeks, "2027-01-01")]
    public void Months_and_years_end_on_the_same_date_or_the_last_of_the_month(string start, int value, PeriodUnit unit, string due) =>
        A.Deadline(A.Law(value, unit), start).Due.ToString().ShouldBe(due);

    [Fact]
    public void A_limit_that_ends_on_a_holiday_stays_and_says_so()
    {
        var deadline = A.Deadline(A.Rule("A-06", "2026-12-18"), "2026-12-18");

        deadline.Due.ToString().ShouldBe("2027-01-01");
        deadline.Notes.ShouldContain(note => note.Da.Contains("forlænges ikke", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("B-06b", "rule.off")]
    [InlineData("C-34", "rule.off")]
    [InlineData("A-09", "rule.no_limit")]
    public void A_rule_that_cannot_start_a_clock_says_why(string id, string code) =>
        DeadlineEngine.Compute(RuleBook.Default.Find(id).Value, A.Start("2026-11-20")).Error!.Code.ShouldBe(code);

    [Theory]
    [InlineData("2199-12-31", 1, PeriodUnit.WorkingDays)]
    [InlineData("2199-12-31", 24, PeriodUnit.Hours)]
    [InlineData("2199-12-31", 1, PeriodUnit.CalendarDays)]
    [InlineData("2199-12-31", 1, PeriodUnit.Years)]
    [InlineData("2199-01-31", 1_000_000_000, PeriodUnit.Months)]
    [InlineData("2199-01-31", 300_000_000, PeriodUnit.Weeks)]
    public void A_count_that_leaves_the_calendar_is_an_error(string start, int value, PeriodUnit unit) =>
        DeadlineEngine.Compute(A.Law(value, unit), A.Start(start)).Error!.Code.ShouldBe("start.out_of_range");

    [Fact]
    public void At_once_has_no_due_moment_but_an_alarm_the_same_day()
    {
        var deadline = A.Deadline(A.Rule("B-02", "2027-01-13"), "2027-01-13T14:05");

        deadline.Due.ShouldBeNull();
        deadline.Alarms.ShouldBe([new(2027, 1, 13, 16, 0, 0, TimeSpan.FromHours(1)), new(2027, 1, 14, 14, 5, 0, TimeSpan.FromHours(1))]);
    }

    [Fact]
    public void Alarms_count_back_in_working_days()
    {
        var deadline = A.Deadline(A.Rule("B-03", "2026-12-18"), "2026-12-18");

        // Due Tuesday 5 January 2027: two working days are left on Thursday 31 December, five on 28 December.
        deadline.Alarms.Select(alarm => alarm.ToString("yyyy-MM-dd HH:mm", null)).ShouldBe(["2026-12-28 08:00", "2026-12-31 08:00"]);
    }

    [Fact]
    public void Alarms_at_or_before_the_start_are_left_out()
    {
        var rule = A.Law(48, PeriodUnit.Hours) with { Alarms = [new(AlarmAnchor.BeforeDue, 48, PeriodUnit.Hours), new(AlarmAnchor.BeforeDue, 24, PeriodUnit.Hours)] };

        A.Deadline(rule, "2026-11-20T10:00").Alarms.Count.ShouldBe(1);
    }

    [Fact]
    public void A_day_is_exceeded_at_the_midnight_that_ends_it()
    {
        A.Deadline(A.Rule("B-03", "2026-11-20"), "2026-11-20").Due!.Value.OverdueAt
            .ShouldBe(new DateTimeOffset(2026, 12, 5, 0, 0, 0, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_start_before_the_rule_counts_and_says_so() =>
        A.Deadline(A.Rule("B-03", "1995-05-02"), "1995-05-02").Notes.ShouldContain(note => note.En.Contains("2017-08-01", StringComparison.Ordinal));

    [Fact]
    public void Closed_days_move_a_goal_but_never_a_limit_in_law()
    {
        var closed = ClosedDays.Of(new DateOnly(2027, 1, 12));

        A.Deadline(A.Rule("GOAL-REPLY", "2027-01-11"), "2027-01-11T20:17", closed).Due.ToString().ShouldBe("2027-01-13T14:00+01:00");
        A.Deadline(A.Rule("B-03", "2027-01-11"), "2027-01-11T20:17", closed).Due.ToString().ShouldBe("2027-01-25");
    }

    [Theory]
    [InlineData("12-24", "2030-12-24")]
    [InlineData("2026-12-24 # jul", "2026-12-24")]
    [InlineData("12-30/01-02", "2031-01-01")]
    [InlineData("[\"2026-12-23/2026-12-31\"]", "2026-12-28")]
    public void Closed_days_are_read_in_four_forms(string text, string day) =>
        ClosedDays.Parse(text).Value.Contains(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeTrue();

    [Theory]
    [InlineData("24/12")]
    [InlineData("2026-02-30")]
    [InlineData("2026-12-31/2026-12-01")]
    [InlineData("2026-01-01/2060-01-01")]
    [InlineData("[1, 2]")]
    [InlineData("[null]")]
    public void A_closed_day_that_cannot_be_read_is_an_error(string text) =>
        ClosedDays.Parse(text).Error!.Code.ShouldBe("closed_days.unreadable");
}
