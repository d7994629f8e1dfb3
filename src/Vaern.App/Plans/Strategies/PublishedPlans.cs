using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>A plan as anybody may read it. <paramref name="Text"/> is null when nothing is in force; then <paramref name="WithdrawnOn"/> may say why.</summary>
public sealed record PublishedPlan(Unit Unit, PlanTemplate Template, PlanVersion? Version, PlanText? Text, DateOnly? WithdrawnOn, Rule? ReviewRule, bool Overdue);

/// <summary>The public side of plans: what is in force, with its dates. Drafts are not reachable from here.</summary>
public static class PublishedPlans
{
    /// <summary>A school by its code or by its name as an address writes it; null when there is none.</summary>
    public static Unit? Find(Municipality municipality, string? address) =>
        address is null ? null : municipality.Units.FindByCode(address) ?? municipality.Units.All.FirstOrDefault(unit => unit.Kind == "school" && string.Equals(Address(unit), address, StringComparison.OrdinalIgnoreCase));

    /// <summary>«Tanghøj Skole» as <c>tanghoej-skole</c>.</summary>
    public static string Address(Unit unit) => new(
        [.. string.Join('-', unit.Name.ToLowerInvariant().Replace("æ", "ae", StringComparison.Ordinal).Replace("ø", "oe", StringComparison.Ordinal).Replace("å", "aa", StringComparison.Ordinal)
            .Split([' ', '.', ',', '/'], StringSplitOptions.RemoveEmptyEntries)).Where(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-')]);

    /// <summary><c>unit-plan.not-found</c> when the unit has no such plan, or the plan is for staff alone.</summary>
    public static async Task<Result<PublishedPlan>> ReadAsync(Municipality municipality, UnitId unit, string kind, CancellationToken cancel = default)
    {
        if (UnitPlans.Place(municipality, unit, kind) is not (var found, { Public: true } template))
        {
            return UnitPlans.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var plan = await UnitPlans.ReadAsync(municipality, work, found, template, cancel);
        var standing = (await PlanStandings.AllAsync(municipality, work, cancel)).FirstOrDefault(one => one.Unit.Id == unit && one.Template.Kind == kind);
        return new PublishedPlan(
            found, template, plan.InForce, plan.InForceText, plan.InForce is null ? standing?.WithdrawnOn : null, standing?.ReviewRule,
            plan.InForce?.NextReview < DanishTime.DayOf(work.Now));
    }
}
