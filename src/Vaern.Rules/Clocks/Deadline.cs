namespace Vaern.Rules;

/// <summary>The end of a limit: a Danish day (its last minute counts), or an instant for limits in hours.</summary>
/// <param name="Day">The Danish day.</param>
/// <param name="Instant">The instant with Danish offset; null when the limit ends with the day.</param>
public readonly record struct Due(DateOnly Day, DateTimeOffset? Instant)
{
    /// <summary>The first instant at which the limit is exceeded: the instant itself, or the midnight that ends the day.</summary>
    public DateTimeOffset OverdueAt => Instant ?? DanishTime.StartOf(Day.AddDays(1));

    /// <summary><c>2026-12-04</c>, or <c>2026-11-23T23:30+01:00</c>.</summary>
    public override string ToString() => Instant is { } instant ? IsoText.Instant(instant) : IsoText.Day(Day);

    internal static Due On(DateOnly day) => new(day, null);

    internal static Due At(DateTimeOffset instant)
    {
        var danish = DanishTime.At(instant);
        return new(DateOnly.FromDateTime(danish.DateTime), danish);
    }
}

/// <summary>A computed deadline. The earliest reading is <see cref="Due"/> and gives the alarm; a later possible reading is <see cref="DueLatest"/> (law S-3).</summary>
public sealed record Deadline
{
    /// <summary>The rule version that was used.</summary>
    public required Rule Rule { get; init; }

    public required StartMoment Start { get; init; }

    /// <summary>The end of the limit; null when the rule asks for action at once.</summary>
    public required Due? Due { get; init; }

    /// <summary>The possible last moment when the counting can be read in two ways; null when it cannot.</summary>
    public Due? DueLatest { get; init; }

    /// <summary>Where the limit would end with the local closed days left out: a note only, never the result (law H-03).</summary>
    public DateOnly? WithClosedDays { get; init; }

    /// <summary>How it was counted, in a sentence.</summary>
    public LocalText Counting => DeadlineWords.Counting(this);

    /// <summary>What the reader must know beside the date; empty when nothing.</summary>
    public IReadOnlyList<LocalText> Notes => DeadlineWords.Notes(this);

    /// <summary>The warnings before and at the limit, in time order, those at or before the start left out. Project settings, not law.</summary>
    public IReadOnlyList<DateTimeOffset> Alarms => AlarmTimes.Of(this);
}
