using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Every shift, the latest first: what was done, not how anybody was.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class ShiftsPageModel : StreetPage
{
    [BindProperty(SupportsGet = true, Name = "side")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Shift> All { get; private set; } = [];

    public bool More { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        PageNumber = Math.Clamp(PageNumber, 1, 10_000);
        (All, More) = await ShiftList.PageAsync(Town, Me, PageNumber, cancel);
        await KnowAsync(All.Select(shift => shift.Worker), cancel);
    }
}
