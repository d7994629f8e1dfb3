using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.Reports;

/// <summary>Attaches a report to a case that is already open.</summary>
public sealed class AttachModel : ReportPage
{
    private IReadOnlyList<CaseLine> cases = [];

    [BindProperty]
    public Guid? Case { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IEnumerable<SelectListItem> Cases => cases.Select(line => new SelectListItem($"{line.Number} {line.Title}", line.Id.Value.ToString()));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadBothAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadBothAsync(cancel))
        {
            return NotFound();
        }

        if (cases.FirstOrDefault(line => line.Id.Value == Case) is not { } chosen)
        {
            Refuse(nameof(Case), "fault.report.case");
            return Page();
        }

        var attached = await AttachReport.HandleAsync(Town, Me, chosen.Id, Report.Id, Reason ?? "", cancel);
        return attached.TryGet(out _, out var error) ? Saved($"/sager/{chosen.Number}", "saved.attached", Report.Number) : Again(error.Code == "reason.missing" ? nameof(Reason) : nameof(Case), error);
    }

    private async Task<bool> ReadBothAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        cases = (await CaseLists.CasesAsync(Town, Me, open: true, 1, cancel)).Lines;
        return true;
    }
}
