using Microsoft.AspNetCore.Mvc;
using Vaern.App.Evidence;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>A record of what must never be stored: words about where it is, who has seen it and where the device is.</summary>
public sealed class ReferralModel : CasePage
{
    /// <summary><c>ny</c>, or the id of the record.</summary>
    [FromRoute(Name = "id")]
    public string? Which { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Description { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? Account { get; set; }

    [BindProperty]
    public string? Urls { get; set; }

    [BindProperty]
    public string? ObservedAt { get; set; }

    [BindProperty]
    public string? SeenBy { get; set; }

    [BindProperty]
    public string? DeviceHolder { get; set; }

    [BindProperty]
    public string? DevicePlace { get; set; }

    [BindProperty]
    public string? DeviceState { get; set; }

    [BindProperty]
    public string? PoliceReference { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public RestrictedEvidence? Theirs { get; private set; }

    public bool IsNew => Which == "ny";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayWrite || (IsNew && !Case.Restricted))
        {
            return NotFound();
        }

        if (IsNew)
        {
            Id = Guid.CreateVersion7();
            return Page();
        }

        if (Find() is not { } found)
        {
            return NotFound();
        }

        (Id, Version, Description, Platform, Account, Urls) = (found.Id, found.Version, found.Description, found.Platform, found.Account, string.Join("\n", found.Urls));
        (ObservedAt, SeenBy, DeviceHolder, DevicePlace) = (found.ObservedAt is { } at ? LocalMoment.Write(at) : null, found.SeenBy, found.DeviceHolder, found.DevicePlace);
        (DeviceState, PoliceReference) = (found.DeviceState, found.PoliceReference);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || (IsNew && !Case.Restricted) || (!IsNew && Find()?.Id != Id))
        {
            return NotFound();
        }

        if (!LocalMoment.Read(ObservedAt).TryGet(out var observed, out var unreadable))
        {
            return Again(nameof(ObservedAt), unreadable);
        }

        var body = new ReferralBody(
            Blank(Description), Blank(Platform), Blank(Account), (Urls ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), observed,
            Blank(SeenBy), Blank(DeviceHolder), Blank(DevicePlace), Blank(DeviceState), Blank(PoliceReference));
        var saved = await Referrals.SaveAsync(Town, Me, Case.Id, Id, body, Version, cancel);
        if (saved.TryGet(out _, out var error))
        {
            return Saved($"{Address}#beviser", "saved.referral");
        }

        if (error.Code == "referral.stale")
        {
            Theirs = Find();
            Version = Theirs!.Version;
            ModelState.Remove(nameof(Version));
        }

        return Again(error.Code == "referral.stale" ? "" : nameof(Description), error);
    }

    private RestrictedEvidence? Find() => Guid.TryParse(Which, out var id) ? Case.Referrals.FirstOrDefault(found => found.Id == id) : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
