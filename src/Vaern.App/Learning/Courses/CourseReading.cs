using Vaern.Data;

namespace Vaern.App.Learning.Courses;

/// <summary>Reads courses, their sessions and orders.</summary>
internal static class CourseReading
{
    // Conditions are constants of this folder; values are parameters. No list gives more than 500 rows.

    public static async Task<IReadOnlyList<Course>> CoursesAsync(Municipality municipality, UnitOfWork work, string where, object values, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<CourseRow>(
            "select id, kind, audience, supplier, grade_from as gradefrom, grade_to as gradeto, crisis, body, ended_at is not null as isended from course where " + where + " order by made_at, id limit 500", values, cancel);
        var courses = new List<Course>();
        foreach (var row in rows)
        {
            courses.Add(new Course(row.Id, row.Kind, row.Audience, row.Supplier, row.GradeFrom, row.GradeTo, row.Crisis, await work.OpenAsync<CourseWording>(municipality.Id, "course", "body", row.Id, row.Body, cancel), row.IsEnded));
        }

        return courses;
    }

    public static async Task<IReadOnlyList<(Guid Course, CourseSession Session)>> SessionsAsync(Municipality municipality, UnitOfWork work, string where, object values, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<SessionRow>(
            """
            select s.id, s.course_id as course, s.starts_at as startsat, s.ends_at as endsat, s.capacity, s.place, s.cancelled_at as cancelledat, s.sequence,
              (select count(*) from course_order o where o.session_id = s.id and o.state = 'confirmed')::int as taken,
              (select count(*) from course_order o where o.session_id = s.id and o.state = 'waiting')::int as waiting
            from course_session s where
            """ + " " + where + " order by s.starts_at, s.id limit 500", values, cancel);
        var sessions = new List<(Guid, CourseSession)>();
        foreach (var row in rows)
        {
            sessions.Add((row.Course, new CourseSession(
                row.Id, row.StartsAt, row.EndsAt, row.Capacity, await work.OpenTextAsync(municipality.Id, "course_session", "place", row.Id, row.Place, cancel), row.CancelledAt, row.Sequence, row.Taken, row.Waiting)));
        }

        return sessions;
    }

    public static async Task<IReadOnlyList<CourseOrder>> OrdersAsync(Municipality municipality, UnitOfWork work, string where, object values, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<OrderRow>(
            """
            select o.id, o.course_id as course, o.session_id as session, o.unit_id as unit, o.grade, o.state, o.useful, o.again, o.version,
              case when o.state = 'waiting' then (select count(*) from course_order b where b.session_id = o.session_id and b.state = 'waiting' and b.place_in_line <= o.place_in_line)::int end as inline
            from course_order o where
            """ + " " + where + " order by o.place_in_line limit 500", values, cancel);
        var courses = (await CoursesAsync(municipality, work, "id = any(@ids)", new { ids = rows.Select(row => row.Course).Distinct().ToArray() }, cancel)).ToDictionary(course => course.Id);
        var sessions = (await SessionsAsync(municipality, work, "s.id = any(@ids)", new { ids = rows.Select(row => row.Session).OfType<Guid>().Distinct().ToArray() }, cancel)).ToDictionary(one => one.Session.Id, one => one.Session);
        return [.. rows.Select(row => new CourseOrder(
            row.Id, courses[row.Course], new UnitId(row.Unit), row.Grade, row.State, row.Session is { } session ? sessions[session] : null, row.Inline, row.Useful, row.Again, row.Version))];
    }

    private sealed class CourseRow
    {
        public Guid Id { get; init; }

        public required string Kind { get; init; }

        public required string Audience { get; init; }

        public required string Supplier { get; init; }

        public int? GradeFrom { get; init; }

        public int? GradeTo { get; init; }

        public bool Crisis { get; init; }

        public required byte[] Body { get; init; }

        public bool IsEnded { get; init; }
    }

    private sealed class SessionRow
    {
        public Guid Id { get; init; }

        public Guid Course { get; init; }

        public DateTimeOffset StartsAt { get; init; }

        public DateTimeOffset EndsAt { get; init; }

        public int Capacity { get; init; }

        public required byte[] Place { get; init; }

        public DateTimeOffset? CancelledAt { get; init; }

        public int Sequence { get; init; }

        public int Taken { get; init; }

        public int Waiting { get; init; }
    }

    private sealed class OrderRow
    {
        public Guid Id { get; init; }

        public Guid Course { get; init; }

        public Guid? Session { get; init; }

        public Guid Unit { get; init; }

        public int? Grade { get; init; }

        public required string State { get; init; }

        public int? Useful { get; init; }

        public bool? Again { get; init; }

        public int Version { get; init; }

        public int? Inline { get; init; }
    }
}
