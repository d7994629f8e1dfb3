using System.Globalization;
using Vaern.Web.Localisation;

namespace Vaern.Web.Time;

/// <summary>
/// Times as people read them, in Danish time and in the language of the request. Instants come in as UTC or with any offset.
/// A date is never shown by a relative word alone: use <see cref="Relative"/> beside one of the others.
/// </summary>
public sealed class TimeText(TimeProvider clock, PageLanguage language)
{
    /// <summary>The zone of everything a person reads.</summary>
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen");

    private readonly CultureInfo culture = language.Culture;
    private readonly bool english = language == PageLanguage.English;

    /// <summary>Now, with Denmark's offset.</summary>
    public DateTimeOffset Now => Local(clock.GetUtcNow());

    /// <summary>Today in Denmark.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now.DateTime);

    /// <summary>The same instant with Denmark's offset.</summary>
    public static DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary><c>fredag 4. december 2026 kl. 14.30</c> · <c>Friday 4 December 2026 at 14:30</c>.</summary>
    public string Long(DateTimeOffset instant) => $"{Day(instant)} {At(instant)}";

    /// <summary><c>fredag 4. december 2026</c> · <c>Friday 4 December 2026</c>.</summary>
    public string Day(DateTimeOffset instant) => Day(DateOf(instant));

    /// <inheritdoc cref="Day(DateTimeOffset)"/>
    public string Day(DateOnly day) => day.ToString(english ? "dddd d MMMM yyyy" : "dddd d. MMMM yyyy", culture);

    /// <summary><c>4. december 2026</c> · <c>4 December 2026</c>, for a date whose weekday says nothing.</summary>
    public string Date(DateOnly day) => day.ToString(english ? "d MMMM yyyy" : "d. MMMM yyyy", culture);

    /// <summary><c>fredag 4. december</c>: a day near enough that the year goes without saying; else with the year.</summary>
    public string NearDay(DateOnly day) => Math.Abs(day.DayNumber - Today.DayNumber) < 180
        ? day.ToString(english ? "dddd d MMMM" : "dddd d. MMMM", culture)
        : Day(day);

    /// <summary><c>i dag kl. 14.00</c>, <c>i går kl. 09.10</c>, else <c>tirsdag 12. januar kl. 14.00</c>.</summary>
    public string Near(DateTimeOffset instant) => (DateOf(instant).DayNumber - Today.DayNumber) switch
    {
        0 => $"{(english ? "today" : "i dag")} {At(instant)}",
        1 => $"{(english ? "tomorrow" : "i morgen")} {At(instant)}",
        -1 => $"{(english ? "yesterday" : "i går")} {At(instant)}",
        _ => $"{NearDay(DateOf(instant))} {At(instant)}",
    };

    /// <summary>A promise, as one would say it: <c>tirsdag 12. januar kl. 14</c> · <c>Tuesday 12 January at 14:00</c>.</summary>
    public string Promise(DateTimeOffset instant)
    {
        var local = Local(instant);
        return !english && local.Minute == 0
            ? string.Create(culture, $"{NearDay(DateOf(instant))} kl. {local.Hour}")
            : $"{NearDay(DateOf(instant))} {At(instant)}";
    }

    /// <summary><c>14.30</c> · <c>14:30</c>.</summary>
    public string Clock(DateTimeOffset instant) => Local(instant).ToString(english ? @"HH\:mm" : @"HH\.mm", CultureInfo.InvariantCulture);

    /// <summary><c>om 2 dage og 4 timer</c>, <c>for 3 timer siden</c>, <c>nu</c>.</summary>
    public string Relative(DateTimeOffset instant)
    {
        var left = instant - clock.GetUtcNow();
        if (left.Duration() < TimeSpan.FromMinutes(1))
        {
            return english ? "now" : "nu";
        }

        return (left > TimeSpan.Zero, english) switch
        {
            (true, false) => $"om {Span(left)}",
            (true, true) => $"in {Span(left)}",
            (false, false) => $"for {Span(left)} siden",
            (false, true) => $"{Span(left)} ago",
        };
    }

    /// <summary>
    /// A length in its two largest units: <c>2 dage og 4 timer</c>, <c>4 timer og 30 minutter</c>, <c>12 minutter</c>. Rounded
    /// down, so that time left is never shown as more than there is; under a minute it is <c>under et minut</c>.
    /// </summary>
    public string Span(TimeSpan span)
    {
        var length = span.Duration();
        var (first, second) = length switch
        {
            { TotalDays: >= 1 } => (Count(length.Days, "dag", "dage", "day", "days"), Count(length.Hours, "time", "timer", "hour", "hours")),
            { TotalHours: >= 1 } => (Count(length.Hours, "time", "timer", "hour", "hours"), Count(length.Minutes, "minut", "minutter", "minute", "minutes")),
            { TotalMinutes: >= 1 } => (Count(length.Minutes, "minut", "minutter", "minute", "minutes"), ""),
            _ => (english ? "less than a minute" : "under et minut", ""),
        };
        // After a week the hours are noise.
        return second.Length == 0 || length.TotalDays >= 7 ? first : $"{first} {(english ? "and" : "og")} {second}";
    }

    /// <summary>What stands large on a clock: <c>4 timer og 30 minutter</c> ahead of time, <c>1 dag for sent</c> after.</summary>
    public string Left(DateTimeOffset due)
    {
        var left = due - clock.GetUtcNow();
        return left >= TimeSpan.Zero ? Span(left) : english ? $"{Span(left)} late" : $"{Span(left)} for sent";
    }

    /// <summary>Machine-readable, for the <c>datetime</c> attribute.</summary>
    public static string Iso(DateTimeOffset instant) => Local(instant).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(Local(instant).DateTime);

    private string At(DateTimeOffset instant) => $"{(english ? "at" : "kl.")} {Clock(instant)}";

    private string Count(int number, string one, string many, string oneEnglish, string manyEnglish) => number == 0
        ? ""
        : string.Create(culture, $"{number} {(english ? (number == 1 ? oneEnglish : manyEnglish) : number == 1 ? one : many)}");
}
