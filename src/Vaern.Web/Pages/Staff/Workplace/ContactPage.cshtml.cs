using Microsoft.AspNetCore.Mvc;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Workplace;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Workplace;

/// <summary>The address of the workplace that stands in letters and reports instead of anybody's own.</summary>
[Needs(Permission.CloseCases)]
public sealed class ContactPageModel : StaffPage
{
    /// <summary>The unit, where the leader has more than one.</summary>
    [BindProperty(SupportsGet = true, Name = "enhed")]
    public Guid? Asked { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Street { get; set; }

    [BindProperty]
    public string? Mail { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public string? OnCall { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>The unit that is written about: the one asked for, else the first one leads.</summary>
    public Unit? Here => Me.Posts.Where(post => Roles.Grants(post.Role, Permission.CloseCases)).Select(post => Town.Units.Find(post.Unit)).FirstOrDefault(unit => Asked is null || unit?.Id.Value == Asked);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Here is not { } unit)
        {
            return NotFound();
        }

        var contact = await UnitContacts.ReadAsync(Town, unit.Id, cancel);
        (Name, Street, Mail, Phone, OnCall, Version) = (contact?.Name ?? unit.Name, contact?.Address, contact?.Mail, contact?.Phone, contact?.OnCall, contact?.Version ?? 0);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Here is not { } unit)
        {
            return NotFound();
        }

        var saved = await UnitContacts.SaveAsync(Town, Me, unit.Id, new UnitContact(Typed(Name), Typed(Street), Typed(Mail), Typed(Phone), Typed(OnCall), Version), cancel);
        if (saved.TryGet(out _, out var error))
        {
            return Saved($"/arbejdsplads/kontakt?enhed={unit.Id.Value}", "saved.contact-page");
        }

        Refuse(error.Code == "contact.stale" ? "" : nameof(Street), error);
        return Page();
    }

    private static string Typed(string? text) => text?.Trim() ?? "";
}
