namespace Vaern.Rules;

/// <summary>Europe/Copenhagen: every instant a person reads is in this zone (law H-07). Pure apart from the zone data of the system; thread safe.</summary>
public static class DanishTime
{
    /// <summary>The zone Europe/Copenhagen.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    /// <summary>The same instant with the Danish offset of that moment.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The Danish day of the instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(At(instant).DateTime);

    /// <summary>The first instant of the Danish day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => FirstReaching(day.ToDateTime(TimeOnly.MinValue));

    /// <summary>
    /// The first instant at which Danish clocks show the time or a later one. A time that the spring change skips gives the
    /// instant of the change; a time that the autumn change repeats gives the first of the two.
    /// </summary>
    public static DateTimeOffset FirstReaching(DateTime local)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (Zone.IsAmbiguousTime(unspecified))
        {
            return new(unspecified, Zone.GetAmbiguousTimeOffsets(unspecified).Max());
        }
        if (!Zone.IsInvalidTime(unspecified))
        {
            return new(unspecified, Zone.GetUtcOffset(unspecified));
        }
        return At(InstantOfChange(unspecified));
    }

    /// <summary>Whether Danish clocks skip the time (spring change).</summary>
    public static bool IsSkipped(DateTime local) => Zone.IsInvalidTime(DateTime.SpecifyKind(local, DateTimeKind.Unspecified));

    private static DateTimeOffset InstantOfChange(DateTime skipped)
    {
        // Walks back by minutes to the last time that exists; the change is the minute after it.
        var before = new DateTime(skipped.Year, skipped.Month, skipped.Day, skipped.Hour, skipped.Minute, 0, DateTimeKind.Unspecified);
        while (Zone.IsInvalidTime(before))
        {
            before = before.AddMinutes(-1);
        }
        return new DateTimeOffset(before, Zone.GetUtcOffset(before)).AddMinutes(1);
    }
}
