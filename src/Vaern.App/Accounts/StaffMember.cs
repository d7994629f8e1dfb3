namespace Vaern.App.Accounts;

/// <summary>A role held in a unit.</summary>
public sealed record Post(UnitId Unit, string Role);

/// <summary>A signed-in member of staff, as every handler receives one.</summary>
public sealed record StaffMember(AccountId Account, string Login, string Name, string Title, string Language, IReadOnlyList<Post> Posts)
{
    /// <summary>True when any post gives the permission, in whatever unit.</summary>
    public bool Can(Permission permission) => Posts.Any(post => Roles.Grants(post.Role, permission));

    public bool Can(Permission permission, UnitId unit) => Posts.Any(post => post.Unit == unit && Roles.Grants(post.Role, permission));

    /// <summary>The role a stream event names: the one held in the unit concerned, else the first.</summary>
    public string RoleIn(UnitId unit) => (Posts.FirstOrDefault(post => post.Unit == unit) ?? (Posts.Count > 0 ? Posts[0] : null))?.Role ?? "";
}
