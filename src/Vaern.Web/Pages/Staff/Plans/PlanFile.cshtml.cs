using Microsoft.AspNetCore.Mvc;
using Vaern.App.Casework;
using Vaern.App.Plans;
using Vaern.App.Printing;
using Vaern.Web.Documents;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Plans;

/// <summary>
/// The plan as a file: the school's whole plan, or the family's, which leaves out the talks with others and does not leave the school while it names another child (B-04).
/// </summary>
public sealed class PlanFileModel(DocumentFiles files) : CasePage
{
    public async Task<IActionResult> OnGetAsync(string udgave, string format, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Case.Plan is not { } plan)
        {
            return NotFound();
        }

        var family = udgave == "familie";
        var document = Write(plan, family);
        if (family)
        {
            var names = NameCheck.Others(Case.Parties, Case.Parties.FirstOrDefault(party => party.Role == "affected")?.Id, DocumentText.Of(document));
            if (names.Count > 0)
            {
                return Saved($"{Address}/plan", "plan.file.names", string.Join(", ", names));
            }
        }

        return await files.AnswerAsync(document, format, $"handlingsplan-{Case.Number}", cancel) ?? Saved($"{Address}/plan", "plan.file.missing");
    }

    private Document Write(ActionPlan plan, bool family)
    {
        var body = plan.Body;
        var clock = Case.Clocks.FirstOrDefault(found => found.Rule.Id == "B-03");
        var document = Document.Write(Texts["plan.title"], "da", UnitName, $"{Case.Number}, {Case.RuleSet}");
        var facts = new List<(string, string)> { (Texts["case.unit"], UnitName), (Texts["plan.file.state"], plan.FinishedAt is { } done ? Texts["plan.is-finished", When.Long(done)] : Texts["plan.state.draft"]) };
        if (Case.EstablishedAt is { } established)
        {
            facts.Add((Texts["plan.file.established"], When.Long(established)));
        }

        if (clock is not null)
        {
            facts.Add((Texts["plan.file.due"], $"{Clocks.Due(Ring.Of(clock))} ({Clocks.Source(clock.Rule, Case.RuleSet)}, {(clock.Verified ? Texts["plan.file.verified"] : Texts["rule.unverified"])})"));
            if (clock.PromisedOn is { } ready)
            {
                facts.Add((Texts["plan.file.late"], Texts["plan.file.ready", When.Day(ready)]));
            }
        }

        document.Facts(facts);
        Section("plan.goal", body.Goal);
        document.Heading(Texts["plan.measures"]);
        document.Table(
            Texts["plan.measures"], [Texts["plan.measure.what"], Texts["plan.measure.who"], Texts["plan.measure.due"]],
            [.. body.Measures.Select(measure => (IReadOnlyList<string>)[measure.What, measure.Responsible, measure.DueOn is { } day ? When.Date(day) : "–"])]);
        document.Heading(Texts["plan.pupil-voice"]).Quote(body.PupilVoice);
        if (!family)
        {
            Section("plan.talks", body.TalksWithOthers);
        }

        Section("plan.class", body.ClassEffort);
        Section("plan.parents", body.Parents);
        if (body.ParentComment.Length > 0)
        {
            document.Heading(Texts["plan.parent-comment"]).Quote(body.ParentComment);
        }

        Section("plan.review", body.Review);
        document.Note(Texts["plan.file.complaint"]);
        return document.Done();

        void Section(string key, string text)
        {
            if (text.Length > 0)
            {
                document.Heading(Texts[key]);
                foreach (var part in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    document.Text(part);
                }
            }
        }
    }
}
