using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Cases;
using Vaern.Rules;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>All deadlines of a case, running and settled, and starting another one by hand.</summary>
public sealed class LimitsModel : CasePage
{
    [BindProperty]
    public string? Rule { get; set; }

    [BindProperty]
    public string? Start { get; set; }

    /// <summary>Rules that a person may start a clock by; law first.</summary>
    public IEnumerable<SelectListItem> Rules
    {
        get
        {
            var law = new SelectListGroup { Name = Texts["clock.law"] };
            var goal = new SelectListGroup { Name = Texts["clock.goal"] };
            return Town.Law.All.Where(rule => rule.CanStartClock).OrderBy(rule => rule.Kind)
                .Select(rule => new SelectListItem($"{rule.Title.In(Texts.Language.Culture)} ({Clocks.LimitOf(rule)})", rule.Id) { Group = rule.Kind == RuleKind.Law ? law : goal });
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(Start).TryGet(out var start, out var unreadable))
        {
            return Again(nameof(Start), unreadable);
        }

        var started = await StartClock.HandleAsync(Town, Me, Case.Id, Rule ?? "", start ?? When.Now, cancel);
        return started.TryGet(out _, out var error)
            ? Saved($"{Address}/frister", "saved.clock.started")
            : Again(error.Code == "clock.rule" ? nameof(Rule) : nameof(Start), error);
    }
}
