using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>A line in the list of cases. <paramref name="NextDue"/> is when something rings next.</summary>
public sealed record CaseLine(
    CaseId Id, string Number, string Title, UnitId Unit, string Track, string Category, bool Restricted, string State, AccountId Owner, DateTimeOffset OpenedAt,
    DateTimeOffset? NextDue, DateTimeOffset TouchedAt);

/// <summary>A running clock in «my deadlines».</summary>
public sealed record DeadlineLine(
    Guid Clock, CaseId Case, string Number, string Title, UnitId Unit, AccountId Owner, Rule Rule, DateTimeOffset StartedAt, DateTimeOffset? DueAt, DateOnly? DueOn, DateTimeOffset AlarmAt, bool Verified);

/// <summary>A page of a list and whether there is more.</summary>
public sealed record Page<T>(IReadOnlyList<T> Lines, int Number, bool HasNext);

/// <summary>
/// Lists across cases. Both start from the acting person's effective-access rows, which hold what rings next, so that their cost
/// follows the page and not the number of cases.
/// </summary>
public static class CaseLists
{
    public const int PageSize = 50;

    /// <summary>Cases the person can see, latest touched first. <paramref name="open"/> null means all.</summary>
    public static async Task<Page<CaseLine>> CasesAsync(Municipality municipality, StaffMember staff, bool? open, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<CaseLineRow>(
            $"""
            select c.id, c.number, c.title, c.unit_id as unit, c.track, c.category, c.regime, c.state, c.owner_id as owner, c.opened_at as openedat,
              a.next_due as nextdue, a.touched_at as touchedat
            from (select case_id, next_due, touched_at from case_access
                  where account_id = @me {(open is null ? "" : "and open = @open")}
                  order by touched_at desc, case_id limit @take offset @skip) a
            join case_file c on c.id = a.case_id
            order by a.touched_at desc, c.id
            """,
            new { me = staff.Account.Value, open = open ?? false, take = PageSize + 1, skip = (page - 1) * PageSize },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Id)], cancel);
        var lines = new List<CaseLine>();
        foreach (var row in rows.Take(PageSize))
        {
            lines.Add(new CaseLine(
                new CaseId(row.Id), row.Number, await work.OpenTextAsync(row.Id, "case_file", "title", row.Id, row.Title, cancel), new UnitId(row.Unit), row.Track,
                row.Category, row.Regime == "restricted", row.State, new AccountId(row.Owner), row.OpenedAt, row.NextDue, row.TouchedAt));
        }

        return new Page<CaseLine>(lines, page, rows.Count > PageSize);
    }

    /// <summary>Running clocks of the person's open cases, what rings first first.</summary>
    public static async Task<Page<DeadlineLine>> DeadlinesAsync(Municipality municipality, StaffMember staff, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        // A page of clocks needs at most as many cases as lines; next_due brings the cases in the order of their first clock. What a line
        // shows is read for the lines of the page only.
        var rows = await work.QueryAsync<DeadlineRow>(
            """
            select k.id, k.case_id as caseid, c.number, c.title, c.unit_id as unit, c.owner_id as owner, k.rule_id as ruleid, k.rule_version as ruleversion,
              k.started_at as startedat, k.due_at as dueat, k.due_on as dueon, k.alarm_at as alarmat,
              exists (select 1 from rule_verification v where v.rule_id = k.rule_id and v.rule_version = k.rule_version) as verified
            from (select k.* from (select case_id from case_access
                    where account_id = @me and open and next_due is not null
                    order by next_due, case_id limit @reach) a
                  join clock k on k.case_id = a.case_id and k.state = 'running'
                  order by k.alarm_at, k.id limit @take offset @skip) k
            join case_file c on c.id = k.case_id
            order by k.alarm_at, k.id
            """,
            new { me = staff.Account.Value, reach = (page * PageSize) + 1, take = PageSize + 1, skip = (page - 1) * PageSize },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.CaseId)], cancel);
        var lines = new List<DeadlineLine>();
        foreach (var row in rows.Take(PageSize))
        {
            lines.Add(new DeadlineLine(
                row.Id, new CaseId(row.CaseId), row.Number, await work.OpenTextAsync(row.CaseId, "case_file", "title", row.CaseId, row.Title, cancel), new UnitId(row.Unit),
                new AccountId(row.Owner), municipality.Law.Kept(row.RuleId, row.RuleVersion), row.StartedAt, row.DueAt, row.DueOn, row.AlarmAt, row.Verified));
        }

        return new Page<DeadlineLine>(lines, page, rows.Count > PageSize);
    }

    /// <summary>Open tasks of the person, by due day, at most 50.</summary>
    public static async Task<IReadOnlyList<TaskLine>> TasksAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid CaseId, string Number, byte[] Title, DateOnly? DueOn, int Version)>(
            """
            select t.id, t.case_id, c.number, t.title, t.due_on, t.version from task t join case_file c on c.id = t.case_id
            where t.owner_id = @me and t.state = 'open' and c.state <> 'closed' order by t.due_on nulls last, t.position, t.id limit 50
            """,
            new { me = staff.Account.Value },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.CaseId)], cancel);
        var lines = new List<TaskLine>();
        foreach (var row in rows)
        {
            lines.Add(new TaskLine(
                row.Id, new CaseId(row.CaseId), row.Number, await work.OpenTextAsync(row.CaseId, "task", "title", row.Id, row.Title, cancel), row.DueOn, row.Version));
        }

        return lines;
    }

    /// <summary>Counts for the navigation: reports that wait, open cases, clocks that run; each stops at 100.</summary>
    public static async Task<NavigationCounts> CountsAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.SingleAsync<NavigationCounts>(
            """
            select
              (select count(*) from (select 1 from report_access where account_id = @me and open limit 100) r)::int as reports,
              (select count(*) from (select 1 from case_access where account_id = @me and open limit 100) c)::int as cases,
              (select count(*) from (select 1 from case_access where account_id = @me and open and next_due is not null limit 100) d)::int as deadlines
            """,
            new { me = staff.Account.Value },
            cancel);
    }

    private sealed record CaseLineRow(
        Guid Id, string Number, byte[] Title, Guid Unit, string Track, string Category, string Regime, string State, Guid Owner, DateTimeOffset OpenedAt, DateTimeOffset? NextDue, DateTimeOffset TouchedAt);

    private sealed record DeadlineRow(
        Guid Id, Guid CaseId, string Number, byte[] Title, Guid Unit, Guid Owner, string RuleId, int RuleVersion, DateTimeOffset StartedAt, DateTimeOffset? DueAt, DateOnly? DueOn, DateTimeOffset AlarmAt, bool Verified);
}

/// <summary>An open task in «my day».</summary>
public sealed record TaskLine(Guid Id, CaseId Case, string Number, string Title, DateOnly? DueOn, int Version);

/// <summary>Numbers beside the navigation; 100 means 100 or more.</summary>
public sealed record NavigationCounts(int Reports, int Cases, int Deadlines);
