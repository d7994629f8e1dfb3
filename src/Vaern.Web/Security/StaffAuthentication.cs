using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vaern.App.Accounts;
using Vaern.Web.Hosting;
using Vaern.Web.Localisation;
using Vaern.Web.Pages.Staff.Accounts;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Security;

/// <summary>
/// Reads the session of a staff page from its cookie and puts the person on the request: the features <see cref="StaffMember"/> and
/// <see cref="StaffSession"/>. Public pages never look, so being signed in leaves no trace there.
/// </summary>
internal sealed class StaffAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, WebOptions web)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Staff";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Audience.IsStaff(Request.Path) || StaffCookie.ReadSession(Context, web) is not { } token)
        {
            return AuthenticateResult.NoResult();
        }

        var town = Context.RequestServices.GetRequiredService<CurrentMunicipality>().Value;
        if (await Sessions.ReadAsync(town, token, Context.RequestAborted) is not { } session)
        {
            return AuthenticateResult.NoResult();
        }

        Context.Features.Set(session);
        Context.Features.Set(session.Staff);
        LanguagePath.Use(Context, session.Staff.Language == "en" ? PageLanguage.English : PageLanguage.Danish);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, session.Staff.Account.Value.ToString("N"))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var asked = Request.Path + Request.QueryString.Value;
        if (HttpMethods.IsPost(Request.Method) && Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true
            && Request.ContentLength is > 0 and <= SignedOutModel.MostBytes && !Request.Path.StartsWithSegments("/log-ind"))
        {
            // 307 lets the browser send the form once more, to a page that gives the words back. Nothing is kept on the way.
            Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            Response.Headers.Location = $"{Request.PathBase}{SignedOutModel.Address}?til={Uri.EscapeDataString(asked)}";
            return Task.CompletedTask;
        }

        // After signing in the person is taken back to a page, never to the middle of a form that is gone.
        var back = HttpMethods.IsGet(Request.Method) ? asked : Request.Path.Value;
        Response.Redirect($"{Request.PathBase}/log-ind?til={Uri.EscapeDataString(back ?? "")}");
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
