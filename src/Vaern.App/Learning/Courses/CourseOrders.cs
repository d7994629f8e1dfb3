using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Courses;

/// <summary>Orders of schools: a place at once where there is one, else a place in line, else a day is asked for.</summary>
public static class CourseOrders
{
    /// <summary>Orders for one group. <c>course.not-found</c>, <c>course.grade</c>, <c>course.over</c>. The same <paramref name="id"/> twice is one.</summary>
    /// <param name="session">Null asks for a day.</param>
    /// <returns>confirmed, waiting or asked.</returns>
    public static async Task<Result<string>> OrderAsync(Municipality municipality, StaffMember staff, UnitId unit, Guid course, Guid? session, int? grade, Guid id, CancellationToken cancel = default)
    {
        if (!MayOrder(municipality, staff, unit))
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await CourseReading.CoursesAsync(municipality, work, "id = @course and ended_at is null", new { course }, cancel) is not [var found])
        {
            return CourseCatalogue.NotFound;
        }

        if (grade is < 0 or > 10 || (found.Audience == "pupils" && grade is null) || (grade is { } of && !found.IsFor(of)))
        {
            return new Error("course.grade", "Choose a grade that the course is for.");
        }

        var placed = await PlaceAsync(municipality, work, staff, unit, found, session, grade, id, cancel);
        if (placed.IsOk)
        {
            await work.CommitAsync(cancel);
        }

        return placed;
    }

    /// <summary>
    /// Orders all that belongs to a crisis week for a grade, each at the first session with room, else in line for the first, else a day is asked for. <c>course.not-found</c>,
    /// <c>course.no-pack</c>. The same <paramref name="id"/> twice is one pack.
    /// </summary>
    /// <returns>How many were ordered, and how many of them have a place.</returns>
    public static async Task<Result<(int Ordered, int Confirmed)>> OrderCrisisPackAsync(Municipality municipality, StaffMember staff, UnitId unit, int grade, Guid id, CancellationToken cancel = default)
    {
        if (!MayOrder(municipality, staff, unit) || grade is < 0 or > 10)
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var pack = (await CourseReading.CoursesAsync(municipality, work, "crisis and ended_at is null", new { }, cancel)).Where(course => course.IsFor(grade)).ToArray();
        if (pack.Length == 0)
        {
            return new Error("course.no-pack", "No course belongs to the pack.");
        }

        var confirmed = 0;
        foreach (var (at, course) in pack.Index())
        {
            var sessions = await CourseReading.SessionsAsync(municipality, work, "s.course_id = @Id and s.starts_at > @now and s.cancelled_at is null", new { course.Id, now = work.Now }, cancel);
            var session = sessions.Select(one => one.Session).FirstOrDefault(one => one.Free > 0) ?? (sessions.Count > 0 ? sessions[0].Session : null);
            // One id for each course, made of the pack's: pressed twice, each is there already.
            var bytes = id.ToByteArray();
            bytes[15] ^= (byte)(at + 1);
            var placed = await PlaceAsync(municipality, work, staff, unit, course, session?.Id, course.Audience == "pupils" ? grade : null, new Guid(bytes), cancel);
            if (!placed.IsOk)
            {
                return placed.Error;
            }

            confirmed += placed.Value == "confirmed" ? 1 : 0;
        }

        await work.CommitAsync(cancel);
        return (pack.Length, confirmed);
    }

    /// <summary>Cancels an order; the first in line has its place. <c>course.not-found</c>, <c>course.stale</c>, <c>course.over</c>.</summary>
    public static async Task<Result> CancelAsync(Municipality municipality, StaffMember staff, Guid id, int version, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await CourseReading.OrdersAsync(municipality, work, "o.id = @id", new { id }, cancel) is not [var order] || !MayOrder(municipality, staff, order.Unit))
        {
            return CourseCatalogue.NotFound;
        }

        if (order.Session is { } held && held.StartsAt <= work.Now)
        {
            return new Error("course.over", "It has begun.");
        }

        if (order.Session is { } session)
        {
            // The session's row is the queue's lock.
            await work.ExecuteAsync("update course_session set sequence = sequence where id = @Id", new { session.Id }, cancel);
        }

        if (await work.ExecuteAsync("update course_order set state = 'cancelled', cancelled_at = @now, version = version + 1 where id = @id and version = @version and state <> 'cancelled'", new { id, version, now = work.Now }, cancel) == 0)
        {
            return new Error("course.stale", "Somebody else has changed it.");
        }

        await TellAsync(municipality, work, staff, "course.order-cancelled", order.Unit, id, new { old = order.State, @new = "cancelled" }, cancel);
        if (order is { State: "confirmed", Session: { } freed } && await work.FirstOrDefaultAsync<Guid?>("select id from course_order where session_id = @Id and state = 'waiting' order by place_in_line limit 1 for update", new { freed.Id }, cancel) is { } next)
        {
            await ConfirmAsync(municipality, work, next, freed.Id, cancel);
        }

        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>The school's judgement after a session. <c>course.not-found</c>, <c>course.evaluation</c>.</summary>
    public static async Task<Result> EvaluateAsync(Municipality municipality, StaffMember staff, Guid id, int useful, bool again, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await CourseReading.OrdersAsync(municipality, work, "o.id = @id", new { id }, cancel) is not [var order] || !MayOrder(municipality, staff, order.Unit))
        {
            return CourseCatalogue.NotFound;
        }

        if (useful is < 1 or > 5 || !order.MayEvaluate(work.Now))
        {
            return new Error("course.evaluation", "From 1 to 5, once, after it was held.");
        }

        await work.ExecuteAsync("update course_order set useful = @useful, again = @again, evaluated_on = @today, version = version + 1 where id = @id", new { id, useful, again, today = DanishTime.DayOf(work.Now) }, cancel);
        await TellAsync(municipality, work, staff, "course.evaluated", order.Unit, id, new { useful, again }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>What a unit has ordered, newest school year first in line order. <c>course.not-found</c> for those who do not order for it.</summary>
    public static async Task<Result<IReadOnlyList<CourseOrder>>> OfUnitAsync(Municipality municipality, StaffMember staff, UnitId unit, CancellationToken cancel = default)
    {
        if (!MayOrder(municipality, staff, unit) && !staff.Can(Permission.KeepCourses) && !staff.Can(Permission.SeePlanStatus))
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await CourseReading.OrdersAsync(municipality, work, "o.unit_id = @unit and o.state <> 'cancelled'", new { unit = unit.Value }, cancel));
    }

    /// <summary>Who has ordered a course. <c>course.not-found</c>.</summary>
    public static async Task<Result<IReadOnlyList<CourseOrder>>> OfCourseAsync(Municipality municipality, StaffMember staff, Guid course, CancellationToken cancel = default)
    {
        if (!staff.Can(Permission.KeepCourses))
        {
            return CourseCatalogue.NotFound;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return Result.Ok(await CourseReading.OrdersAsync(municipality, work, "o.course_id = @course and o.state <> 'cancelled'", new { course }, cancel));
    }

    /// <summary>Schools order through whoever writes their plans.</summary>
    public static bool MayOrder(Municipality municipality, StaffMember staff, UnitId unit) => municipality.Units.Find(unit) is { Kind: "school", Open: true } && staff.Can(Permission.WritePlans, unit);

    internal static async Task ConfirmAsync(Municipality municipality, UnitOfWork work, Guid order, Guid session, CancellationToken cancel)
    {
        var by = await work.SingleAsync<Guid>(
            "update course_order set state = 'confirmed', session_id = @session, confirmed_at = @now, version = version + 1 where id = @order returning ordered_by", new { order, session, now = work.Now }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("course.confirmed", $"course_order:{order:N}", new { session }), cancel);
        await NoticeAsync(work, by, cancel);
    }

    internal static Task<int> NoticeAsync(UnitOfWork work, Guid account, CancellationToken cancel) =>
        work.ExecuteAsync("insert into outbox (id, account_id, template, created_at) values (@id, @account, 'course', @now)", new { id = Guid.CreateVersion7(), account, now = work.Now }, cancel);

    private static async Task<Result<string>> PlaceAsync(Municipality municipality, UnitOfWork work, StaffMember staff, UnitId unit, Course course, Guid? session, int? grade, Guid id, CancellationToken cancel)
    {
        if (await work.FirstOrDefaultAsync<string>("select state from course_order where id = @id", new { id }, cancel) is { } known)
        {
            return known;
        }

        var state = "asked";
        if (session is { } asked)
        {
            // Locked, so that two who order at once do not both get the last place.
            var room = await work.FirstOrDefaultAsync<int?>("select capacity from course_session where id = @asked and course_id = @Id and cancelled_at is null and starts_at > @now for update", new { asked, course.Id, now = work.Now }, cancel);
            if (room is not { } capacity)
            {
                return new Error("course.over", "The session has begun or is cancelled.");
            }

            var taken = await work.SingleAsync<int>("select count(*)::int from course_order where session_id = @asked and state in ('confirmed', 'waiting')", new { asked }, cancel);
            state = taken < capacity ? "confirmed" : "waiting";
        }

        await work.ExecuteAsync(
            """
            insert into course_order (id, course_id, session_id, unit_id, grade, state, ordered_by, ordered_at, confirmed_at)
            values (@id, @course, @session, @unit, @grade, @state, @me, @now, case when @state = 'confirmed' then @now end)
            """,
            new { id, course = course.Id, session, unit = unit.Value, grade, state, me = staff.Account.Value, now = work.Now }, cancel);
        await TellAsync(municipality, work, staff, "course.ordered", unit, id, new { course = course.Id, session, grade, state }, cancel);
        return state;
    }

    private static Task<long> TellAsync(Municipality municipality, UnitOfWork work, StaffMember staff, string action, UnitId unit, Guid order, object detail, CancellationToken cancel) =>
        work.Streams.AppendAsync(municipality.Id, new StreamEvent(action, $"course_order:{order:N}", detail) { Role = staff.RoleIn(unit) }, cancel);
}
