using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Web.Hosting;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Security;

/// <summary>
/// What happens around every staff page once the person is known: a password that somebody else chose is changed first, the frame gets
/// name and menu, and asking for what is not there or not one's own is written down.
/// </summary>
internal static class StaffGate
{
    public const string PasswordPage = "/min-konto/adgangskode";

    public static async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        // The page of an error is drawn by a second pass, which is no second asking.
        if (context.Features.Get<StaffSession>() is not { } session || !Audience.IsStaff(context.Request.Path))
        {
            await next(context);
            return;
        }

        if (session.PasswordTemporary && !context.Request.Path.StartsWithSegments(PasswordPage) && !context.Request.Path.StartsWithSegments("/log-af"))
        {
            context.Response.Redirect(PasswordPage);
            return;
        }

        var town = context.RequestServices.GetRequiredService<CurrentMunicipality>().Value;
        var counts = await CaseLists.CountsAsync(town, session.Staff, context.RequestAborted);
        context.Features.Set(StaffMenu.ChromeOf(town, session.Staff, counts, context.RequestServices.GetRequiredService<EndpointDataSource>()));
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status404NotFound && route is not null)
        {
            await DeniedAccess.RecordAsync(town, session.Staff, "/" + route.TrimStart('/'), context.RequestAborted);
        }
    }
}
