using Vaern.Data;

namespace Vaern.App.Accounts;

/// <summary>Who changes accounts: an administrator, or nobody where the command line sets a municipality up.</summary>
internal static class AccountChange
{
    public static Error NotAllowed { get; } = new("account.not-allowed", "Only an administrator of accounts does this.");

    public static Error Unknown { get; } = new("account.unknown", "There is no such account.");

    public static Error Stale { get; } = new("account.stale", "Somebody else has changed the account.");

    public static bool MayBeDoneBy(StaffMember? by) => by is null || by.Can(Permission.AdministerAccounts);

    public static Acting As(StaffMember? by) => by is null ? Acting.System : new Acting.Staff(by.Account.Value);

    public static string? Role(StaffMember? by) => by?.Posts.FirstOrDefault(post => Roles.Grants(post.Role, Permission.AdministerAccounts))?.Role;

    public static string Subject(AccountId account) => $"account:{account.Value:N}";

    /// <summary>Ids and role keys, as an event tells of posts.</summary>
    public static object Told(IEnumerable<Post> posts) =>
        posts.OrderBy(post => post.Unit.Value).ThenBy(post => post.Role, StringComparer.Ordinal).Select(post => new { unit = post.Unit.Value, role = post.Role });
}
