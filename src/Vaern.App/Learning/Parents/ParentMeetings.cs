using System.Security.Cryptography;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Learning.Parents;

/// <summary>A parents' evening as it is planned.</summary>
public sealed record NewMeeting(Guid Id, int Grade, int Minutes, DateOnly HeldOn, int Invited);

/// <summary>The pulse of one phase. Null numbers: not closed yet, or too few.</summary>
public sealed record PulseResult(string Phase, int? Yes, int? Total, bool Closed)
{
    /// <summary>0 to 100, whole; null where nothing is shown.</summary>
    public int? Percent => Total is > 0 ? (int)Math.Round(100.0 * Yes!.Value / Total.Value, MidpointRounding.AwayFromZero) : null;
}

/// <summary>How often a lesson was opened and finished in the whole municipality in the days around an evening.</summary>
public sealed record LessonCount(string Slug, int Opened, int Completed);

/// <summary>A parents' evening.</summary>
/// <param name="KitVersion">The version of the kit that it was planned with.</param>
/// <param name="ClosesAt">When the pulse closes and is shown: 8 o'clock the next morning.</param>
public sealed record ParentMeeting(
    Guid Id, string Number, UnitId Unit, int Grade, int Minutes, int KitVersion, DateOnly KitExpires, DateOnly HeldOn, int Invited, string PulseCode, DateTimeOffset ClosesAt, AccountId MadeBy, int Version)
{
    /// <summary>What is said of the kit that this evening was planned with: nothing, <c>newer</c>, <c>expired</c> or <c>expired-newer</c>.</summary>
    public string? KitMark(int newest, DateOnly today) => (KitExpires < today, newest > KitVersion) switch
    {
        (true, true) => "expired-newer",
        (true, false) => "expired",
        (false, true) => "newer",
        _ => null,
    };
}

/// <summary>Plans evenings and reads them with their counters. Nothing is kept of who came or answered.</summary>
public static class ParentMeetings
{
    public const int PageSize = 25;

    /// <summary>The days around an evening in which lessons are counted for it: from the day before to a week after.</summary>
    private const int DaysAfter = 7;

    private const string Columns =
        """
        m.id, m.number, m.unit_id as unit, m.grade, m.minutes, m.kit_version as kitversion, m.kit_expires_on as kitexpires, m.held_on as heldon, m.invited, m.pulse_code as pulsecode,
        m.closes_at as closesat, m.made_by as madeby, m.version
        """;

    private static readonly Error NotFound = new("meeting.not-found", "There is no such evening, or it is another school's.");

    /// <returns>The number (<c>E-2027-006</c>), or <c>meeting.unit</c> (no post at a school), <c>meeting.kit</c>, <c>meeting.day</c>, <c>meeting.invited</c>.</returns>
    public static async Task<Result<string>> PlanAsync(Municipality municipality, StaffMember staff, NewMeeting asked, CancellationToken cancel = default)
    {
        if (SchoolOf(municipality, staff) is not { } school)
        {
            return new Error("meeting.unit", "You have no post at a school.");
        }

        if (Kit.Of(asked.Grade, asked.Minutes, "da", municipality.Name, "") is not { } kit)
        {
            return new Error("meeting.kit", "There is no kit for that.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<string>("select number from parent_meeting where id = @Id", new { asked.Id }, cancel) is { } earlier)
        {
            return earlier;
        }

        var today = DanishTime.DayOf(work.Now);
        if (asked.HeldOn < today || asked.HeldOn > today.AddYears(1))
        {
            return new Error("meeting.day", "A day from today and within a year.");
        }

        if (asked.Invited is < 1 or > 400)
        {
            return new Error("meeting.invited", "How many families, 1 to 400.");
        }

        var standing = (await Knowledge.Reviews.StandingsAsync(work, cancel))[kit.Sheet.Name];
        var number = await LearningNumbers.NextAsync(work, "E", cancel);
        await work.ExecuteAsync(
            """
            insert into parent_meeting (id, number, unit_id, grade, minutes, kit_version, kit_expires_on, held_on, invited, pulse_code, closes_at, made_by, made_at)
            values (@Id, @number, @school, @Grade, @Minutes, @version, @expires, @HeldOn, @Invited, @code, @closes, @me, @now)
            """,
            new
            {
                asked.Id, number, school = school.Value, asked.Grade, asked.Minutes, version = kit.Sheet.Version, expires = standing.Expires, asked.HeldOn, asked.Invited,
                code = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 10),
                closes = DanishTime.FirstReaching(asked.HeldOn.AddDays(1).ToDateTime(new TimeOnly(8, 0))).ToUniversalTime(), me = staff.Account.Value, now = work.Now,
            },
            cancel);
        await work.Streams.AppendAsync(
            municipality.Id, new StreamEvent("meeting.planned", $"meeting:{number}", new { asked.Grade, asked.Minutes, kit = kit.Name, kit.Sheet.Version, asked.HeldOn }) { Role = staff.RoleIn(school) }, cancel);
        await work.CommitAsync(cancel);
        return number;
    }

    /// <summary>Those of one's own school, the newest first; for the team and the head of schools all.</summary>
    public static async Task<IReadOnlyList<ParentMeeting>> ListAsync(Municipality municipality, StaffMember staff, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return [.. (await work.QueryAsync<Row>(
            $"select {Columns} from parent_meeting m order by m.held_on desc, m.id limit @take offset @skip", new { take = PageSize + 1, skip = page * PageSize }, cancel)).Select(row => row.Open())];
    }

    /// <summary>An evening with the pulse and the lessons of its days. <c>meeting.not-found</c>.</summary>
    public static async Task<Result<(ParentMeeting Meeting, IReadOnlyList<PulseResult> Pulse, IReadOnlyList<LessonCount> Lessons)>> OneAsync(
        Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<Row>($"select {Columns} from parent_meeting m where m.number = upper(@number)", new { number }, cancel) is not { } row)
        {
            return NotFound;
        }

        var pulse = await work.QueryAsync<PulseRow>("select phase, yes, total, closed from pulse_result(@Id, @now) order by phase desc", new { row.Id, now = work.Now }, cancel);
        var lessons = await work.QueryAsync<(string Slug, int Opened, int Completed)>(
            "select slug, sum(opened)::int, sum(completed)::int from lesson_count where day between @from and @to group by slug order by slug",
            new { from = row.HeldOn.AddDays(-1), to = row.HeldOn.AddDays(DaysAfter) }, cancel);
        IReadOnlyList<PulseResult> results = [.. pulse.Select(one => new PulseResult(one.Phase, one.Yes, one.Total, one.Closed))];
        IReadOnlyList<LessonCount> counts = [.. lessons.Select(one => new LessonCount(one.Slug, one.Opened, one.Completed))];
        return (row.Open(), results, counts);
    }

    /// <summary>What was counted in the room by hand. <c>meeting.not-found</c>, <c>pulse.phase</c>, <c>pulse.numbers</c>, <c>pulse.day</c> (after the meeting, until it closes).</summary>
    public static async Task<Result<Guid>> ByHandAsync(Municipality municipality, StaffMember staff, string number, string phase, int? yes, int? total, CancellationToken cancel = default)
    {
        if (phase is not ("before" or "after"))
        {
            return new Error("pulse.phase", "Before or after.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<Row>($"select {Columns} from parent_meeting m where m.number = upper(@number) and in_unit(m.unit_id)", new { number }, cancel) is not { } row)
        {
            return NotFound;
        }

        // More than two a family is a slip of the pen.
        if (yes is not { } said || total is not { } all || said < 0 || said > all || all > row.Invited * 2)
        {
            return new Error("pulse.numbers", "How many said yes, of how many.");
        }

        if (work.Now >= row.ClosesAt)
        {
            return new Error("pulse.day", "The pulse is closed.");
        }

        await work.SingleAsync<bool>("select pulse_by_hand(@Id, @phase, @said, @all)", new { row.Id, phase, said, all }, cancel);
        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("pulse.by-hand", $"meeting:{row.Number}", new { phase }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        await work.CommitAsync(cancel);
        return row.Id;
    }

    /// <summary>The school where somebody has a post, the first of several.</summary>
    public static UnitId? SchoolOf(Municipality municipality, StaffMember staff) =>
        staff.Posts.Select(post => municipality.Units.Find(post.Unit)).FirstOrDefault(unit => unit?.Kind == "school")?.Id;

    private sealed record Row(
        Guid Id, string Number, Guid Unit, int Grade, int Minutes, int KitVersion, DateOnly KitExpires, DateOnly HeldOn, int Invited, string PulseCode, DateTimeOffset ClosesAt, Guid MadeBy, int Version)
    {
        public ParentMeeting Open() => new(Id, Number, new UnitId(Unit), Grade, Minutes, KitVersion, KitExpires, HeldOn, Invited, PulseCode, ClosesAt, new AccountId(MadeBy), Version);
    }

    private sealed class PulseRow
    {
        public required string Phase { get; init; }

        public int? Yes { get; init; }

        public int? Total { get; init; }

        public bool Closed { get; init; }
    }
}
