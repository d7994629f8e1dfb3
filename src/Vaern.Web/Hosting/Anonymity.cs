using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Vaern.Web.Hosting;

/// <summary>
/// Takes the network address and the browser's name off a public request before anything else sees it: what is not there
/// cannot reach a log, a table or an error report.
/// </summary>
internal static class Anonymity
{
    private static readonly string[] Telling =
    [
        HeaderNames.UserAgent, HeaderNames.Referer, HeaderNames.From, HeaderNames.Via, "Forwarded", "X-Forwarded-For", "X-Real-IP", "X-Client-IP",
        "True-Client-IP", "CF-Connecting-IP", "Sec-CH-UA", "Sec-CH-UA-Platform", "Sec-CH-UA-Mobile", "Sec-CH-UA-Model",
        "Sec-CH-UA-Full-Version-List", "DNT", "X-Requested-With",
    ];

    public static Task Protect(HttpContext context, Func<Task> next)
    {
        if (!Audience.IsStaff(context.Request.Path))
        {
            context.Connection.RemoteIpAddress = null;
            context.Connection.RemotePort = 0;
            foreach (var header in Telling)
            {
                context.Request.Headers.Remove(header);
            }
        }

        return next();
    }
}
