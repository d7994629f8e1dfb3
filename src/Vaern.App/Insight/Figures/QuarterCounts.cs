using Vaern.App.Insight.Counting;
using Vaern.App.Removal;
using Vaern.Data;

namespace Vaern.App.Insight.Figures;

/// <summary>
/// Counts a quarter from reports, clocks, follow-ups and cases. It reads codes, units and times, no text and no person, and gives out nothing but what <see cref="Suppression"/> lets through.
/// </summary>
internal static class QuarterCounts
{
    public static async Task<IReadOnlyDictionary<string, Figure>> CountAsync(Municipality municipality, UnitOfWork work, Quarter quarter, CancellationToken cancel)
    {
        var span = new { from = quarter.From.ToUniversalTime(), until = quarter.Until.ToUniversalTime(), counted = work.Now };
        return new Dictionary<string, Figure>
        {
            [FigureKeys.Answers] = await AnswersAsync(work, span, cancel),
            [FigureKeys.Categories] = new(Table(await work.QueryAsync<Cell>(
                "select unit_id::text as row, category as column, count(*)::int as count from report where received_at >= @from and received_at < @until and withdrawn_at is null group by 1, 2 order by 1, 2", span, cancel))),
            [FigureKeys.Clocks] = new(Table(
                await work.QueryAsync<Cell>(
                    """
                    select rule_id as row, case when state in ('dispensed', 'not-applicable') then 'set-aside' when state = 'met' and settled_at <= coalesce(due_at, alarm_at) then 'in-time'
                      when state = 'met' then 'late' else 'open' end as column, count(*)::int as count
                    from clock where alarm_at >= @from and alarm_at < @until group by 1, 2 order by 1, 2
                    """, span, cancel),
                ["in-time", "late", "open", "set-aside"])),
            [FigureKeys.Stopped] = new(Whole(
                await work.QueryAsync<Cell>("select answer as column, count(*)::int as count from follow_up where answered_at >= @from and answered_at < @until group by 1 order by 1", span, cancel),
                ["yes", "almost", "no", "not-asked"])),
            [FigureKeys.Feedback] = new(Whole(
                await work.QueryAsync<Cell>(
                    """
                    select case when exists (select 1 from message m where m.report_id = r.id and m.direction = 'out' and m.sent_at >= c.closed_at - interval '14 days') then 'given' else 'not-given' end as column,
                      count(*)::int as count
                    from case_file c join report r on r.case_id = c.id where c.closed_at >= @from and c.closed_at < @until and r.withdrawn_at is null group by 1 order by 1
                    """, span, cancel),
                ["given", "not-given"])),
            [FigureKeys.Removal] = new(Platforms: await RemovalTimes.ReadAsync(municipality, quarter.From, quarter.Until, cancel)),
            [FigureKeys.Drills] = new(Units: await work.SingleAsync<UnitShare>(
                """
                select (count(*) filter (where exists (select 1 from drill d where d.unit_id = u.id and d.finished_at >= @until - interval '1 year' and d.finished_at < @until)))::int as count, count(*)::int as "all"
                from unit u where u.kind = 'school' and u.open
                """, span, cancel)),
        };
    }

    private static async Task<Figure> AnswersAsync(UnitOfWork work, object span, CancellationToken cancel)
    {
        var table = Table(
            await work.QueryAsync<Cell>(
                """
                select unit_id::text as row, case when answered_at <= reply_by then 'in-time' when answered_at <= @counted then 'late' else 'unanswered' end as column, count(*)::int as count
                from report where received_at >= @from and received_at < @until and withdrawn_at is null group by 1, 2 order by 1, 2
                """, span, cancel),
            ["in-time", "late", "unanswered"]);
        var hours = await work.SingleAsync<(int Count, double? Low, double? Median, double? High)>(
            """
            select count(*)::int, percentile_cont(0.25) within group (order by h), percentile_cont(0.5) within group (order by h), percentile_cont(0.75) within group (order by h)
            from (select extract(epoch from answered_at - received_at)::double precision / 3600 as h from report
                  where received_at >= @from and received_at < @until and withdrawn_at is null and answered_at is not null) answered
            """, span, cancel);
        // A quartile lies between two of them: with few it tells of one.
        var enough = hours.Count >= 4 * Suppression.Limit;
        return new Figure(table, enough ? new Quartiles(Round(hours.Low), Round(hours.Median), Round(hours.High)) : null);

        static double Round(double? value) => Math.Round(value ?? 0, 1, MidpointRounding.AwayFromZero);
    }

    private static PublishedTable Table(IReadOnlyList<Cell> cells, string[]? columns = null)
    {
        var raw = new RawTable(cells.Select(cell => cell.Row!).Distinct(), columns ?? [.. cells.Select(cell => cell.Column).Distinct().Order(StringComparer.Ordinal)]);
        foreach (var cell in cells)
        {
            raw.Add(cell.Row, cell.Column, cell.Count);
        }

        return Suppression.Publish(raw, Suppression.Limit);
    }

    private static PublishedTable Whole(IReadOnlyList<Cell> cells, string[] columns)
    {
        var raw = new RawTable([], columns);
        foreach (var cell in cells)
        {
            raw.Add(null, cell.Column, cell.Count);
        }

        return Suppression.Publish(raw, Suppression.Limit);
    }

    private sealed class Cell
    {
        public string? Row { get; init; }

        public required string Column { get; init; }

        public int Count { get; init; }
    }
}
