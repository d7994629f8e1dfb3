using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>One unit: its name, whether it takes reports, its code.</summary>
[Needs(Permission.AdministerAccounts)]
public sealed class UnitPageModel : StaffPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    /// <summary><c>true</c> or <c>false</c>, as the choices send it.</summary>
    [BindProperty]
    public string? Open { get; set; }

    public Unit? Unit => Town.Units.Find(new UnitId(Id));

    private string Here => $"/administration/enheder/{Id}";

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        base.OnPageHandlerExecuting(context);
        if (context.Result is null && Unit is null)
        {
            context.Result = NotFound();
        }
    }

    public void OnGet() => (Name, Open) = (Unit!.Name, Unit.Open ? "true" : "false");

    public async Task<IActionResult> OnPostAsync()
    {
        var changed = await ChangeUnit.EditAsync(Town, Me, new UnitId(Id), Name, Open != "false", HttpContext.RequestAborted);
        if (changed.IsOk)
        {
            return Saved(Here, "admin.units.saved");
        }

        Refuse(changed.Error.Code == "unit.root" ? nameof(Open) : nameof(Name), changed.Error);
        return Page();
    }

    public async Task<IActionResult> OnPostCodeAsync()
    {
        var changed = await ChangeUnit.NewCodeAsync(Town, Me, new UnitId(Id), HttpContext.RequestAborted);
        return changed.TryGet(out var code, out _) ? Saved(Here, "admin.units.newcode.done", code) : NotFound();
    }
}
