using System.Globalization;
using Shouldly;
using Xunit;

namespace Vaern.Rules.Tests;

public sealed class DanishCalendarTests
{
    [Theory]
    [InlineData(2023, "6/4 7/4 9/4 10/4 5/5 18/5 28/5 29/5")]
    [InlineData(2024, "28/3 29/3 31/3 1/4 9/5 19/5 20/5")]
    [InlineData(2025, "17/4 18/4 20/4 21/4 29/5 8/6 9/6")]
    [InlineData(2026, "2/4 3/4 5/4 6/4 14/5 24/5 25/5")]
    [InlineData(2027, "25/3 26/3 28/3 29/3 6/5 16/5 17/5")]
    [InlineData(2028, "13/4 14/4 16/4 17/4 25/5 4/6 5/6")]
    [InlineData(2029, "29/3 30/3 1/4 2/4 10/5 20/5 21/5")]
    [InlineData(2030, "18/4 19/4 21/4 22/4 30/5 9/6 10/6")]
    public void The_holidays_of_a_year_are_the_published_ones(int year, string movable)
    {
        var expected = (movable + " 1/1 25/12 26/12").Split(' ')
            .Select(day => DateOnly.ParseExact($"{day}/{year}", "d/M/yyyy", CultureInfo.InvariantCulture));

        DanishCalendar.HolidaysOf(year).Select(holiday => holiday.Day).ShouldBe(expected.Order());
    }

    [Theory]
    [InlineData("2026-05-01")]
    [InlineData("2026-06-05")]
    [InlineData("2026-12-24")]
    [InlineData("2026-12-31")]
    [InlineData("2024-04-26")]
    public void A_day_off_by_custom_is_a_working_day(string day) =>
        DanishCalendar.IsWorkingDay(DateOnly.Parse(day, CultureInfo.InvariantCulture)).ShouldBeTrue();

    [Fact]
    public void Constitution_Day_is_a_holiday_in_2028_because_it_is_Whit_Monday() =>
        DanishCalendar.IsHoliday(new(2028, 6, 5)).ShouldBeTrue();

    [Fact]
    public void The_first_and_the_last_year_are_covered()
    {
        DanishCalendar.IsHoliday(new(1900, 1, 1)).ShouldBeTrue();
        DanishCalendar.IsHoliday(new(2199, 12, 26)).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => DanishCalendar.IsHoliday(new(2200, 1, 1)));
    }
}
