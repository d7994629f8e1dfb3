using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Accounts;
using Vaern.Web.Localisation;
using Vaern.Web.Security;
using Vaern.Web.Tenancy;
using SignInSteps = Vaern.App.Accounts.SignIn;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>First step of signing in. The answer to a wrong one is the same whatever was wrong.</summary>
[AllowAnonymous]
public sealed class SignInModel(CurrentMunicipality town, WebOptions options, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Til { get; set; }

    [BindProperty]
    public string? Login { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public IActionResult OnGet() =>
        HttpContext.Features.Get<StaffMember>() is null ? Page() : LocalRedirect(ReturnAddress.Of(Til));

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Login))
        {
            ModelState.AddModelError(nameof(Login), texts["accounts.login.missing"]);
        }

        if (string.IsNullOrEmpty(Password))
        {
            ModelState.AddModelError(nameof(Password), texts["accounts.password.missing"]);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var answer = await SignInSteps.WithPasswordAsync(town.Value, Login, Password, HttpContext.RequestAborted);
        if (!answer.TryGet(out var token, out var error))
        {
            ModelState.AddModelError(nameof(Login), texts[$"fault.{error.Code}"]);
            return Page();
        }

        StaffCookie.WriteFirstStep(HttpContext, options, token);
        return LocalRedirect($"{Request.PathBase}/log-ind/kode?til={Uri.EscapeDataString(ReturnAddress.Of(Til))}");
    }
}
