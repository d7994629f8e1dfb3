using Microsoft.AspNetCore.Http;

namespace Vaern.Web.Security;

/// <summary>
/// The two cookies of staff: the session, and between password and code the first step. Both hold a random token and nothing else, end with
/// the browser, and are out of reach of script. Over HTTPS the name's prefix ties them to this very host (RFC 6265bis §4.1.3.2).
/// </summary>
internal static class StaffCookie
{
    private const string Session = "vaern-staff";
    private const string FirstStep = "vaern-login";

    public static string? ReadSession(HttpContext context, WebOptions options) => context.Request.Cookies[Name(Session, options)];

    public static string? ReadFirstStep(HttpContext context, WebOptions options) => context.Request.Cookies[Name(FirstStep, options)];

    // Lax: a link in «Der er nyt i Værn» must find the session; nothing changes by a link, and every form carries its own token.
    public static void WriteSession(HttpContext context, WebOptions options, string token)
    {
        context.Response.Cookies.Append(Name(Session, options), token, Form(options, SameSiteMode.Lax));
        context.Response.Cookies.Delete(Name(FirstStep, options), Form(options, SameSiteMode.Strict));
    }

    public static void WriteFirstStep(HttpContext context, WebOptions options, string token) =>
        context.Response.Cookies.Append(Name(FirstStep, options), token, Form(options, SameSiteMode.Strict));

    public static void Clear(HttpContext context, WebOptions options)
    {
        context.Response.Cookies.Delete(Name(Session, options), Form(options, SameSiteMode.Lax));
        context.Response.Cookies.Delete(Name(FirstStep, options), Form(options, SameSiteMode.Strict));
    }

    private static string Name(string name, WebOptions options) => options.Https ? "__Host-" + name : name;

    private static CookieOptions Form(WebOptions options, SameSiteMode sameSite) =>
        new() { Path = "/", HttpOnly = true, SameSite = sameSite, Secure = options.Https, IsEssential = true };
}
