using Microsoft.AspNetCore.Authorization;
using Vaern.App.Accounts;

namespace Vaern.Web.Security;

/// <summary>
/// What a staff page takes beyond a session: <c>[Needs(Permission.SeeAudit)]</c> on the page model, any one of several. To somebody
/// who lacks it the page does not exist (404), and that they asked is an event. The handler behind the page checks again.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(params Permission[] permissions) : Attribute, IAuthorizationRequirementData
{
    public IReadOnlyList<Permission> Permissions => permissions;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new NeededPermission(permissions)];
}

internal sealed record NeededPermission(IReadOnlyList<Permission> AnyOf) : IAuthorizationRequirement;

/// <summary>Looks the permission up in the posts of the person on the request.</summary>
internal sealed class PermissionCheck(Microsoft.AspNetCore.Http.IHttpContextAccessor accessor) : AuthorizationHandler<NeededPermission>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeededPermission requirement)
    {
        if (accessor.HttpContext?.Features.Get<StaffMember>() is { } staff && requirement.AnyOf.Any(staff.Can))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
