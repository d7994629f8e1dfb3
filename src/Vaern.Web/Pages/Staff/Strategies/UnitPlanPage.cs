using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.Rules;
using Vaern.Web.Duties;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>A page inside one plan of one unit. A plan that is not there and one that is not the person's are the same 404.</summary>
public abstract class UnitPlanPage : StaffPage
{
    private UnitPlan? found;

    [FromRoute(Name = "enhed")]
    public Guid UnitValue { get; set; }

    [FromRoute(Name = "slags")]
    public string? KindWord { get; set; }

    public UnitId UnitId => new(UnitValue);

    public string? Kind => PlanAddress.KindOf(KindWord);

    /// <summary>The plan; read by <see cref="ReadAsync"/>.</summary>
    public UnitPlan Plan => found ?? throw new InvalidOperationException("The plan was not read.");

    public string Address => PlanAddress.Of(Plan.Unit.Id, Plan.Template);

    public string PlanTitle => Plan.Template.Title.In(Texts.Language.Culture);

    public bool MayWrite => Me.Can(Permission.WritePlans, UnitId);

    public bool MayDecide => Me.Can(Permission.DecidePlans, UnitId);

    /// <summary>Those who decide on this kind of plan, as a sentence names them.</summary>
    public string Approver => Texts[$"unitplan.approver.{Plan.Template.Approver}"];

    /// <summary>Rules by id, each with whether somebody has verified it; those that are off are left out.</summary>
    public IEnumerable<(Rule Rule, string Standing)> RulesOf(IEnumerable<string> ids) =>
        ids.Select(id => Town.Law.Find(id)).Where(rule => rule.IsOk && rule.Value.IsShown).Select(rule => (rule.Value, Standing.Of(rule.Value, Texts, When)));

    /// <summary>The next review and the rule behind it, in one line; a goal is never called law.</summary>
    public string ReviewLine(PlanVersion version) => PlanWords.Review(version, Town.Law, Texts, When);

    protected async Task<bool> ReadAsync(CancellationToken cancel) =>
        (await UnitPlans.ReadAsync(Town, Me, UnitId, Kind, cancel)).TryGet(out found, out _);

    protected IActionResult Again(string field, Error error)
    {
        if (IsHidden(error))
        {
            return NotFound();
        }

        Refuse(field, error);
        return Page();
    }
}
