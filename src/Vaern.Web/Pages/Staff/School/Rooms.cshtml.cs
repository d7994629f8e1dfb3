using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Cases;
using Vaern.Web.Pages.Staff.Cases;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>Other rooms of the same incident: that they exist and whom to call.</summary>
public sealed class RoomsModel : CasePage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public Guid? Unit { get; set; }

    public IEnumerable<SelectListItem> Units => Town.Units.All.Where(unit => unit.Open && unit.Parent is not null && unit.Id != Case.Unit && Case.Rooms.All(room => room.Unit != unit.Id || room.State == "declined"))
        .Select(unit => new SelectListItem(unit.Name, unit.Id.Value.ToString()));

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Id = Guid.CreateVersion7();
        return await ReadAsync(cancel) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var asked = await RoomLinks.AskAsync(Town, Me, Case.Id, Id, new UnitId(Unit ?? Guid.Empty), cancel);
        return asked.TryGet(out _, out var error) ? Saved($"{Address}/rum", "saved.room.asked") : Again(error.Code.StartsWith("room.", StringComparison.Ordinal) ? nameof(Unit) : "", error);
    }
}
