using System.Globalization;
using System.Text;
using Vaern.App;
using Vaern.App.Insight.Counting;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.Rules;

namespace Vaern.Web.Pages.Public.OpenData;

/// <summary>Published numbers, one a line, each with its base and whether it may be said. Danish, whatever the language of the page: a file is one file.</summary>
internal static class OpenDataCsv
{
    public static readonly string[] Columns =
    [
        "rapport", "kilde", "emne", "svar", "svar_kode", "enhed", "fra", "til", "antal", "status", "grundlag", "andel_pct", "usikkerhed_fra", "usikkerhed_til", "landstal_pct", "landstal_kilde", "spurgt", "svarprocent", "under_halvdelen", "graense",
    ];

    private static readonly CultureInfo Danish = CultureInfo.GetCultureInfo("da-DK");

    public static string Of(CommitteeReportContent content, Municipality town)
    {
        var csv = new StringBuilder().AppendJoin(';', Columns).Append("\r\n");
        foreach (var result in content.Surveys)
        {
            foreach (var line in result.Questions.SelectMany(question => question.Lines))
            {
                Line(
                    csv, content.Report.Number, result.Survey.Number, line.Item.Text.Da, line.Answer.Text.Da, $"{line.Item.Key}.{line.Answer.Key}", town.Name, Day(result.Survey.OpensAt), Day(result.Survey.ClosesAt), Number(line.Count),
                    Status(line.Count), Number(result.Base), Share(line.Percent), Share(line.Interval?.Low), Share(line.Interval?.High), line.National?.ToString(Danish), line.Item.Reference?.Da,
                    result.Response.Invited.ToString(Danish), result.Response.Percent?.ToString(Danish), result.Response.IsUnderHalf ? "ja" : "nej", result.Survey.Limit.ToString(Danish));
            }

            // The answers of a unit are not open data; that it answered, and how many, is.
            foreach (var row in result.Response.Answered.Rows)
            {
                var invited = result.Response.InvitedByUnit.GetValueOrDefault(row.Key);
                Line(
                    csv, content.Report.Number, result.Survey.Number, "Svar i alt", "Har svaret", "response", town.Units.Find(new UnitId(Guid.Parse(row.Key)))?.Name, Day(result.Survey.OpensAt), Day(result.Survey.ClosesAt), Number(row.Base),
                    Status(row.Base), Number(row.Base), null, null, null, null, null, invited.ToString(Danish), row.Base.Value is { } answered && invited > 0 ? Math.Round(100.0 * answered / invited).ToString(Danish) : null,
                    result.Response.IsUnitUnderHalf(row.Key) ? "ja" : "nej", result.Survey.Limit.ToString(Danish));
            }
        }

        foreach (var (key, figure) in content.Figures.Figures.Where(figure => figure.Value.Table is not null).OrderBy(figure => figure.Key, StringComparer.Ordinal))
        {
            var table = figure.Table!;
            foreach (var (at, column) in table.Columns.Index())
            {
                Line(
                    csv, content.Report.Number, "tal", key, key == FigureKeys.Categories && ReportCategories.Find(column) is { IsOk: true } found ? found.Value.Title.Da : column, column, town.Name, Day(content.Report.Period.First),
                    Day(content.Report.Period.Last), Number(table.Totals[at]), Status(table.Totals[at]), Number(table.Total), table is { Total.Value: { } all } && table.Totals[at].Value is { } count && all > 0 ? Share(100.0 * count / all) : null,
                    null, null, null, null, null, null, null, table.Limit.ToString(Danish));
            }
        }

        return csv.ToString();
    }

    private static void Line(StringBuilder csv, params string?[] cells) => csv.AppendJoin(';', cells.Select(Cell)).Append("\r\n");

    private static string? Number(Counted count) => count.Value?.ToString(Danish);

    private static string Status(Counted count) => count.Value is not null ? "vist" : count.IsFew ? "faerre_end_graensen" : "skjult";

    private static string? Share(double? share) => share?.ToString("0.0", Danish);

    private static string Day(DateTimeOffset at) => Day(DanishTime.DayOf(at));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // A cell that begins like a formula is a formula to a spreadsheet; names of units are written by people.
    private static string Cell(string? text)
    {
        var safe = text is { Length: > 0 } && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text ?? "";
        return safe.AsSpan().ContainsAny(";\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
