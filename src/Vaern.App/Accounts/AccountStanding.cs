using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>What decides whether an account may try a password or a code, read under the account's row lock.</summary>
internal sealed record AccountStanding(
    Guid Id, string PasswordHash, byte[]? Totp, long TotpLastStep, int Failures, DateTimeOffset? LockedUntil, bool Disabled, int Version)
{
    public static Error Locked { get; } = new("sign-in.locked", "The account is locked for a quarter of an hour.");

    public static Error CodeWrong { get; } = new("code.wrong", "The code does not fit.");

    public static Error CodeUsed { get; } = new("code.used", "The code has been used.");

    public static Task<AccountStanding?> LockAsync(UnitOfWork work, AccountId account, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<AccountStanding>(
            """
            select id, password_hash as passwordhash, totp, totp_last_step as totplaststep, failures, locked_until as lockeduntil,
              disabled_at is not null as disabled, version
            from account where id = @id for update
            """,
            new { id = account.Value },
            cancel);

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>Counts a wrong answer, and locks at the fifth. True when it is locked now.</summary>
    public async Task<bool> FailAsync(UnitOfWork work, string step, CancellationToken cancel)
    {
        var failures = Failures + 1;
        var locks = failures >= SignIn.AllowedFailures;
        await work.ExecuteAsync(
            "update account set failures = @failures, locked_until = @until where id = @id",
            new { id = Id, failures = locks ? 0 : failures, until = locks ? work.Now + SignIn.LockedFor : (DateTimeOffset?)null },
            cancel);
        var subject = AccountChange.Subject(new AccountId(Id));
        await work.Streams.AppendAsync(Id, new StreamEvent("sign-in.failed", subject, new { step, failures }), cancel);
        if (locks)
        {
            await work.Streams.AppendAsync(Id, new StreamEvent("account.locked", subject, new { minutes = (int)SignIn.LockedFor.TotalMinutes }), cancel);
        }

        return locks;
    }
}
