using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Sharing;
using Vaern.Web.Localisation;

namespace Vaern.Web.Pages.Staff.Sharing;

/// <summary>The ground, from those that the recipient allows. Those it does not are shown with the reason; without one that fits nothing can be sent.</summary>
public sealed class HandOverGroundModel : DraftPage
{
    [BindProperty]
    public string? Chosen { get; set; }

    [BindProperty]
    public string? Overriding { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public string RecipientKey => Grounds.RecipientKey(Found.Kind, Found.ToUnit is { } unit ? Town.Units.Find(unit) : null);

    public IEnumerable<Ground> Possible => Grounds.All.Where(ground => ground.Allows(RecipientKey) && !ground.Forbids(RecipientKey));

    public IEnumerable<Ground> Impossible => Grounds.All.Except(Possible);

    public bool MayOverride => Me.Can(Permission.OverrideGround) && Impossible.Any(ground => !ground.Forbids(RecipientKey));

    public IEnumerable<SelectListItem> Overridable => Impossible.Where(ground => !ground.Forbids(RecipientKey)).Select(ground => new SelectListItem(LabelOf(ground), ground.Key));

    public string LabelOf(Ground ground) => $"{ground.Name.In(Texts.Language.Culture)} ({ground.Provision.In(Texts.Language.Culture)})";

    public string HintOf(Ground ground)
    {
        var rule = Town.Law.Find(ground.Rule);
        var standing = rule.IsOk && rule.Value.IsVerified && !ground.Unverified ? Texts["share.ground.verified", ground.Rule] : Texts["share.ground.unverified", ground.Rule];
        return $"{ground.Tell.In(Texts.Language.Culture)} {standing}";
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadHandOverAsync(cancel) || !MayChange)
        {
            return NotFound();
        }

        Chosen = Found.Ground;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => ChooseAsync(Chosen, false, nameof(Chosen), cancel);

    public Task<IActionResult> OnPostOverrideAsync(CancellationToken cancel) => ChooseAsync(Overriding, true, nameof(Overriding), cancel);

    private async Task<IActionResult> ChooseAsync(string? ground, bool overriding, string field, CancellationToken cancel)
    {
        if (!await ReadHandOverAsync(cancel) || !MayChange)
        {
            return NotFound();
        }

        var chosen = await HandOverDrafts.ChooseGroundAsync(Town, Me, Case.Id, Id, ground, overriding, Reason, cancel);
        return chosen.TryGet(out _, out var error)
            ? Saved($"{Here}/indhold", overriding ? "saved.share.override" : "saved.share.ground")
            : Again(error.Code == "reason.missing" ? nameof(Reason) : field, error);
    }
}
