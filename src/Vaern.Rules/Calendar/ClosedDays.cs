using System.Globalization;
using System.Text.Json;

namespace Vaern.Rules;

/// <summary>
/// Days on which a workplace or school is closed. They move goals of the project, and give a note beside a statutory
/// limit, but never move the limit (law H-03).
/// </summary>
public sealed class ClosedDays
{
    private const int LongestRange = 400;

    private readonly HashSet<DateOnly> days;
    private readonly HashSet<(int Month, int Day)> yearly;

    private ClosedDays(HashSet<DateOnly> days, HashSet<(int, int)> yearly)
    {
        this.days = days;
        this.yearly = yearly;
    }

    /// <summary>No closed days.</summary>
    public static ClosedDays None { get; } = new([], []);

    /// <summary>Whether the place is closed on the day.</summary>
    public bool Contains(DateOnly day) => days.Contains(day) || yearly.Contains((day.Month, day.Day));

    /// <summary>Whether no day is closed.</summary>
    public bool IsEmpty => days.Count == 0 && yearly.Count == 0;

    /// <summary>Closed days from single dates.</summary>
    public static ClosedDays Of(params IEnumerable<DateOnly> dates) => new([.. dates], []);

    /// <summary>
    /// Reads entries of four forms: a date <c>2026-12-24</c>, a day of every year <c>12-24</c>, or a range of either
    /// <c>2026-12-23/2026-12-31</c> (at most 400 days). The text is a JSON array of such strings, or one entry a line where
    /// <c>#</c> begins a remark.
    /// </summary>
    /// <returns>The days, or <c>closed_days.unreadable</c> naming the entry.</returns>
    public static RulesResult<ClosedDays> Parse(string text)
    {
        if (!TrySplit(text, out var entries))
        {
            return Unreadable("JSON");
        }
        HashSet<DateOnly> days = [];
        HashSet<(int, int)> yearly = [];
        foreach (var entry in entries)
        {
            if (!TryAdd(entry, days, yearly))
            {
                return Unreadable(entry is { Length: > 40 } ? entry[..40] : entry ?? "null");
            }
        }
        return new ClosedDays(days, yearly);
    }

    private static bool TrySplit(string text, out IReadOnlyList<string?> entries)
    {
        if (text.TrimStart().StartsWith('['))
        {
            try
            {
                entries = JsonSerializer.Deserialize<string?[]>(text) ?? [];
                return true;
            }
            catch (Exception fault) when (RuleFiles.IsUnreadable(fault))
            {
                entries = [];
                return false;
            }
        }
        entries = [.. text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
        return true;
    }

    private static bool TryAdd(string? entry, HashSet<DateOnly> days, HashSet<(int, int)> yearly)
    {
        if (entry is null)
        {
            return false;
        }
        var ends = entry.Split('/');
        if (ends.Length > 2)
        {
            return false;
        }
        if (TryDate(ends[0], out var from) && TryDate(ends[^1], out var to))
        {
            return AddRange(from, to, day => days.Add(day));
        }
        // A leap year lets 02-29 stand; the range may pass New Year.
        if (!TryDate("2024-" + ends[0], out from) || !TryDate("2024-" + ends[^1], out to))
        {
            return false;
        }
        return AddRange(from, to < from ? to.AddYears(1) : to, day => yearly.Add((day.Month, day.Day)));
    }

    private static bool AddRange(DateOnly from, DateOnly to, Action<DateOnly> add)
    {
        if (to < from || to.DayNumber - from.DayNumber > LongestRange)
        {
            return false;
        }
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            add(day);
        }
        return true;
    }

    private static bool TryDate(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
        && DanishCalendar.Covers(day);

    private static RulesError Unreadable(string entry) => new(
        "closed_days.unreadable",
        new($"Lukkedagen \"{entry}\" kan ikke læses. Skriv 2026-12-24, 12-24 eller 2026-12-23/2026-12-31.",
            $"The closed day \"{entry}\" cannot be read. Write 2026-12-24, 12-24 or 2026-12-23/2026-12-31."));
}
