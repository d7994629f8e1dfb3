using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>What a case is called and who is responsible. A stale page shows both versions.</summary>
public sealed class ChangeModel : CasePage
{
    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public Guid? Owner { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public bool IsStale { get; private set; }

    public IEnumerable<SelectListItem> Owners => Case.Participants.Where(person => person.Writes).Select(person => new SelectListItem($"{person.Name}", person.Account.Value.ToString()));

    public string NameOf(Guid? account) => Case.Participants.FirstOrDefault(person => person.Account.Value == account)?.Name ?? "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayWrite)
        {
            return NotFound();
        }

        (Title, Owner, Version) = (Case.Title, Case.Owner.Value, Case.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel))
        {
            return NotFound();
        }

        var changed = await ChangeCaseTitle.HandleAsync(Town, Me, Case.Id, Title ?? "", new AccountId(Owner ?? Guid.Empty), Version, cancel);
        if (changed.TryGet(out _, out var error))
        {
            return Saved(Address, "saved.case.changed");
        }

        if (error.Code == "case.stale")
        {
            IsStale = true;
            Version = Case.Version;
            ModelState.Remove(nameof(Version));
        }

        return Again(error.Code switch { "case.owner" => nameof(Owner), "case.stale" => "", _ => nameof(Title) }, error);
    }
}
