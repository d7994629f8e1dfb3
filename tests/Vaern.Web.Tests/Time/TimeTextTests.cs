using Vaern.TestKit;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Tests.Time;

public sealed class TimeTextTests
{
    private readonly TestClock clock = new(new DateTimeOffset(2027, 1, 20, 9, 30, 0, TimeSpan.FromHours(1)));

    private TimeText Danish => new(clock, PageLanguage.Danish);

    private TimeText English => new(clock, PageLanguage.English);

    [Fact]
    public void An_instant_is_read_in_Danish_time_with_its_weekday()
    {
        var instant = new DateTimeOffset(2026, 12, 4, 13, 30, 0, TimeSpan.Zero);

        Danish.Long(instant).ShouldBe("fredag 4. december 2026 kl. 14.30");
        English.Long(instant).ShouldBe("Friday 4 December 2026 at 14:30");
        TimeText.Iso(instant).ShouldBe("2026-12-04T14:30:00+01:00");
    }

    [Fact]
    public void Summer_time_counts()
    {
        Danish.Long(new DateTimeOffset(2027, 7, 1, 22, 30, 0, TimeSpan.Zero)).ShouldBe("fredag 2. juli 2027 kl. 00.30");
    }

    [Theory]
    [InlineData(20, 14, 0, "i dag kl. 14.00", "today at 14:00")]
    [InlineData(19, 18, 12, "i går kl. 18.12", "yesterday at 18:12")]
    [InlineData(21, 9, 5, "i morgen kl. 09.05", "tomorrow at 09:05")]
    [InlineData(27, 0, 0, "onsdag 27. januar kl. 00.00", "Wednesday 27 January at 00:00")]
    public void A_near_time_is_said_as_people_say_it(int day, int hour, int minute, string danish, string english)
    {
        var instant = new DateTimeOffset(2027, 1, day, hour, minute, 0, TimeSpan.FromHours(1));

        Danish.Near(instant).ShouldBe(danish);
        English.Near(instant).ShouldBe(english);
    }

    [Fact]
    public void A_promise_leaves_empty_minutes_out()
    {
        Danish.Promise(new DateTimeOffset(2027, 1, 21, 14, 0, 0, TimeSpan.FromHours(1))).ShouldBe("torsdag 21. januar kl. 14");
        Danish.Promise(new DateTimeOffset(2027, 1, 21, 14, 30, 0, TimeSpan.FromHours(1))).ShouldBe("torsdag 21. januar kl. 14.30");
        Danish.Promise(new DateTimeOffset(2028, 1, 21, 14, 0, 0, TimeSpan.FromHours(1))).ShouldBe("fredag 21. januar 2028 kl. 14");
    }

    [Theory]
    [InlineData(4.5, "4 timer og 30 minutter", "4 hours and 30 minutes")]
    [InlineData(52.99, "2 dage og 4 timer", "2 days and 4 hours")]
    [InlineData(24, "1 dag", "1 day")]
    [InlineData(1, "1 time", "1 hour")]
    [InlineData(0.2, "12 minutter", "12 minutes")]
    [InlineData(0.01, "under et minut", "less than a minute")]
    [InlineData(200, "8 dage", "8 days")]
    public void Time_left_is_its_two_largest_units_rounded_down(double hours, string danish, string english)
    {
        Danish.Span(TimeSpan.FromHours(hours)).ShouldBe(danish);
        English.Span(TimeSpan.FromHours(hours)).ShouldBe(english);
    }

    [Fact]
    public void A_clock_says_how_late_it_is()
    {
        Danish.Left(clock.GetUtcNow().AddDays(-1)).ShouldBe("1 dag for sent");
        English.Left(clock.GetUtcNow().AddDays(-1)).ShouldBe("1 day late");
        Danish.Relative(clock.GetUtcNow().AddHours(-3)).ShouldBe("for 3 timer siden");
        Danish.Relative(clock.GetUtcNow().AddDays(2)).ShouldBe("om 2 dage");
        Danish.Relative(clock.GetUtcNow()).ShouldBe("nu");
    }
}
