namespace Vaern.Cli.Sample;

/// <summary>A clock that stands where the replay of the sample has come to.</summary>
internal sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public void Set(DateTimeOffset moment) => now = moment.ToUniversalTime();
}
