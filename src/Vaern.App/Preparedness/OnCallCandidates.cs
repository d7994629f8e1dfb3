using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Preparedness;

/// <summary>Colleagues who may be put on call: those with a post in the preparedness and an open account.</summary>
public static class OnCallCandidates
{
    public static async Task<IReadOnlyList<AccountId>> ReadAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WorkInPreparedness))
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var accounts = await work.QueryAsync<Guid>(
            """
            select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
            where m.role = any(@roles) order by m.account_id
            """,
            new { roles = Roles.Granting(Permission.WorkInPreparedness) },
            cancel);
        return [.. accounts.Select(account => new AccountId(account))];
    }
}
