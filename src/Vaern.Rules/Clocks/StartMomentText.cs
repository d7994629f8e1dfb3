using System.Globalization;
using System.Text.RegularExpressions;

namespace Vaern.Rules;

internal static partial class StartMomentText
{
    private static readonly TimeSpan WestmostOffset = TimeSpan.FromHours(-12);
    private static readonly TimeSpan EastmostOffset = TimeSpan.FromHours(14);

    public static RulesResult<StartMoment> Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
        {
            return Error("unreadable", text, "kan ikke læses som dato eller tid (skriv 2026-11-20 eller 2026-11-20T23:30)", "cannot be read as a date or time (write 2026-11-20 or 2026-11-20T23:30)");
        }
        if (!DateOnly.TryParseExact(match.Groups["date"].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return Error("impossible_date", text, "er en dato, der ikke findes", "is a date that does not exist");
        }
        if (!DanishCalendar.Covers(day))
        {
            return Error("out_of_range", text, "ligger uden for årene 1900-2199", "lies outside the years 1900-2199");
        }
        if (!match.Groups["time"].Success)
        {
            return StartMoment.On(day);
        }
        if (!TryTime(match, out var time))
        {
            return Error("impossible_time", text, "har et klokkeslæt, der ikke findes", "has a time of day that does not exist");
        }
        var local = day.ToDateTime(TimeOnly.MinValue) + time;
        var zone = match.Groups["zone"].Success ? Zone(match.Groups["zone"].Value) : DanishTime.Zone;
        if (zone is null)
        {
            return Error("unknown_zone", text, "har en tidszone, der ikke findes", "has a time zone that does not exist");
        }
        if (match.Groups["offset"].Success)
        {
            return TryOffset(match.Groups["offset"].Value, out var offset)
                ? InRange(text, StartMoment.At(new DateTimeOffset(local, TimeSpan.Zero) - offset))
                : Error("unknown_zone", text, "har en tidszone, der ikke findes", "has a time zone that does not exist");
        }
        if (zone.IsInvalidTime(local))
        {
            return Error("skipped_time", text, $"findes ikke i {zone.Id}: uret stilles frem", $"does not exist in {zone.Id}: the clock is put forward");
        }
        return InRange(text, StartMoment.Local(local, zone));
    }

    private static RulesResult<StartMoment> InRange(string text, StartMoment moment) =>
        DanishCalendar.Covers(moment.Day)
            ? moment
            : Error("out_of_range", text, "ligger uden for årene 1900-2199", "lies outside the years 1900-2199");

    private static bool TryTime(Match match, out TimeSpan time)
    {
        var hour = Number(match, "hour");
        var minute = Number(match, "minute");
        var second = Number(match, "second");
        var fraction = match.Groups["fraction"].Value.PadRight(7, '0')[..7];
        time = new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(long.Parse(fraction, CultureInfo.InvariantCulture));
        return hour < 24 && minute < 60 && second < 60;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static bool TryOffset(string text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
        {
            return true;
        }
        var digits = text[1..].Replace(":", "", StringComparison.Ordinal);
        var hours = int.Parse(digits[..2], CultureInfo.InvariantCulture);
        var minutes = digits.Length > 2 ? int.Parse(digits[2..], CultureInfo.InvariantCulture) : 0;
        offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return minutes < 60 && offset >= WestmostOffset && offset <= EastmostOffset;
    }

    private static TimeZoneInfo? Zone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    private static RulesError Error(string code, string text, string da, string en)
    {
        var shown = text.Length > 60 ? text[..60] + "…" : text;
        shown = Controls().Replace(shown, " ");
        return new("start." + code, new($"\"{shown}\" {da}.", $"\"{shown}\" {en}."));
    }

    [GeneratedRegex(@"\A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt ](?<time>(?<hour>[0-9]{2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?)(?<offset>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?(?:\[(?<zone>[A-Za-z0-9_+/-]{1,60})\])?)?\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"\p{C}")]
    private static partial Regex Controls();
}
