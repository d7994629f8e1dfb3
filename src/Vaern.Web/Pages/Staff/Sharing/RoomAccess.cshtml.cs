using Microsoft.AspNetCore.Mvc;
using Vaern.App.Rights;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>What the room sees while somebody's access is being answered: that it is, when, and what the room judges may be withheld.</summary>
public sealed class RoomAccessModel : CasePage
{
    [BindProperty]
    public Guid Hit { get; set; }

    [BindProperty]
    public string? Decision { get; set; }

    [BindProperty]
    public string? Rule { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<RoomHit> Hits { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadHitsAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadHitsAsync(cancel) || Hits.All(hit => hit.Id != Hit))
        {
            return NotFound();
        }

        var judged = await JudgeHit.DecideAsync(Town, Me, Hit, Decision ?? "", Reason, Rule, cancel);
        return judged.TryGet(out _, out var error)
            ? Saved($"{Address}/indsigt", "saved.rights.judged")
            : Again(error.Code switch { "rights.rule" => nameof(Rule), "reason.missing" => nameof(Reason), _ => nameof(Decision) }, error);
    }

    private async Task<bool> ReadHitsAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return false;
        }

        Hits = await JudgeHit.OfCaseAsync(Town, Me, Case.Id, cancel);
        return true;
    }
}
