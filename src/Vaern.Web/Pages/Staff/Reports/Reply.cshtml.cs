using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>
/// Writing to the reporter in two steps: what was typed is shown as the reporter will read it, and only the second press sends it.
/// </summary>
public sealed class ReplyModel : ReportPage
{
    /// <summary>Chosen by the first form, so that pressing twice sends once.</summary>
    [BindProperty]
    public Guid Token { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    /// <summary>The case whose page the writing began on; where one returns to.</summary>
    [BindProperty]
    public string? Case { get; set; }

    /// <summary>True when the message is shown for confirmation, false when it is still being written.</summary>
    public bool Previews { get; private set; }

    public string Back => Case is { Length: > 0 } number && Report.CaseNumber == number ? $"/sager/{number}#postkasse" : $"{Address}#postkasse";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Token = Guid.CreateVersion7();
        return await ReadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(Text) || Text.Length > Mailboxes.TextLimit)
        {
            Refuse(nameof(Text), string.IsNullOrWhiteSpace(Text) ? "fault.message.empty" : "fault.message.too-long");
            return Page();
        }

        Previews = true;
        return Page();
    }

    public async Task<IActionResult> OnPostEditAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var sent = await StaffReports.AnswerAsync(Town, Me, Report.Id, Text ?? "", Token, cancel);
        return sent.IsOk ? Saved(Back, "saved.sent", Report.Number) : Again(nameof(Text), sent.Error);
    }
}
