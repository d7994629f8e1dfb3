using Vaern.App.Accounts;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Public.Survey;

/// <summary>What somebody who answers is told. It is written from what the survey asks and keeps, so that a question cannot be added without its being said.</summary>
internal static class SurveyNotice
{
    /// <param name="unit">The school that is kept with the answers; null where none is.</param>
    public static IReadOnlyList<string> Of(Vaern.App.Insight.Surveys.Survey survey, Unit? unit, Texts texts, TimeText time)
    {
        var culture = texts.Language.Culture;
        var traits = survey.Items.Where(item => item.Trait is not null).Select(item => item.Notice.In(culture)).ToArray();
        List<string> lines =
        [
            texts[$"survey.notice.free.{survey.Audience}"],
            texts["survey.notice.asks", List(survey.Items.Where(item => item.Trait is null).Select(item => item.Notice.In(culture)), texts)],
        ];
        if (traits.Length > 0)
        {
            lines.Add(texts["survey.notice.traits", List(traits, texts)]);
        }

        lines.Add(survey.IsByUnit ? texts["survey.notice.unit", unit?.Name ?? texts["survey.notice.school"]] : texts["survey.notice.no-unit"]);
        lines.Add(texts["survey.notice.not-kept"]);
        lines.Add(texts["survey.notice.who", survey.Limit]);
        lines.Add(texts["survey.notice.deleted", time.Date(survey.DeleteOn)]);
        return lines;
    }

    private static string List(IEnumerable<string> parts, Texts texts)
    {
        var all = parts.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {texts["survey.and"]} {all[^1]}";
    }
}
