using Microsoft.AspNetCore.Mvc;
using Vaern.App.Intake;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>A page inside one report. A report that is not there and one that is not the person's to read are the same 404.</summary>
public abstract class ReportPage : StaffPage
{
    private ReportView? found;

    /// <summary>The number in the address, such as <c>H-2027-0038</c>; addresses may be written in small letters.</summary>
    [FromRoute(Name = "nr")]
    public string? Number { get; set; }

    public ReportView Report => found ?? throw new InvalidOperationException("The report was not read.");

    public string Address => $"/henvendelser/{Report.Number}";

    public string UnitName => Town.Units.Find(Report.Unit)?.Name ?? "–";

    /// <summary>True while an outcome can still be chosen.</summary>
    public bool IsOpen => Report.State is not ("linked" or "closed");

    protected async Task<bool> ReadAsync(CancellationToken cancel) =>
        (await StaffReports.ReadAsync(Town, Me, Number?.ToUpperInvariant() ?? "", cancel)).TryGet(out found, out _);

    protected IActionResult Again(string field, Error error)
    {
        if (error.Code == "report.not-found")
        {
            return NotFound();
        }

        Refuse(field, error);
        return Page();
    }
}
