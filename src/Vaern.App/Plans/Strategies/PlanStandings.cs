using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>Where a unit's plan stands. Never a word of what is in it, never a number of cases.</summary>
/// <param name="State">has, has-without-digital, overdue, earlier (from before the program), withdrawn or lacks.</param>
/// <param name="OpenState">draft, submitted or approved while a version is on its way.</param>
public sealed record PlanStanding(
    Unit Unit, PlanTemplate Template, string State, string? OpenState, int? OpenNumber, int? Number, DateOnly? PublishedOn, DateOnly? DecidedOn, string? DecidedBy, bool? Digital,
    DateOnly? EarlierOn, DateOnly? WithdrawnOn, DateOnly? NextReview, Rule? ReviewRule);

/// <summary>The municipality's view: one line a unit and plan that it should have, in the order of names.</summary>
public static class PlanStandings
{
    public static readonly string[] States = ["has", "has-without-digital", "overdue", "earlier", "withdrawn", "lacks"];

    /// <summary><c>unit-plan.not-found</c> for those whose post does not see where plans stand.</summary>
    public static async Task<Result<IReadOnlyList<PlanStanding>>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeePlanStatus))
        {
            return UnitPlans.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await AllAsync(municipality, work, cancel));
    }

    /// <summary>Where the plans of one unit stand, for a page inside it.</summary>
    public static async Task<IReadOnlyList<PlanStanding>> OfAsync(Municipality municipality, UnitId unit, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return [.. (await AllAsync(municipality, work, cancel)).Where(standing => standing.Unit.Id == unit)];
    }

    internal static async Task<IReadOnlyList<PlanStanding>> AllAsync(Municipality municipality, UnitOfWork work, CancellationToken cancel)
    {
        var rows = (await work.QueryAsync<Row>(
            """
            select unit_id as unit, kind, earlier_on as earlieron, earlier_digital as earlierdigital, open_state as openstate, open_number as opennumber, number, published_at as publishedat,
              decided_on as decidedon, body_decided as bodydecided, digital, next_review as nextreview, review_rule as reviewrule, review_rule_version as reviewruleversion, withdrawn_at as withdrawnat
            from unit_plan_standings() order by unit_id, kind
            """,
            cancel: cancel)).ToDictionary(row => (row.Unit, row.Kind));
        var today = DanishTime.DayOf(work.Now);
        return [.. municipality.Units.All.Where(unit => unit.Open).SelectMany(unit => PlanTemplate.For(unit.Kind).Select(template => Of(municipality, unit, template, rows.GetValueOrDefault((unit.Id.Value, template.Kind)), today)))];
    }

    private static PlanStanding Of(Municipality municipality, Unit unit, PlanTemplate template, Row? row, DateOnly today)
    {
        var state = row switch
        {
            { Number: not null, NextReview: { } next } when next < today => "overdue",
            { Number: not null, Digital: false } => "has-without-digital",
            { Number: not null } => "has",
            { WithdrawnAt: not null } => "withdrawn",
            { EarlierOn: not null } => "earlier",
            _ => "lacks",
        };
        return new PlanStanding(
            unit, template, state, row?.OpenState, row?.OpenNumber, row?.Number, Day(row?.PublishedAt), row?.DecidedOn, row?.BodyDecided, row?.Number is null ? row?.EarlierDigital : row.Digital,
            row?.EarlierOn, Day(row?.WithdrawnAt), row?.NextReview, row is { ReviewRule: { } rule, ReviewRuleVersion: { } version } ? municipality.Law.Kept(rule, version) : null);
    }

    private static DateOnly? Day(DateTimeOffset? at) => at is { } instant ? DanishTime.DayOf(instant) : null;

    private sealed class Row
    {
        public Guid Unit { get; init; }

        public required string Kind { get; init; }

        public DateOnly? EarlierOn { get; init; }

        public bool? EarlierDigital { get; init; }

        public string? OpenState { get; init; }

        public int? OpenNumber { get; init; }

        public int? Number { get; init; }

        public DateTimeOffset? PublishedAt { get; init; }

        public DateOnly? DecidedOn { get; init; }

        public string? BodyDecided { get; init; }

        public bool? Digital { get; init; }

        public DateOnly? NextReview { get; init; }

        public string? ReviewRule { get; init; }

        public int? ReviewRuleVersion { get; init; }

        public DateTimeOffset? WithdrawnAt { get; init; }
    }
}
