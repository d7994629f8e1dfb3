using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>What a change of posts left behind.</summary>
/// <param name="CasesWithoutOwner">Open cases whose owner can no longer open them: somebody must take them over.</param>
public sealed record PostChange(int CasesWithoutOwner);

/// <summary>Gives an account exactly these posts. Access to cases and reports follows in the same transaction.</summary>
public static class ChangePosts
{
    /// <summary>
    /// <c>account.not-allowed</c>, <c>account.unknown</c>, <c>account.stale</c>, <c>posts.own</c> (nobody gives themselves access), <c>post.unknown</c>.
    /// </summary>
    /// <param name="version">The version that was shown; null where the command line sets a municipality up.</param>
    public static async Task<Result<PostChange>> RunAsync(
        Municipality municipality, StaffMember? by, AccountId account, IReadOnlyList<Post> asked, int? version, CancellationToken cancel = default)
    {
        if (!AccountChange.MayBeDoneBy(by))
        {
            return AccountChange.NotAllowed;
        }

        if (by?.Account == account)
        {
            return new Error("posts.own", "Nobody changes their own posts.");
        }

        if (!Check(municipality, asked).TryGet(out var after, out var wrong))
        {
            return wrong;
        }

        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        await HoldAsync(work, cancel);
        var row = await work.FirstOrDefaultAsync<(int Version, bool Disabled)?>(
            "select version, disabled_at is not null from account where id = @id for update", new { id = account.Value }, cancel);
        if (row is not { } stored)
        {
            return AccountChange.Unknown;
        }

        if (version is { } shown && shown != stored.Version)
        {
            return AccountChange.Stale;
        }

        var before = await ReadAsync(work, account, cancel);
        if (before.ToHashSet().SetEquals(after))
        {
            return new PostChange(0);
        }

        await WriteAsync(work, account, after, cancel);
        await work.ExecuteAsync("update account set version = version + 1 where id = @id", new { id = account.Value }, cancel);
        var left = stored.Disabled ? 0 : await EffectiveAccess.FollowPostsAsync(municipality, work, account, before, after, cancel);
        await work.Streams.AppendAsync(
            account.Value,
            new StreamEvent("account.posts-changed", AccountChange.Subject(account), new { old = AccountChange.Told(before), @new = AccountChange.Told(after) })
            {
                Role = AccountChange.Role(by),
            },
            cancel);
        await work.CommitAsync(cancel);
        return new PostChange(left);
    }

    /// <summary>Posts without repetition, or <c>post.unknown</c>.</summary>
    internal static Result<IReadOnlyList<Post>> Check(Municipality municipality, IReadOnlyList<Post> posts)
    {
        foreach (var post in posts)
        {
            if (!Roles.Exists(post.Role) || municipality.Units.Find(post.Unit) is null)
            {
                return new Error("post.unknown", "A post names a role and a unit that exist.");
            }
        }

        return posts.Distinct().ToArray();
    }

    /// <summary>
    /// Waits for every transaction that has looked at who holds which post (a report that is being written, a case that is being
    /// opened), and makes new ones wait: none can give access by posts that are about to change.
    /// </summary>
    internal static Task HoldAsync(UnitOfWork work, CancellationToken cancel) =>
        work.ExecuteAsync("lock table membership in access exclusive mode", cancel: cancel);

    internal static async Task<IReadOnlyList<Post>> ReadAsync(UnitOfWork work, AccountId account, CancellationToken cancel) =>
        [.. (await work.QueryAsync<(Guid Unit, string Role)>(
            "select unit_id, role from membership where account_id = @account order by unit_id, role", new { account = account.Value }, cancel))
            .Select(row => new Post(new UnitId(row.Unit), row.Role))];

    internal static Task WriteAsync(UnitOfWork work, AccountId account, IReadOnlyList<Post> posts, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            delete from membership where account_id = @account;
            insert into membership (account_id, unit_id, role) select @account, * from unnest(@units, @roles)
            """,
            new { account = account.Value, units = posts.Select(post => post.Unit.Value).ToArray(), roles = posts.Select(post => post.Role).ToArray() },
            cancel);
}
