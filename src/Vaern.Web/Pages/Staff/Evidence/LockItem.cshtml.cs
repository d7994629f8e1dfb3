using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>Locks a piece of evidence that may show something sexual with somebody under 18. Whoever sees the case can, also in a closed one.</summary>
public sealed class LockItemModel : CasePage
{
    [FromRoute(Name = "bevis")]
    public string? Label { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public OrdinaryEvidence? Item { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        return Item!.State == "kept" ? Page() : await ToLockAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        var locked = await QuarantineItem.MarkAsync(Town, Me, Case.Id, Item!.Label, Note, cancel);
        return locked.TryGet(out var id, out var error) ? Saved($"/sager/laast/{id}", "lock.saved") : Again("", error);
    }

    private async Task<IActionResult> ToLockAsync(CancellationToken cancel)
    {
        var locks = await Quarantines.OfCaseAsync(Town, Me, Case.Id, cancel);
        return locks.FirstOrDefault(found => found.Item == Item!.Label) is { } found ? LocalRedirect($"{Request.PathBase}/sager/laast/{found.Id}") : NotFound();
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel)
        && (Item = Case.Items.FirstOrDefault(found => found.Blob is not null && string.Equals(found.Label, Label, StringComparison.OrdinalIgnoreCase))) is not null;
}
