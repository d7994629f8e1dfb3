using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Evidence;
using Vaern.Web.Hosting;
using Vaern.Web.Tenancy;

namespace Vaern.Web.Pages.Staff.Cases;

/// <summary>
/// Case pages take words. Whatever looks like a file is answered with 415 before a byte of it is read, also by the search for a
/// form token, and the attempt is recorded. The one page that takes files reads its own form.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class WordsOnlyAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    /// <summary>Before the framework looks for its form token, which would read the body.</summary>
    public int Order => -1000;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || request.ContentType is null or "" || request.ContentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || context.Filters.Any(filter => filter is ReadsOwnFormAttribute))
        {
            return;
        }

        var services = context.HttpContext.RequestServices;
        if (context.HttpContext.Features.Get<StaffMember>() is { } me && context.RouteData.Values["nr"] is string number)
        {
            var town = services.GetRequiredService<MunicipalityRegistry>()[services.GetRequiredService<ICurrentTenant>().Id];
            await RefusedUpload.RecordAsync(town, me, number.ToUpperInvariant(), context.HttpContext.RequestAborted);
        }

        context.Result = new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
    }
}
