using System.Collections.Concurrent;
using System.Text.Json;
using Vaern.Data;
using Vaern.Sealing.AtRest;

namespace Vaern.App.Accounts;

/// <summary>What is sealed of an account. E-mail is where «Der er nyt i Værn» goes.</summary>
public sealed record StaffProfile(string Login, string Name, string Title, string Email, string Language);

/// <summary>Names of staff by account, opened once and kept in memory: pages show «Farid Elmquist», the database holds ciphertext.</summary>
public sealed class StaffDirectory(TenantDatabase database)
{
    private readonly ConcurrentDictionary<AccountId, StaffProfile> known = new();
    private readonly ConcurrentDictionary<AccountId, int> versions = new();

    public async Task<string> NameAsync(AccountId account, CancellationToken cancel = default) => (await ProfileAsync(account, cancel))?.Name ?? "–";

    public async Task<StaffProfile?> ProfileAsync(AccountId account, CancellationToken cancel = default)
    {
        if (known.TryGetValue(account, out var profile))
        {
            return profile;
        }

        await using var work = await database.BeginAsync(Acting.System, cancel);
        var sealedProfile = await work.FirstOrDefaultAsync<byte[]>("select profile from account where id = @id", new { id = account.Value }, cancel);
        return sealedProfile is null ? null : known[account] = await OpenAsync(work, account, sealedProfile, cancel);
    }

    /// <summary>Names of many accounts, for lists.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> NamesAsync(IEnumerable<AccountId> accounts, CancellationToken cancel = default)
    {
        var names = new Dictionary<AccountId, string>();
        foreach (var account in accounts.Distinct())
        {
            names[account] = await NameAsync(account, cancel);
        }

        return names;
    }

    /// <summary>The profile of an account whose version the caller has just read: another node may have changed it since it was kept here.</summary>
    internal Task<StaffProfile?> ProfileAsync(AccountId account, int version, CancellationToken cancel)
    {
        if (versions.TryGetValue(account, out var seen) && seen != version)
        {
            Forget(account);
        }

        versions[account] = version;
        return ProfileAsync(account, cancel);
    }

    public void Forget(AccountId account) => known.TryRemove(account, out _);

    internal static FieldPlace Place(AccountId account) => new("account", "profile", account.Value);

    internal static byte[] Seal(SecretKey key, AccountId account, StaffProfile profile) =>
        FieldCipher.Seal(key, Place(account), JsonSerializer.SerializeToUtf8Bytes(profile));

    internal static async Task<StaffProfile> OpenAsync(UnitOfWork work, AccountId account, byte[] sealedProfile, CancellationToken cancel) =>
        JsonSerializer.Deserialize<StaffProfile>(await work.Keys.OpenTextAsync(account.Value, Place(account), sealedProfile, cancel))!;
}
