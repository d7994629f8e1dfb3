using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vaern.Web.Pages.Public.Report;

namespace Vaern.Web.Hosting;

/// <summary>
/// <c>Forlad siden</c>. Without script the link comes here: every cookie of the visit ends, the browser is asked to forget,
/// and a neutral page opens. With script the page has already gone and only tells this address (POST) to end the visit.
/// </summary>
internal static class Leave
{
    /// <summary>Cookies of the public visit; each that a form adds is named here.</summary>
    private static readonly string[] VisitCookies = ["vaern-form", Visit.DraftCookie, Visit.MailboxCookie];

    public static void Map(WebApplication app, WebOptions options)
    {
        app.MapGet("/forlad", async (HttpContext context) =>
        {
            await ForgetAsync(context);
            return Results.Redirect(options.NeutralPage.AbsoluteUri);
        }).ExcludeFromDescription();
        // No token: ending a visit is all it can do, and a page that is being left has no time to fetch one.
        app.MapPost("/forlad", async (HttpContext context) =>
        {
            await ForgetAsync(context);
            return Results.NoContent();
        }).WithMetadata(new RequireAntiforgeryTokenAttribute(required: false)).ExcludeFromDescription();
    }

    private static async Task ForgetAsync(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(Visit.DraftCookie))
        {
            await context.RequestServices.GetRequiredService<Visit>().DiscardDraftAsync(context.RequestAborted);
        }

        context.Response.Headers["Clear-Site-Data"] = "\"cookies\", \"storage\"";
        foreach (var cookie in VisitCookies)
        {
            context.Response.Cookies.Delete(cookie, new CookieOptions { Path = "/" });
        }
    }
}
