using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>
/// «Skriv hvorfor, og hvornår planen er klar»: a missed limit stays missed for ever, whatever is written here. The new day stands beside it and
/// moves nothing (law S-3).
/// </summary>
public static class ExplainMiss
{
    /// <param name="ready">The day what the limit asks for will be there; today or later.</param>
    /// <returns>The clock, or <c>reason.missing</c>, <c>clock.promise-past</c>, <c>clock.not-missed</c>, <c>clock.stale</c>.</returns>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid clock, string reason, DateOnly? ready, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (ready is not { } day || day < DanishTime.DayOf(work.Now))
            {
                return new Error("clock.promise-past", "Say on which day it will be ready, today or later.");
            }

            var old = await work.FirstOrDefaultAsync<(string Rule, DateTimeOffset Alarm, string State, DateOnly? Promised, int Version)>(
                "select rule_id, alarm_at, state, promised_on, version from clock where id = @clock and case_id = @Id", new { clock, row.Id }, cancel);
            if (old.Rule is null || old.State != "running" || old.Alarm > work.Now)
            {
                return new Error("clock.not-missed", "The limit is not missed.");
            }

            if (old.Version != version)
            {
                return new Error("clock.stale", "Somebody else has changed the clock.");
            }

            await work.ExecuteAsync(
                "update clock set late_reason = @reason, promised_on = @day, version = version + 1 where id = @clock",
                new { clock, day, reason = await work.SealAsync(row.Id, "clock", "late_reason", clock, reason.Trim(), cancel) },
                cancel);
            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent("clock.miss-explained", $"clock:{clock:N}", new { rule = old.Rule, old = old.Promised, @new = day }, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "decision", reason, work.Now, staff, null, cancel);
            return clock;
        }, cancel);
}
