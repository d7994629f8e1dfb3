using System.Buffers.Text;
using System.Security.Cryptography;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>Somebody who has signed in, and what of the session a page may need.</summary>
/// <param name="PasswordTemporary">True when the password must be changed before anything else.</param>
public sealed record StaffSession(StaffMember Staff, string Id, DateTimeOffset StartedAt, DateTimeOffset EndsAt, bool PasswordTemporary, int AccountVersion);

/// <summary>A session in the list of one's own. <paramref name="Id"/> names it and cannot be used to enter.</summary>
public sealed record SessionLine(string Id, DateTimeOffset StartedAt, DateTimeOffset SeenAt, DateTimeOffset EndsAt);

/// <summary>
/// Sessions of staff. The browser holds 256 random bits, the database their SHA-256: a dump lets nobody in. A session ends after half
/// an hour without use, after ten hours in any case, and with its account.
/// </summary>
public static class Sessions
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    /// <summary>How long the code may take after the password.</summary>
    public static readonly TimeSpan ForCode = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Touch = TimeSpan.FromMinutes(1);
    private const int TokenSize = 32;

    /// <summary>Who holds the token: one query, posts included. Null for anything but the token of a session that lives, in this municipality.</summary>
    public static async Task<StaffSession?> ReadAsync(Municipality municipality, string? token, CancellationToken cancel = default)
    {
        if (HashOf(token) is not { } hash)
        {
            return null;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select s.account_id as account, s.created_at as createdat, s.seen_at as seenat, s.ends_at as endsat, a.version, a.password_temporary as temporary,
              (select string_agg(m.unit_id || ' ' || m.role, ',' order by m.unit_id, m.role) from membership m where m.account_id = a.id) as posts
            from session s join account a on a.id = s.account_id and a.disabled_at is null
            where s.token_hash = @hash and s.stage = 'full' and s.ends_at > @now and s.seen_at > @idle
            """,
            new { hash, now = work.Now, idle = work.Now - Idle },
            cancel);
        if (row is null)
        {
            return null;
        }

        if (row.SeenAt <= work.Now - Touch)
        {
            await work.ExecuteAsync("update session set seen_at = @now where token_hash = @hash and seen_at < @now", new { hash, now = work.Now }, cancel);
            await work.CommitAsync(cancel);
        }

        var account = new AccountId(row.Account);
        if (await municipality.Staff.ProfileAsync(account, row.Version, cancel) is not { } profile)
        {
            return null;
        }

        return new StaffSession(
            new StaffMember(account, profile.Login, profile.Name, profile.Title, profile.Language, PostsOf(row.Posts)),
            Convert.ToHexStringLower(hash), row.CreatedAt, row.EndsAt, row.Temporary, row.Version);
    }

    /// <summary>One's own sessions that live, newest first.</summary>
    public static async Task<IReadOnlyList<SessionLine>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(byte[] Hash, DateTimeOffset Created, DateTimeOffset Seen, DateTimeOffset Ends)>(
            """
            select token_hash, created_at, seen_at, ends_at from session
            where account_id = @account and stage = 'full' and ends_at > @now and seen_at > @idle order by created_at desc, token_hash
            """,
            new { account = staff.Account.Value, now = work.Now, idle = work.Now - Idle },
            cancel);
        return [.. rows.Select(row => new SessionLine(Convert.ToHexStringLower(row.Hash), row.Created, row.Seen, row.Ends))];
    }

    /// <summary>Signs out one session of one's own, or every one.</summary>
    /// <param name="id">The session, or null for all.</param>
    public static async Task EndAsync(Municipality municipality, StaffMember staff, string? id, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var hash = new byte[SHA256.HashSizeInBytes];
        if (id is not null && (id.Length != 2 * hash.Length || Convert.FromHexString(id, hash, out _, out _) != System.Buffers.OperationStatus.Done))
        {
            return;
        }

        var ended = id is null
            ? await work.ExecuteAsync("delete from session where account_id = @account", new { account = staff.Account.Value }, cancel)
            : await work.ExecuteAsync("delete from session where account_id = @account and token_hash = @hash", new { account = staff.Account.Value, hash }, cancel);
        if (ended > 0)
        {
            await work.Streams.AppendAsync(
                staff.Account.Value, new StreamEvent(id is null ? "sign-out.everywhere" : "sign-out", AccountChange.Subject(staff.Account), new { sessions = ended }), cancel);
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Signs out by the token alone, in whatever stage it is.</summary>
    public static async Task EndTokenAsync(Municipality municipality, string? token, CancellationToken cancel = default)
    {
        if (HashOf(token) is not { } hash)
        {
            return;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        if (await work.FirstOrDefaultAsync<Guid?>("delete from session where token_hash = @hash returning account_id", new { hash }, cancel) is { } account)
        {
            await work.Streams.AppendAsync(account, new StreamEvent("sign-out", AccountChange.Subject(new AccountId(account)), new { sessions = 1 }), cancel);
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Writes a new session and gives its token.</summary>
    internal static async Task<string> BeginAsync(UnitOfWork work, AccountId account, bool full, CancellationToken cancel)
    {
        var token = RandomNumberGenerator.GetBytes(TokenSize);
        await work.ExecuteAsync(
            """
            delete from session where account_id = @account and (ends_at <= @now or seen_at <= @idle);
            insert into session (token_hash, account_id, stage, created_at, seen_at, ends_at) values (@hash, @account, @stage, @now, @now, @ends)
            """,
            new
            {
                hash = SHA256.HashData(token),
                account = account.Value,
                stage = full ? "full" : "password",
                now = work.Now,
                idle = work.Now - Idle,
                ends = work.Now + (full ? Longest : ForCode),
            },
            cancel);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The stored form of a token, or null for a text that cannot be one.</summary>
    internal static byte[]? HashOf(string? token)
    {
        Span<byte> bytes = stackalloc byte[TokenSize];
        return token is { Length: 43 } && Base64Url.IsValid(token, out var size) && size == TokenSize && Base64Url.TryDecodeFromChars(token, bytes, out var written) && written == TokenSize
            ? SHA256.HashData(bytes)
            : null;
    }

    internal static Post[] PostsOf(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(post => new Post(new UnitId(Guid.Parse(post.AsSpan(0, 36))), post[37..]))];

    private sealed record Row(
        Guid Account, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset EndsAt, int Version, bool Temporary, string? Posts);
}
