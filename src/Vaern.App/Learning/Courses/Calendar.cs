using System.Globalization;
using System.Text;

namespace Vaern.App.Learning.Courses;

/// <summary>Something in a calendar.</summary>
/// <param name="Uid">The same as long as it is the same (RFC 5545, 3.8.4.7).</param>
/// <param name="Sequence">Grows with each change (3.8.7.4).</param>
internal sealed record CalendarEvent(string Uid, int Sequence, string Summary, string Description, string Location, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool IsCancelled);

/// <summary>
/// Writes iCalendar (RFC 5545). Times are UTC, which every client shows in its own zone without a definition of one; lines end with CRLF and are folded at 75 octets, never inside
/// a character. NAME (RFC 7986), X-WR-CALNAME, REFRESH-INTERVAL and X-PUBLISHED-TTL are there for the clients that know one of them.
/// </summary>
internal static class Calendar
{
    private const int Octets = 75;

    public static string Write(string name, IReadOnlyList<CalendarEvent> events, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Vaern//Kurser//DA");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"NAME:{Text(name)}");
        Line(text, $"X-WR-CALNAME:{Text(name)}");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
        Line(text, "X-PUBLISHED-TTL:PT6H");
        foreach (var one in events)
        {
            Line(text, "BEGIN:VEVENT");
            Line(text, $"UID:{one.Uid}");
            Line(text, $"DTSTAMP:{Utc(now)}");
            Line(text, $"DTSTART:{Utc(one.StartsAt)}");
            Line(text, $"DTEND:{Utc(one.EndsAt)}");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{one.Sequence}"));
            Line(text, $"STATUS:{(one.IsCancelled ? "CANCELLED" : "CONFIRMED")}");
            Line(text, $"SUMMARY:{Text(one.Summary)}");
            Line(text, $"DESCRIPTION:{Text(one.Description)}");
            Line(text, $"LOCATION:{Text(one.Location)}");
            Line(text, "CLASS:PUBLIC");
            Line(text, "END:VEVENT");
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    // 3.3.11: backslash, semicolon, comma and line break are escaped; other control characters have no place in a text.
    private static string Text(string value)
    {
        var text = new StringBuilder();
        foreach (var one in value.ReplaceLineEndings("\n"))
        {
            _ = one switch
            {
                '\\' or ';' or ',' => text.Append('\\').Append(one),
                '\n' => text.Append("\\n"),
                _ when char.IsControl(one) => text,
                _ => text.Append(one),
            };
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string line)
    {
        var width = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (width + rune.Utf8SequenceLength > Octets)
            {
                text.Append("\r\n ");
                width = 1;
            }

            text.Append(rune);
            width += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
