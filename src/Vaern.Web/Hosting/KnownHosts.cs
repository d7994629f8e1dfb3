using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Hosting;

/// <summary>Answers 404 in one plain line where the host name is no municipality's: there is no house to show.</summary>
internal static class KnownHosts
{
    public static Task Require(HttpContext context, Func<Task> next)
    {
        if (context.RequestServices.GetRequiredService<TenantHosts>().Find(context.Request.Host.Host) is not null)
        {
            return next();
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("Her er ingen kommune. / There is no municipality here.\n", context.RequestAborted);
    }
}
