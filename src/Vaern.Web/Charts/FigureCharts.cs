using System.Globalization;
using Vaern.App;
using Vaern.App.Insight.Counting;
using Vaern.App.Insight.Figures;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Charts;

/// <summary>A table that stands beside a drawing and says the same.</summary>
public sealed record ChartTable(string Caption, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <summary>A figure of the dashboard: heading, drawing where there is one, table, and the base of both.</summary>
/// <param name="Key">In addresses.</param>
public sealed record FigureView(string Key, string Title, string Base, string? Svg, string? Words, ChartTable Table);

/// <summary>Figures of a quarter in words and drawings; the dashboard and the report share them.</summary>
internal static class FigureCharts
{
    public static string PeriodName(Quarter period, Texts texts) => texts["figures.quarter", period.Number, period.Year];

    /// <summary>Every figure that the quarter has, in the order of the page.</summary>
    /// <param name="unit">A unit to look at where a figure has rows by unit; null for all.</param>
    public static IReadOnlyList<FigureView> All(Dashboard dashboard, UnitId? unit, Municipality town, Texts texts, TimeText time)
    {
        if (dashboard.Period is not { } period)
        {
            return [];
        }

        string[] units = unit is { } asked ? [asked.Value.ToString()] : [];
        var where = unit is { } one ? town.Units[one].Name : town.Name;
        var views = new List<FigureView>();
        if (unit is null && dashboard.Answers.Count > 0)
        {
            views.Add(Hours(dashboard, period, where, texts));
        }

        Add(FigureKeys.Answers, units, column => texts[$"figures.answers.{column}"]);
        Add(FigureKeys.Categories, units, column => ReportCategories.Find(column) is { IsOk: true } found ? found.Value.Title.In(texts.Language.Culture) : column);
        if (unit is not null)
        {
            return views;
        }

        if (dashboard.Figures.GetValueOrDefault(FigureKeys.Clocks)?.Table is { } clocks)
        {
            views.Add(Clocks(clocks, period, where, town, texts));
        }

        Add(FigureKeys.Stopped, [], column => texts[$"figures.stopped.{column}"]);
        Add(FigureKeys.Feedback, [], column => texts[$"figures.feedback.{column}"]);
        if (dashboard.Figures.GetValueOrDefault(FigureKeys.Removal)?.Platforms is { } platforms)
        {
            views.Add(new FigureView(
                FigureKeys.Removal, texts["figures.removal"], texts["figures.base.removal", where, PeriodName(period, texts)], null, null,
                new ChartTable(texts["figures.removal"], [texts["figures.platform"], texts["result.count"], texts["figures.median"]],
                    [.. platforms.Select(platform => (IReadOnlyList<string>)[texts.Has($"platform.{platform.Platform}") ? texts[$"platform.{platform.Platform}"] : platform.Platform, platform.Count?.ToString(texts.Language.Culture) ?? texts["count.few", 5],
                        platform.MedianMinutes is { } minutes ? time.Span(TimeSpan.FromMinutes(minutes)) : "–"])])));
        }

        if (dashboard.Figures.GetValueOrDefault(FigureKeys.Drills)?.Units is { } drills)
        {
            views.Add(new FigureView(
                FigureKeys.Drills, texts["figures.drills"], texts["figures.base.drills", PeriodName(period, texts)], null, null,
                new ChartTable(texts["figures.drills"], [texts["figures.drills.what"], texts["result.count"]], [[texts["figures.drills.done"], texts["count.of", drills.Count, drills.All]]])));
        }

        return views;

        void Add(string key, string[] of, Func<string, string> name)
        {
            if (dashboard.Figures.GetValueOrDefault(key)?.Table is { } table)
            {
                views.Add(Counts(key, table, of, name, period, where, texts));
            }
        }
    }

    private static FigureView Counts(string key, PublishedTable table, string[] units, Func<string, string> name, Quarter period, string where, Texts texts)
    {
        var answer = table.Ask(units);
        var lines = table.Columns.Select((column, at) => (Name: name(column), Count: answer.Counts[at])).ToArray();
        if (key == FigureKeys.Categories)
        {
            // What may be said first and largest first; no unit is ever ordered by its number.
            lines = [.. lines.OrderByDescending(line => line.Count.Value ?? -1).ThenBy(line => line.Name, StringComparer.Create(texts.Language.Culture, ignoreCase: true))];
        }

        var (title, basis) = (texts[$"figures.{key}"], texts[$"figures.base.{key}", where, PeriodName(period, texts), SurveyCharts.Said(answer.Base, table.Limit, texts)] + " " + texts["figures.limit", table.Limit]);
        var chart = new BarChart(
            $"f-{key}", title, basis, [.. lines.Select(line => new Bar(line.Name, SurveyCharts.Said(line.Count, table.Limit, texts), line.Count.Value))],
            lines.Select(line => line.Count.Value ?? 0).Append(1).Max());
        var rows = lines.Select(line => (IReadOnlyList<string>)[line.Name, SurveyCharts.Said(line.Count, table.Limit, texts), SurveyCharts.Percent(line.Count.Value is { } count && answer.Base.Value is { } all && all > 0 ? 100.0 * count / all : null, texts)])
            .Append([texts["figures.total"], SurveyCharts.Said(answer.Base, table.Limit, texts), answer.Base.Value is null ? "–" : texts["count.percent", 100]]);
        // A quarter in which nothing came has nothing to draw; the table says so.
        return new FigureView(key, title, basis, lines.Length == 0 ? null : chart.Svg(), chart.Words, new ChartTable(title, [texts[$"figures.what.{key}"], texts["result.count"], texts["result.share"]], [.. rows]));
    }

    private static FigureView Hours(Dashboard dashboard, Quarter period, string where, Texts texts)
    {
        var culture = texts.Language.Culture;
        var answered = dashboard.Answers.FirstOrDefault(one => one.Period == period).Figure;
        var basis = texts["figures.base.hours", where, PeriodName(period, texts), answered?.Table is { } table ? SurveyCharts.Said(table.Total, table.Limit, texts) : "–"];
        var chart = new LineChart(
            "f-hours", texts["figures.hours"], basis,
            [.. dashboard.Answers.Select(one => new LinePoint(
                string.Create(CultureInfo.InvariantCulture, $"{one.Period.Number}/{one.Period.Year % 100:00}"), one.Figure.Hours is { } hours ? hours.Median.ToString("0.#", culture) : texts["figures.too-few"],
                one.Figure.Hours?.Median, one.Figure.Hours?.Low, one.Figure.Hours?.High))],
            texts["figures.middle-half"], texts["figures.hours.axis"]);
        var rows = dashboard.Answers.Reverse().Select(one => (IReadOnlyList<string>)[
            PeriodName(one.Period, texts), one.Figure.Hours is { } hours ? hours.Median.ToString("0.#", culture) : texts["figures.too-few"],
            one.Figure.Hours is { } span ? $"{span.Low.ToString("0.#", culture)}–{span.High.ToString("0.#", culture)}" : "–", one.Figure.Table is { } counted ? SurveyCharts.Said(counted.Total, counted.Limit, texts) : "–"]);
        return new FigureView("hours", texts["figures.hours"], basis, chart.Svg(), chart.Words,
            new ChartTable(texts["figures.hours"], [texts["figures.period"], texts["figures.median"], texts["figures.middle-half"], texts["figures.reports"]], [.. rows]));
    }

    // A rule a row: how many ended in time, late or not at all. «Plan in time» is the rule of the plan.
    private static FigureView Clocks(PublishedTable clocks, Quarter period, string where, Municipality town, Texts texts)
    {
        var culture = texts.Language.Culture;
        var rows = clocks.Rows.Select(row => (Name: town.Law.Find(row.Key) is { IsOk: true } rule ? $"{rule.Value.Title.In(culture)} ({row.Key})" : row.Key, Row: row)).OrderBy(one => one.Name, StringComparer.Create(culture, ignoreCase: true)).ToArray();
        var basis = texts["figures.base.clocks", where, PeriodName(period, texts), SurveyCharts.Said(clocks.Total, clocks.Limit, texts)] + " " + texts["figures.limit", clocks.Limit];
        var chart = new BarChart("f-clocks", texts["figures.clocks"], basis,
            [.. rows.Select(one => new Bar(one.Name, one.Row.Counts[0].Value is { } met ? texts["count.of", met, SurveyCharts.Said(one.Row.Base, clocks.Limit, texts)] : SurveyCharts.Said(one.Row.Counts[0], clocks.Limit, texts),
                one.Row.Counts[0].Value is { } inTime && one.Row.Base.Value is { } all && all > 0 ? 100.0 * inTime / all : null))], 100);
        return new FigureView(FigureKeys.Clocks, texts["figures.clocks"], basis, rows.Length == 0 ? null : chart.Svg(), chart.Words,
            new ChartTable(texts["figures.clocks"], [texts["figures.what.clocks"], .. clocks.Columns.Select(column => texts[$"figures.clocks.{column}"])],
                [.. rows.Select(one => (IReadOnlyList<string>)[one.Name, .. one.Row.Counts.Select(count => SurveyCharts.Said(count, clocks.Limit, texts))])]));
    }
}
