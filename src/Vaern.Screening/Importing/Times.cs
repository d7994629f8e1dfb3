using System.Globalization;

namespace Vaern.Screening.Importing;

/// <summary>Times as the formats write them, as UTC.</summary>
internal static class Times
{
    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Zone, int Hours)[] Zones =
        [("GMT", 0), ("UT", 0), ("UTC", 0), ("Z", 0), ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7), ("CET", 1), ("CEST", 2)];

    private static readonly string[] MailForms = ["d MMM yyyy HH:mm:ss zzz", "d MMM yyyy HH:mm zzz", "d MMM yy HH:mm:ss zzz", "d MMM yy HH:mm zzz"];

    /// <summary>Seconds since 1970, written as a number or inside a string.</summary>
    public static DateTimeOffset? Unix(string? seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value is > -62_135_596_800 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(value) : null;

    /// <summary>ISO 8601. Without a zone it is the clock of the run's zone, and the run says so.</summary>
    public static DateTimeOffset? Local(string? written, ImportRun run)
    {
        if (written is null || !DateTime.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)) return null;
        return time.Kind == DateTimeKind.Utc || HasOffset(written) ? Iso(written) : InZone(time, run);
    }

    public static DateTimeOffset? Iso(string? written) =>
        DateTimeOffset.TryParse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    /// <summary>A clock time without zone. In the repeated hour of October the first is taken, in the missing hour of March the clock goes on.</summary>
    public static DateTimeOffset? InZone(DateTime clock, ImportRun run)
    {
        run.WarnOnce(ImportWarnings.NoTimeZone);
        var zone = run.Options.Zone;
        var time = DateTime.SpecifyKind(clock, DateTimeKind.Unspecified);
        if (time.Year is < 2 or > 9998) return null;
        if (zone.IsInvalidTime(time)) time = time.AddHours(1);
        var offset = zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset).ToUniversalTime();
    }

    /// <summary>RFC 822 and 2822 with the zones that feeds really write, and ISO 8601.</summary>
    public static DateTimeOffset? Mail(string? written, ImportRun run)
    {
        if (string.IsNullOrWhiteSpace(written)) return null;
        var text = string.Join(' ', written.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma is >= 0 and < 10) text = text[(comma + 1)..].Trim();
        var last = text.LastIndexOf(' ');
        var zone = text[(last + 1)..];
        foreach (var (name, hours) in Zones)
        {
            if (last > 0 && zone.Equals(name, StringComparison.OrdinalIgnoreCase)) text = $"{text[..last]} {(hours < 0 ? '-' : '+')}{Math.Abs(hours):00}:00";
        }
        if (last > 0 && zone.Length == 5 && zone[0] is '+' or '-') text = $"{text[..last]} {zone[..3]}:{zone[3..]}";
        if (DateTimeOffset.TryParseExact(text, MailForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time >= Earliest) return time.ToUniversalTime();
        return text.Length >= 10 && text[4] == '-' ? Local(text, run) : null;
    }

    private static bool HasOffset(string written)
    {
        var clock = written.IndexOf('T', StringComparison.Ordinal);
        return clock > 0 && written.AsSpan(clock).IndexOfAny('+', '-', 'Z') >= 0;
    }
}
