using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>An account as its administrator sees it.</summary>
public sealed record AccountLine(
    AccountId Account, StaffProfile Profile, IReadOnlyList<Post> Posts, bool HasAuthenticator, bool PasswordTemporary, DateTimeOffset? LockedUntil,
    DateTimeOffset? DisabledAt, DateTimeOffset? SeenAt, int Version);

/// <summary>The accounts of the municipality, for those who administer them. Looking is an event of the system.</summary>
public static class AccountList
{
    /// <summary>All accounts in the order of their names, or <c>account.not-allowed</c>.</summary>
    public static Task<Result<IReadOnlyList<AccountLine>>> ReadAsync(Municipality municipality, StaffMember by, CancellationToken cancel = default) =>
        ReadAsync(municipality, by, null, cancel);

    /// <summary>One account; <c>account.not-allowed</c>, <c>account.unknown</c>.</summary>
    public static async Task<Result<AccountLine>> FindAsync(Municipality municipality, StaffMember by, AccountId account, CancellationToken cancel = default)
    {
        var found = await ReadAsync(municipality, by, account, cancel);
        return !found.TryGet(out var lines, out var refused) ? refused : lines.Count == 0 ? AccountChange.Unknown : lines[0];
    }

    private static async Task<Result<IReadOnlyList<AccountLine>>> ReadAsync(Municipality municipality, StaffMember by, AccountId? one, CancellationToken cancel)
    {
        if (!AccountChange.MayBeDoneBy(by))
        {
            return AccountChange.NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        var rows = await work.QueryAsync<Row>(
            """
            select a.id, a.profile, a.totp is not null as hasauthenticator, a.password_temporary as temporary, a.locked_until as lockeduntil,
              a.disabled_at as disabledat, a.version,
              (select max(s.seen_at) from session s where s.account_id = a.id and s.stage = 'full') as seenat,
              (select string_agg(m.unit_id || ' ' || m.role, ',' order by m.unit_id, m.role) from membership m where m.account_id = a.id) as posts
            from account a where @one::uuid is null or a.id = @one order by a.id
            """,
            new { one = one?.Value },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Id)], cancel);
        var lines = new List<AccountLine>(rows.Count);
        foreach (var row in rows)
        {
            var account = new AccountId(row.Id);
            var profile = await StaffDirectory.OpenAsync(work, account, row.Profile, cancel);
            lines.Add(new AccountLine(
                account, profile, Sessions.PostsOf(row.Posts), row.HasAuthenticator, row.Temporary,
                row.LockedUntil > work.Now ? row.LockedUntil : null, row.DisabledAt, row.SeenAt, row.Version));
        }

        await work.Streams.AppendAsync(
            municipality.Id, new StreamEvent("accounts.viewed", one is { } looked ? AccountChange.Subject(looked) : null) { Role = AccountChange.Role(by) }, cancel);
        await work.CommitAsync(cancel);
        var danish = StringComparer.Create(new System.Globalization.CultureInfo("da-DK"), ignoreCase: true);
        return lines.OrderBy(line => line.Profile.Name, danish).ThenBy(line => line.Account.Value).ToArray();
    }

    private sealed record Row(
        Guid Id, byte[] Profile, bool HasAuthenticator, bool Temporary, DateTimeOffset? LockedUntil, DateTimeOffset? DisabledAt, int Version, DateTimeOffset? SeenAt, string? Posts);
}
