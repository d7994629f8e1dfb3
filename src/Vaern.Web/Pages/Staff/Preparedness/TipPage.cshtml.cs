using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Data;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>A person's word over the grouping, and the red card where a tip is a threat.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class TipPageModel : StaffPage
{
    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public Guid? Into { get; set; }

    [BindProperty]
    public string? Why { get; set; }

    public Tip Tip { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> IssueItems { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        Version = Tip.Version;
        return Page();
    }

    public async Task<IActionResult> OnPostPlaceAsync(string nr, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        if (Into is not { } issue)
        {
            Refuse(nameof(Into), "fault.tip.issue");
            return Page();
        }

        return Answer(await PlaceTip.InIssueAsync(Town, Me, Tip.Id, new IssueId(issue), Version, cancel), "saved.tip.placed", "");
    }

    public async Task<IActionResult> OnPostCloseAsync(string nr, CancellationToken cancel) =>
        await ReadAsync(nr, cancel) ? Answer(await PlaceTip.CloseAsync(Town, Me, Tip.Id, Why ?? "", Version, cancel), "saved.tip.closed", nameof(Why)) : NotFound();

    public async Task<IActionResult> OnPostPoliceAsync(string nr, CancellationToken cancel) =>
        await ReadAsync(nr, cancel) ? Answer(await PlaceTip.PoliceAsync(Town, Me, Tip.Id, Version, cancel), "saved.tip.police", "") : NotFound();

    private IActionResult Answer(Result<bool> result, string saved, string field)
    {
        if (result.TryGet(out _, out var error))
        {
            return Saved($"/beredskab/tip/{Tip.Number}", saved);
        }

        Refuse(error.Code == "reason.missing" ? field : "", error);
        return Page();
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (await ReadIssues.TipAsync(Town, Me, nr, cancel) is not { } tip)
        {
            return false;
        }

        Tip = tip;
        IssueItems = [.. (await ReadIssues.ListAsync(Town, Me, closed: false, 0, cancel)).Where(issue => issue.Drill == tip.Drill).Select(issue => new SelectListItem($"{issue.Number} {issue.Title}", issue.Id.Value.ToString()))];
        return true;
    }
}
