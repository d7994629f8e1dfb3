using Microsoft.AspNetCore.Http;

namespace Vaern.Web.Hosting;

/// <summary>
/// Headers of every answer. The policy allows nothing but what this host serves: no inline script or style, no frame, no
/// other host. Pages are never kept by a browser, so that "back" on a shared telephone shows nothing.
/// </summary>
internal static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>For the one page that plays a film from the visitor's own device to make a fingerprint of it: an address that only that page knows.</summary>
    public const string WithOwnFilms = ContentSecurityPolicy + "; media-src blob:";

    public static Task Add(HttpContext context, bool https, Func<Task> next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=(), browsing-topics=()";
        headers["X-Permitted-Cross-Domain-Policies"] = "none";
        headers.CacheControl = "no-store";
        if (https)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return next();
    }
}
