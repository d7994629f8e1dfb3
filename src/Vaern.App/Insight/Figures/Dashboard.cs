using System.Text.Json;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Data;

namespace Vaern.App.Insight.Figures;

/// <summary>Figures for those who see figures: the quarters that are counted, and the surveys that have closed.</summary>
/// <param name="Period">The quarter shown; null before the first is counted.</param>
/// <param name="Periods">All that are counted, newest first.</param>
/// <param name="Figures">Of the quarter, by key.</param>
/// <param name="Answers">Time to a human over the quarters, oldest first.</param>
/// <param name="Leaders">The last survey of leaders that closed.</param>
/// <param name="Surveys">All that closed, newest first, with how many answered.</param>
public sealed record Dashboard(
    Quarter? Period, IReadOnlyList<Quarter> Periods, IReadOnlyDictionary<string, Figure> Figures, IReadOnlyList<(Quarter Period, Figure Figure)> Answers, SurveyResult? Leaders,
    IReadOnlyList<(Survey Survey, Response Response)> Surveys)
{
    public static Error NotFound { get; } = new("figures.not-found", "There are no such figures, or they are not yours.");

    /// <summary>The dashboard of a quarter; of the latest one where <paramref name="period"/> is null or not counted. <c>figures.not-found</c>.</summary>
    public static async Task<Result<Dashboard>> ReadAsync(Municipality municipality, StaffMember staff, Quarter? period, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeeFigures))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ReadAsync(work, period, cancel);
    }

    internal static async Task<Dashboard> ReadAsync(UnitOfWork work, Quarter? period, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(string Period, string Key, string Body)>(
            """
            select period, key, body from figure_quarter
            where key = @answers and period in (select distinct period from figure_quarter order by period desc limit @quarters) or period = coalesce(@period, (select max(period) from figure_quarter))
            order by period, key
            """,
            new { answers = FigureKeys.Answers, quarters = FigureRounds.Quarters, period = period?.ToString() }, cancel);
        var figures = rows.Select(row => (Period: Quarter.Parse(row.Period)!.Value, row.Key, Figure: JsonSerializer.Deserialize<Figure>(row.Body, FigureRounds.Json)!)).ToArray();
        var periods = figures.Select(figure => figure.Period).Distinct().OrderDescending().ToArray();
        Quarter? shown = periods.Length == 0 ? null : period is { } asked && figures.Any(figure => figure.Period == asked && figure.Key == FigureKeys.Categories) ? asked : periods[0];
        var surveys = new List<(Survey, Response)>();
        foreach (var survey in (await Survey.ListAsync(work, "state = 'closed'", new { }, cancel)).Take(20))
        {
            if (await SurveyCounts.PublishedResponseAsync(work, survey, cancel) is { } response)
            {
                surveys.Add((survey, response));
            }
        }

        var leaders = surveys.Select(one => one.Item1).FirstOrDefault(survey => survey.Audience == "leader");
        return new Dashboard(
            shown, periods, figures.Where(figure => figure.Period == shown).ToDictionary(figure => figure.Key, figure => figure.Figure),
            [.. figures.Where(figure => figure.Key == FigureKeys.Answers).OrderBy(figure => figure.Period).Select(figure => (figure.Period, figure.Figure))],
            leaders is null ? null : await SurveyResults.ReadAsync(work, leaders, null, cancel), surveys);
    }
}
