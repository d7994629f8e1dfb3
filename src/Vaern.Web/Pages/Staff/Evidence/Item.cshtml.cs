using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Pages.Staff.Reports;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>What is known of a piece of evidence. The file itself opens only by an act with a reason, and the view is recorded.</summary>
public sealed class ItemModel : CasePage
{
    private OrdinaryEvidence? item;

    [FromRoute(Name = "bevis")]
    public string? Label { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public OrdinaryEvidence Item => item!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadBothAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || Item.Sha256 is null)
        {
            return NotFound();
        }

        if (Item.State != "kept")
        {
            Refuse("", "fault.evidence.locked");
            return Page();
        }

        if (string.IsNullOrWhiteSpace(Reason))
        {
            Refuse(nameof(Reason), "fault.reason.missing");
            return Page();
        }

        FileAnswer.Begin(Response, Item.Meta.Name, Item.DetectedType, Item.Size);
        var copied = await OrdinaryItems.CopyAsync(Town, Me, Case.Id, Item.Label, Response.Body, Reason.Trim(), cancel);
        return copied.IsOk ? new EmptyResult() : NotFound();
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel) && (item = Case.Items.FirstOrDefault(found => string.Equals(found.Label, Label, StringComparison.OrdinalIgnoreCase))) is not null;
}
