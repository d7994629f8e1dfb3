using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>A step of the guide as it was taken. A skipped one says why.</summary>
public sealed record TakenStep(string Key, string State, string? Reason, DateTimeOffset At);

/// <summary>
/// A talk that a young person began, without anything that says who it is: kind, age band, times and steps. The talk itself stays on the platform.
/// </summary>
/// <param name="CountedFrom">When the promise of a first answer begins to count: the message itself, or the next opening.</param>
public sealed record Contact(
    Guid Id, string Number, AccountId Worker, string Kind, string? Age, string Platform, DateTimeOffset WroteAt, DateTimeOffset CountedFrom, DateTimeOffset OpenedAt, DateTimeOffset? AnsweredAt,
    DateTimeOffset? ColleagueAt, DateTimeOffset? RedAt, DateTimeOffset? DangerAt, DateTimeOffset? RemindAt, DateTimeOffset? MeetAt, string? MeetWhere, DateTimeOffset? ClosedAt, string? Outcome, int Version)
{
    public static readonly string[] Ages = ["under-15", "15-17", "adult", "unknown"];
    public static readonly string[] Outcomes = ["answered", "advice", "warm-hand-over", "passed-on", "stopped-answering", "no-need"];
    public static readonly string[] Places = ["club", "school", "town-hall", "phone", "online"];

    /// <summary>From the opening, or the message, to the first answer; null until there is one.</summary>
    public TimeSpan? FirstAnswer => AnsweredAt is not { } at ? null : at > CountedFrom ? at - CountedFrom : TimeSpan.Zero;
}

/// <summary>Contacts a month and age band: no school, no place, no person.</summary>
public sealed record ContactCount(DateOnly Month, string Age, int Number);

/// <summary>Lists contacts: first those nobody has answered, the one that has waited longest at the top.</summary>
public static class ContactList
{
    public const int PageSize = 25;

    internal const string Columns =
        """
        c.id, c.number, c.worker_id as worker, c.kind, c.age, c.platform, c.wrote_at as wroteat, c.counted_from as countedfrom, c.opened_at as openedat, c.answered_at as answeredat,
        c.colleague_at as colleagueat, c.red_at as redat, c.danger_at as dangerat, c.remind_at as remindat, c.meet_at as meetat, c.meet_where as meetwhere, c.closed_at as closedat, c.outcome, c.version
        """;

    public static async Task<IReadOnlyList<Contact>> QueueAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>($"select {Columns} from street_contact c where c.closed_at is null order by (c.answered_at is not null), c.wrote_at, c.id limit 50", cancel: cancel);
        return [.. rows.Select(row => row.Open())];
    }

    /// <summary>All, the latest first.</summary>
    public static async Task<(IReadOnlyList<Contact> Lines, bool More)> PageAsync(Municipality municipality, StaffMember staff, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<Row>(
            $"select {Columns} from street_contact c order by c.opened_at desc, c.id offset @skip limit @limit", new { skip = (Math.Max(page, 1) - 1) * PageSize, limit = PageSize + 1 }, cancel);
        return ([.. rows.Take(PageSize).Select(row => row.Open())], rows.Count > PageSize);
    }

    /// <summary>By number, with the steps taken. <c>contact.not-found</c>.</summary>
    public static async Task<Result<(Contact Contact, IReadOnlyList<TakenStep> Steps)>> ReadAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (await work.FirstOrDefaultAsync<Row>($"select {Columns} from street_contact c where c.number = upper(@number)", new { number }, cancel) is not { } row)
        {
            return Contacts.NotFound;
        }

        var rows = await work.QueryAsync<(string Step, string State, byte[]? Reason, DateTimeOffset At)>(
            "select step, state, reason, at from street_contact_step where contact_id = @Id order by at, step", new { row.Id }, cancel);
        var steps = new List<TakenStep>(rows.Count);
        foreach (var step in rows)
        {
            steps.Add(new TakenStep(step.Step, step.State, step.Reason is { Length: > 0 } ? await work.OpenTextAsync(row.Id, "street_contact_step", "reason", row.Id, step.Reason, cancel) : null, step.At));
        }

        return (row.Open(), steps);
    }

    /// <summary>Counts since a month.</summary>
    public static async Task<IReadOnlyList<ContactCount>> CountsAsync(Municipality municipality, StaffMember staff, DateOnly since, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.QueryAsync<ContactCount>(
            """
            select date_trunc('month', opened_at at time zone 'Europe/Copenhagen')::date as month, coalesce(age, 'unknown') as age, count(*)::int as number
            from street_contact where opened_at >= @since group by 1, 2 order by 1 desc, 2
            """,
            new { since = DanishTime.StartOf(since).ToUniversalTime() },
            cancel);
    }

    internal sealed record Row(
        Guid Id, string Number, Guid Worker, string Kind, string? Age, string Platform, DateTimeOffset WroteAt, DateTimeOffset CountedFrom, DateTimeOffset OpenedAt, DateTimeOffset? AnsweredAt,
        DateTimeOffset? ColleagueAt, DateTimeOffset? RedAt, DateTimeOffset? DangerAt, DateTimeOffset? RemindAt, DateTimeOffset? MeetAt, string? MeetWhere, DateTimeOffset? ClosedAt, string? Outcome, int Version)
    {
        public Contact Open() => new(
            Id, Number, new AccountId(Worker), Kind, Age, Platform, WroteAt, CountedFrom, OpenedAt, AnsweredAt, ColleagueAt, RedAt, DangerAt, RemindAt, MeetAt, MeetWhere, ClosedAt, Outcome, Version);
    }
}
