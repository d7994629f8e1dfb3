using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.StreetWork;

/// <summary>A role that reads something of the street, and how many accounts hold it now.</summary>
public sealed record StreetReader(string Role, int Accounts);

/// <summary>Who can read the rooms of the street in the running installation, for the annex of the impact assessment.</summary>
public static class StreetAccess
{
    public static async Task<IReadOnlyList<StreetReader>> ReadersAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        string[] roles = [.. Roles.Granting(Permission.WorkOnTheStreet), .. Roles.Granting(Permission.KeepMandates), .. Roles.Granting(Permission.AdviseOnMandates), .. Roles.Granting(Permission.TakeConcerns)];
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var counts = (await work.QueryAsync<(string Role, int Number)>(
            "select m.role, count(distinct m.account_id)::int from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.role = any(@roles) group by m.role order by m.role",
            new { roles },
            cancel)).ToDictionary(row => row.Role, row => row.Number);
        return [.. roles.Distinct().Select(role => new StreetReader(role, counts.GetValueOrDefault(role)))];
    }
}
