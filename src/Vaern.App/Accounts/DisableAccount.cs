using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>Closes an account, or opens it again. Its sessions end at once and its access goes; posts, name and history stay.</summary>
public static class DisableAccount
{
    /// <summary><c>account.not-allowed</c>, <c>account.unknown</c>, <c>account.own</c>, <c>reason.missing</c>.</summary>
    public static Task<Result<PostChange>> RunAsync(Municipality municipality, StaffMember? by, AccountId account, string reason, CancellationToken cancel = default) =>
        SetAsync(municipality, by, account, disabled: true, reason, cancel);

    /// <summary>Gives access back by the posts the account still has. Errors as for <see cref="RunAsync"/>.</summary>
    public static Task<Result<PostChange>> ReopenAsync(Municipality municipality, StaffMember? by, AccountId account, string reason, CancellationToken cancel = default) =>
        SetAsync(municipality, by, account, disabled: false, reason, cancel);

    private static async Task<Result<PostChange>> SetAsync(
        Municipality municipality, StaffMember? by, AccountId account, bool disabled, string reason, CancellationToken cancel)
    {
        if (!AccountChange.MayBeDoneBy(by))
        {
            return AccountChange.NotAllowed;
        }

        if (by?.Account == account)
        {
            return new Error("account.own", "Nobody closes their own account.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        await ChangePosts.HoldAsync(work, cancel);
        var was = await work.FirstOrDefaultAsync<bool?>("select disabled_at is not null from account where id = @id for update", new { id = account.Value }, cancel);
        if (was is null)
        {
            return AccountChange.Unknown;
        }

        if (was == disabled)
        {
            return new PostChange(0);
        }

        await work.ExecuteAsync(
            """
            update account set disabled_at = @at, failures = 0, locked_until = null, version = version + 1 where id = @id;
            delete from session where account_id = @id
            """,
            new { id = account.Value, at = disabled ? work.Now : (DateTimeOffset?)null },
            cancel);
        var posts = await ChangePosts.ReadAsync(work, account, cancel);
        var left = disabled
            ? await EffectiveAccess.TakeAllAsync(municipality, work, account, posts, cancel)
            : await EffectiveAccess.FollowPostsAsync(municipality, work, account, [], posts, cancel);
        await work.Streams.AppendAsync(
            account.Value,
            new StreamEvent(disabled ? "account.disabled" : "account.reopened", AccountChange.Subject(account), Secret: new { reason = reason.Trim() })
            {
                Role = AccountChange.Role(by),
            },
            cancel);
        await work.CommitAsync(cancel);
        return new PostChange(left);
    }
}
