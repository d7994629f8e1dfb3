using System.Globalization;

namespace Vaern.Rules;

internal static class IsoText
{
    /// <summary>Minutes are enough unless the instant has seconds: <c>2026-11-23T23:30+01:00</c>.</summary>
    public static string Instant(DateTimeOffset instant) => instant.ToString(
        (instant.Ticks % TimeSpan.TicksPerMinute, instant.Ticks % TimeSpan.TicksPerSecond) switch
        {
            (0, _) => "yyyy-MM-dd'T'HH:mmzzz",
            (_, 0) => "yyyy-MM-dd'T'HH:mm:sszzz",
            _ => "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        },
        CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
