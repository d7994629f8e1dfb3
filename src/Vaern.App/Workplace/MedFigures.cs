using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Workplace;

/// <summary>Events of a form at a place in a year. <paramref name="Count"/> is null where there are fewer than five.</summary>
public sealed record MedLine(string Form, int? Count);

/// <summary>Events of the municipality by form, for the co-determination committee: no names, no cases, nothing below five.</summary>
public sealed record MedYear(int Year, int? Total, IReadOnlyList<MedLine> Lines);

/// <summary>An event as the unit's own work-environment group learns of it: a form and a month.</summary>
public sealed record MedEvent(DateOnly Month, string Form, bool Absence);

/// <summary>What the co-determination committee and the work-environment groups see of incidents that were followed up.</summary>
public static class MedFigures
{
    /// <summary>Below this many a figure could tell about somebody.</summary>
    public const int Least = 5;

    public static async Task<MedYear> YearAsync(Municipality municipality, int year, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var rows = await work.QueryAsync<(string Form, int? Count)>(
            """
            select form, case when count(*) >= @Least then count(*)::int end from med_event
            where month >= make_date(@year, 1, 1) and month < make_date(@year + 1, 1, 1) group by form order by form
            """,
            new { Least, year },
            cancel);
        var total = await work.SingleAsync<int>(
            "select count(*)::int from med_event where month >= make_date(@year, 1, 1) and month < make_date(@year + 1, 1, 1)", new { year }, cancel);
        // One suppressed line beside a total would tell what it hides.
        var hidden = rows.Count(row => row.Count is null);
        return new MedYear(year, total < Least || hidden == 1 ? null : total, [.. rows.Select(row => new MedLine(row.Form, row.Count))]);
    }

    /// <summary>The events of a unit, newest first; only for those whose post is there. <c>med.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<MedEvent>>> OfUnitAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (!staff.Posts.Any(post => post.Unit == unit && post.Role is ("safety_rep" or "leader" or "union_rep" or "med")) && !staff.Can(Permission.SeeRepeats))
        {
            return new Error("med.not-found", "The group of another unit.");
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return Result.Ok<IReadOnlyList<MedEvent>>(await work.QueryAsync<MedEvent>(
            "select month, form, absence from med_event where unit_id = @unit order by month desc, form, id limit 100", new { unit = unit.Value }, cancel));
    }
}
