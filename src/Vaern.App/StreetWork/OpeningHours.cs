using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>When a profile is open. <paramref name="Days"/> are 1 (Monday) to 7; times are minutes after midnight in Denmark.</summary>
public sealed record OpeningHours(IReadOnlyList<int> Days, int Opens, int Closes)
{
    private const int FarthestDays = 14;

    public bool IsOpenAt(DateTimeOffset instant)
    {
        var local = DanishTime.At(instant);
        var minute = (local.Hour * 60) + local.Minute;
        return Days.Contains(DayNumber(DanishTime.DayOf(instant))) && minute >= Opens && minute < Closes;
    }

    /// <summary>The end of the hours that run at an instant; null outside hours.</summary>
    public DateTimeOffset? ClosesAfter(DateTimeOffset instant) => IsOpenAt(instant) ? At(DanishTime.DayOf(instant), Closes) : null;

    /// <summary>The first moment at or after an instant when any of the hours run: where the promise of a first answer is counted from. Without hours it is the instant itself.</summary>
    public static DateTimeOffset CountedFrom(IReadOnlyCollection<OpeningHours> hours, DateTimeOffset instant)
    {
        if (hours.Count == 0 || hours.Any(one => one.IsOpenAt(instant)))
        {
            return instant;
        }

        var today = DanishTime.DayOf(instant);
        return Enumerable.Range(0, FarthestDays)
            .Select(today.AddDays)
            .SelectMany(day => hours.Where(one => one.Days.Contains(DayNumber(day))).Select(one => At(day, one.Opens)))
            .Where(opening => opening >= instant)
            .Order()
            .FirstOrDefault(instant);
    }

    private static DateTimeOffset At(DateOnly day, int minute) =>
        DanishTime.FirstReaching(day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute)).ToUniversalTime();

    private static int DayNumber(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;
}
