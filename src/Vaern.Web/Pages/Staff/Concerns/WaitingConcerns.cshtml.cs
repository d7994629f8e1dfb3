using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.Concerns;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Concerns;

/// <summary>The duty's list: what nobody has accepted yet, the oldest first.</summary>
[Needs(Permission.TakeConcerns)]
[WordsOnly]
public sealed class WaitingConcernsModel : StaffPage
{
    [BindProperty]
    public Guid Concern { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    public IReadOnlyList<SentConcern> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => All = await ConcernDesk.WaitingAsync(Town, Me, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        All = await ConcernDesk.WaitingAsync(Town, Me, cancel);
        var accepted = await ConcernDesk.AcceptAsync(Town, Me, Concern, cancel);
        if (accepted.TryGet(out _, out var error))
        {
            var number = All.FirstOrDefault(one => one.Id == Concern)?.Number;
            return number is null ? Saved("/sager/bekymringer", "concern.saved.accepted") : Saved($"/sager/{number}", "concern.saved.accepted");
        }

        if (IsHidden(error))
        {
            return NotFound();
        }

        Refuse("", error);
        return Page();
    }
}
