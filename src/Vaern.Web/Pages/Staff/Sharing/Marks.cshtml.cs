using Microsoft.AspNetCore.Mvc;
using Vaern.App.Sharing;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>What belongs to an investigation and so never leaves on a ground of prevention.</summary>
public sealed class MarksModel : CasePage
{
    [BindProperty]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    public HandOverOffer Offer { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadOfferAsync(cancel))
        {
            return NotFound();
        }

        Chosen = [.. Offer.Parts.Where(part => part.IsBlocked).Select(part => part.Part.Label), .. Offer.Entries.Where(entry => entry.IsBlocked).Select(entry => entry.Id.ToString("N"))];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadOfferAsync(cancel))
        {
            return NotFound();
        }

        var set = await InvestigationMarks.SetAsync(Town, Me, Case.Id, [.. Chosen], cancel);
        return set.TryGet(out _, out var error) ? Saved($"{Address}/efterforskning", "saved.marks") : Again("", error);
    }

    private async Task<bool> ReadOfferAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !Case.MayWrite)
        {
            return false;
        }

        Offer = await HandOvers.OfferAsync(Town, Me, Case.Id, cancel);
        return true;
    }
}
