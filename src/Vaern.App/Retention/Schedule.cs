using System.Text.Json;
using System.Xml;
using Vaern.Rules;

namespace Vaern.App.Retention;

/// <summary>How long one kind of record is kept, on what source, and what happens then.</summary>
/// <param name="Type">A key of <see cref="RecordTypes"/>.</param>
/// <param name="After">ISO 8601 from the end of the record: <c>P5Y</c>, <c>P30D</c>, <c>PT1H</c>.</param>
/// <param name="Act"><c>delete</c>, or <c>archive</c>: delivered to the archive first, then deleted.</param>
/// <param name="Verified">False: the period has not been compared with the official rules by a named person.</param>
public sealed record RetentionRule(string Type, string After, string Act, LocalText Source, bool Verified)
{
    /// <summary>What ended before this instant is expired at <paramref name="now"/>. Years and months count in the Danish calendar, to the end of the day.</summary>
    public DateTimeOffset CutoffAt(DateTimeOffset now) =>
        Whole is var (years, days) ? DanishTime.StartOf(DanishTime.DayOf(now).AddYears(-years).AddDays(-days)).ToUniversalTime() : now - XmlConvert.ToTimeSpan(After);

    /// <summary>The last day on which a record that ended then may be kept.</summary>
    public DateOnly ExpiresOn(DateTimeOffset ended) =>
        Whole is var (years, days) ? DanishTime.DayOf(ended).AddYears(years).AddDays(days) : DanishTime.DayOf(ended + XmlConvert.ToTimeSpan(After));

    private (int Years, int Days)? Whole => After switch
    {
        ['P', .. var number, 'Y'] when int.TryParse(number, out var years) => (years, 0),
        ['P', .. var number, 'D'] when int.TryParse(number, out var days) => (0, days),
        _ => null,
    };
}

/// <summary>The retention schedule, from <c>schedule.json</c>.</summary>
public static class Schedule
{
    public static IReadOnlyList<RetentionRule> All { get; } = Read();

    internal static IEnumerable<(RecordType Type, RetentionRule Rule)> Pairs =>
        RecordTypes.All.Select(type => (type, All.FirstOrDefault(rule => rule.Type == type.Key) ?? throw new InvalidOperationException($"{type.Key} has no line in the schedule.")));

    private static List<RetentionRule> Read()
    {
        using var stream = typeof(Schedule).Assembly.GetManifestResourceStream("Vaern.App.Retention.schedule.json")
            ?? throw new InvalidOperationException("The retention schedule is missing from the program.");
        return JsonSerializer.Deserialize<List<RetentionRule>>(stream, JsonSerializerOptions.Web)!;
    }
}
