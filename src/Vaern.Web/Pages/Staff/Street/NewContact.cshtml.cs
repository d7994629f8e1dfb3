using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.StreetWork;
using Vaern.Web.Pages.Staff.Cases;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Street;

/// <summary>A young person has written: what it is about, where and when. No field for who.</summary>
[Needs(Permission.WorkOnTheStreet)]
public sealed class NewContactModel : StreetPage
{
    private StreetNow now = null!;

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? About { get; set; }

    [BindProperty]
    public string? Platform { get; set; }

    [BindProperty]
    public string? WroteAt { get; set; }

    public IEnumerable<SelectListItem> Platforms => now.Profiles.Select(profile => profile.Body.Platform).Distinct().Select(platform => new SelectListItem(platform, platform));

    public async Task OnGetAsync(CancellationToken cancel)
    {
        now = await Shifts.NowAsync(Town, Me, cancel);
        (Id, WroteAt) = (Guid.CreateVersion7(), LocalMoment.Write(When.Now));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        now = await Shifts.NowAsync(Town, Me, cancel);
        if (!LocalMoment.Read(WroteAt).TryGet(out var wrote, out var unreadable))
        {
            return Again(nameof(WroteAt), unreadable);
        }

        var opened = await App.StreetWork.Contacts.OpenAsync(Town, Me, new NewContact(Id, About ?? "", Platform ?? "", wrote), cancel);
        return opened.TryGet(out var number, out var error)
            ? Saved($"/gadeplan/kontakter/{number}", "street.saved.contact", number)
            : Again(error.Code switch { "contact.kind" => nameof(About), "contact.platform" => nameof(Platform), "contact.time" => nameof(WroteAt), _ => "" }, error);
    }
}
