using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Web.Localisation;
using Vaern.Web.Tenancy;
using Vaern.Web.Time;

namespace Vaern.Web.Pages.Staff;

/// <summary>
/// A page for somebody who is signed in. The sign-in puts the person on the request with
/// <c>HttpContext.Features.Set(staffMember)</c>; without that the page is not drawn and the sign-in opens.
/// </summary>
public abstract class StaffPage : PageModel
{
    private const string FlashKey = "flash";

    /// <summary>The person signed in.</summary>
    public StaffMember Me => HttpContext.Features.Get<StaffMember>() ?? throw new InvalidOperationException("Nobody is signed in.");

    public Municipality Town => Service<MunicipalityRegistry>()[Service<ICurrentTenant>().Id];

    public Texts Texts => Service<Texts>();

    public TimeText When => Service<TimeText>();

    /// <summary>What the last act saved, said once.</summary>
    public string? Flash => TempData[FlashKey] as string;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (HttpContext.Features.Get<StaffMember>() is null)
        {
            context.Result = Redirect($"/log-ind?til={Uri.EscapeDataString(Request.Path)}");
        }
    }

    /// <summary>Goes to a page after a change and says there what was saved.</summary>
    protected IActionResult Saved(string address, string textKey, params ReadOnlySpan<object?> values)
    {
        TempData[FlashKey] = Texts[textKey, values];
        return LocalRedirect(Request.PathBase + address);
    }

    /// <summary>Puts a refusal beside its field in the reader's words; what was typed stays.</summary>
    protected void Refuse(string field, Error error) => Refuse(field, $"fault.{error.Code}");

    /// <inheritdoc cref="Refuse(string, Error)"/>
    protected void Refuse(string field, string textKey) => ModelState.AddModelError(field, Texts[textKey]);

    protected static bool IsHidden(Error error) => error.Code.EndsWith(".not-found", StringComparison.Ordinal);

    private T Service<T>()
        where T : notnull => HttpContext.RequestServices.GetRequiredService<T>();
}
