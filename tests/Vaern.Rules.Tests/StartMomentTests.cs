using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class StartMomentTests
{
    [Theory]
    [InlineData("2026-11-20", "2026-11-20")]
    [InlineData("2026-11-20T23:30", "2026-11-20T23:30+01:00")]
    [InlineData("2026-07-01T12:00:05", "2026-07-01T12:00:05+02:00")]
    [InlineData("2026-11-20T22:30Z", "2026-11-20T23:30+01:00")]
    [InlineData("2026-11-20T23:30Z", "2026-11-21T00:30+01:00")]
    [InlineData("2026-11-20 23:30+01:00", "2026-11-20T23:30+01:00")]
    [InlineData("2026-11-20T17:30-0500", "2026-11-20T23:30+01:00")]
    [InlineData("2026-11-20T17:30[America/New_York]", "2026-11-20T23:30+01:00")]
    [InlineData("2026-11-20T23:30:00.25", "2026-11-20T23:30:00.25+01:00")]
    [InlineData("2026-11-01T01:30[America/New_York]", "2026-11-01T06:30+01:00")]
    [InlineData("2028-02-29", "2028-02-29")]
    public void A_start_is_read_in_danish_time(string text, string read) => A.Start(text).ToString().ShouldBe(read);

    [Theory]
    [InlineData("", "start.unreadable")]
    [InlineData("yesterday", "start.unreadable")]
    [InlineData("20-11-2026", "start.unreadable")]
    [InlineData("2026-11-20T", "start.unreadable")]
    [InlineData("2026-11-20T23:30 Europe/Copenhagen", "start.unreadable")]
    [InlineData("2026-02-30", "start.impossible_date")]
    [InlineData("2027-02-29", "start.impossible_date")]
    [InlineData("2026-13-01", "start.impossible_date")]
    [InlineData("2026-11-20T24:00", "start.impossible_time")]
    [InlineData("2026-11-20T12:60", "start.impossible_time")]
    [InlineData("2026-11-20T12:00+25:00", "start.unknown_zone")]
    [InlineData("2026-11-20T12:00+01:75", "start.unknown_zone")]
    [InlineData("2026-11-20T12:00[Mars/Phobos]", "start.unknown_zone")]
    [InlineData("2027-03-28T02:30", "start.skipped_time")]
    [InlineData("1899-12-31", "start.out_of_range")]
    [InlineData("2200-01-01", "start.out_of_range")]
    public void What_cannot_be_a_start_says_why(string text, string code)
    {
        var error = StartMoment.Parse(text).Error!;

        error.Code.ShouldBe(code);
        error.Message.Da.ShouldNotContain("\n");
        error.Message.En.ShouldNotContain("\n");
    }

    [Fact]
    public void A_repeated_time_gives_the_earlier_alarm_and_the_later_possible_moment()
    {
        var deadline = A.Deadline(A.Rule("D-03", "2026-10-25"), "2026-10-25T02:30");

        deadline.Due.ToString().ShouldBe("2026-10-26T01:30+01:00");
        deadline.DueLatest.ToString().ShouldBe("2026-10-26T02:30+01:00");
    }

    [Fact]
    public void A_day_without_a_time_counts_hours_from_its_beginning()
    {
        var deadline = A.Deadline(A.Rule("A-01", "2026-11-20"), "2026-11-20");

        deadline.Due.ToString().ShouldBe("2026-11-23T00:00+01:00");
        deadline.DueLatest.ToString().ShouldBe("2026-11-24T00:00+01:00");
        deadline.Notes.ShouldContain(note => note.En.StartsWith("The time of day is not given"));
    }

    [Fact]
    public void A_wall_clock_that_is_skipped_ends_at_the_change()
    {
        var deadline = A.Deadline(A.Rule("A-01", "2027-03-25"), "2027-03-25T02:30");

        deadline.Due.ToString().ShouldBe("2027-03-28T03:00+02:00");
        deadline.DueLatest.ToString().ShouldBe("2027-03-28T03:30+02:00");
    }
}
