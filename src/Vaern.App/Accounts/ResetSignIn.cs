using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>Help for somebody who cannot sign in: a lost telephone, a forgotten password. Ends every session of the account.</summary>
public static class ResetSignIn
{
    /// <summary>Forgets the authenticator; the owner enrols a new one at the next sign-in. <c>account.not-allowed</c>, <c>account.unknown</c>, <c>account.own</c>.</summary>
    public static async Task<Result> TotpAsync(Municipality municipality, StaffMember? by, AccountId account, CancellationToken cancel = default)
    {
        if (Refused(by, account) is { } refused)
        {
            return refused;
        }

        return await ChangeAsync(municipality, by, account, "account.totp-reset", null, cancel);
    }

    /// <summary>Sets a password that works once and gives it back, to be handed over in person. Errors as above and <c>sign-in.busy</c>.</summary>
    public static async Task<Result<string>> PasswordAsync(Municipality municipality, StaffMember? by, AccountId account, CancellationToken cancel = default)
    {
        if (Refused(by, account) is { } refused)
        {
            return refused;
        }

        var password = PasswordRules.Temporary();
        if (await PasswordWork.TryAsync(() => PasswordHash.Make(password, municipality.PasswordRounds), cancel) is not { } hash)
        {
            return SignIn.Busy;
        }

        var done = await ChangeAsync(municipality, by, account, "account.password-reset", hash.ToString(), cancel);
        return done.IsOk ? password : done.Error;
    }

    // One's own goes by way of one's own page, which asks for the old one.
    private static Error? Refused(StaffMember? by, AccountId account) =>
        !AccountChange.MayBeDoneBy(by) ? AccountChange.NotAllowed
        : by?.Account == account ? new Error("account.own", "Use the page of your own account.")
        : null;

    // With a hash it is the password that changes, without one the authenticator is forgotten.
    private static async Task<Result> ChangeAsync(
        Municipality municipality, StaffMember? by, AccountId account, string action, string? hash, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        var changed = await work.ExecuteAsync(
            """
            update account set totp = case when @hash::text is null then null else totp end,
              password_hash = coalesce(@hash, password_hash), password_temporary = password_temporary or @hash::text is not null,
              failures = 0, locked_until = null, version = version + 1
            where id = @id
            """,
            new { id = account.Value, hash },
            cancel);
        if (changed == 0)
        {
            return AccountChange.Unknown;
        }

        await work.ExecuteAsync("delete from session where account_id = @id", new { id = account.Value }, cancel);
        await work.Streams.AppendAsync(
            account.Value, new StreamEvent(action, AccountChange.Subject(account)) { Role = AccountChange.Role(by) }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }
}
