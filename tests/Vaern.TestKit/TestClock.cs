namespace Vaern.TestKit;

/// <summary>A clock that stands still until it is told otherwise. Reads Danish time as local time. Thread-safe.</summary>
public sealed class TestClock : TimeProvider
{
    private static readonly TimeZoneInfo Copenhagen = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
    private long ticks;

    /// <summary>Monday 11 January 2027, 20:17 in Denmark: the evening on which the journeys begin.</summary>
    public TestClock()
        : this(new DateTimeOffset(2027, 1, 11, 20, 17, 0, TimeSpan.FromHours(1)))
    {
    }

    public TestClock(DateTimeOffset now) => ticks = now.UtcTicks;

    public override TimeZoneInfo LocalTimeZone => Copenhagen;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);

    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref ticks, now.UtcTicks);

    /// <summary>Danish wall-clock time.</summary>
    public void SetDanish(int year, int month, int day, int hour = 0, int minute = 0)
    {
        var wall = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        Set(new DateTimeOffset(wall, Copenhagen.GetUtcOffset(wall)));
    }
}
