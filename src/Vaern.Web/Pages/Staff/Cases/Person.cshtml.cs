using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App.Accounts;
using Vaern.App.Cases;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>Adds a person to a case or changes one. When somebody else changed it meanwhile, both versions are shown.</summary>
public sealed class PersonModel : CasePage
{
    /// <summary><c>ny</c>, or the id of the person.</summary>
    [FromRoute(Name = "id")]
    public string? Who { get; set; }

    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Relation { get; set; }

    [BindProperty]
    public string? Contact { get; set; }

    [BindProperty]
    public DateOnly? Born { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>The person as it stands now, when that is not what the form was made from.</summary>
    public Party? Theirs { get; private set; }

    public bool IsNew => Who == "ny";

    public IEnumerable<SelectListItem> Roles => Parties.Roles.Select(role => new SelectListItem(Texts[$"party.{role}"], role));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || !MayWrite)
        {
            return NotFound();
        }

        if (IsNew)
        {
            Id = Guid.CreateVersion7();
            return Page();
        }

        if (Find() is not { } party)
        {
            return NotFound();
        }

        (Id, Role, Name, Relation, Contact, Born, Version) = (party.Id, party.Role, party.Body.Name, party.Body.Relation, party.Body.Contact, party.Body.Born, party.Version);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await ReadAsync(cancel) || (!IsNew && Find() is null))
        {
            return NotFound();
        }

        var body = new PartyBody(Name ?? "", Relation, Contact, Born);
        var saved = IsNew
            ? await Parties.AddAsync(Town, Me, Case.Id, Id, Role ?? "", body, cancel)
            : await Parties.ChangeAsync(Town, Me, Case.Id, Find()!.Id, Role ?? "", body, Version, cancel);
        if (saved.TryGet(out _, out var error))
        {
            return Saved($"{Address}#personer", IsNew ? "saved.person.added" : "saved.person.changed");
        }

        if (error.Code == "party.under-access")
        {
            await DeniedAccess.RecordAsync(Town, Me, "/sager/{nr}/personer/{id}", cancel);
        }

        if (error.Code == "party.stale")
        {
            Theirs = Find();
            Version = Theirs!.Version;
            ModelState.Remove(nameof(Version));
        }

        return Again(error.Code switch { "party.role-missing" => nameof(Role), "party.stale" or "party.under-access" => "", _ => nameof(Name) }, error);
    }

    private Party? Find() => Guid.TryParse(Who, out var id) ? Case.Parties.FirstOrDefault(party => party.Id == id) : null;
}
