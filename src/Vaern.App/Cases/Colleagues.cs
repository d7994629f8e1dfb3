using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Cases;

/// <summary>Somebody who could be let into a case.</summary>
public sealed record Colleague(AccountId Account, string Name, string Title, string Unit);

/// <summary>The colleagues of the municipality, for the list from which one is let in.</summary>
public static class Colleagues
{
    /// <summary>Everyone whose account is open, by unit and name.</summary>
    public static async Task<IReadOnlyList<Colleague>> ListAsync(Municipality municipality, CancellationToken cancel = default)
    {
        IReadOnlyList<(Guid Account, Guid Unit)> rows;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            rows = await work.QueryAsync<(Guid, Guid)>(
                "select distinct on (m.account_id) m.account_id, m.unit_id from membership m join account a on a.id = m.account_id where a.disabled_at is null order by m.account_id, m.unit_id",
                cancel: cancel);
        }

        var colleagues = new List<Colleague>();
        foreach (var (account, unit) in rows)
        {
            var profile = await municipality.Staff.ProfileAsync(new AccountId(account), cancel);
            colleagues.Add(new Colleague(new AccountId(account), profile?.Name ?? "–", profile?.Title ?? "", municipality.Units.Find(new UnitId(unit))?.Name ?? ""));
        }

        return [.. colleagues.OrderBy(colleague => colleague.Unit, StringComparer.CurrentCulture).ThenBy(colleague => colleague.Name, StringComparer.CurrentCulture)];
    }
}
