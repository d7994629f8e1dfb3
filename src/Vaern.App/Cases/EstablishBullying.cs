using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>
/// «Konstateret af ledelsen» as an act of its own, with name and time: it starts the temporary measures (B-02) and the plan within ten
/// working days (B-03), undervisningsmiljøloven § 1 c. Receiving a report starts neither.
/// </summary>
public static class EstablishBullying
{
    /// <param name="what">What was established, without an assessment of guilt; at most 10,000 characters.</param>
    /// <param name="at">When management established it; null means now.</param>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string what, DateTimeOffset? at, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Can(Permission.EstablishBullying, new UnitId(row.Unit)))
            {
                return new Error("establish.not-leader", "Only management can establish it.");
            }

            if (string.IsNullOrWhiteSpace(what))
            {
                return new Error("establish.what-missing", "Write what is established.");
            }

            if (row.EstablishedAt is not null)
            {
                return new Error("establish.done", "It is already established.");
            }

            var moment = at ?? work.Now;
            if (moment > work.Now || moment < row.OpenedAt.AddYears(-1))
            {
                return new Error("establish.time", "The time lies in the future or too far back.");
            }

            await work.ExecuteAsync(
                "update case_file set established_at = @moment, established_by = @me, version = version + 1 where id = @Id",
                new { row.Id, moment = moment.ToUniversalTime(), me = staff.Account.Value },
                cancel);
            var entry = Guid.CreateVersion7();
            await WriteEntry.AddAsync(work, row, entry, "decision", what, moment, staff, null, cancel);
            await work.Streams.AppendAsync(row.Id, new StreamEvent("case.established", $"case:{row.Number}", new { at = moment }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            foreach (var rule in new[] { "B-02", "B-03", "GOAL-INFORM" })
            {
                if (!(await CaseClocks.StartAsync(municipality.Law, work, row, rule, moment, cancel)).TryGet(out _, out var error))
                {
                    return error;
                }
            }

            await work.BeginHandlingAsync(row, cancel);
            return entry;
        }, cancel);

    /// <summary>Corrects the time, with a reason; both times stay visible and the clocks count from the new one.</summary>
    public static Task<Result<Guid>> CorrectTimeAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, DateTimeOffset at, string reason, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Can(Permission.EstablishBullying, new UnitId(row.Unit)) || row.EstablishedAt is not { } old)
            {
                return new Error("establish.not-leader", "Only management can correct it.");
            }

            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (at > work.Now)
            {
                return new Error("establish.time", "The time lies in the future.");
            }

            await work.ExecuteAsync("update case_file set established_at = @at, version = version + 1 where id = @Id", new { row.Id, at = at.ToUniversalTime() }, cancel);
            var clocks = await work.QueryAsync<(Guid Id, string Rule)>(
                "select id, rule_id from clock where case_id = @Id and started_at = @old and rule_id in ('B-02', 'B-03', 'GOAL-INFORM') order by id", new { row.Id, old }, cancel);
            foreach (var (id, rule) in clocks)
            {
                if (!CaseClocks.Compute(municipality.Law, rule, at).TryGet(out var deadline, out var error))
                {
                    return error;
                }

                await work.ExecuteAsync(
                    """
                    update clock set corrected_from = coalesce(corrected_from, started_at), started_at = @start, rule_version = @version, due_at = @dueAt, due_on = @dueOn,
                      latest_at = @latestAt, latest_on = @latestOn, alarm_at = @alarmAt, version = version + 1 where id = @id
                    """,
                    CaseClocks.Values(id, row.Id, deadline, at),
                    cancel);
            }

            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent("establishment.corrected", $"case:{row.Number}", new { old, @new = at }, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
            var entry = Guid.CreateVersion7();
            await WriteEntry.AddAsync(work, row, entry, "fact", reason, work.Now, staff, null, cancel);
            return entry;
        }, cancel);
}
