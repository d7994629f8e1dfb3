using Vaern.App;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.App.Printing;
using Vaern.Web.Charts;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Figures;

/// <summary>
/// The report to the political committee: each figure with its drawing, its table and its base, and at the end how it was counted and what it cannot say. It holds nothing
/// that the dashboard does not show.
/// </summary>
internal static class CommitteeDocument
{
    public static Document Of(CommitteeReportContent content, Municipality town, Texts texts, TimeText time)
    {
        var culture = texts.Language.Culture;
        var report = content.Report;
        var document = Document.Write(
            texts["report.committee.title", town.Name], texts.Language.Code, town.Name, texts["report.committee.footer", report.Number, time.Date(DateOnly.FromDateTime(TimeText.Local(report.MadeAt).DateTime))]);
        document.Facts([(texts["surveys.number"], report.Number), (texts["figures.period"], FigureCharts.PeriodName(report.Period, texts)), (texts["report.made"], time.Long(report.MadeAt))]);
        document.Text(texts["report.committee.lead"]);
        foreach (var result in content.Surveys)
        {
            Survey(document, result, town, texts, time);
        }

        document.Heading(texts["report.figures", FigureCharts.PeriodName(report.Period, texts)]);
        foreach (var view in FigureCharts.All(content.Figures, null, town, texts, time))
        {
            document.Heading(view.Title, 3);
            if (view.Svg is not null)
            {
                document.Add(new Picture(view.Svg, null, view.Words!));
            }
            else
            {
                document.Text(view.Base);
            }

            if (view.Table.Rows.Count > 0)
            {
                document.Table(view.Table.Caption, view.Table.Header, view.Table.Rows);
            }
            else
            {
                document.Text(texts["figures.empty"]);
            }
        }

        document.Heading(texts["report.method"]);
        document.Bullets(
        [
            texts["report.method.suppression"], texts["report.method.quarters", Quarter.DaysToSettle], texts["report.method.share"], texts["report.method.uncertainty"],
            texts["report.method.national"], texts["report.method.sums"],
        ]);
        document.Heading(texts["report.denominators"]);
        document.Table(
            texts["report.denominators"], [texts["report.what"], texts["report.base"]],
            [
                .. content.Surveys.Select(result => (IReadOnlyList<string>)[$"{texts[$"survey.audience.{result.Survey.Audience}"]} ({result.Survey.Number})", SurveyCharts.Base(result, town, texts, time)]),
                .. FigureCharts.All(content.Figures, null, town, texts, time).Select(view => (IReadOnlyList<string>)[view.Title, view.Base]),
            ]);
        document.Heading(texts["report.limits"]);
        document.Bullets([texts["report.limits.cause"], texts["report.limits.rise"], texts["report.limits.rank"], texts["report.limits.silent"], .. content.Surveys.Select(result => SurveyCharts.NotRepresentative(result, town, texts)).OfType<string>()]);
        return document.Done();
    }

    private static void Survey(DocumentBuilder document, SurveyResult result, Municipality town, Texts texts, TimeText time)
    {
        var culture = texts.Language.Culture;
        document.Heading($"{texts[$"survey.audience.{result.Survey.Audience}"]} ({result.Survey.Number})");
        if (result.Response.IsUnderHalf)
        {
            document.Note(texts["survey.under-half"]);
        }

        document.Text(SurveyCharts.Base(result, town, texts, time));
        if (SurveyCharts.NotRepresentative(result, town, texts) is { } not)
        {
            document.Text(not);
        }

        if (result.Base.Value is null)
        {
            document.Text(texts["result.few.why", result.Survey.Limit]);
            return;
        }

        var chart = SurveyCharts.Headlines($"r-{result.Survey.Audience}", texts["report.headlines"], result, town, texts, time);
        document.Add(new Picture(chart.Svg(), null, chart.Words));
        foreach (var (item, lines, skipped) in result.Questions)
        {
            string[] header = [texts["result.answer"], texts["result.count"], texts["result.share"], texts["result.between"], texts["result.national"], .. result.Before is null ? Array.Empty<string>() : [texts["result.before"]]];
            var rows = lines.Select(line => (IReadOnlyList<string>)
            [
                line.Answer.Text.In(culture), SurveyCharts.Said(line.Count, result.Survey.Limit, texts), SurveyCharts.Percent(line.Percent, texts),
                line.Interval is { } between ? texts["result.from-to", Math.Round(between.Low), Math.Round(between.High)] : "–", SurveyCharts.Percent(line.National, texts),
                .. result.Before is null ? Array.Empty<string>() : [SurveyCharts.Percent(line.LastYear, texts)],
            ]);
            if (!item.IsSeveral)
            {
                rows = rows.Append([texts["result.skipped"], SurveyCharts.Said(skipped, result.Survey.Limit, texts), "–", "–", "–", .. result.Before is null ? Array.Empty<string>() : ["–"]]);
            }

            document.Heading(item.Text.In(culture), 3).Table(item.Text.In(culture), header, [.. rows]).Text(string.Join(' ', new[] { item.Source.In(culture), item.Reference is { } reference ? texts["survey.reference", reference.In(culture)] + "." : null, item.Note?.In(culture) }.OfType<string>()));
        }
    }
}
