using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Previews;
using Vaern.App.Evidence.Scanning;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Pages.Staff.Reports;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>
/// What is known of a piece of evidence. Its picture is a blur until somebody says why it must be seen; then a copy is shown that was made anew, and the
/// view is recorded. The original is only ever saved, never drawn.
/// </summary>
public sealed class ItemModel : CasePage
{
    private OrdinaryEvidence? item;
    private Preview? preview;
    private string? ticket;
    private FileScan? scan;

    [FromRoute(Name = "bevis")]
    public string? Label { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? OriginalReason { get; set; }

    public OrdinaryEvidence Item => item!;

    /// <summary>True when the file may be looked at.</summary>
    public bool IsThere => Item is { Sha256: not null, State: "kept" };

    /// <summary>What a file is that is taken in and never shown; null for one that is.</summary>
    public string? Unshown => UnshownKind.Of(Item.DetectedType);

    /// <summary>What the check of a saved page found; null for other files, and before it was made.</summary>
    public CaptureFinding? Capture { get; private set; }

    public bool IsCaptureAwaited => CaptureChecks.Concerns(Item.DetectedType);

    public bool IsRevealed => preview is { Missing: null };

    /// <summary>True when places or words of it can be covered.</summary>
    public bool MayRedact => MayWrite && IsThere && HasPicture | IsText;

    public Shown Shown => new($"{Request.PathBase}{Address}/uddrag/{Item.Label}", Item.Label, preview, ticket, HasPicture && Town.Tools.Pictures is not null, scan);

    public IEnumerable<OrdinaryEvidence> Copies => Case.Items.Where(found => found.CopyOf == Item.Label);

    private bool HasPicture => Item.DetectedType is "image/png" or "image/jpeg" or "application/pdf";

    private bool IsText => Item.DetectedType is "text/plain" or "multipart/related" or "application/vnd.openxmlformats-officedocument";

    private FilePlace Place => new FilePlace.OfCase(Case.Id, Item.Label);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadBothAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || Item.Sha256 is null)
        {
            return NotFound();
        }

        var revealed = await ShownFile.RevealAsync(Town, Me, Place, Reason ?? "", cancel);
        if (!revealed.TryGet(out preview, out var error))
        {
            return Again(error.Code == "reason.missing" ? nameof(Reason) : "", error);
        }

        ticket = ViewTicket.Issue(HttpContext, Me, $"{Case.Number}/{Item.Label}");
        return Page();
    }

    /// <summary>The bytes as they were received, to be saved.</summary>
    public async Task<IActionResult> OnPostOriginalAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel) || Item.Sha256 is null)
        {
            return NotFound();
        }

        var handed = await ShownFile.OriginalAsync(Town, Me, Place, OriginalReason ?? "", cancel);
        if (!handed.TryGet(out var original, out var error))
        {
            scan = await ShownFile.ScanAsync(Town, Me, Place, cancel);
            return Again(error.Code == "reason.missing" ? nameof(OriginalReason) : "", error);
        }

        return FileAnswer.Saved(Response, original);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || (item = Case.Items.FirstOrDefault(found => string.Equals(found.Label, Label, StringComparison.OrdinalIgnoreCase))) is null)
        {
            return false;
        }

        scan = IsThere ? await ShownFile.ScanAsync(Town, Me, Place, cancel) : null;
        Capture = IsThere && CaptureChecks.Concerns(Item.DetectedType) ? await CaptureChecks.FindAsync(Town, Me, Case.Id, Item.Id, cancel) : null;
        return true;
    }
}
