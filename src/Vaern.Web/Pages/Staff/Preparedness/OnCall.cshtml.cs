using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Who is told first when it rings, and who then.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class OnCallModel : StaffPage
{
    private const int Least = 4;

    [BindProperty]
    public IReadOnlyList<string> Places { get; set; } = [];

    public IReadOnlyList<SelectListItem> Colleagues { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        var chain = await Alerts.ChainAsync(Town, Me, cancel);
        Places = [.. chain.Select(account => account.Value.ToString()), .. Enumerable.Repeat("", Math.Max(1, Least - chain.Count))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var chain = Places.Select(place => Guid.TryParse(place, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Select(id => new AccountId(id)).ToArray();
        await ReadAsync(cancel);
        if (chain.Any(account => Colleagues.All(item => item.Value != account.Value.ToString())))
        {
            Refuse("", "fault.chain.unknown");
            return Page();
        }

        var set = await Alerts.SetChainAsync(Town, Me, chain, cancel);
        if (set.IsOk)
        {
            return Saved("/beredskab/vagt", "saved.on-call");
        }

        Refuse("", set.Error);
        return Page();
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        var colleagues = await OnCallCandidates.ReadAsync(Town, Me, cancel);
        var names = await Names.OfAsync(Town, colleagues, cancel);
        Colleagues = [.. names.OrderBy(pair => pair.Value, StringComparer.CurrentCulture).Select(pair => new SelectListItem(pair.Value, pair.Key.Value.ToString()))];
    }
}
