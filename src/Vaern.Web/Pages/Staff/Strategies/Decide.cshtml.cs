using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>What those who decide said, written down by the named leader who is signed in.</summary>
[Needs(Permission.DecidePlans)]
public sealed class DecideModel : UnitPlanPage
{
    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? On { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Chapters { get; set; } = [];

    [BindProperty]
    public int Version { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayDecide)
        {
            return NotFound();
        }

        if (Plan.Open is not { State: "submitted" or "approved" } open)
        {
            return LocalRedirect(Request.PathBase + Address);
        }

        (Version, On) = (open.Version, When.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayDecide)
        {
            return NotFound();
        }

        if (Plan.Open is not { State: "submitted" or "approved" })
        {
            return Saved(Address, "fault.unit-plan.not-submitted");
        }

        if (!DateOnly.TryParseExact(On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            Refuse(nameof(On), "fault.day.unreadable");
            return Page();
        }

        var recorded = await DecidePlan.RecordAsync(Town, Me, UnitId, Kind, new PlanDecision(Outcome ?? "", day, Words, Chapters), Version, cancel);
        if (recorded.TryGet(out _, out var error))
        {
            return Saved(Address, $"saved.unitplan.{Outcome}");
        }

        return Again(
            error.Code switch { "unit-plan.outcome" => nameof(Outcome), "unit-plan.decided-on" => nameof(On), "unit-plan.words" => nameof(Words), "unit-plan.which-chapters" => nameof(Chapters), _ => "" }, error);
    }
}
