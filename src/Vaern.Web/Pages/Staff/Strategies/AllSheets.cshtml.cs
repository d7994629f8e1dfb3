using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Insight.Readiness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>All schools' readiness, by name. Shares have their base beside them, national figures are a line to look at, and nothing is summed up a school.</summary>
[Needs(Permission.SeePlanStatus)]
public sealed class AllSheetsModel : StaffPage
{
    public IReadOnlyList<UnitReadiness> Sheets { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!(await ReadinessSheet.AllAsync(Town, Me, cancel)).TryGet(out var sheets, out _))
        {
            return NotFound();
        }

        Sheets = sheets;
        return Page();
    }
}
