namespace Vaern.Sealing.Tests.Support;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    internal static readonly DateTimeOffset SampleTime = new(2026, 11, 20, 13, 37, 41, TimeSpan.Zero);

    internal DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
