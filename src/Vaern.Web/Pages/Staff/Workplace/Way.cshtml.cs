using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Removal;
using Vaern.App.Workplace;
using Vaern.Web.Guidance;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>A step of the way on the leader's page. <paramref name="Note"/> says how it stands in a few words.</summary>
/// <param name="Phase">When its turn is: today, soon (the first two or three days) or later.</param>
/// <param name="State">done, running (somebody else's turn: a platform, a lawyer, another leader) or open.</param>
/// <param name="Facts">Time, role and source as the playbook for an employee has them; null for what is done only where it is needed.</param>
public sealed record WayStep(string Key, string Phase, string Href, string State, string? Note, StepFacts? Facts)
{
    public bool Done => State == "done";
}

/// <summary>The workplace's way through a case on one page: what is done, what is next, and where each thing is done.</summary>
public sealed class WayModel : WorkplacePage
{
    [BindProperty]
    public string? Colleague { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    public IReadOnlyList<WayStep> Steps { get; private set; } = [];

    /// <summary>The first step that is the leader's turn. What is not owed in every case is not pressed on anybody.</summary>
    public WayStep? Next => Case.State == "closed" ? null : Steps.FirstOrDefault(step => step is { State: "open", Facts: not null });

    public IEnumerable<IGrouping<string, WayStep>> Phases => Steps.GroupBy(step => step.Phase);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAllAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPersonAsync(CancellationToken cancel)
    {
        if (!await ReadAllAsync(cancel))
        {
            return NotFound();
        }

        var named = await CasePeople.NameAsync(Town, Me, Case.Id, new AccountId(Guid.TryParse(Colleague, out var id) ? id : Guid.Empty), Role ?? "", cancel);
        return After(named, Role == "reporter" || id != Me.Account.Value ? "arbejdsplads" : "/sager", "saved.person", code => code == "person.role" ? nameof(Role) : nameof(Colleague));
    }

    private async Task<bool> ReadAllAsync(CancellationToken cancel)
    {
        if (!await ReadFileAsync(cancel))
        {
            return false;
        }

        Others = await ColleaguesAsync(cancel);
        var contents = await CaseRemoval.ListAsync(Town, Me, Case.Id, cancel);
        var contact = Case.Clocks.LastOrDefault(clock => clock.Rule.Id == "GOAL-LEADER-CONTACT");
        var talks = Sheet.Talks.ToList();
        Steps =
        [
            Step("contact", "today", "omsorg", "omsorg", State(Sheet.Of("contact").Any() || contact is { Running: false }), Done(Sheet.Of("contact").LastOrDefault())),
            Step("care", "today", "ikke-alene", "omsorg#plan", State(talks.Count > 0), talks.Count > 0 ? Texts["way.talks", talks.Count(talk => talk.DoneAt is not null), talks.Count] : null),
            Step("evidence", "today", "sikr-bevis", "bevis/ny", State(Case.Items.Count > 0), Case.Items.Count > 0 ? Texts["way.items", Case.Items.Count] : null),
            Step("judged", "today", "vurder", "vurdering", State(Sheet.Assessment is not null), Sheet.Assessment is { } judged ? Texts[$"level.{judged.Level}"] : null),
            Step("removal", "soon", "platform", "fjernelse", State(contents.Count > 0 && contents.All(one => one.State != "up"), contents.Any(one => one.Steps.Any(step => step.State == "sent"))), Removal(contents)),
            Step("legal", "soon", "jurist", "raad#jurist", State(Sheet.Of("legal").Any(), Sheet.LetIn.Contains("legal")), Done(Sheet.Of("legal").LastOrDefault())),
            Step("own-check", "soon", "egne-fejl", "raad#kontrol", State(Sheet.Of("own-check").Any(), Sheet.LetIn.Any(Care.Checkers.Contains)), Done(Sheet.Of("own-check").LastOrDefault())),
            Step("consent", "soon", "accept", "politi", State(Sheet.Consent is not null || PoliceSettled), Sheet.Consent is { } consent ? Texts[$"way.consent.{consent.Answer}", When.Near(consent.AnsweredAt)] : null),
            Step("police", "soon", "politi", "politi", State(PoliceSettled), Sheet.Police is { State: "sent" } sent ? Texts["way.police.sent", When.Near(sent.SentAt!.Value)] : null),
            Step("debrief", "later", "kolleger", "raad#kolleger", State(Sheet.Of("debrief").Any()), Done(Sheet.Of("debrief").LastOrDefault())),
            Step("injury", "later", "easy", "skade", State(Sheet.Injury is { } injury && (injury.ReportedAt is not null || injury.Rule is null)), Sheet.Injury is { Rule: { } rule, ReportedAt: null } ? rule : null),
            Step("measure", "later", null, "borger", State(Sheet.Measures.Any(one => one.State != "draft")), Sheet.Measures.Count > 0 ? Texts[$"measure.state.{Sheet.Measures[^1].State}"] : Texts["way.measure.optional"]),
            Step("follow", "later", "samtale-1", "omsorg#samtaler", State(talks.Count > 0 && talks.All(talk => talk.DoneAt is not null), talks.Any(talk => talk.DoneAt is null && talk.PlannedOn > When.Today)), null),
            Step("work-environment", "later", "analyse", "raad#arbejdsmiljoe", State(Sheet.Of("work-environment").Any()), Done(Sheet.Of("work-environment").LastOrDefault())),
        ];
        return true;
    }

    private bool PoliceSettled => Sheet.Police is { State: "sent" } || Case.Clocks.Any(clock => clock.Rule.Id == "A-01" && !clock.Running && clock.State != "met");

    private static string State(bool done, bool running = false) => done ? "done" : running ? "running" : "open";

    private WayStep Step(string key, string phase, string? playbook, string path, string state, string? note) =>
        new(key, phase, $"{Address}/{path}", state, note, playbook is not null && Playbook.Find($"P-ANSAT/{playbook}") is var (book, step, _) ? StepFacts.Of(book, step, Texts, Town.Law) : null);

    private string? Done(ActView? act) => act?.DoneAt is { } at ? $"{When.Near(at)} · {act.DoneByName}" : null;

    private string? Removal(IReadOnlyList<ContentView> contents) =>
        contents.Count == 0 ? null : Texts["way.removal", contents.Count(one => one.State == "removed"), contents.Count];
}
