using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Removal;
using Vaern.App.Workplace;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>A step of the way on the leader's page. <paramref name="Note"/> says how it stands in a few words.</summary>
public sealed record WayStep(string Key, string Href, bool Done, string? Note);

/// <summary>The workplace's way through a case on one page: what is done, what is next, and where each thing is done.</summary>
public sealed class WayModel : WorkplacePage
{
    [BindProperty]
    public string? Colleague { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    public IReadOnlyList<WayStep> Steps { get; private set; } = [];

    public WayStep? Next => Case.State == "closed" ? null : Steps.FirstOrDefault(step => !step.Done);

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
            Step("contact", "omsorg", Sheet.Of("contact").Any() || contact is { Running: false }, Done(Sheet.Of("contact").LastOrDefault())),
            Step("care", "omsorg#plan", talks.Count > 0, talks.Count > 0 ? Texts["way.talks", talks.Count(talk => talk.DoneAt is not null), talks.Count] : null),
            Step("evidence", "bevis/ny", Case.Items.Count > 0, Case.Items.Count > 0 ? Texts["way.items", Case.Items.Count] : null),
            Step("judged", "vurdering", Sheet.Assessment is not null, Sheet.Assessment is { } judged ? Texts[$"level.{judged.Level}"] : null),
            Step("removal", "fjernelse", contents.Count > 0 && contents.All(one => one.State != "up"), Removal(contents)),
            Step("legal", "raad#jurist", Sheet.Of("legal").Any(), Done(Sheet.Of("legal").LastOrDefault())),
            Step("own-check", "raad#kontrol", Sheet.Of("own-check").Any(), Done(Sheet.Of("own-check").LastOrDefault())),
            Step("consent", "politi", Sheet.Consent is not null || PoliceSettled, Sheet.Consent is { } consent ? Texts[$"way.consent.{consent.Answer}", When.Near(consent.AnsweredAt)] : null),
            Step("police", "politi", PoliceSettled, Sheet.Police is { State: "sent" } sent ? Texts["way.police.sent", When.Near(sent.SentAt!.Value)] : null),
            Step("debrief", "raad#kolleger", Sheet.Of("debrief").Any(), Done(Sheet.Of("debrief").LastOrDefault())),
            Step("injury", "skade", Sheet.Injury is { } injury && (injury.ReportedAt is not null || injury.Rule is null), Sheet.Injury is { Rule: { } rule, ReportedAt: null } ? rule : null),
            Step("measure", "borger", Sheet.Measures.Any(one => one.State != "draft"), Sheet.Measures.Count > 0 ? Texts[$"measure.state.{Sheet.Measures[^1].State}"] : Texts["way.measure.optional"]),
            Step("follow", "omsorg#samtaler", talks.Count > 0 && talks.All(talk => talk.DoneAt is not null), null),
            Step("work-environment", "raad#arbejdsmiljoe", Sheet.Of("work-environment").Any(), Done(Sheet.Of("work-environment").LastOrDefault())),
        ];
        return true;
    }

    private bool PoliceSettled => Sheet.Police is { State: "sent" } || Case.Clocks.Any(clock => clock.Rule.Id == "A-01" && !clock.Running && clock.State != "met");

    private WayStep Step(string key, string path, bool done, string? note) => new(key, $"{Address}/{path}", done, note);

    private string? Done(ActView? act) => act?.DoneAt is { } at ? $"{When.Near(at)} · {act.DoneByName}" : null;

    private string? Removal(IReadOnlyList<ContentView> contents) =>
        contents.Count == 0 ? null : Texts["way.removal", contents.Count(one => one.State == "removed"), contents.Count];
}
