using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>Contacts by page: kind, age band, times and outcome. There is nothing else to show.</summary>
[Needs(Permission.WorkOnTheStreet, Permission.KeepMandates)]
public sealed class ContactsModel : StreetPage
{
    private const int Months = 6;

    [BindProperty(SupportsGet = true, Name = "side")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Contact> Lines { get; private set; } = [];

    public bool More { get; private set; }

    public IReadOnlyList<ContactCount> Counts { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        PageNumber = Math.Clamp(PageNumber, 1, 10_000);
        (Lines, More) = await ContactList.PageAsync(Town, Me, PageNumber, cancel);
        Counts = await ContactList.CountsAsync(Town, Me, new DateOnly(When.Today.Year, When.Today.Month, 1).AddMonths(-Months), cancel);
    }
}
