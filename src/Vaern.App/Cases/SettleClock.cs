using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>
/// Ends a clock: <c>met</c> with a reference, <c>dispensed</c> with a memo, <c>not-applicable</c> with a reason. A missed clock can
/// still be met; that it was late stays visible for ever, because both times are kept.
/// </summary>
public static class SettleClock
{
    public static readonly string[] Outcomes = ["met", "dispensed", "not-applicable"];

    /// <param name="at">When it was done; null means now. Never in the future, never before the clock started.</param>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid clock, string outcome, string note, DateTimeOffset? at, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!Outcomes.Contains(outcome))
            {
                return new Error("clock.outcome", "The outcome is met, dispensed or not-applicable.");
            }

            if (string.IsNullOrWhiteSpace(note))
            {
                return new Error(outcome == "met" ? "clock.reference-missing" : "clock.reason-missing", "Write the reference or the reason.");
            }

            var current = await work.FirstOrDefaultAsync<(string Rule, DateTimeOffset Started, DateTimeOffset Alarm, string State, int Version)>(
                "select rule_id, started_at, alarm_at, state, version from clock where id = @clock and case_id = @id", new { clock, id = row.Id }, cancel);
            if (current.Rule is null)
            {
                return new Error("clock.not-found", "There is no such clock in the case.");
            }

            if (current.State != "running" || current.Version != version)
            {
                return new Error("clock.stale", "Somebody else has changed the clock.");
            }

            var settledAt = at ?? work.Now;
            if (settledAt > work.Now || settledAt < current.Started)
            {
                return new Error("clock.time", "The time lies before the clock started or in the future.");
            }

            // A report to the police takes the employee's yes first, on whatever page it is recorded.
            if (current.Rule == "A-01" && outcome == "met" && row.Track == "workplace" && await work.FirstOrDefaultAsync<string>(
                "select answer from police_consent where case_id = @Id order by answered_at desc, id desc limit 1", new { row.Id }, cancel) != "yes")
            {
                return new Error("clock.consent-missing", "The employee has not said yes.");
            }

            await SettleAsync(work, row, clock, outcome, note, settledAt, staff, cancel);
            return clock;
        }, cancel);

    /// <summary>Settles a running clock of a rule because the thing it asks for was done; nothing happens where none runs.</summary>
    internal static async Task MeetAsync(UnitOfWork work, CaseRow row, string rule, string reference, StaffMember staff, CancellationToken cancel, DateTimeOffset? at = null)
    {
        var clock = await work.FirstOrDefaultAsync<(Guid Id, DateTimeOffset Started)>(
            "select id, started_at from clock where case_id = @Id and rule_id = @rule and state = 'running'", new { row.Id, rule }, cancel);
        if (clock.Id != Guid.Empty)
        {
            var settled = at ?? work.Now;
            await SettleAsync(work, row, clock.Id, "met", reference, settled < clock.Started ? clock.Started : settled, staff, cancel);
        }
    }

    /// <summary>Adds the number of another authority to the note of a clock that is met; when it was met stays as it is.</summary>
    internal static async Task AddReferenceAsync(UnitOfWork work, CaseRow row, string rule, string reference, StaffMember staff, CancellationToken cancel)
    {
        var clock = await work.FirstOrDefaultAsync<(Guid Id, byte[]? Note)>(
            "select id, note from clock where case_id = @Id and rule_id = @rule and state = 'met' order by settled_at desc, id limit 1", new { row.Id, rule }, cancel);
        if (clock.Id == Guid.Empty)
        {
            return;
        }

        var old = await work.OpenOptionalAsync(row.Id, "clock", "note", clock.Id, clock.Note, cancel);
        await work.ExecuteAsync(
            "update clock set note = @note, version = version + 1 where id = @id",
            new { id = clock.Id, note = await work.SealAsync(row.Id, "clock", "note", clock.Id, $"{old} {reference}".Trim(), cancel) },
            cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("clock.reference-added", $"clock:{clock.Id:N}", Secret: new { old, reference }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
    }

    /// <summary>Ends a running clock of a rule in another way than met; nothing happens where none runs.</summary>
    internal static async Task EndAsync(
        UnitOfWork work, CaseRow row, string rule, string outcome, string note, DateTimeOffset at, StaffMember staff, CancellationToken cancel)
    {
        var clock = await work.FirstOrDefaultAsync<Guid?>(
            "select id from clock where case_id = @Id and rule_id = @rule and state = 'running'", new { row.Id, rule }, cancel);
        if (clock is { } running)
        {
            await SettleAsync(work, row, running, outcome, note, at, staff, cancel);
        }
    }

    private static async Task SettleAsync(
        UnitOfWork work, CaseRow row, Guid clock, string outcome, string note, DateTimeOffset settledAt, StaffMember staff, CancellationToken cancel)
    {
        await work.ExecuteAsync(
            """
            update clock set state = @outcome, settled_at = @settledAt, recorded_at = @now, settled_by = @me, note = @note, version = version + 1
            where id = @clock
            """,
            new
            {
                clock,
                outcome,
                settledAt = settledAt.ToUniversalTime(),
                now = work.Now,
                me = staff.Account.Value,
                note = await work.SealAsync(row.Id, "clock", "note", clock, note.Trim(), cancel),
            },
            cancel);
        await work.BeginHandlingAsync(row, cancel);
        await work.Streams.AppendAsync(
            row.Id,
            new StreamEvent("clock.settled", $"clock:{clock:N}", new { old = "running", @new = outcome, at = settledAt }, new { note }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
            cancel);
    }
}
