using System.Globalization;
using Vaern.Rules;

namespace Vaern.Cli.Sample;

/// <summary>Moments of the sample, relative to the day of loading: <c>-4wd 14:05</c>, <c>+3wd</c>, <c>-46h</c>, <c>-50m</c>; Danish wall-clock time.</summary>
internal sealed class Moments(DateTimeOffset loadedAt)
{
    public DateTimeOffset LoadedAt => loadedAt;

    public DateTimeOffset At(string written)
    {
        var parts = written.Split(' ');
        if (parts[0].EndsWith('h') || parts[0].EndsWith('m'))
        {
            var value = int.Parse(parts[0].AsSpan(0, parts[0].Length - 1), CultureInfo.InvariantCulture);
            return parts[0].EndsWith('h') ? loadedAt.AddHours(value) : loadedAt.AddMinutes(value);
        }

        var time = parts.Length > 1 ? TimeOnly.ParseExact(parts[1], "HH:mm", CultureInfo.InvariantCulture) : new TimeOnly(12, 0);
        var moment = DanishTime.FirstReaching(Day(parts[0]).ToDateTime(time));
        return moment > loadedAt ? loadedAt.AddMinutes(-1) : moment;
    }

    public DateOnly Day(string written)
    {
        var count = int.Parse(written.AsSpan(0, written.IndexOf("wd", StringComparison.Ordinal)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var today = DanishTime.DayOf(loadedAt);
        return (count < 0 ? DanishCalendar.SubtractWorkingDays(today, -count) : DanishCalendar.AddWorkingDays(today, count))
            ?? throw new InvalidDataException($"{written} lies outside the calendar.");
    }
}
