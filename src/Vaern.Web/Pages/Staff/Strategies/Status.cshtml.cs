using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Web.Localisation;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Strategies;

/// <summary>Has, lacks, overdue: every unit's plans on one page, in the order of names. Never a number of cases, never an order by anything else.</summary>
[Needs(Permission.SeePlanStatus)]
public class StatusModel : StaffPage
{
    [BindProperty(SupportsGet = true, Name = "plan")]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "status")]
    public string? State { get; set; }

    public IReadOnlyList<PlanStanding> All { get; private set; } = [];

    public IReadOnlyList<PlanStanding> Shown { get; private set; } = [];

    public string Query => QueryString("plan", Show) + (string.IsNullOrEmpty(Show) ? QueryString("status", State) : QueryString("status", State).Replace('?', '&'));

    public IEnumerable<SelectListItem> KindItems => PlanTemplate.All.Select(template => new SelectListItem(template.Title.In(Texts.Language.Culture), PlanAddress.Word(template.Kind)));

    public IEnumerable<SelectListItem> StateItems => PlanStandings.States.Select(state => new SelectListItem(Texts[$"planstatus.state.{state}"], state));

    public virtual async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    protected async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (!(await PlanStandings.ListAsync(Town, Me, cancel)).TryGet(out var all, out _))
        {
            return false;
        }

        var kind = PlanAddress.KindOf(Show);
        (All, Shown) = (all, [.. all.Where(line => (string.IsNullOrEmpty(Show) || line.Template.Kind == kind) && (string.IsNullOrEmpty(State) || line.State == State))]);
        return true;
    }

    private static string QueryString(string name, string? value) => string.IsNullOrEmpty(value) ? "" : $"?{name}={Uri.EscapeDataString(value)}";
}
