using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Insight.Readiness;

/// <summary>How a unit stands on one point.</summary>
/// <param name="State">met, late (was met and is not any more) or missing.</param>
/// <param name="On">The day of what was found: published, from, held.</param>
/// <param name="Until">The day until which it counts; null where it does not end.</param>
/// <param name="IsStated">True when the unit has said it itself and no data of the program shows it.</param>
/// <param name="Lacks">What is missing, as a code the pages put into words; null when nothing is.</param>
/// <param name="Share">How much of an exercise the unit could that day, 0 to 100; null where there is no such figure. No order is made by it.</param>
public sealed record Standing(string State, DateOnly? On = null, DateOnly? Until = null, bool IsStated = false, string? Lacks = null, int? Share = null)
{
    public static Standing Missing(string lacks) => new("missing", Lacks: lacks);
}

/// <summary>The share that a national survey or inspection found. A line to look at; never a target, never an order of units.</summary>
/// <param name="Percent">Rounded as published.</param>
/// <param name="Source">A key of the pages' texts that names survey, year and base.</param>
public sealed record NationalFigure(int Percent, string Source);

/// <summary>
/// One point of readiness, answered for all units in one go. A capability that knows something about units adds its own (ADR 0027): it needs a
/// key, a mending address and this one method.
/// </summary>
public interface IReadinessCriterion
{
    /// <summary>Lower-case letters and hyphens; texts and addresses hang on it.</summary>
    string Key { get; }

    NationalFigure? National { get; }

    /// <summary>True where a unit may also say it itself, for what it keeps elsewhere.</summary>
    bool MayBeStated => false;

    /// <summary>The page where a unit mends it.</summary>
    string MendAt(UnitId unit);

    /// <summary>A standing for each of the units asked about; one that is left out is missing.</summary>
    Task<IReadOnlyDictionary<UnitId, Standing>> OfAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel);
}

/// <summary>A unit's line of the sheet, in the order of the criteria.</summary>
public sealed record UnitReadiness(Unit Unit, IReadOnlyList<(IReadinessCriterion Criterion, Standing Standing)> Points);

/// <summary>
/// Readiness as a sheet: what a unit has, since when, what is missing and where that is mended. Units stand in the order of their names; there
/// is no sum, no score and no order by anything else.
/// </summary>
public static class ReadinessSheet
{
    /// <summary>The points in the order of the page.</summary>
    public static IReadOnlyList<IReadinessCriterion> Criteria { get; } =
    [
        new PlanCriterion("strategy", "strategi", new NationalFigure(67, "readiness.national.strategy")),
        new PlanCriterion("handling", "haandteringsplan", new NationalFigure(27, "readiness.national.practice")),
        new KeyPersonCriterion(),
        new GradePlanCriterion(),
        new DrillCriterion(),
        new SurveyCriterion(),
    ];

    /// <summary>The unit's own sheet. <c>readiness.not-found</c> for those who do not write or decide on its plans, and for units that are no school.</summary>
    public static async Task<Result<UnitReadiness>> OfUnitAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is not { Kind: "school" } found || !Plans.Strategies.UnitPlans.MayRead(staff, unit))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return (await SheetAsync(municipality, work, [found], cancel))[0];
    }

    /// <summary>All open schools in the order of their names. <c>readiness.not-found</c> for those who do not see where plans stand.</summary>
    public static async Task<Result<IReadOnlyList<UnitReadiness>>> AllAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.SeePlanStatus))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await SheetAsync(municipality, work, [.. municipality.Units.All.Where(unit => unit is { Kind: "school", Open: true })], cancel));
    }

    internal static Error NotFound { get; } = new("readiness.not-found", "There is no such sheet, or it is not yours.");

    private static async Task<IReadOnlyList<UnitReadiness>> SheetAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, CancellationToken cancel)
    {
        var columns = new List<(IReadinessCriterion Criterion, IReadOnlyDictionary<UnitId, Standing> Standings)>();
        foreach (var criterion in Criteria)
        {
            columns.Add((criterion, await criterion.OfAsync(municipality, work, units, cancel)));
        }

        return [.. units.Select(unit => new UnitReadiness(unit, [.. columns.Select(column => (column.Criterion, column.Standings.GetValueOrDefault(unit.Id) ?? Standing.Missing("nothing")))]))];
    }
}
