using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>Ends a report without a case, with the advice that was given.</summary>
public sealed class FinishModel : ReportPage
{
    [BindProperty]
    public string? Advice { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var closed = await StaffReports.CloseAsync(Town, Me, Report.Id, Advice ?? "", cancel);
        return closed.IsOk ? Saved("/henvendelser", "saved.report-closed", Report.Number) : Again(nameof(Advice), closed.Error);
    }
}
