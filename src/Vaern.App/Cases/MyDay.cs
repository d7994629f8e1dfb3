using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>«Er det stoppet?» that is to be asked soon, in one of the person's cases.</summary>
public sealed record FollowUpLine(Guid Id, CaseId Case, string Number, string Title, DateOnly DueOn);

/// <summary>A task the person settled lately, so that a slip can be undone. <paramref name="State"/> is done or skipped.</summary>
public sealed record SettledTaskLine(Guid Id, CaseId Case, string Number, string Title, string State, DateTimeOffset SettledAt, int Version);

/// <summary>A package the person asked for. <paramref name="State"/> is waiting, ready or failed.</summary>
public sealed record PackageLine(Guid Id, string CaseNumber, string Number, string State, DateTimeOffset AskedAt, DateTimeOffset? ReadyAt);

/// <summary>A day's work besides deadlines, reports and open tasks. Row-level security keeps every line to cases the person can see.</summary>
public static class MyDay
{
    /// <summary>Unanswered follow-ups due within a week or overdue, at most 20.</summary>
    public static async Task<IReadOnlyList<FollowUpLine>> FollowUpsAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid CaseId, string Number, byte[] Title, DateOnly DueOn)>(
            """
            select f.id, f.case_id, c.number, c.title, f.due_on
            from case_access a join case_file c on c.id = a.case_id join follow_up f on f.case_id = a.case_id
            where a.account_id = @me and a.open and f.answer is null and f.due_on <= @last order by f.due_on, f.id limit 20
            """,
            new { me = staff.Account.Value, last = DanishTime.DayOf(work.Now).AddDays(7) },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.CaseId).Distinct()], cancel);
        var lines = new List<FollowUpLine>();
        foreach (var row in rows)
        {
            lines.Add(new FollowUpLine(row.Id, new CaseId(row.CaseId), row.Number, await work.OpenTextAsync(row.CaseId, "case_file", "title", row.CaseId, row.Title, cancel), row.DueOn));
        }

        return lines;
    }

    /// <summary>Tasks the person settled within the last day, latest first, at most 5.</summary>
    public static async Task<IReadOnlyList<SettledTaskLine>> SettledTasksAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<(Guid Id, Guid CaseId, string Number, byte[] Title, string State, DateTimeOffset SettledAt, int Version)>(
            """
            select t.id, t.case_id, c.number, t.title, t.state, t.settled_at, t.version
            from case_access a join case_file c on c.id = a.case_id join task t on t.case_id = a.case_id
            where a.account_id = @me and a.open and a.access = 'write' and t.settled_by = @me and t.settled_at > @since order by t.settled_at desc, t.id limit 5
            """,
            new { me = staff.Account.Value, since = work.Now.AddDays(-1) },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.CaseId).Distinct()], cancel);
        var lines = new List<SettledTaskLine>();
        foreach (var row in rows)
        {
            lines.Add(new SettledTaskLine(
                row.Id, new CaseId(row.CaseId), row.Number, await work.OpenTextAsync(row.CaseId, "task", "title", row.Id, row.Title, cancel), row.State, row.SettledAt, row.Version));
        }

        return lines;
    }

    /// <summary>Packages the person asked for within a week, latest first, at most 5.</summary>
    public static async Task<IReadOnlyList<PackageLine>> PackagesAsync(Municipality municipality, StaffMember staff, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return await work.QueryAsync<PackageLine>(
            """
            select p.id, c.number as casenumber, p.number, p.state, p.asked_at as askedat, p.ready_at as readyat
            from package p join case_file c on c.id = p.case_id where p.made_by = @me and p.asked_at > @since order by p.asked_at desc, p.id limit 5
            """,
            new { me = staff.Account.Value, since = work.Now.AddDays(-7) },
            cancel);
    }
}
