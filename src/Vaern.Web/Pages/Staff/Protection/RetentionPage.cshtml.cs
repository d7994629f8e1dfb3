using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Retention;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Protection;

/// <summary>The retention schedule, what the next run deletes, the holds, and the runs with their certificates.</summary>
[Needs(Permission.SeeAudit)]
public sealed class RetentionPageModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public Guid? Owner { get; set; }

    [BindProperty]
    public DateOnly? ReviewOn { get; set; }

    [BindProperty]
    public Guid Hold { get; set; }

    [BindProperty]
    public string? ReleaseReason { get; set; }

    [BindProperty]
    public string? Type { get; set; }

    [BindProperty]
    public Guid Record { get; set; }

    [BindProperty]
    public string? Reference { get; set; }

    public RetentionOverview View { get; private set; } = null!;

    public IReadOnlyList<LegalHold> Holds { get; private set; } = [];

    public IReadOnlyList<SelectListItem> People { get; private set; } = [];

    public bool MayHold => Me.Can(Permission.ProtectData);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        await ReadAsync(cancel);
    }

    public Task<IActionResult> OnPostHoldAsync(CancellationToken cancel) =>
        ActAsync(() => LegalHolds.PlaceAsync(Town, Me, Id, Number ?? "", Reason ?? "", new AccountId(Owner ?? Guid.Empty), ReviewOn, cancel), "saved.hold",
            code => code switch { "reason.missing" => nameof(Reason), "hold.review" => nameof(ReviewOn), _ => nameof(Number) }, cancel);

    public Task<IActionResult> OnPostReleaseAsync(CancellationToken cancel) =>
        ActAsync(() => LegalHolds.ReleaseAsync(Town, Me, Hold, ReleaseReason ?? "", cancel), "saved.hold.released", _ => "", cancel);

    public Task<IActionResult> OnPostDeliverAsync(CancellationToken cancel) =>
        ActAsync(() => RetentionPages.DeliverAsync(Town, Me, Type ?? "", Record, Reference ?? "", cancel), "saved.archive", _ => "", cancel);

    private async Task<IActionResult> ActAsync(Func<Task<Result<Guid>>> act, string saved, Func<string, string> field, CancellationToken cancel)
    {
        var done = await act();
        if (done.IsOk)
        {
            return Saved("/administration/opbevaring", saved);
        }

        if (done.Error.Code == "hold.not-allowed")
        {
            return NotFound();
        }

        await ReadAsync(cancel);
        Refuse(field(done.Error.Code), done.Error);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        View = (await RetentionPages.ReadAsync(Town, Me, cancel)).Value;
        Holds = (await LegalHolds.ListAsync(Town, Me, cancel)).Value;
        People = [.. (await AuditLog.ActorsAsync(Town, Me, cancel)).Select(actor => new SelectListItem(actor.Name, actor.Account.Value.ToString()))];
    }
}
