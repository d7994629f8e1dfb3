using System.Globalization;

namespace Vaern.Rules;

/// <summary>
/// The moment that starts a clock: a day, or an instant. A day without a time, or a Danish time that the autumn change repeats,
/// stands for a span: <see cref="Earliest"/> gives the alarm and <see cref="Latest"/> the possible last moment (law S-3).
/// </summary>
public readonly record struct StartMoment
{
    private StartMoment(DateOnly day, DateTimeOffset earliest, DateTimeOffset latest, bool hasTime)
    {
        Day = day;
        Earliest = earliest;
        Latest = latest;
        HasTime = hasTime;
    }

    /// <summary>The Danish day.</summary>
    public DateOnly Day { get; }

    /// <summary>The earliest instant it can mean, with Danish offset.</summary>
    public DateTimeOffset Earliest { get; }

    /// <summary>The latest instant it can mean, with Danish offset; equal to <see cref="Earliest"/> when the instant is known.</summary>
    public DateTimeOffset Latest { get; }

    /// <summary>Whether a time of day was given.</summary>
    public bool HasTime { get; }

    /// <summary>A known instant.</summary>
    public static StartMoment At(DateTimeOffset instant)
    {
        var danish = DanishTime.At(instant);
        return new(DateOnly.FromDateTime(danish.DateTime), danish, danish, hasTime: true);
    }

    /// <summary>A Danish day whose time is not known.</summary>
    public static StartMoment On(DateOnly day) =>
        new(day, DanishTime.StartOf(day), DanishTime.StartOf(day.AddDays(1)), hasTime: false);

    /// <summary>
    /// Reads ISO 8601: <c>2026-11-20</c>, <c>2026-11-20T23:30</c>, with seconds or fractions, with <c>Z</c> or an offset, and with a
    /// named zone in brackets (RFC 9557). Danish time when neither offset nor zone is given. Years 1900-2199.
    /// </summary>
    /// <returns>
    /// The moment, or <c>start.unreadable</c>, <c>start.impossible_date</c>, <c>start.impossible_time</c>,
    /// <c>start.skipped_time</c>, <c>start.unknown_zone</c>, <c>start.out_of_range</c>.
    /// </returns>
    public static RulesResult<StartMoment> Parse(string text) => StartMomentText.Parse(text);

    /// <summary>A clock time of a zone that is not skipped there; a repeated one stands for both instants.</summary>
    internal static StartMoment Local(DateTime local, TimeZoneInfo zone)
    {
        TimeSpan[] offsets = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)];
        var earliest = DanishTime.At(new(local, offsets.Max()));
        return new(DateOnly.FromDateTime(earliest.DateTime), earliest, DanishTime.At(new(local, offsets.Min())), hasTime: true);
    }

    /// <summary>The day, or the instant with Danish offset.</summary>
    public override string ToString() => HasTime ? IsoText.Instant(Earliest) : Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
