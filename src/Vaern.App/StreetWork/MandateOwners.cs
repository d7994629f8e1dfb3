using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.StreetWork;

/// <summary>The members of staff who may own a mandate.</summary>
public static class MandateOwners
{
    public static async Task<IReadOnlyList<(AccountId Account, string Name)>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        IReadOnlyList<Guid> accounts;
        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel))
        {
            accounts = await work.QueryAsync<Guid>(
                "select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role = any(@keeping) order by 1",
                new { keeping = Roles.Granting(Permission.KeepMandates) },
                cancel);
        }

        return [.. (await municipality.Staff.NamesAsync(accounts.Select(id => new AccountId(id)), cancel)).Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Value, StringComparer.Ordinal)];
    }
}
