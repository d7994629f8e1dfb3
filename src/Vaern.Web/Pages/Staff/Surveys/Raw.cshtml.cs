using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Insight.Surveys;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Surveys;

/// <summary>Where somebody comes who wants the answers themselves: there are none to be had, and that they were asked for is kept.</summary>
[Needs(Permission.KeepSurveys)]
public sealed class RawModel : StaffPage
{
    [FromRoute(Name = "nr")]
    public string Number { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => IsHidden(await SurveyResults.RawAskedAsync(Town, Me, Number, cancel)) ? NotFound() : Page();
}
