using Microsoft.AspNetCore.Http;

namespace Vaern.Web.Hosting;

/// <summary>Whom an address is for. Everything that is not for staff is public, so a new page is careful by default.</summary>
internal static class Audience
{
    /// <summary>The first parts of the staff's addresses. A staff page outside them does not build a route (tested).</summary>
    public static readonly string[] StaffPaths =
    [
        "/mit", "/henvendelser", "/sager", "/frister", "/planer", "/gadeplan", "/beredskab", "/sparring", "/kurser",
        "/undersoegelser", "/tal", "/regler", "/familier", "/administration", "/log-ind", "/log-af", "/min-konto", "/revision",
        "/igangvaerende", "/deling", "/underretninger", "/rum", "/oevelser", "/oevelse", "/arbejdsplads", "/rygter", "/foraeldremoede", "/samtalekort",
    ];

    public static bool IsStaff(PathString path) => StaffPaths.Any(staff => path.StartsWithSegments(staff, StringComparison.OrdinalIgnoreCase));

    public static bool IsApi(PathString path) => path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);
}
