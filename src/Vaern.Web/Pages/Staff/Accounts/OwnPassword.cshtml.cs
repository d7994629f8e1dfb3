using Microsoft.AspNetCore.Mvc;
using Vaern.App.Accounts;
using Vaern.Web.Security;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>A new password of one's own choice; the only page for somebody whose password another has set.</summary>
public sealed class OwnPasswordModel(WebOptions options) : StaffPage
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? Wanted { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    public bool MustChange => Session.PasswordTemporary;

    private StaffSession Session => HttpContext.Features.Get<StaffSession>()!;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (Wanted != Again)
        {
            Refuse(nameof(Again), "accounts.password.differ");
            return Page();
        }

        var changed = await OwnAccount.ChangePasswordAsync(Town, Session, Current, Wanted, HttpContext.RequestAborted);
        if (changed.IsOk)
        {
            return Saved("/min-konto", "accounts.saved.password");
        }

        if (changed.Error.Code == "sign-in.locked")
        {
            StaffCookie.Clear(HttpContext, options);
            return LocalRedirect($"{Request.PathBase}/log-ind");
        }

        Refuse(changed.Error.Code == "password.current" ? nameof(Current) : nameof(Wanted), changed.Error);
        return Page();
    }
}
