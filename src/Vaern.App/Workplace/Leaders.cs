using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Workplace;

/// <summary>Who takes care of an employee of a unit: its own leader, else the leader of a neighbouring unit, else the director.</summary>
internal static class Leaders
{
    // Own leaders first, then those of units under the same parent, then of the municipality. Names are not asked: whoever comes first by id within a step.
    private const string Sql =
        """
        select m.account_id
        from membership m
          join account a on a.id = m.account_id and a.disabled_at is null
          join unit u on u.id = m.unit_id
          join unit here on here.id = @unit
        where m.account_id <> all(@away)
          and ((m.unit_id = here.id and m.role = any(@own))
            or (u.parent_id = here.parent_id and u.id <> here.id and m.role = any(@own))
            or (u.parent_id is null and m.role in ('director', 'head_of_schools')))
        group by m.account_id
        order by min(case when m.unit_id = here.id then 0 when u.parent_id is null then 3 when u.kind = here.kind then 1 else 2 end), m.account_id
        """;

    private static readonly string[] Own = ["leader", "school_leader"];

    /// <summary>The leaders of a unit itself.</summary>
    public static Task<IReadOnlyList<Guid>> OfAsync(UnitOfWork work, UnitId unit, CancellationToken cancel) =>
        work.QueryAsync<Guid>(
            "select distinct m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null where m.unit_id = @unit and m.role = any(@Own) order by 1",
            new { unit = unit.Value, Own },
            cancel);

    /// <summary>The next in line who is not among <paramref name="away"/>; null when there is nobody.</summary>
    public static Task<Guid?> NextAsync(UnitOfWork work, UnitId unit, IEnumerable<Guid> away, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<Guid?>(Sql, new { unit = unit.Value, away = away.ToArray(), own = Own }, cancel);
}
