using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Intake;

/// <summary>Who reads what is sent to a unit, told before anyone writes: the same people that a report opens for.</summary>
public static class Readers
{
    private static readonly string[] Answering = Roles.Granting(Permission.AnswerReports);

    /// <summary>Names in the order they were given the post: the key person first, then who reads in their absence. Empty where the municipality's team reads.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Municipality municipality, UnitId unit, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var accounts = await work.QueryAsync<Guid>(
            """
            select m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
            where m.unit_id = @unit and m.role = any(@roles) group by m.account_id order by min(case m.role when 'key_person' then 0 else 1 end), m.account_id
            """,
            new { unit = unit.Value, roles = Answering },
            cancel);
        var names = new List<string>();
        foreach (var account in accounts)
        {
            names.Add(await municipality.Staff.NameAsync(new AccountId(account), cancel));
        }

        return names;
    }
}
