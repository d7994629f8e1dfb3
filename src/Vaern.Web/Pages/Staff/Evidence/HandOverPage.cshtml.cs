using Microsoft.AspNetCore.Mvc;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>One hand-over: the list that is approved is the list that is sealed, by its hash.</summary>
public sealed class HandOverPageModel : CasePage
{
    private HandOver? found;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Shown { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Receipt { get; set; }

    [BindProperty]
    public string? Recall { get; set; }

    public HandOver Found => found!;

    public Rule Basis => Town.Law.Version(Found.RuleId, Found.RuleVersion).Value;

    public bool MayAct => Case.MayWrite;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadBothAsync(cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostApproveAsync(CancellationToken cancel) =>
        ActAsync(() => App.Sharing.HandOvers.DecideAsync(Town, Me, Case.Id, Id, true, null, Shown ?? "", cancel), "saved.handover.approved", "", cancel);

    public Task<IActionResult> OnPostRefuseAsync(CancellationToken cancel) =>
        ActAsync(() => App.Sharing.HandOvers.DecideAsync(Town, Me, Case.Id, Id, false, Reason, Shown ?? "", cancel), "saved.handover.refused", nameof(Reason), cancel);

    public Task<IActionResult> OnPostReceiveAsync(CancellationToken cancel) =>
        ActAsync(() => App.Sharing.HandOvers.ReceiveAsync(Town, Me, Case.Id, Id, Receipt ?? "", cancel), "saved.handover.received", nameof(Receipt), cancel);

    public Task<IActionResult> OnPostRecallAsync(CancellationToken cancel) =>
        ActAsync(() => App.Sharing.HandOvers.RecallAsync(Town, Me, Case.Id, Id, Recall ?? "", cancel), "saved.handover.recalled", nameof(Recall), cancel);

    private async Task<IActionResult> ActAsync(Func<Task<Result<Guid>>> act, string saved, string field, CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        var done = await act();
        return done.IsOk ? Saved($"{Address}/overdragelse/{Id}", saved) : Again(done.Error.Code is "reason.missing" or "handover.receipt" ? field : "", done.Error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && (found = (await HandOverList.OfCaseAsync(Town, Me, Case.Id, cancel)).FirstOrDefault(one => one.Id == Id)) is not null;
}
