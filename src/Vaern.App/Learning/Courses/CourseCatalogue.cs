using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Learning.Courses;

/// <summary>A course to be.</summary>
public sealed record NewCourse(string? Kind, string? Audience, string? Supplier, int? GradeFrom, int? GradeTo, bool IsCrisis, CourseWording Words);

/// <summary>A course with its sessions ahead, and how schools judged it: the mean of at least five, else null.</summary>
public sealed record CourseView(Course Course, IReadOnlyList<CourseSession> Sessions, int? Evaluations, double? Useful);

/// <summary>The catalogue: everybody in the municipality reads it, suppliers of the municipality write it.</summary>
public static class CourseCatalogue
{
    public const int Longest = 2000;

    public static Error NotFound { get; } = new("course.not-found", "There is no such course, or it is not yours.");

    /// <summary>What can be ordered, with the sessions that are ahead.</summary>
    public static async Task<IReadOnlyList<CourseView>> ListAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ViewsAsync(municipality, work, "ended_at is null", new { }, cancel);
    }

    /// <summary>One of them, also when it has ended. <c>course.not-found</c>.</summary>
    public static async Task<Result<CourseView>> ReadAsync(Municipality municipality, StaffMember staff, Guid course, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await ViewsAsync(municipality, work, "id = @course", new { course }, cancel) is [var found] ? found : NotFound;
    }

    /// <summary>Puts a course into the catalogue; the same <paramref name="id"/> twice is one. <c>course.not-found</c>, <c>course.kind</c>, <c>course.grades</c>, <c>course.words</c>.</summary>
    public static async Task<Result> AddAsync(Municipality municipality, StaffMember staff, Guid id, NewCourse asked, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepCourses))
        {
            return NotFound;
        }

        if (!Course.Kinds.Contains(asked.Kind) || !Course.Audiences.Contains(asked.Audience) || !Course.Suppliers.Contains(asked.Supplier))
        {
            return new Error("course.kind", "Choose kind, audience and supplier.");
        }

        if ((asked.GradeFrom is null) != (asked.GradeTo is null) || asked.GradeFrom is < 0 or > 10 || asked.GradeTo is < 0 or > 10 || asked.GradeFrom > asked.GradeTo)
        {
            return new Error("course.grades", "From a grade to the same or a later one.");
        }

        var words = asked.Words;
        if (new[] { words.Title, words.About, words.Supplier }.Any(string.IsNullOrWhiteSpace) || words.Title.Length > 200 || words.Supplier.Length > 200 || words.About.Length > Longest || words.Contact?.Length > 200)
        {
            return new Error("course.words", "Title, what it is about and who comes.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var added = await work.ExecuteAsync(
            """
            insert into course (id, kind, audience, supplier, grade_from, grade_to, crisis, body, made_by, made_at)
            values (@id, @Kind, @Audience, @Supplier, @GradeFrom, @GradeTo, @IsCrisis, @body, @me, @now) on conflict do nothing
            """,
            new { id, asked.Kind, asked.Audience, asked.Supplier, asked.GradeFrom, asked.GradeTo, asked.IsCrisis, body = await work.SealAsync(municipality.Id, "course", "body", id, words, cancel), me = staff.Account.Value, now = work.Now }, cancel);
        if (added == 1)
        {
            await TellAsync(municipality, work, staff, "course.added", id, new { asked.Kind, asked.Audience, asked.Supplier, asked.IsCrisis }, cancel);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>
    /// Adds a session; those who asked for a day get its places in the order they asked. The same <paramref name="id"/> twice is one.
    /// <c>course.not-found</c>, <c>course.session</c>.
    /// </summary>
    public static async Task<Result> AddSessionAsync(
        Municipality municipality, StaffMember staff, Guid course, Guid id, DateTimeOffset starts, DateTimeOffset ends, int capacity, string? place, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepCourses))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<int?>("select 1 from course where id = @course and ended_at is null for update", new { course }, cancel) is null)
        {
            return NotFound;
        }

        if (ends <= starts || starts <= work.Now || ends > starts.AddDays(2) || starts > work.Now.AddYears(2) || capacity is < 1 or > 200 || string.IsNullOrWhiteSpace(place) || place.Length > 200)
        {
            return new Error("course.session", "A time ahead, from one place to 200, and where.");
        }

        var added = await work.ExecuteAsync(
            "insert into course_session (id, course_id, starts_at, ends_at, capacity, place, made_at) values (@id, @course, @starts, @ends, @capacity, @place, @now) on conflict do nothing",
            new { id, course, starts = starts.ToUniversalTime(), ends = ends.ToUniversalTime(), capacity, place = await work.SealAsync(municipality.Id, "course_session", "place", id, place.Trim(), cancel), now = work.Now }, cancel);
        if (added == 1)
        {
            await TellAsync(municipality, work, staff, "course.session-added", course, new { session = id, starts, capacity }, cancel);
            foreach (var asked in await work.QueryAsync<Guid>("select id from course_order where course_id = @course and state = 'asked' order by place_in_line limit @capacity for update", new { course, capacity }, cancel))
            {
                await CourseOrders.ConfirmAsync(municipality, work, asked, id, cancel);
            }

            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>Cancels a session; its groups ask for a day again, first in line. <c>course.not-found</c>.</summary>
    public static async Task<Result> CancelSessionAsync(Municipality municipality, StaffMember staff, Guid session, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepCourses))
        {
            return NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var course = await work.FirstOrDefaultAsync<Guid?>(
            "update course_session set cancelled_at = @now, sequence = sequence + 1 where id = @session and cancelled_at is null and starts_at > @now returning course_id", new { session, now = work.Now }, cancel);
        if (course is not { } of)
        {
            return NotFound;
        }

        foreach (var (order, by) in await work.QueryAsync<(Guid, Guid)>("select id, ordered_by from course_order where session_id = @session and state in ('confirmed', 'waiting') order by place_in_line for update", new { session }, cancel))
        {
            await work.ExecuteAsync("update course_order set state = 'asked', session_id = null, confirmed_at = null, version = version + 1 where id = @order", new { order }, cancel);
            await CourseOrders.NoticeAsync(work, by, cancel);
        }

        await TellAsync(municipality, work, staff, "course.session-cancelled", of, new { session }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    internal static Task<long> TellAsync(Municipality municipality, UnitOfWork work, StaffMember staff, string action, Guid course, object detail, CancellationToken cancel) =>
        work.Streams.AppendAsync(municipality.Id, new StreamEvent(action, $"course:{course:N}", detail) { Role = staff.RoleIn(municipality.Units.Root.Id) }, cancel);

    private static async Task<IReadOnlyList<CourseView>> ViewsAsync(Municipality municipality, UnitOfWork work, string where, object values, CancellationToken cancel)
    {
        var courses = await CourseReading.CoursesAsync(municipality, work, where, values, cancel);
        var ids = courses.Select(course => course.Id).ToArray();
        var sessions = (await CourseReading.SessionsAsync(municipality, work, "s.course_id = any(@ids) and s.ends_at > @now and s.cancelled_at is null", new { ids, now = work.Now }, cancel)).ToLookup(one => one.Course, one => one.Session);
        // Fewer than five judgements could tell which school was not content.
        var judged = (await work.QueryAsync<(Guid Course, int Count, double Useful)>(
            "select course_id, count(*)::int, avg(useful)::double precision from course_order where course_id = any(@ids) and useful is not null group by course_id having count(*) >= 5 order by course_id", new { ids }, cancel)).ToDictionary(one => one.Course);
        return [.. courses.Select(course => judged.TryGetValue(course.Id, out var one)
            ? new CourseView(course, [.. sessions[course.Id]], one.Count, Math.Round(one.Useful, 1))
            : new CourseView(course, [.. sessions[course.Id]], null, null))];
    }
}
