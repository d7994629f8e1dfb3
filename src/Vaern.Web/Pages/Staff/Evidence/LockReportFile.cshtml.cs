using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Pages.Staff.Reports;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>Locks a file of a report, before or after there is a case.</summary>
[WordsOnly]
public sealed class LockReportFileModel : ReportPage
{
    [FromRoute(Name = "id")]
    public Guid FileId { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public ConversationFile? Attached { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        return Attached!.IsLocked ? await ToLockAsync(cancel) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        var locked = await QuarantineItem.MarkReportFileAsync(Town, Me, Report.Id, FileId, Note, cancel);
        return locked.TryGet(out var id, out var error) ? Saved($"/sager/laast/{id}", "lock.saved") : Again("", error);
    }

    private async Task<IActionResult> ToLockAsync(CancellationToken cancel)
    {
        var locks = await Quarantines.OfReportAsync(Town, Me, Report.Id, cancel);
        return locks.FirstOrDefault(found => found.Attachment == FileId) is { } found ? LocalRedirect($"{Request.PathBase}/sager/laast/{found.Id}") : NotFound();
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel) =>
        await ReadAsync(cancel)
        && (Attached = Report.Files.Concat(Report.Messages.SelectMany(message => message.Files)).FirstOrDefault(found => found.Id == FileId)) is not null;
}
