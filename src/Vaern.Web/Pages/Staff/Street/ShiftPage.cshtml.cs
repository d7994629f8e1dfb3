using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>One shift with its report and what was seen in it.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class ShiftPageModel : StreetPage
{
    public Shift One { get; private set; } = null!;

    public IReadOnlyList<Phenomenon> Seen { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string nr, CancellationToken cancel) => await ReadAsync(nr, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string nr, CancellationToken cancel)
    {
        if (!await ReadAsync(nr, cancel))
        {
            return NotFound();
        }

        return (await Shifts.DebriefedAsync(Town, Me, One.Id, cancel)).TryGet(out _, out var error) ? Saved($"/gadeplan/vagter/{nr}", "street.saved.debriefed") : IsHidden(error) ? NotFound() : Again("", error);
    }

    private async Task<bool> ReadAsync(string nr, CancellationToken cancel)
    {
        if (!(await ShiftList.ReadAsync(Town, Me, nr, cancel)).TryGet(out var found, out _))
        {
            return false;
        }

        One = found;
        Seen = await PhenomenonList.OfShiftAsync(Town, Me, found.Id, cancel);
        await KnowAsync([found.Worker], cancel);
        return true;
    }
}
