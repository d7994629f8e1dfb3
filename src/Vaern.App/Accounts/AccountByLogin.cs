using Vaern.Data;

namespace Vaern.App.Accounts;

/// <summary>Finds an account by what its owner types; for the command line, where no list is looked at.</summary>
public static class AccountByLogin
{
    /// <summary><c>account.unknown</c>.</summary>
    public static async Task<Result<AccountId>> FindAsync(Municipality municipality, string? login, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var id = await work.FirstOrDefaultAsync<Guid?>(
            "select id from account where login_mac = @mac", new { mac = CreateAccount.LoginMac(municipality, CreateAccount.NormalLogin(login)) }, cancel);
        return id is { } found ? new AccountId(found) : AccountChange.Unknown;
    }
}
