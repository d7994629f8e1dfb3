using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Preparedness;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Preparedness;

/// <summary>Whom to ring: offices and functions, each with the day its number was looked after.</summary>
[Needs(Permission.WorkInPreparedness)]
public sealed class ContactBookModel : StaffPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? Call { get; set; }

    [BindProperty]
    public string? Mail { get; set; }

    [BindProperty]
    public string? About { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public IReadOnlyList<BookContact> All { get; private set; } = [];

    public IEnumerable<SelectListItem> KindItems => Texts.Items("bookkind", RoomBook.ContactKinds);

    public async Task<IActionResult> OnGetAsync(Guid? ret, CancellationToken cancel)
    {
        All = await RoomBook.ContactsAsync(Town, Me, cancel);
        if (ret is { } wanted)
        {
            if (All.FirstOrDefault(one => one.Id == wanted) is not { } contact)
            {
                return NotFound();
            }

            (Id, Version, Kind) = (contact.Id, contact.Version, contact.Kind);
            (Office, Call, Mail, About) = (contact.Body.Office, contact.Body.Call, contact.Body.Mail, contact.Body.When);
            return Page();
        }

        Id = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        All = await RoomBook.ContactsAsync(Town, Me, cancel);
        var saved = await RoomBook.SaveContactAsync(Town, Me, Id, Kind ?? "", new ContactBody(Office ?? "", Call ?? "", Mail ?? "", About ?? ""), Version, cancel);
        if (saved.TryGet(out _, out var error))
        {
            return Saved("/beredskab/kontakter", "saved.book");
        }

        Refuse(error.Code switch { "book.kind" => nameof(Kind), "contact.empty" => string.IsNullOrWhiteSpace(Office) ? nameof(Office) : nameof(Call), _ => "" }, error);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel) =>
        (await RoomBook.RemoveAsync(Town, Me, Id, day: false, cancel)).IsOk ? Saved("/beredskab/kontakter", "saved.book.removed") : NotFound();
}
