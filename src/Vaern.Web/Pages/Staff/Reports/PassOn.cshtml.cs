using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Intake;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>Sends a report on to the unit where it belongs.</summary>
public sealed class PassOnModel : ReportPage
{
    [BindProperty]
    public Guid? Unit { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IEnumerable<SelectListItem> Units => Town.Units.All.Where(unit => unit.Open && unit.Id != Report.Unit).Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (Unit is not { } chosen || Town.Units.Find(new UnitId(chosen)) is not { Open: true } unit)
        {
            Refuse(nameof(Unit), "fault.report.unit");
            return Page();
        }

        var passed = await StaffReports.PassOnAsync(Town, Me, Report.Id, unit.Id, Reason ?? "", cancel);
        return passed.IsOk ? Saved("/henvendelser", "saved.passed-on", Report.Number, unit.Name) : Again(nameof(Reason), passed.Error);
    }
}
