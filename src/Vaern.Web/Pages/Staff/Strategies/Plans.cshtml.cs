using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>The plans of the units that the person writes or decides for, with where each stands and what is to be done.</summary>
public sealed class PlansModel : StaffPage
{
    public IReadOnlyList<(Unit Unit, IReadOnlyList<PlanStanding> Plans)> Units { get; private set; } = [];

    public IReadOnlyList<UnitAction> Actions { get; private set; } = [];

    public bool SeesStatus => Me.Can(Permission.SeePlanStatus);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var units = new List<(Unit, IReadOnlyList<PlanStanding>)>();
        var actions = new List<UnitAction>();
        foreach (var unit in Town.Units.All.Where(unit => UnitPlans.MayRead(Me, unit.Id)))
        {
            var plans = await PlanStandings.OfAsync(Town, unit.Id, cancel);
            if (plans.Count > 0)
            {
                units.Add((unit, plans));
            }

            actions.AddRange((await UnitActions.ListAsync(Town, Me, unit.Id, cancel)).Value.Where(action => action.DoneAt is null));
        }

        if (units.Count == 0 && !SeesStatus && actions.Count == 0 && !Me.Can(Permission.WritePlans) && !Me.Can(Permission.DecidePlans))
        {
            return NotFound();
        }

        (Units, Actions) = (units, [.. actions.OrderBy(action => action.DueOn)]);
        return Page();
    }

    public async Task<IActionResult> OnPostActionAsync(Guid enhed, Guid opgave, bool udfoert, int version, CancellationToken cancel)
    {
        var settled = await UnitActions.SettleAsync(Town, Me, new UnitId(enhed), opgave, udfoert, version, cancel);
        return settled.IsOk || settled.Error.Code == "unit-action.stale" ? Saved("/planer", settled.IsOk ? "saved.action" : "fault.unit-action.stale") : NotFound();
    }
}
