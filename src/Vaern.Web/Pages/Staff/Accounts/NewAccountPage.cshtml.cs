using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>A new account with a password to hand over.</summary>
[Needs(Permission.AdministerAccounts)]
public sealed class NewAccountPageModel : StaffPage
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Title { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Login { get; set; }

    [BindProperty]
    public string? Language { get; set; } = "da";

    [BindProperty]
    public Guid? Unit { get; set; }

    [BindProperty]
    public string? Role { get; set; }

    public IEnumerable<SelectListItem> Units => PostItems.Units(Town);

    public IEnumerable<SelectListItem> RoleItems => PostItems.AllRoles(Texts);

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Unit is null != string.IsNullOrEmpty(Role))
        {
            Refuse(Unit is null ? nameof(Unit) : nameof(Role), "fault.post.unknown");
            return Page();
        }

        Post[] posts = Unit is { } unit ? [new Post(new UnitId(unit), Role!)] : [];
        var password = PasswordRules.Temporary();
        var asked = new NewAccount(Login ?? "", Name ?? "", Title ?? "", Email ?? "", Language ?? "", password, posts) { PasswordTemporary = true };
        var made = await CreateAccount.RunAsync(Town, Me, asked, HttpContext.RequestAborted);
        if (!made.TryGet(out var account, out var error))
        {
            Refuse(FieldOf(error.Code), error);
            return Page();
        }

        TempData[AccountPageModel.TemporaryKey] = password;
        return Saved($"/administration/konti/{account.Value}", "admin.created", asked.Name.Trim());
    }

    private static string FieldOf(string code) => code switch
    {
        "account.name" or "password.personal" => nameof(Name),
        "account.title" => nameof(Title),
        "account.email" => nameof(Email),
        "account.language" => nameof(Language),
        "post.unknown" => nameof(Role),
        _ => nameof(Login),
    };
}
