using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Data;

namespace Vaern.Web.Pages.Staff.School;

/// <summary>Other units that have a case which concerns this one too, and whom to call.</summary>
public sealed class RoomInboxModel : StaffPage
{
    public IReadOnlyList<RoomLink> Inbox { get; private set; } = [];

    public string NameOf(UnitId unit) => Town.Units.Find(unit)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!Me.Can(Permission.WorkOnCases))
        {
            return NotFound();
        }

        Inbox = await RoomLinks.InboxAsync(Town, Me, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid link, string? number, int version, CancellationToken cancel)
    {
        if (!Me.Can(Permission.WorkOnCases))
        {
            return NotFound();
        }

        var own = await ReadCase.HandleAsync(Town, Me, number?.Trim().ToUpperInvariant() ?? "", cancel);
        if (!own.IsOk)
        {
            return await AgainAsync(new Error("room.case", "There is no such case."), cancel);
        }

        var linked = await RoomLinks.LinkAsync(Town, Me, link, own.Value.Id, version, cancel);
        return linked.TryGet(out _, out var error) ? Saved($"/sager/{own.Value.Number}/rum", "saved.room.linked") : await AgainAsync(error, cancel);
    }

    public async Task<IActionResult> OnPostDeclineAsync(Guid link, int version, CancellationToken cancel)
    {
        if (!Me.Can(Permission.WorkOnCases))
        {
            return NotFound();
        }

        var declined = await RoomLinks.DeclineAsync(Town, Me, link, version, cancel);
        return declined.TryGet(out _, out var error) ? Saved("/rum", "saved.room.declined") : await AgainAsync(error, cancel);
    }

    private async Task<IActionResult> AgainAsync(Error error, CancellationToken cancel)
    {
        Inbox = await RoomLinks.InboxAsync(Town, Me, cancel);
        Refuse("", error);
        return Page();
    }
}
