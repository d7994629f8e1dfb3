using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;

namespace Vaern.App.Accounts;

/// <summary>What everybody does with their own account. A wrong password here counts like one at the sign-in.</summary>
public static class OwnAccount
{
    /// <summary>
    /// Sets a new password and ends every other session. <c>password.current</c>, <c>password.same</c>, <c>password.*</c> of the rules,
    /// <c>sign-in.locked</c> (and the sessions end), <c>sign-in.busy</c>.
    /// </summary>
    public static async Task<Result> ChangePasswordAsync(Municipality municipality, StaffSession session, string? current, string? wanted, CancellationToken cancel = default)
    {
        var staff = session.Staff;
        if (PasswordRules.Check(wanted, staff.Login, staff.Name) is { IsOk: false } weak)
        {
            return weak;
        }

        if (current == wanted)
        {
            return new Error("password.same", "The new password is the old one.");
        }

        if (!(await ProveAsync(municipality, session, current, cancel)).TryGet(out var proven, out var refused))
        {
            return refused;
        }

        if (await PasswordWork.TryAsync(() => PasswordHash.Make(wanted!, municipality.PasswordRounds), cancel) is not { } hash)
        {
            return SignIn.Busy;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var changed = await work.ExecuteAsync(
            """
            update account set password_hash = @hash, password_temporary = false, version = version + 1 where id = @id and password_hash = @proven
            """,
            new { id = staff.Account.Value, hash = hash.ToString(), proven },
            cancel);
        if (changed == 0)
        {
            return AccountChange.Stale;
        }

        await EndOthersAsync(work, session, cancel);
        await work.Streams.AppendAsync(staff.Account.Value, new StreamEvent("account.password-changed", AccountChange.Subject(staff.Account)), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary><c>account.language</c> for anything but <c>da</c> and <c>en</c>.</summary>
    public static async Task<Result> ChangeLanguageAsync(Municipality municipality, StaffMember staff, string? language, CancellationToken cancel = default)
    {
        if (language is not ("da" or "en"))
        {
            return new Error("account.language", "The language is da or en.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await ChangeProfile.LockAsync(work, staff.Account, cancel)).TryGet(out var stored, out var unknown))
        {
            return unknown;
        }

        if (stored.Profile.Language != language)
        {
            await ChangeProfile.WriteAsync(work, staff.Account, stored.Profile with { Language = language }, cancel);
            await work.Streams.AppendAsync(
                staff.Account.Value,
                new StreamEvent("account.language-changed", AccountChange.Subject(staff.Account), new { old = stored.Profile.Language, @new = language }),
                cancel);
            await work.CommitAsync(cancel);
            municipality.Staff.Forget(staff.Account);
        }

        return Result.Done;
    }

    /// <summary>The secret of the authenticator that this session may enrol: the same while the page is open, another after it was taken.</summary>
    public static byte[] OfferedSecret(Municipality municipality, StaffSession session) => SignIn.NewSecret(municipality, session.Id, session.AccountVersion);

    /// <summary>
    /// Takes the offered authenticator in place of the old one and ends every other session. <c>password.current</c>, <c>code.wrong</c>,
    /// <c>sign-in.locked</c>, <c>sign-in.busy</c>, <c>account.stale</c>.
    /// </summary>
    public static async Task<Result> NewAuthenticatorAsync(Municipality municipality, StaffSession session, string? password, string? code, CancellationToken cancel = default)
    {
        if (!(await ProveAsync(municipality, session, password, cancel)).TryGet(out _, out var refused))
        {
            return refused;
        }

        var account = session.Staff.Account;
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(account.Value), cancel);
        var secret = OfferedSecret(municipality, session);
        if (Totp.Check(secret, code, work.Now, 0).Step is not { } step)
        {
            return AccountStanding.CodeWrong;
        }

        var key = await work.Keys.OpenAsync(account.Value, cancel);
        var changed = await work.ExecuteAsync(
            "update account set totp = @totp, totp_last_step = @step, version = version + 1 where id = @id and version = @version",
            new { id = account.Value, totp = FieldCipher.Seal(key, CreateAccount.TotpPlace(account), secret), step, version = session.AccountVersion },
            cancel);
        if (changed == 0)
        {
            return AccountChange.Stale;
        }

        await EndOthersAsync(work, session, cancel);
        await work.Streams.AppendAsync(account.Value, new StreamEvent("account.totp-enrolled", AccountChange.Subject(account)), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    private static Task<int> EndOthersAsync(UnitOfWork work, StaffSession session, CancellationToken cancel) =>
        work.ExecuteAsync(
            "delete from session where account_id = @id and token_hash <> @hash",
            new { id = session.Staff.Account.Value, hash = Convert.FromHexString(session.Id) },
            cancel);

    // Gives the stored hash that the password fits.
    private static async Task<Result<string>> ProveAsync(Municipality municipality, StaffSession session, string? password, CancellationToken cancel)
    {
        var account = session.Staff.Account;
        string stored;
        await using (var look = await municipality.Database.BeginAsync(new Acting.Staff(account.Value), cancel))
        {
            stored = await look.SingleAsync<string>("select password_hash from account where id = @id", new { id = account.Value }, cancel);
        }

        var hash = PasswordHash.Parse(stored).Value;
        var typed = password is { Length: <= PasswordRules.Longest } ? password : "";
        if (await PasswordWork.TryAsync(() => hash.Fits(typed) ? stored : "", cancel) is not { } fits)
        {
            return SignIn.Busy;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(account.Value), cancel);
        var standing = await AccountStanding.LockAsync(work, account, cancel) ?? throw new InvalidOperationException("Accounts are never deleted.");
        if (standing.IsLocked(work.Now))
        {
            return AccountStanding.Locked;
        }

        if (fits.Length > 0)
        {
            return stored;
        }

        var locked = await standing.FailAsync(work, "own-account", cancel);
        if (locked)
        {
            await work.ExecuteAsync("delete from session where account_id = @id", new { id = account.Value }, cancel);
        }

        await work.CommitAsync(cancel);
        return locked ? AccountStanding.Locked : new Error("password.current", "The present password does not fit.");
    }
}
