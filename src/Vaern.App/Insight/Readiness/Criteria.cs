using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Insight.Readiness;

/// <summary>A plan that is in force, not past its review and, where it has a digital part, with it.</summary>
internal sealed class PlanCriterion(string kind, string address, NationalFigure? national) : IReadinessCriterion
{
    public string Key => kind;

    public NationalFigure? National => national;

    public string MendAt(UnitId unit) => $"/planer/{unit.Value}/{address}";

    public async Task<IReadOnlyDictionary<UnitId, Standing>> OfAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel) =>
        (await PlanStandings.AllAsync(municipality, work, cancel)).Where(line => line.Template.Kind == kind).ToDictionary(line => line.Unit.Id, line => line.State switch
        {
            "has" => new Standing("met", line.PublishedOn, line.NextReview),
            "overdue" => new Standing("late", line.PublishedOn, line.NextReview, Lacks: "review"),
            "has-without-digital" => new Standing("missing", line.PublishedOn, line.NextReview, Lacks: "digital"),
            "earlier" => new Standing("missing", line.EarlierOn, Lacks: line.Digital == true ? "not-here" : "digital"),
            "withdrawn" => new Standing("late", line.WithdrawnOn, Lacks: "withdrawn"),
            _ => Standing.Missing(line.OpenState is null ? "nothing" : "draft"),
        });
}

/// <summary>Somebody to ask today, and somebody else when that person is away.</summary>
internal sealed class KeyPersonCriterion : IReadinessCriterion
{
    public string Key => "key-person";

    public NationalFigure? National => null;

    public string MendAt(UnitId unit) => $"/planer/{unit.Value}/noeglepersoner";

    public async Task<IReadOnlyDictionary<UnitId, Standing>> OfAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Unit, DateOnly From, bool Here, bool Deputy)>(
            """
            select k.unit_id, min(k.valid_from), bool_or(a.id is null or a.disabled_at is null), bool_or(k.has_deputy and (d.id is null or d.disabled_at is null))
            from key_person k left join account a on a.id = k.account_id left join account d on d.id = k.deputy_account_id
            where k.unit_id = any(@units) and k.valid_from <= @today and (k.valid_to is null or k.valid_to >= @today) group by k.unit_id order by k.unit_id
            """,
            new { units = units.Select(unit => unit.Id.Value).ToArray(), today = DanishTime.DayOf(work.Now) }, cancel);
        return rows.ToDictionary(row => new UnitId(row.Unit), row => row switch
        {
            { Here: true, Deputy: true } => new Standing("met", row.From),
            { Here: true } => new Standing("missing", row.From, Lacks: "deputy"),
            { Deputy: true } => new Standing("late", row.From, Lacks: "left"),
            _ => Standing.Missing("left"),
        });
    }
}

/// <summary>What a unit says itself, with a day and a word on where it can be seen; it counts for so many years. The pages call it the unit's own statement.</summary>
/// <param name="Years">How long it counts: a project setting, not law.</param>
internal sealed record StatedCriterion(string Key, int Years, NationalFigure? National) : IReadinessCriterion
{
    public bool MayBeStated => true;

    public string MendAt(UnitId unit) => $"/planer/{unit.Value}/rustet#{Key}";

    public async Task<IReadOnlyDictionary<UnitId, Standing>> OfAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var today = DanishTime.DayOf(work.Now);
        var rows = await work.QueryAsync<(Guid Unit, DateOnly On)>(
            "select unit_id, max(done_on) from readiness_statement where criterion = @Key and unit_id = any(@units) group by unit_id order by unit_id",
            new { Key, units = units.Select(unit => unit.Id.Value).ToArray() }, cancel);
        return rows.ToDictionary(row => new UnitId(row.Unit), row => row.On.AddYears(Years) is var until && until >= today
            ? new Standing("met", row.On, until, IsStated: true)
            : new Standing("late", row.On, until, IsStated: true, "old"));
    }
}

/// <summary>An exercise within a year: one that was ended here, or what the unit says of one on paper; the newer of the two.</summary>
internal sealed class DrillCriterion : IReadinessCriterion
{
    private static readonly StatedCriterion OnPaper = new("drill", Years: 1, null);

    public string Key => OnPaper.Key;

    public NationalFigure? National => null;

    public bool MayBeStated => true;

    public string MendAt(UnitId unit) => OnPaper.MendAt(unit);

    public async Task<IReadOnlyDictionary<UnitId, Standing>> OfAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var standings = new Dictionary<UnitId, Standing>(await OnPaper.OfAsync(municipality, work, units, cancel));
        var today = DanishTime.DayOf(work.Now);
        foreach (var (unit, finished, score) in await work.QueryAsync<(Guid Unit, DateTimeOffset Finished, int Score)>(
            "select distinct on (unit_id) unit_id, finished_at, score from drill where unit_id = any(@units) and finished_at is not null order by unit_id, finished_at desc, id",
            new { units = units.Select(one => one.Id.Value).ToArray() }, cancel))
        {
            var on = DanishTime.DayOf(finished);
            if (standings.GetValueOrDefault(new UnitId(unit))?.On is { } stated && stated > on)
            {
                continue;
            }

            var until = on.AddYears(1);
            standings[new UnitId(unit)] = until >= today ? new Standing("met", on, until, Share: score) : new Standing("late", on, until, Lacks: "old", Share: score);
        }

        return standings;
    }
}
