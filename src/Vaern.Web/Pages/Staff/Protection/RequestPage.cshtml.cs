using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Rights;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>One request from first word to decision: who asks, where they are found, what may be withheld, the answer that is exactly its preview, and what was contested.</summary>
[Needs(Permission.ProtectData)]
public sealed class RequestPageModel : StaffPage
{
    private RightsFile? file;

    [FromRoute(Name = "number")]
    public string Number { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public bool Known { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Also { get; set; }

    [BindProperty]
    public Guid Hit { get; set; }

    [BindProperty]
    public string? HitDecision { get; set; }

    [BindProperty]
    public string? HitReason { get; set; }

    [BindProperty]
    public string? HitRule { get; set; }

    [BindProperty]
    public string? Shown { get; set; }

    [BindProperty]
    public bool ReadAll { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Rule { get; set; }

    [BindProperty]
    public string? Because { get; set; }

    [BindProperty]
    public string? Correction { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    [BindProperty]
    public string? ExtendReason { get; set; }

    [BindProperty]
    public string? RefuseRule { get; set; }

    [BindProperty]
    public string? RefuseReason { get; set; }

    public RightsFile Asked => file ?? throw new InvalidOperationException("The request was not read.");

    public AnswerPreview? Preview { get; private set; }

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostIdentityAsync(CancellationToken cancel) =>
        ActAsync(() => RightsDesk.IdentifyAsync(Town, Me, Number, Known, Note ?? "", Version, cancel), Known ? "saved.rights.known" : "saved.rights.asked", _ => nameof(Note), cancel);

    public Task<IActionResult> OnPostSearchAsync(CancellationToken cancel) =>
        ActAsync(() => RightsDesk.SearchAsync(Town, Me, Number, Reason ?? "", Also, Version, cancel), "saved.rights.searched", code => code == "rights.nothing-to-search" ? nameof(Also) : nameof(Reason), cancel);

    public Task<IActionResult> OnPostJudgeAsync(CancellationToken cancel) =>
        ActAsync(() => JudgeHit.DecideAsync(Town, Me, Hit, HitDecision ?? "", HitReason, HitRule, cancel), "saved.rights.judged", _ => "", cancel);

    public Task<IActionResult> OnPostAnswerAsync(CancellationToken cancel) =>
        ActAsync(() => AccessAnswer.SendAsync(Town, Me, Number, Shown ?? "", ReadAll, Version, cancel), "saved.rights.answered", code => code == "rights.unread" ? nameof(ReadAll) : "", cancel);

    public Task<IActionResult> OnPostDecideAsync(CancellationToken cancel) =>
        ActAsync(
            () => DecideRequest.HandleAsync(Town, Me, Number, Outcome ?? "", Rule ?? "", Because ?? "", Correction, Version, cancel), "saved.rights.decided",
            code => code switch { "rights.outcome" => nameof(Outcome), "rights.rule" => nameof(Rule), "rights.correction" => nameof(Correction), _ => nameof(Because) }, cancel);

    public Task<IActionResult> OnPostExtendAsync(CancellationToken cancel) =>
        ActAsync(() => RightsDesk.ExtendAsync(Town, Me, Number, To, ExtendReason ?? "", Version, cancel), "saved.rights.extended", code => code == "rights.extension" ? nameof(To) : nameof(ExtendReason), cancel);

    public Task<IActionResult> OnPostRefuseAsync(CancellationToken cancel) =>
        ActAsync(() => RightsDesk.RefuseAsync(Town, Me, Number, RefuseRule ?? "", RefuseReason ?? "", Version, cancel), "saved.rights.refused", code => code == "rights.rule" ? nameof(RefuseRule) : nameof(RefuseReason), cancel);

    private async Task<IActionResult> ActAsync(Func<Task<Result<Guid>>> act, string saved, Func<string, string> field, CancellationToken cancel)
    {
        var done = await act();
        if (done.IsOk)
        {
            return Saved($"/administration/indsigt/{Number}", saved);
        }

        if (IsHidden(done.Error) || !await ReadAsync(cancel))
        {
            return NotFound();
        }

        ModelState.Remove(nameof(Version));
        Refuse(done.Error.Code is "rights.stale" or "rights.settled" ? "" : field(done.Error.Code), done.Error);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await RightsDesk.ReadAsync(Town, Me, Number, cancel)).TryGet(out file, out _))
        {
            return false;
        }

        Preview = Asked.Request.IsOpen && (await AccessAnswer.PreviewAsync(Town, Me, Number, cancel)).TryGet(out var preview, out _) ? preview : null;
        return true;
    }
}
