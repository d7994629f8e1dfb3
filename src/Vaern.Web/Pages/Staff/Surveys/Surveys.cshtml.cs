using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Surveys;

/// <summary>All surveys, newest first.</summary>
[Needs(Permission.KeepSurveys)]
public sealed class SurveysModel : StaffPage
{
    public IReadOnlyList<Survey> Surveys { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await SurveyRounds.CloseDueAsync(Town, cancel);
        if (!(await SurveyDesk.ListAsync(Town, Me, cancel)).TryGet(out var surveys, out _))
        {
            return NotFound();
        }

        Surveys = surveys;
        return Page();
    }
}
