using Vaern.App.Accounts;
using Vaern.App.Learning.Courses;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Insight.Readiness;

/// <summary>Each grade gets something in this school year: ordered and confirmed, or the school's own. Where nothing is written here, the school's own word counts.</summary>
internal sealed class GradePlanCriterion : IReadinessCriterion
{
    private readonly StatedCriterion stated = new("grade-plan", Years: 1, new NationalFigure(79, "readiness.national.prevention"));

    public string Key => stated.Key;

    public NationalFigure? National => stated.National;

    public bool MayBeStated => true;

    public string MendAt(UnitId unit) => $"/kurser/aarsplan/{unit.Value}";

    public async Task<IReadOnlyDictionary<UnitId, Standing>> OfAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var standings = new Dictionary<UnitId, Standing>(await stated.OfAsync(municipality, work, units, cancel));
        var year = SchoolYear.Of(DanishTime.DayOf(work.Now));
        foreach (var plan in await GradePlans.PlansAsync(municipality, work, units, year, cancel))
        {
            var gaps = plan.Grades.Count(grade => grade.IsGap);
            if (gaps == 0)
            {
                standings[plan.Unit.Id] = new Standing("met", new DateOnly(year, 8, 1), new DateOnly(year + 1, 7, 31));
            }
            else if (gaps < plan.Grades.Count && standings.GetValueOrDefault(plan.Unit.Id) is not { State: "met" })
            {
                standings[plan.Unit.Id] = Standing.Missing("grade-gaps");
            }
        }

        return standings;
    }
}

/// <summary>The pupils of the school were asked in a survey that closed within three years; else the school's own word.</summary>
internal sealed class SurveyCriterion : IReadinessCriterion
{
    private const int Years = 3;
    private readonly StatedCriterion stated = new("survey", Years, null);

    public string Key => stated.Key;

    public NationalFigure? National => null;

    public bool MayBeStated => true;

    public string MendAt(UnitId unit) => stated.MendAt(unit);

    public async Task<IReadOnlyDictionary<UnitId, Standing>> OfAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var standings = new Dictionary<UnitId, Standing>(await stated.OfAsync(municipality, work, units, cancel));
        var today = DanishTime.DayOf(work.Now);
        // That a school was asked is known to everybody there; how many answered plays no part.
        foreach (var (unit, closed) in await work.QueryAsync<(Guid Unit, DateTimeOffset Closed)>(
            """
            select b.unit_id, max(s.closed_at) from survey_batch b join survey s on s.id = b.survey_id
            where s.state = 'closed' and s.audience = 'pupil' and b.kind = 'first' and b.withdrawn_at is null and b.unit_id = any(@units) group by b.unit_id order by b.unit_id
            """,
            new { units = units.Select(unit => unit.Id.Value).ToArray() }, cancel))
        {
            var on = DanishTime.DayOf(closed);
            if (on.AddYears(Years) >= today)
            {
                standings[new UnitId(unit)] = new Standing("met", on, on.AddYears(Years));
            }
        }

        return standings;
    }
}
