using Vaern.App.Accounts;
using Vaern.App.Retention;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Rights;

/// <summary>What one person did in the period, as counts of events; the log has each of them.</summary>
public sealed record PersonsLooks(AccountId Account, string Name, int Looks, int Searches, int Denied, int Overrides);

/// <summary>A hand-over as those who oversee see it: never a name, never a word of it.</summary>
public sealed record OverseenShare(string Number, UnitId From, string Kind, UnitId? To, string Ground, string State, bool Overridden, DateTimeOffset SentAt, string Inform);

/// <param name="From">The first day of the period.</param>
/// <param name="Shares">The latest first, at most a hundred.</param>
public sealed record OversightView(
    DateOnly From, DateOnly To, IReadOnlyList<PersonsLooks> People, IReadOnlyList<OverseenShare> Shares, int SharesInPeriod, int OverriddenInPeriod, int OpenRequests, int LateRequests, int Holds, int OverdueHolds,
    int ExpiredButKept, int DeletedInPeriod, Guid? LastRun, int Breaches)
{
    public int Looks => People.Sum(person => person.Looks);

    public int Searches => People.Sum(person => person.Searches);

    public int Denied => People.Sum(person => person.Denied);

    public int Overrides => People.Sum(person => person.Overrides);
}

/// <summary>The data protection officer's page, counted from the same events that the chain verifies; drawing it is an event too, and one's own searches stand on it.</summary>
public static class Oversight
{
    private static readonly string[] LookActions = ["case.viewed", "report.viewed", "report.read", "contact.opened", "rights.viewed", "evidence.viewed"];
    private static readonly string[] OverrideActions = ["access.granted", "handover.override"];

    /// <summary><c>audit.not-allowed</c>, <c>oversight.period</c> for a period that ends before it begins or is longer than a year.</summary>
    public static async Task<Result<OversightView>> ReadAsync(Municipality municipality, StaffMember by, DateOnly from, DateOnly to, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeAudit))
        {
            return new Error("audit.not-allowed", "Only somebody who oversees sees this.");
        }

        if (to < from || to > from.AddYears(1))
        {
            return new Error("oversight.period", "Choose a period of at most a year.");
        }

        IReadOnlyList<PersonsLooks> people;
        await using (var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel))
        {
            people = await PeopleAsync(municipality, work, from, to, cancel);
            await work.Streams.AppendAsync(municipality.Id, new StreamEvent("oversight.viewed", null, new { from, to }) { Role = by.Posts.Count > 0 ? by.Posts[0].Role : "" }, cancel);
            await work.CommitAsync(cancel);
        }

        await using var reading = await municipality.Database.BeginAsync(Acting.System, cancel);
        var shares = await reading.QueryAsync<(string Number, Guid From, string Kind, Guid? To, string Ground, string State, bool Overridden, DateTimeOffset SentAt, string Inform)>(
            "select number, from_unit, kind, to_unit, ground, state, overridden, decided_at, inform from handover where number is not null order by decided_at desc, id limit 100", cancel: cancel);
        var counts = await reading.SingleAsync<Counts>(
            """
            select (select count(*)::int from handover where number is not null and decided_at >= @start and decided_at < @end) as shares,
              (select count(*)::int from handover where overridden and asked_at >= @start and asked_at < @end) as overridden,
              (select count(*)::int from rights_request where state in ('new', 'open')) as open,
              (select count(*)::int from rights_request where state in ('new', 'open') and coalesce(extended_to, due_on) < @today) as late,
              (select count(*)::int from legal_hold where released_at is null and placed_by is not null) as holds,
              (select count(*)::int from legal_hold where released_at is null and placed_by is not null and review_on < @today) as overdue,
              coalesce((select kept from retention_run order by started_at desc, id desc limit 1), 0) as kept,
              (select coalesce(sum(deleted), 0)::int from retention_run where started_at >= @start and started_at < @end) as deleted,
              (select id from retention_run order by started_at desc, id desc limit 1) as lastrun,
              (select count(*)::int from clock where rule_id = 'F-05' and state = 'running') as breaches
            """,
            new { start = DanishTime.StartOf(from).ToUniversalTime(), end = DanishTime.StartOf(to.AddDays(1)).ToUniversalTime(), today = DanishTime.DayOf(reading.Now) }, cancel);
        return new OversightView(
            from, to, people,
            [.. shares.Select(row => new OverseenShare(row.Number, new UnitId(row.From), row.Kind, row.To is { } unit ? new UnitId(unit) : null, row.Ground, row.State, row.Overridden, row.SentAt, row.Inform))],
            counts.Shares, counts.Overridden, counts.Open, counts.Late, counts.Holds, counts.Overdue, counts.Kept, counts.Deleted, counts.LastRun, counts.Breaches);
    }

    // Sorted by name: a list for questions, not a ranking.
    private static async Task<IReadOnlyList<PersonsLooks>> PeopleAsync(Municipality municipality, UnitOfWork work, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(string Actor, int Looks, int Searches, int Denied, int Overrides)>(
            """
            select actor, count(*) filter (where action = any(@looks))::int, count(*) filter (where action = 'rights.searched')::int,
              count(*) filter (where action = 'access.denied')::int, count(*) filter (where action = any(@overrides))::int
            from (select event_actor(line) as actor, substring(encode(substring(line from 1 for 500), 'escape') from '"action":"([a-z.-]+)"') as action from stream_event
              where event_at(line) collate "C" >= @start and event_at(line) collate "C" < @end) events
            where actor ~ '^[0-9a-f]{32}$' group by actor
            """,
            new { looks = LookActions, overrides = OverrideActions, start = Instant(from), end = Instant(to.AddDays(1)) }, cancel);
        var people = new List<PersonsLooks>();
        foreach (var row in rows.Where(row => row.Looks + row.Searches + row.Denied + row.Overrides > 0))
        {
            var account = new AccountId(Guid.ParseExact(row.Actor, "N"));
            people.Add(new PersonsLooks(account, await municipality.Staff.NameAsync(account, cancel), row.Looks, row.Searches, row.Denied, row.Overrides));
        }

        return [.. people.OrderBy(person => person.Name, StringComparer.Create(new System.Globalization.CultureInfo("da-DK"), ignoreCase: true)).ThenBy(person => person.Account.Value)];
    }

    private static string Instant(DateOnly day) => DanishTime.StartOf(day).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record Counts(int Shares, int Overridden, int Open, int Late, int Holds, int Overdue, int Kept, int Deleted, Guid? LastRun, int Breaches);
}
