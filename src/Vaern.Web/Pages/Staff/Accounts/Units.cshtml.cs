using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>All units, and a new one.</summary>
[Needs(Permission.AdministerAccounts)]
public sealed class UnitsModel : StaffPage
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public Guid? Parent { get; set; }

    public IEnumerable<SelectListItem> Kinds => ChangeUnit.Kinds.Select(kind => new SelectListItem(Texts[$"unit.kind.{kind}"], kind));

    public IEnumerable<SelectListItem> Parents => PostItems.Units(Town);

    public void OnGet() => Parent = Town.Units.Root.Id.Value;

    public async Task<IActionResult> OnPostAsync()
    {
        var added = await ChangeUnit.AddAsync(Town, Me, Name, Kind, new UnitId(Parent ?? Town.Units.Root.Id.Value), HttpContext.RequestAborted);
        if (!added.TryGet(out var id, out var error))
        {
            Refuse(error.Code switch { "unit.kind" => nameof(Kind), "unit.parent" => nameof(Parent), _ => nameof(Name) }, error);
            return Page();
        }

        return Saved("/administration/enheder", "admin.units.added", Town.Units[id].Name, Town.Units[id].Code);
    }
}
