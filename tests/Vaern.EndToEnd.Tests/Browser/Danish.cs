namespace Vaern.EndToEnd.Tests.Browser;

internal static class Danish
{
    private static readonly TimeZoneInfo Copenhagen = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    /// <summary>A Danish wall-clock moment of 2027.</summary>
    public static DateTimeOffset At(int month, int day, int hour, int minute)
    {
        var wall = new DateTime(2027, month, day, hour, minute, 0, DateTimeKind.Unspecified);
        return new DateTimeOffset(wall, Copenhagen.GetUtcOffset(wall)).ToUniversalTime();
    }
}
