using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>Corrects name, title and e-mail of an account. The event tells which of them changed; the words are sealed in it.</summary>
public static class ChangeProfile
{
    /// <summary><c>account.not-allowed</c>, <c>account.unknown</c>, <c>account.stale</c>, <c>account.name</c>, <c>account.title</c>, <c>account.email</c>.</summary>
    /// <param name="version">The version that was shown.</param>
    public static async Task<Result> RunAsync(
        Municipality municipality, StaffMember? by, AccountId account, string name, string title, string email, int version, CancellationToken cancel = default)
    {
        if (!AccountChange.MayBeDoneBy(by))
        {
            return AccountChange.NotAllowed;
        }

        if (CreateAccount.CheckProfile(name, title, email) is { } wrong)
        {
            return wrong;
        }

        await using var work = await municipality.Database.BeginAsync(AccountChange.As(by), cancel);
        if (!(await LockAsync(work, account, cancel)).TryGet(out var stored, out var unknown))
        {
            return unknown;
        }

        if (stored.Version != version)
        {
            return AccountChange.Stale;
        }

        var wanted = stored.Profile with { Name = name.Trim(), Title = title.Trim(), Email = email.Trim() };
        if (wanted == stored.Profile)
        {
            return Result.Done;
        }

        await WriteAsync(work, account, wanted, cancel);
        await work.Streams.AppendAsync(
            account.Value,
            new StreamEvent("account.profile-changed", AccountChange.Subject(account), Secret: new { old = stored.Profile, @new = wanted }) { Role = AccountChange.Role(by) },
            cancel);
        await work.CommitAsync(cancel);
        municipality.Staff.Forget(account);
        return Result.Done;
    }

    internal static async Task<Result<StoredProfile>> LockAsync(UnitOfWork work, AccountId account, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<Row>("select profile, version from account where id = @id for update", new { id = account.Value }, cancel);
        return row is null ? AccountChange.Unknown : new StoredProfile(await StaffDirectory.OpenAsync(work, account, row.Profile, cancel), row.Version);
    }

    internal static async Task WriteAsync(UnitOfWork work, AccountId account, StaffProfile profile, CancellationToken cancel) =>
        await work.ExecuteAsync(
            "update account set profile = @profile, version = version + 1 where id = @id",
            new { id = account.Value, profile = StaffDirectory.Seal(await work.Keys.OpenAsync(account.Value, cancel), account, profile) },
            cancel);

    internal sealed record StoredProfile(StaffProfile Profile, int Version);

    private sealed record Row(byte[] Profile, int Version);
}
