namespace Vaern.Rules;

internal static class HolidayTable
{
    private static readonly (int DaysFromEaster, LocalText Name)[] Movable =
    [
        (-3, new("Skærtorsdag", "Maundy Thursday")),
        (-2, new("Langfredag", "Good Friday")),
        (0, new("Påskedag", "Easter Sunday")),
        (1, new("2. påskedag", "Easter Monday")),
        (39, new("Kristi himmelfartsdag", "Ascension Day")),
        (49, new("Pinsedag", "Whit Sunday")),
        (50, new("2. pinsedag", "Whit Monday")),
    ];

    private static readonly (int Month, int Day, LocalText Name)[] Fixed =
    [
        (1, 1, new("Nytårsdag", "New Year's Day")),
        (12, 25, new("Juledag", "Christmas Day")),
        (12, 26, new("2. juledag", "Second Christmas Day")),
    ];

    private static readonly LocalText StoreBededag = new("Store bededag", "Great Prayer Day");

    public static IEnumerable<Holiday> Of(int year, bool withStoreBededag)
    {
        var easter = EasterSunday(year);
        foreach (var (days, name) in Movable)
        {
            yield return new(easter.AddDays(days), name);
        }
        if (withStoreBededag)
        {
            yield return new(easter.AddDays(26), StoreBededag);
        }
        foreach (var (month, day, name) in Fixed)
        {
            yield return new(new(year, month, day), name);
        }
    }

    /// <summary>Gregorian Easter by the anonymous algorithm printed in Meeus, Astronomical Algorithms, chapter 8.</summary>
    public static DateOnly EasterSunday(int year)
    {
        var golden = year % 19;
        var (century, yearOfCentury) = Math.DivRem(year, 100);
        var lunarCorrection = (century - ((century + 8) / 25) + 1) / 3;
        var epact = ((19 * golden) + century - (century / 4) - lunarCorrection + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (yearOfCentury / 4)) - epact - (yearOfCentury % 4)) % 7;
        var late = (golden + (11 * epact) + (22 * weekday)) / 451;
        var (month, day) = Math.DivRem(epact + weekday - (7 * late) + 114, 31);
        return new(year, month, day + 1);
    }
}
