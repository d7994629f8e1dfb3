using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;

namespace Vaern.App.Accounts;

/// <summary>Somebody who has given the right password and owes a code.</summary>
/// <param name="NeedsEnrolment">True when no authenticator is known yet: <see cref="Secret"/> is then to be shown.</param>
/// <param name="Secret">The new authenticator's secret while enrolling, else null.</param>
/// <param name="DemoCode">In the fictional sample, the code that the authenticator would show.</param>
public sealed record PendingSignIn(AccountId Account, string Login, string Language, bool NeedsEnrolment, byte[]? Secret, string? DemoCode);

/// <summary>
/// Signing in: login and password, then a code. Five wrong answers close the account for a quarter of an hour, whoever gave them.
/// Every attempt is an event in the account's stream.
/// </summary>
public static class SignIn
{
    public const int AllowedFailures = 5;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    internal static Error Busy { get; } = new("sign-in.busy", "Too many sign in at this moment.");

    private static Error Refused { get; } = new("sign-in.refused", "Login and password do not open an account now.");

    private static Error NoSession { get; } = new("sign-in.expired", "The password must be given again.");

    /// <summary>
    /// First step. Gives the token of a session that can do nothing but take a code, or <c>sign-in.refused</c>: the same answer, after
    /// the same work, for an unknown login, a wrong password, a closed and a locked account. <c>sign-in.busy</c> when too many ask.
    /// </summary>
    public static async Task<Result<string>> WithPasswordAsync(Municipality municipality, string? login, string? password, CancellationToken cancel = default)
    {
        var normal = CreateAccount.NormalLogin(login);
        var known = await FindAsync(municipality, normal, cancel);
        var hash = known is null ? PasswordHash.Nobody(municipality.PasswordRounds) : PasswordHash.Parse(known.Hash).Value;
        var typed = password is { Length: <= PasswordRules.Longest } ? password : "";
        if (await PasswordWork.TryAsync(() => Answer.Of(hash, typed, known is not null, municipality.PasswordRounds), cancel) is not { } answer)
        {
            return Busy;
        }

        if (known is null)
        {
            // The same writing as for a known login, and a trace of somebody trying doors.
            await using var nobody = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
            await nobody.Streams.AppendAsync(municipality.Id, new StreamEvent("sign-in.unknown"), cancel);
            await nobody.CommitAsync(cancel);
            return Refused;
        }

        var account = new AccountId(known.Id);
        await using var work = await municipality.Database.BeginAsync(answer.Fits ? new Acting.Staff(known.Id) : Acting.Nobody, cancel);
        var standing = await AccountStanding.LockAsync(work, account, cancel);
        var fits = answer.Fits && standing is not null && standing.PasswordHash == known.Hash;
        if (standing is null or { Disabled: true } || standing.IsLocked(work.Now))
        {
            await work.Streams.AppendAsync(
                known.Id, new StreamEvent("sign-in.refused", AccountChange.Subject(account), new { because = standing is null or { Disabled: true } ? "disabled" : "locked" }), cancel);
            await work.CommitAsync(cancel);
            return Refused;
        }

        if (!fits)
        {
            await standing.FailAsync(work, "password", cancel);
            await work.CommitAsync(cancel);
            return Refused;
        }

        if (answer.Renewed is { } renewed)
        {
            await work.ExecuteAsync("update account set password_hash = @hash where id = @id", new { id = known.Id, hash = renewed.ToString() }, cancel);
        }

        var token = await Sessions.BeginAsync(work, account, full: false, cancel);
        await work.Streams.AppendAsync(known.Id, new StreamEvent("sign-in.password", AccountChange.Subject(account)), cancel);
        await work.CommitAsync(cancel);
        return token;
    }

    /// <summary>Who owes a code, or null when the token is not that of a first step of the last ten minutes.</summary>
    public static async Task<PendingSignIn?> PendingAsync(Municipality municipality, string? token, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        if (await PendingAccountAsync(work, token, cancel) is not { } pending
            || await municipality.Staff.ProfileAsync(pending.Account, pending.Version, cancel) is not { } profile)
        {
            return null;
        }

        var key = await work.Keys.OpenAsync(pending.Account.Value, cancel);
        var secret = pending.Totp is { } kept ? FieldCipher.Open(key, CreateAccount.TotpPlace(pending.Account), kept) : NewSecret(municipality, token!, pending.Version);
        var demo = municipality.IsDemo ? Totp.CodeAt(secret, NextFresh(Totp.StepAt(work.Now), pending.LastStep)) : null;
        return new PendingSignIn(pending.Account, profile.Login, profile.Language, pending.Totp is null, pending.Totp is null ? secret : null, demo);
    }

    /// <summary>
    /// Second step: a code from the authenticator, or the first code of a new one. Gives the token of a full session; the one before it
    /// ends. <c>code.wrong</c>, <c>code.used</c>, <c>sign-in.locked</c>, <c>sign-in.expired</c>.
    /// </summary>
    public static async Task<Result<string>> WithCodeAsync(Municipality municipality, string? token, string? code, CancellationToken cancel = default)
    {
        PendingRow? pending;
        await using (var look = await municipality.Database.BeginAsync(Acting.Nobody, cancel))
        {
            pending = await PendingAccountAsync(look, token, cancel);
        }

        if (pending is null)
        {
            return NoSession;
        }

        var account = pending.Account;
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(account.Value), cancel);
        var standing = await AccountStanding.LockAsync(work, account, cancel);
        if (standing is null or { Disabled: true } || await PendingAccountAsync(work, token, cancel) is null)
        {
            return NoSession;
        }

        if (standing.IsLocked(work.Now))
        {
            await EndPendingAsync(work, account, cancel);
            await work.Streams.AppendAsync(account.Value, new StreamEvent("sign-in.refused", AccountChange.Subject(account), new { because = "locked" }), cancel);
            await work.CommitAsync(cancel);
            return AccountStanding.Locked;
        }

        var key = await work.Keys.OpenAsync(account.Value, cancel);
        var place = CreateAccount.TotpPlace(account);
        var secret = standing.Totp is { } kept ? FieldCipher.Open(key, place, kept) : NewSecret(municipality, token!, standing.Version);
        var answer = Totp.Check(secret, code, work.Now, standing.TotpLastStep);
        if (answer.Step is not { } step)
        {
            var locked = await standing.FailAsync(work, answer.Used ? "code-used" : "code", cancel);
            if (locked)
            {
                await EndPendingAsync(work, account, cancel);
            }

            await work.CommitAsync(cancel);
            return locked ? AccountStanding.Locked : answer.Used ? AccountStanding.CodeUsed : AccountStanding.CodeWrong;
        }

        await work.ExecuteAsync(
            """
            update account set failures = 0, locked_until = null, totp_last_step = @step, totp = coalesce(totp, @totp) where id = @id;
            delete from session where token_hash = @hash;
            delete from session where ends_at <= @now
            """,
            new { id = account.Value, step, totp = standing.Totp is null ? FieldCipher.Seal(key, place, secret) : null, hash = Sessions.HashOf(token), now = work.Now },
            cancel);
        if (standing.Totp is null)
        {
            await work.Streams.AppendAsync(account.Value, new StreamEvent("account.totp-enrolled", AccountChange.Subject(account)), cancel);
        }

        var full = await Sessions.BeginAsync(work, account, full: true, cancel);
        await work.Streams.AppendAsync(account.Value, new StreamEvent("sign-in.done", AccountChange.Subject(account)), cancel);
        await work.CommitAsync(cancel);
        return full;
    }

    /// <summary>
    /// The secret that a new authenticator is offered: made from the browser's token and the municipality's key, so that it is
    /// stored nowhere before a code has proved that it arrived. Another after each change of the account.
    /// </summary>
    internal static byte[] NewSecret(Municipality municipality, string token, int accountVersion)
    {
        using var key = municipality.Database.Keys.ForToken("totp-enrol", System.Text.Encoding.ASCII.GetBytes(token));
        return key.Mac(System.Text.Encoding.ASCII.GetBytes(accountVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)))[..Totp.SecretSize];
    }

    /// <summary>The step whose code would be taken now: the present one, or the next when that is spent.</summary>
    internal static long NextFresh(long current, long lastStep) => lastStep < current ? current : current + 1;

    private static Task<int> EndPendingAsync(UnitOfWork work, AccountId account, CancellationToken cancel) =>
        work.ExecuteAsync("delete from session where account_id = @id and stage = 'password'", new { id = account.Value }, cancel);

    private static async Task<Known?> FindAsync(Municipality municipality, string normalLogin, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return await work.FirstOrDefaultAsync<Known>(
            "select id, password_hash as hash from account where login_mac = @mac", new { mac = CreateAccount.LoginMac(municipality, normalLogin) }, cancel);
    }

    private static async Task<PendingRow?> PendingAccountAsync(UnitOfWork work, string? token, CancellationToken cancel) =>
        Sessions.HashOf(token) is not { } hash ? null : await work.FirstOrDefaultAsync<PendingRow>(
            """
            select a.id, a.version, a.totp, a.totp_last_step as laststep
            from session s join account a on a.id = s.account_id and a.disabled_at is null
            where s.token_hash = @hash and s.stage = 'password' and s.ends_at > @now
            """,
            new { hash, now = work.Now },
            cancel);

    private sealed record Known(Guid Id, string Hash);

    private sealed record Answer(bool Fits, PasswordHash? Renewed)
    {
        public static Answer Of(PasswordHash hash, string typed, bool known, int rounds)
        {
            var fits = hash.Fits(typed) && known;
            return new Answer(fits, fits && hash.Rounds < rounds ? PasswordHash.Make(typed, rounds) : null);
        }
    }

    private sealed record PendingRow(Guid Id, int Version, byte[]? Totp, long LastStep)
    {
        public AccountId Account => new(Id);
    }
}
