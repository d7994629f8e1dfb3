using System.Globalization;
using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

/// <summary>The vectors V-01 to V-15 of the law page and the values that the journeys need.</summary>
public sealed class DeadlineVectorTests
{
    private static readonly ClosedDays YearEnd = ClosedDays.Parse("12-24\n12-31").Value;

    [Theory]
    [InlineData("2026-11-20", 10, PeriodUnit.WorkingDays, "2026-12-04", null)]
    [InlineData("2026-11-20", 20, PeriodUnit.WorkingDays, "2026-12-18", null)]
    [InlineData("2026-12-18", 10, PeriodUnit.WorkingDays, "2027-01-05", null)]
    [InlineData("2027-03-22", 10, PeriodUnit.WorkingDays, "2027-04-08", null)]
    [InlineData("2027-05-03", 10, PeriodUnit.WorkingDays, "2027-05-19", null)]
    [InlineData("2023-04-27", 10, PeriodUnit.WorkingDays, "2023-05-12", null)]
    [InlineData("2024-04-18", 10, PeriodUnit.WorkingDays, "2024-05-02", null)]
    [InlineData("2027-03-27T12:00", 72, PeriodUnit.Hours, "2027-03-30T12:00+02:00", "2027-03-30T13:00+02:00")]
    [InlineData("2026-10-24T12:00", 72, PeriodUnit.Hours, "2026-10-27T11:00+01:00", "2026-10-27T12:00+01:00")]
    [InlineData("2026-11-20T23:30", 72, PeriodUnit.Hours, "2026-11-23T23:30+01:00", null)]
    [InlineData("2026-11-20", 6, PeriodUnit.Hverdage, "2026-11-27", "2026-11-30")]
    [InlineData("2026-12-18", 6, PeriodUnit.Hverdage, "2026-12-28", "2026-12-29")]
    [InlineData("2026-11-20", 14, PeriodUnit.CalendarDays, "2026-12-04", null)]
    [InlineData("2026-12-18", 14, PeriodUnit.CalendarDays, "2027-01-01", null)]
    public void A_vector_of_the_law_page_holds(string start, int value, PeriodUnit unit, string due, string? latest)
    {
        var deadline = A.Deadline(A.Law(value, unit), start);

        deadline.Due.ToString().ShouldBe(due);
        deadline.DueLatest?.ToString().ShouldBe(latest);
    }

    [Fact]
    public void Local_closed_days_give_a_note_and_leave_the_limit()
    {
        var deadline = A.Deadline(A.Law(10, PeriodUnit.WorkingDays), "2026-12-18", YearEnd);

        deadline.Due.ToString().ShouldBe("2027-01-05");
        deadline.WithClosedDays.ShouldBe(new DateOnly(2027, 1, 7));
        deadline.Notes.ShouldContain(note => note.Da.Contains("2027-01-07", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("B-03", "2026-11-20", "2026-12-04", null)]
    [InlineData("B-03", "2026-12-10", "2026-12-24", null)]
    [InlineData("B-03", "2026-12-18", "2027-01-05", null)]
    [InlineData("B-03", "2027-01-13", "2027-01-27", null)]
    [InlineData("B-03", "2027-01-14", "2027-01-28", null)]
    [InlineData("B-03", "2027-03-22", "2027-04-08", null)]
    [InlineData("B-03", "2027-05-03", "2027-05-19", null)]
    [InlineData("B-03", "2023-04-27", "2023-05-12", null)]
    [InlineData("B-03", "2024-04-18", "2024-05-02", null)]
    [InlineData("A-01", "2027-01-19T16:30", "2027-01-22T16:30+01:00", null)]
    [InlineData("A-01", "2027-01-15T21:40", "2027-01-18T21:40+01:00", null)]
    [InlineData("A-01", "2027-01-13T21:00", "2027-01-16T21:00+01:00", null)]
    [InlineData("A-01", "2027-03-27T12:00", "2027-03-30T12:00+02:00", "2027-03-30T13:00+02:00")]
    [InlineData("A-01", "2026-10-24T12:00", "2026-10-27T11:00+01:00", "2026-10-27T12:00+01:00")]
    [InlineData("A-01", "2026-11-20T23:30", "2026-11-23T23:30+01:00", null)]
    [InlineData("D-03b", "2026-12-01", "2026-12-08", "2026-12-09")]
    [InlineData("A-06", "2027-01-21", "2027-02-04", null)]
    [InlineData("F-07", "2027-05-03", "2027-06-03", null)]
    public void A_value_of_the_journeys_holds(string rule, string start, string due, string? latest)
    {
        var deadline = A.Deadline(A.Rule(rule, start), start);

        deadline.Due.ToString().ShouldBe(due);
        deadline.DueLatest?.ToString().ShouldBe(latest);
    }

    [Theory]
    [InlineData("2026-12-10", "2026-12-28")]
    [InlineData("2026-12-18", "2027-01-07")]
    public void A_plan_over_the_year_end_notes_the_closed_days(string start, string noted) =>
        A.Deadline(A.Rule("B-03", start), start, YearEnd).WithClosedDays
            .ShouldBe(DateOnly.Parse(noted, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("GOAL-REPLY", "2027-01-11T20:17", "2027-01-12T14:00+01:00")]
    [InlineData("GOAL-REPLY", "2027-01-15T20:17", "2027-01-18T14:00+01:00")]
    [InlineData("GOAL-LEADER-CONTACT", "2027-01-20T08:08", "2027-01-20T10:08+01:00")]
    [InlineData("GOAL-LEADER-CONTACT", "2027-01-15T15:30", "2027-01-18T09:30+01:00")]
    [InlineData("GOAL-STOPPED-2", "2027-01-25", "2027-02-08")]
    [InlineData("GOAL-STOPPED-6", "2027-01-25", "2027-03-08")]
    [InlineData("GOAL-SPARRING", "2027-01-12T13:10", "2027-01-13T13:10+01:00")]
    public void A_goal_of_the_journeys_holds(string rule, string start, string due) =>
        A.Deadline(A.Rule(rule, start), start).Due.ToString().ShouldBe(due);
}
