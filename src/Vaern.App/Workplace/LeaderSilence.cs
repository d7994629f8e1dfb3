using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Workplace;

/// <summary>When the leader has not contacted the employee within two working hours, the next in line is let in and alerted, and the employee is told on their own page.</summary>
internal static class LeaderSilence
{
    /// <summary>Runs when the goal rings. Nothing happens where the leader has been in contact, or somebody has stepped in already.</summary>
    public static async Task RunAsync(Municipality municipality, Guid caseId, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var row = await work.FirstOrDefaultAsync<CaseRow>($"select {CaseRow.Columns} from case_file c where c.id = @caseId and c.state <> 'closed' for update", new { caseId }, cancel);
        if (row is null || await work.FirstOrDefaultAsync<int?>(
            """
            select 1 from workplace_room r join clock k on k.case_id = r.case_id and k.rule_id = 'GOAL-LEADER-CONTACT' and k.state = 'running' and k.alarm_at <= @now
            where r.case_id = @caseId and r.silent_at is null
            """,
            new { caseId, now = work.Now },
            cancel) is null)
        {
            return;
        }

        var away = await work.QueryAsync<Guid>(
            """
            select account_id from case_person where case_id = @caseId and role <> 'reporter'
            union select account_id from case_access where case_id = @caseId and access = 'write'
            union select @Owner
            """,
            new { caseId, row.Owner },
            cancel);
        var next = await Leaders.NextAsync(work, new UnitId(row.Unit), away, cancel);
        await work.ExecuteAsync(
            "update workplace_room set silent_at = @now, stepped_in = @next, alerted = case when @next::uuid is null then alerted else alerted || @next::uuid end, version = version + 1 where case_id = @caseId",
            new { caseId, next, now = work.Now },
            cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("workplace.leader-silent", $"case:{row.Number}", new { leader = row.Owner, next }) { Role = "system" }, cancel);
        if (next is { } found)
        {
            await work.ExecuteAsync(
                """
                insert into case_access (account_id, case_id, access, touched_at) values (@found, @caseId, 'write', @now)
                on conflict (account_id, case_id) do update set access = 'write'
                """,
                new { found, caseId, now = work.Now },
                cancel);
            await ReportIncident.AlertAsync(work, row, [found, row.Owner], cancel);
            await Worklists.RefreshAsync(work, caseId, cancel);
        }

        await work.CommitAsync(cancel);
    }
}
