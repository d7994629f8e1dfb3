using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Courses;

/// <summary>What a grade gets: a course that is ordered, or teaching of the school's own.</summary>
/// <param name="Own">The entry's id where the school wrote it itself.</param>
/// <param name="IsCertain">False while an order waits or asks for a day.</param>
public sealed record GradeEntry(string Title, int Month, bool IsCertain, Guid? Own);

/// <summary>A grade of a school in a school year; a gap is a grade that gets nothing.</summary>
public sealed record GradeLine(int Grade, IReadOnlyList<GradeEntry> Entries)
{
    public bool IsGap => !Entries.Any(entry => entry.IsCertain);
}

/// <summary>The grade plan of a school: what each grade gets when, with the gaps.</summary>
public sealed record GradePlan(Unit Unit, int SchoolYear, IReadOnlyList<GradeLine> Grades);

/// <summary>Grade plans. A school writes its own; those who see where plans stand, and those who keep courses, see every school's gaps side by side, by name.</summary>
public static class GradePlans
{
    public const int Longest = 200;

    /// <summary>Grades of a Danish school, kindergarten class first.</summary>
    public static IReadOnlyList<int> Grades { get; } = [.. Enumerable.Range(0, 10)];

    /// <summary>A school's plan. <c>course.not-found</c>.</summary>
    public static async Task<Result<GradePlan>> ReadAsync(Municipality municipality, StaffMember staff, UnitId unit, int schoolYear, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is not { Kind: "school" } || !(staff.Can(Permission.WritePlans, unit) || SeesAll(staff)))
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return (await PlansAsync(municipality, work, [municipality.Units[unit]], schoolYear, cancel))[0];
    }

    /// <summary>All open schools by name: equal access is for all to see. <c>course.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<GradePlan>>> AllAsync(Municipality municipality, StaffMember staff, int schoolYear, CancellationToken cancel = default)
    {
        if (!SeesAll(staff))
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await PlansAsync(municipality, work, [.. municipality.Units.All.Where(one => one is { Kind: "school", Open: true })], schoolYear, cancel));
    }

    /// <summary>Writes teaching of the school's own. <c>course.not-found</c>, <c>grade-plan.words</c>. The same <paramref name="id"/> twice is one.</summary>
    public static async Task<Result> AddAsync(Municipality municipality, StaffMember staff, UnitId unit, Guid id, int schoolYear, int grade, int month, string? title, CancellationToken cancel = default)
    {
        if (municipality.Units.Find(unit) is not { Kind: "school" } || !staff.Can(Permission.WritePlans, unit))
        {
            return CourseCatalogue.NotFound;
        }

        if (string.IsNullOrWhiteSpace(title) || title.Length > Longest || !Grades.Contains(grade) || month is < 1 or > 12 || schoolYear is < 2020 or > 2100)
        {
            return new Error("grade-plan.words", "What, for which grade, in which month.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var added = await work.ExecuteAsync(
            "insert into grade_plan (id, unit_id, school_year, grade, month, body, made_by, made_at) values (@id, @unit, @schoolYear, @grade, @month, @body, @me, @now) on conflict do nothing",
            new { id, unit = unit.Value, schoolYear, grade, month, body = await work.SealAsync(municipality.Id, "grade_plan", "body", id, title.Trim(), cancel), me = staff.Account.Value, now = work.Now }, cancel);
        if (added == 1)
        {
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("grade-plan.added", $"unit:{unit.Value:N}", new { id, schoolYear, grade, month }, new { @new = title }) { Role = staff.RoleIn(unit) }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>Takes an own entry out. <c>course.not-found</c>.</summary>
    public static async Task<Result> RemoveAsync(Municipality municipality, StaffMember staff, UnitId unit, Guid id, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.WritePlans, unit))
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.ExecuteAsync("update grade_plan set removed_at = @now where id = @id and unit_id = @unit and removed_at is null", new { id, unit = unit.Value, now = work.Now }, cancel) == 0)
        {
            return CourseCatalogue.NotFound;
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("grade-plan.removed", $"unit:{unit.Value:N}", new { id }) { Role = staff.RoleIn(unit) }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    private static bool SeesAll(StaffMember staff) => staff.Can(Permission.SeePlanStatus) || staff.Can(Permission.KeepCourses);

    /// <summary>The plans of some schools, in the order given; for readiness too.</summary>
    internal static async Task<IReadOnlyList<GradePlan>> PlansAsync(Municipality municipality, UnitOfWork work, IReadOnlyList<Unit> units, int schoolYear, CancellationToken cancel)
    {
        var ids = units.Select(unit => unit.Id.Value).ToArray();
        var (from, until) = (DanishTime.StartOf(new DateOnly(schoolYear, 8, 1)).ToUniversalTime(), DanishTime.StartOf(new DateOnly(schoolYear + 1, 8, 1)).ToUniversalTime());
        var own = await work.QueryAsync<(Guid Id, Guid Unit, int Grade, int Month, byte[] Body)>(
            "select id, unit_id, grade, month, body from grade_plan where unit_id = any(@ids) and school_year = @schoolYear and removed_at is null order by grade, made_at, id limit 5000", new { ids, schoolYear }, cancel);
        var entries = new List<(Guid Unit, int Grade, GradeEntry Entry)>();
        foreach (var row in own)
        {
            entries.Add((row.Unit, row.Grade, new GradeEntry(await work.OpenTextAsync(municipality.Id, "grade_plan", "body", row.Id, row.Body, cancel), row.Month, true, row.Id)));
        }

        var orders = await CourseReading.OrdersAsync(
            municipality, work,
            "o.unit_id = any(@ids) and o.grade is not null and o.state <> 'cancelled' and coalesce((select s.starts_at from course_session s where s.id = o.session_id), o.ordered_at) >= @from and coalesce((select s.starts_at from course_session s where s.id = o.session_id), o.ordered_at) < @until",
            new { ids, from, until }, cancel);
        entries.AddRange(orders.Select(order => (order.Unit.Value, order.Grade!.Value, new GradeEntry(order.Course.Words.Title, order.Session is { } session ? DanishTime.DayOf(session.StartsAt).Month : 0, order.State == "confirmed", null))));
        var byPlace = entries.ToLookup(entry => (entry.Unit, entry.Grade), entry => entry.Entry);
        return [.. units.Select(unit => new GradePlan(unit, schoolYear,
            [.. Grades.Select(grade => new GradeLine(grade, [.. byPlace[(unit.Id.Value, grade)].OrderBy(entry => entry.Month == 0 ? 99 : SchoolYear.Place(entry.Month))]))]))];
    }
}
