using System.Globalization;

namespace Vaern.Sealing.Packages;

/// <summary>Times as the package writes and shows them.</summary>
internal static class PackageTimes
{
    private static readonly TimeZoneInfo Denmark = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");
    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");

    /// <summary>A stated time keeps the offset that it was stated with: <c>2026-11-19T21:14:00+01:00</c>.</summary>
    internal static string? WithOffset(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Danish time with UTC beside it: <c>20.11.2026 kl. 09.05.14 (08:05:14 UTC)</c>.</summary>
    internal static string ForPeople(DateTimeOffset time)
    {
        var danish = TimeZoneInfo.ConvertTime(time, Denmark);
        return danish.ToString("dd.MM.yyyy 'kl.' HH.mm.ss", Danish) + time.UtcDateTime.ToString(" '('yyyy-MM-dd HH:mm:ss 'UTC)'", CultureInfo.InvariantCulture);
    }

    /// <summary>The time of ZIP entries: UTC, rounded down to an even second, since MS-DOS time knows no odd ones.</summary>
    internal static DateTime ForEntries(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return new DateTime(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, utc.Second & ~1, DateTimeKind.Unspecified);
    }
}
