using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Families;
using Vaern.Data;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.Families;

/// <summary>A family: its rooms, one coordinator, one hand-over to the police. Somebody without a room in it learns that it exists and whom to call.</summary>
[WordsOnly]
public sealed class FamilyPageModel : StaffPage
{
    private FamilyView? family;

    [FromRoute(Name = "nr")]
    public string? Number { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>The room from which the person takes the coordination over.</summary>
    [BindProperty]
    public Guid Room { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public FamilyView Family => family!;

    /// <summary>The rooms in which the person may take it over.</summary>
    public IReadOnlyList<FamilyRoom> Mine => Family.Inside is { CoordinatedByMe: false } inside ? [.. inside.Rooms.Where(room => room is { MayWrite: true, State: not "closed" })] : [];

    public string UnitOf(FamilyRoom room) => Town.Units.Find(room.Unit)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await ReadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || Mine.All(room => room.Case.Value != Room))
        {
            return NotFound();
        }

        var taken = await CoordinateFamily.TakeAsync(Town, Me, Family.Number, new CaseId(Room), Reason ?? "", Version, cancel);
        if (taken.IsOk)
        {
            return Saved($"/familier/{Family.Number}", "family.taken");
        }

        if (IsHidden(taken.Error))
        {
            return NotFound();
        }

        Refuse(taken.Error.Code == "reason.missing" ? nameof(Reason) : "", taken.Error);
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        var read = (await ReadFamily.HandleAsync(Town, Me, Number?.ToUpperInvariant() ?? "", cancel)).TryGet(out family, out _);
        if (read && Request.Method == "GET")
        {
            Version = Family.Inside?.Version ?? 0;
        }

        return read;
    }
}
