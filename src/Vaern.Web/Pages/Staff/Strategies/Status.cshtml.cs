using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>Has, lacks, overdue: every unit's plans on one page, in the order of names. Never a number of cases, never an order by anything else.</summary>
[Needs(Permission.SeePlanStatus)]
public sealed class StatusModel : StatusLines
{
    public IEnumerable<SelectListItem> KindItems => PlanTemplate.All.Select(template => new SelectListItem(template.Title.In(Texts.Language.Culture), PlanAddress.Word(template.Kind)));

    public IEnumerable<SelectListItem> StateItems => PlanStandings.States.Select(state => new SelectListItem(Texts[$"planstatus.state.{state}"], state));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();
}
