using Vaern.App.Plans.Strategies;
using Vaern.App.Printing;
using Vaern.Rules;
using Vaern.Web.Localisation;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>A version of a plan as a document: the same words as the page, with who decided, when it is looked at again, and what is law in it.</summary>
internal static class PlanDocument
{
    /// <param name="people">The key persons to print under the roles, each in one line; empty leaves them out.</param>
    public static Document Of(Vaern.App.Accounts.Unit unit, PlanVersion version, PlanText text, RuleBook law, string municipality, Texts texts, TimeText time, IReadOnlyList<string>? people = null)
    {
        var culture = texts.Language.Culture;
        var template = text.Template;
        var title = $"{template.Title.In(culture)} – {unit.Name}";
        var document = Document.Write(title, texts.Language.Code, municipality, texts["unitplan.document.footer", version.Number, version.RuleSet]);
        if (version.State != "published")
        {
            document.Note(texts[$"unitplan.document.{(version.State is "replaced" or "withdrawn" ? version.State : "draft")}", version.EndedAt is { } ended ? time.Day(ended) : ""]);
        }
        else if (version.NextReview < time.Today)
        {
            document.Note(texts["unitplan.review.was", time.Date(version.NextReview!.Value)]);
        }

        List<(string, string)> facts = [(texts["unitplan.unit"], unit.Name), (texts["unitplan.version.word"], $"{version.Number}")];
        if (version.DecidedOn is { } decided)
        {
            facts.Add((texts["unitplan.decided"], texts[$"unitplan.decided.{version.BodyDecided}", time.Date(decided)]));
        }

        if (version.PublishedAt is { } published)
        {
            facts.Add((texts["unitplan.published"], time.Day(published)));
            facts.Add((texts["unitplan.review"], PlanWords.Review(version, law, texts, time)));
        }

        document.Facts(facts);
        foreach (var chapter in template.Chapters)
        {
            var answered = chapter.Questions.Where(question => text.Answer(chapter, question).Length > 0).ToArray();
            if (answered.Length == 0 && !(chapter.Key == "roller" && people is { Count: > 0 }))
            {
                continue;
            }

            document.Heading(chapter.Title.In(culture));
            foreach (var question in answered)
            {
                document.Heading(question.Title.In(culture), 3).Text(text.Answer(chapter, question));
            }

            if (chapter.Key == "roller" && people is { Count: > 0 })
            {
                document.Heading(texts["keyperson.title"], 3).Bullets(people);
            }
        }

        return document.Heading(texts["unitplan.law"]).Text(template.Basis.In(culture)).Bullets([.. Laws(template, law, texts, time)]).Done();
    }

    private static IEnumerable<string> Laws(PlanTemplate template, RuleBook law, Texts texts, TimeText time) =>
        template.Chapters.SelectMany(chapter => chapter.Rules).Prepend(template.Rule).Distinct().Select(id => law.Find(id)).Where(rule => rule.IsOk && rule.Value.IsShown)
            .Select(rule => $"{rule.Value.Title.In(texts.Language.Culture)} ({rule.Value.LegalSource.ShortIn(texts.Language.Culture)}) – {Duties.Standing.Of(rule.Value, texts, time)}");
}
