using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Accounts;
using Vaern.Web.Security;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>Ends the session at the server and in the browser.</summary>
[AllowAnonymous]
public sealed class SignOutModel(CurrentMunicipality town, WebOptions options) : PageModel
{
    public bool SignedIn => HttpContext.Features.Get<StaffMember>() is not null;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Sessions.EndTokenAsync(town.Value, StaffCookie.ReadSession(HttpContext, options), HttpContext.RequestAborted);
        await Sessions.EndTokenAsync(town.Value, StaffCookie.ReadFirstStep(HttpContext, options), HttpContext.RequestAborted);
        StaffCookie.Clear(HttpContext, options);
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return LocalRedirect($"{Request.PathBase}/log-af");
    }
}
