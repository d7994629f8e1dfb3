using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Vaern.Web.Security;

/// <summary>
/// Signing in, by folder: every page under <c>Pages/Staff</c> takes a full session; the few that do not say <c>[AllowAnonymous]</c>. So a new
/// page is closed unless somebody opens it.
/// </summary>
internal static class StaffSecurity
{
    private const string Policy = "staff";

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(StaffAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, StaffAuthentication>(StaffAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.RequireAuthenticatedUser());
        services.AddSingleton<IAuthorizationHandler, PermissionCheck>();
        services.AddRazorPages(pages => pages.Conventions.AuthorizeFolder("/Staff", Policy));
    }

    public static void Use(WebApplication app)
    {
        app.UseAuthentication();
        app.Use((context, next) => StaffGate.PassAsync(context, next));
        app.UseAuthorization();
    }
}
