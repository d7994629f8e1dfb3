using Vaern.App;
using Vaern.App.Insight.Counting;
using Vaern.App.Insight.Surveys;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Charts;

/// <summary>Results of surveys in words and drawings; pages, files and reports share them.</summary>
internal static class SurveyCharts
{
    /// <summary>A count in words: the number, «færre end 5», or that it is hidden for another's sake.</summary>
    public static string Said(Counted count, int limit, Texts texts) => count.Value is { } value
        ? value.ToString(texts.Language.Culture)
        : count.IsFew ? texts["count.few", limit] : texts["count.hidden"];

    public static string Percent(double? share, Texts texts) => share is { } value ? texts["count.percent", Math.Round(value, MidpointRounding.AwayFromZero)] : "–";

    /// <summary>Who was counted, when, how many of how many, and how: stands in the drawing and under the table.</summary>
    public static string Base(SurveyResult result, Municipality town, Texts texts, TimeText time)
    {
        var survey = result.Survey;
        var where = result.Unit is { } unit ? town.Units[unit].Name : town.Name;
        var invited = result.Unit is { } asked ? result.Response.InvitedByUnit.GetValueOrDefault(asked.Value.ToString()) : result.Response.Invited;
        var percent = result.Base.Value is { } answered && invited > 0 ? texts["count.percent", Math.Round(100.0 * answered / invited)] : "–";
        var who = texts[$"survey.who.{survey.Audience}"];
        var method = result.Questions.SelectMany(question => question.Lines).Select(line => line.Interval?.Method).FirstOrDefault(one => one is not null) ?? "none";
        return string.Join(' ',
        [
            texts["survey.base", where, Said(result.Base, survey.Limit, texts), invited, who, percent, time.Date(DateOnly.FromDateTime(TimeText.Local(survey.OpensAt).DateTime)), time.Date(DateOnly.FromDateTime(TimeText.Local(survey.ClosesAt).DateTime))],
            texts[$"survey.method.{method}"],
            texts["survey.limit", survey.Limit],
            survey.Number,
        ]);
    }

    /// <summary>What the survey does not speak for; null where every unit has enough answers.</summary>
    public static string? NotRepresentative(SurveyResult result, Municipality town, Texts texts) => result.NotRepresentative.Count == 0
        ? null
        : texts["survey.not-representative", string.Join(", ", result.NotRepresentative.Select(unit => town.Units[unit].Name).Order(StringComparer.Create(texts.Language.Culture, ignoreCase: true)))];

    /// <summary>One bar a published answer of a question.</summary>
    public static BarChart Of(SurveyResult result, BankItem item, IReadOnlyList<AnswerLine> lines, Municipality town, Texts texts, TimeText time)
    {
        var culture = texts.Language.Culture;
        return new BarChart(
            $"q-{item.Key}", item.Text.In(culture), Base(result, town, texts, time),
            [.. lines.Select(line => BarOf(line, line.Answer.Text.In(culture), result, texts))], 100,
            item.Reference is { } reference ? texts["survey.reference", reference.In(culture)] : null, texts["survey.interval"], Warning(result, texts));
    }

    /// <summary>One bar a question, for the answer that a line of text would name.</summary>
    public static BarChart Headlines(string id, string title, SurveyResult result, Municipality town, Texts texts, TimeText time)
    {
        var culture = texts.Language.Culture;
        var lines = result.Questions.Where(question => !question.Item.IsSeveral && question.Item.Trait is null)
            .Select(question => question.Lines.First(line => line.Answer.Key == question.Item.Headline)).ToArray();
        return new BarChart(
            id, title, Base(result, town, texts, time), [.. lines.Select(line => BarOf(line, $"{line.Item.Text.In(culture)} {line.Answer.Text.In(culture)}", result, texts))], 100,
            lines.Any(line => line.National is not null) ? texts["survey.reference.short"] : null, texts["survey.interval"], Warning(result, texts));
    }

    public static string? Warning(SurveyResult result, Texts texts) => result.Response.IsUnderHalf ? texts["survey.under-half"] : null;

    private static Bar BarOf(AnswerLine line, string label, SurveyResult result, Texts texts) => new(
        label,
        line.Count.Value is { } count ? texts["count.of", count, Said(result.Base, result.Survey.Limit, texts)] : Said(line.Count, result.Survey.Limit, texts),
        line.Percent, line.Interval?.Low, line.Interval?.High, line.National);
}
