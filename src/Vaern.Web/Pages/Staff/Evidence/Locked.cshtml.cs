using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Evidence;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Evidence;

/// <summary>A locked file: what to do now, who has done what, and the decision once the police have answered. The file itself is nowhere on it.</summary>
[WordsOnly]
public sealed class LockedModel : StaffPage
{
    private LockedFile? found;

    [FromRoute(Name = "id")]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? PoliceNumber { get; set; }

    public LockedFile Found => found!;

    public Quarantine Lock => Found.Lock;

    public bool MayDecide => Found.MayWrite && Lock.MaySettle;

    /// <summary>True while the police have not answered: then there is something to do at once.</summary>
    public bool Waits => Lock is { HandedOver: null, Destroyed: null };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        if (Outcome is not ("handed-over" or "destroyed"))
        {
            Refuse(nameof(Outcome), "fault.quarantine.outcome");
            return Page();
        }

        var (reason, number) = (Reason ?? "", PoliceNumber ?? "");
        var settled = Outcome == "destroyed"
            ? await SettleQuarantine.DestroyKeyAsync(Town, Me, Id, reason, number, cancel)
            : await SettleQuarantine.HandOverAsync(Town, Me, Id, reason, number, cancel);
        return settled.IsOk ? Saved($"/sager/laast/{Id}", $"locked.saved.{Outcome}") : Again(settled.Error);
    }

    private PageResult Again(Error error)
    {
        Refuse(error.Code switch { "reason.missing" => nameof(Reason), "quarantine.police-missing" => nameof(PoliceNumber), _ => "" }, error);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel) => (await LockedFile.FindAsync(Town, Me, Id, cancel)).TryGet(out found, out _);
}
