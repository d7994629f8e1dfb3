using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Vaern.App.Accounts;
using Vaern.Web.Localisation;
using Vaern.Web.Security;
using Vaern.Web.Tenancy;
using SignInSteps = Vaern.App.Accounts.SignIn;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>Second step: the code, or the first code of an authenticator that is being enrolled.</summary>
[AllowAnonymous]
public sealed class CodeModel(CurrentMunicipality town, WebOptions options, Texts texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Til { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public PendingSignIn? Pending { get; private set; }

    public Enrolment Enrolment => new(Pending!.Secret!, $"Værn {town.Value.Name}", Pending.Login);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Pending = await SignInSteps.PendingAsync(town.Value, StaffCookie.ReadFirstStep(HttpContext, options), HttpContext.RequestAborted);
        if (Pending is null)
        {
            context.Result = LocalRedirect($"{Request.PathBase}/log-ind?til={Uri.EscapeDataString(ReturnAddress.Of(Til))}");
            return;
        }

        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var answer = await SignInSteps.WithCodeAsync(town.Value, StaffCookie.ReadFirstStep(HttpContext, options), Code, HttpContext.RequestAborted);
        if (!answer.TryGet(out var token, out var error))
        {
            ModelState.AddModelError(nameof(Code), texts[$"fault.{error.Code}"]);
            return Page();
        }

        StaffCookie.WriteSession(HttpContext, options, token);
        return LocalRedirect(ReturnAddress.Of(Til));
    }
}
