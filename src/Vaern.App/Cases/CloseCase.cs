using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>What was learned, and why the case ends as it does.</summary>
public sealed record Closing(string Reason, string Learned, string? CouldNot);

/// <summary>
/// Closes a case when outcome, the affected person's own answer and who was informed are on record. A missed clock does not close
/// itself: it must be met late, dispensed or found not applicable first.
/// </summary>
public static class CloseCase
{
    public static readonly string[] Outcomes = ["stopped", "partly", "not-stopped", "unknown", "advice", "handed-over"];

    /// <summary>
    /// What is missing before the case can be closed, as codes: <c>plan</c>, <c>clocks</c>, <c>answer</c>, <c>informed</c>, <c>affected</c>,
    /// <c>quarantine</c>, <c>lawyer</c> (a workplace case judged as harassment or more, on which no lawyer has written, K4-07).
    /// </summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var state = await work.SingleAsync<State>(
            """
            select
              c.established_at is not null and not exists (select 1 from plan p where p.case_id = c.id and p.state = 'finished') as plan,
              exists (select 1 from clock k where k.case_id = c.id and k.state = 'running' and k.rule_id not like 'GOAL-%') as clocks,
              not exists (select 1 from follow_up f where f.case_id = c.id and f.answer is not null) as answer,
              exists (select 1 from party p where p.case_id = c.id and p.informed = 'pending') as informed,
              not exists (select 1 from party p where p.case_id = c.id and p.role = 'affected') as affected,
              exists (select 1 from quarantine q where q.case_id = c.id and q.handed_over_at is null and q.destroyed_at is null) as quarantine,
              coalesce((select a.level in ('harassment', 'may-be-punishable') from workplace_assessment a where a.case_id = c.id order by a.made_at desc, a.id desc limit 1), false)
                and not exists (select 1 from workplace_act l where l.case_id = c.id and l.kind = 'legal') as lawyer
            from case_file c where c.id = @id
            """,
            new { id = caseId.Value },
            cancel);
        return [.. new[] { (state.Plan, "plan"), (state.Clocks, "clocks"), (state.Affected, "affected"), (state.Answer, "answer"), (state.Informed, "informed"), (state.Quarantine, "quarantine"), (state.Lawyer, "lawyer") }
            .Where(check => check.Item1).Select(check => check.Item2)];
    }

    /// <returns>The case id, or <c>close.incomplete</c>, <c>close.outcome-missing</c>, <c>close.learned-missing</c>, <c>close.not-leader</c>, <c>case.stale</c>.</returns>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string outcome, Closing closing, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Can(Permission.CloseCases, new UnitId(row.Unit)))
            {
                return new Error("close.not-leader", "Only the leader closes a case.");
            }

            if (!Outcomes.Contains(outcome))
            {
                return new Error("close.outcome-missing", "Choose the outcome.");
            }

            if (string.IsNullOrWhiteSpace(closing.Reason) || string.IsNullOrWhiteSpace(closing.Learned))
            {
                return new Error("close.learned-missing", "Write why it ends, and what was learned.");
            }

            var missing = await MissingAsync(work, caseId, cancel);
            if (missing.Count > 0)
            {
                return new Error("close.incomplete", string.Join(",", missing));
            }

            if (row.Version != version)
            {
                return new Error("case.stale", "Somebody else has changed the case.");
            }

            await work.ExecuteAsync(
                """
                update clock set state = 'not-applicable', settled_at = @now, recorded_at = @now, settled_by = @me, version = version + 1
                where case_id = @id and state = 'running';
                update case_file set state = 'closed', outcome = @outcome, closed_at = @now, closing = @closing, version = version + 1 where id = @id
                """,
                new
                {
                    id = row.Id,
                    outcome,
                    now = work.Now,
                    me = staff.Account.Value,
                    closing = await work.SealAsync(row.Id, "case_file", "closing", row.Id, closing, cancel),
                },
                cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("case.closed", $"case:{row.Number}", new { old = row.State, @new = "closed", outcome }, closing) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return row.Id;
        }, cancel);

    /// <summary>Opens a closed case again, because something new happened. <c>reason.missing</c>.</summary>
    public static Task<Result<Guid>> ReopenAsync(Municipality municipality, StaffMember staff, CaseId caseId, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            await work.ExecuteAsync(
                "update case_file set state = 'handling', outcome = null, closed_at = null, closing = null, version = version + 1 where id = @Id and state = 'closed'", new { row.Id }, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("case.reopened", $"case:{row.Number}", Secret: new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "decision", reason, work.Now, staff, null, cancel);
            return row.Id;
        }, cancel, alsoClosed: true);

    private sealed record State(bool Plan, bool Clocks, bool Answer, bool Informed, bool Affected, bool Quarantine, bool Lawyer);
}
