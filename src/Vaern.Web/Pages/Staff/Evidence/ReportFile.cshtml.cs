using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Previews;
using Vaern.App.Evidence.Scanning;
using Vaern.App.Intake;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Pages.Staff.Reports;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>A file of a report: blurred, shown by an act with a reason, locked when it may not be kept.</summary>
[WordsOnly]
public sealed class ReportFileModel : ReportPage
{
    private Preview? preview;
    private string? ticket;
    private FileScan? scan;

    [FromRoute(Name = "id")]
    public Guid FileId { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? OriginalReason { get; set; }

    public ConversationFile Attached { get; private set; } = null!;

    public Shown Shown => new(
        $"{Request.PathBase}/sager/{Report.Number}/uddrag/{FileId}", Attached.Name, preview, ticket,
        Attached.DetectedType is "image/png" or "image/jpeg" or "application/pdf" && Town.Tools.Pictures is not null, scan);

    public bool IsRevealed => preview is { Missing: null };

    private FilePlace Place => new FilePlace.OfReport(Report.Id, FileId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadBothAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        var revealed = await ShownFile.RevealAsync(Town, Me, Place, Reason ?? "", cancel);
        if (!revealed.TryGet(out preview, out var error))
        {
            return Again(error.Code == "reason.missing" ? nameof(Reason) : "", error);
        }

        ticket = ViewTicket.Issue(HttpContext, Me, $"{Report.Number}/{FileId}");
        return Page();
    }

    /// <summary>The bytes as they were received, to be saved.</summary>
    public async Task<IActionResult> OnPostOriginalAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        var handed = await ShownFile.OriginalAsync(Town, Me, Place, OriginalReason ?? "", cancel);
        return handed.TryGet(out var original, out var error)
            ? FileAnswer.Saved(Response, original)
            : Again(error.Code == "reason.missing" ? nameof(OriginalReason) : "", error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel)
            || Report.Files.Concat(Report.Messages.SelectMany(message => message.Files)).FirstOrDefault(found => found.Id == FileId) is not { } found)
        {
            return false;
        }

        Attached = found;
        scan = found.IsLocked ? null : await ShownFile.ScanAsync(Town, Me, Place, cancel);
        return true;
    }
}
