using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>A new telephone: the new authenticator takes the old one's place when the first code has arrived.</summary>
public sealed class OwnAuthenticatorModel(WebOptions options) : StaffPage
{
    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public Enrolment Enrolment => new(OwnAccount.OfferedSecret(Town, Session), $"Værn {Town.Name}", Me.Login);

    public string? DemoCode => Town.IsDemo ? Totp.CodeAt(Enrolment.Secret, Totp.StepAt(Town.Now)) : null;

    private StaffSession Session => HttpContext.Features.Get<StaffSession>()!;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var changed = await OwnAccount.NewAuthenticatorAsync(Town, Session, Password, Code, HttpContext.RequestAborted);
        if (changed.IsOk)
        {
            return Saved("/min-konto", "accounts.saved.authenticator");
        }

        if (changed.Error.Code == "sign-in.locked")
        {
            StaffCookie.Clear(HttpContext, options);
            return LocalRedirect($"{Request.PathBase}/log-ind");
        }

        Refuse(changed.Error.Code == "password.current" ? nameof(Password) : nameof(Code), changed.Error);
        return Page();
    }
}
