using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Learning.Courses;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Courses;

/// <summary>What each grade of each school gets, side by side and by name: whether all have the same access.</summary>
[Needs(Permission.SeePlanStatus, Permission.KeepCourses)]
public sealed class CoverageModel : StaffPage
{
    public int Year { get; private set; }

    public IReadOnlyList<GradePlan> Plans { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Year = SchoolYear.Of(When.Today);
        if (!(await GradePlans.AllAsync(Town, Me, Year, cancel)).TryGet(out var plans, out _))
        {
            return NotFound();
        }

        Plans = plans;
        return Page();
    }
}
