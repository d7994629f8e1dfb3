using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Workplace;

/// <summary>What the citizen is told, sealed: the norm that was broken, the reasons, what is decided, how to complain.</summary>
public sealed record MeasureBody(string Citizen, string Norm, string Reason, string Decision, string Complaint);

/// <summary>A measure towards a citizen. It is over by itself after <paramref name="UntilOn"/>.</summary>
/// <param name="State">draft (no letter was sent, so it does not bind), in-force, over or ended.</param>
/// <param name="Statement">The citizen's own words, kept beside it.</param>
public sealed record MeasureView(
    Guid Id, string Kind, DateOnly FromOn, DateOnly UntilOn, MeasureBody Body, string State, DateTimeOffset? LetterAt, string? LetterBy, string? Statement, DateTimeOffset? StatementAt,
    DateOnly? EndedOn, string? EndedWhy, string MadeBy, int Version);

/// <summary>
/// Fairness to both sides. A citizen towards whom something is decided is told so, with norm, reasons, an end that comes by itself, and the ways to complain, to see and
/// to correct. It has no effect on the citizen's own case: nothing here names one, and nothing links to one.
/// </summary>
public static class CitizenMeasures
{
    public static readonly string[] Kinds = ["written-only", "one-contact", "by-appointment", "other-place", "other"];

    /// <summary>At most a year; a longer one is decided anew.</summary>
    public const int LongestDays = 366;

    /// <summary>Decides it; a draft until the letter is sent. <c>measure.*</c>: not-leader, kind, citizen-missing, norm-missing, reason-missing, decision-missing, complaint-missing, days, too-long.</summary>
    public static Task<Result<Guid>> DecideAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string kind, DateOnly from, DateOnly until, MeasureBody body, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (Fault(work, row, staff, kind, from, until, body) is { } fault)
            {
                return fault;
            }

            var added = await work.ExecuteAsync(
                """
                insert into citizen_measure (id, case_id, kind, from_on, until_on, body, made_by, made_at) values (@id, @caseId, @kind, @from, @until, @body, @me, @now)
                on conflict (id) do nothing
                """,
                new { id, caseId = row.Id, kind, from, until, body = await work.SealAsync(row.Id, "citizen_measure", "body", id, body, cancel), me = staff.Account.Value, now = work.Now },
                cancel);
            if (added == 1)
            {
                await work.Streams.AppendAsync(
                    row.Id, new StreamEvent("measure.decided", $"measure:{id:N}", new { kind, from, until }, body) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return id;
        }, cancel);

    /// <summary>The letter was sent: from now on it binds. <c>measure.not-found</c>, <c>measure.stale</c>, <c>measure.time</c>.</summary>
    public static Task<Result<Guid>> SentAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, DateTimeOffset? at, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var moment = at ?? work.Now;
            if (moment > work.Now)
            {
                return new Error("measure.time", "The time lies in the future.");
            }

            var changed = await work.ExecuteAsync(
                "update citizen_measure set letter_at = @moment, letter_by = @me, version = version + 1 where id = @id and case_id = @caseId and version = @version and letter_at is null",
                new { id, caseId = row.Id, version, moment = moment.ToUniversalTime(), me = staff.Account.Value },
                cancel);
            if (changed == 0)
            {
                return new Error("measure.stale", "Somebody else has changed it.");
            }

            await work.Streams.AppendAsync(row.Id, new StreamEvent("measure.told", $"measure:{id:N}", new { at = moment }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return id;
        }, cancel);

    /// <summary>Keeps what the citizen says about it, whole. <c>measure.statement-missing</c>, <c>measure.too-long</c>, <c>measure.stale</c>.</summary>
    public static Task<Result<Guid>> StatementAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string statement, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(statement))
            {
                return new Error("measure.statement-missing", "Write what the citizen says.");
            }

            if (statement.Length > 10_000)
            {
                return new Error("measure.too-long", "The text has more than 10,000 characters.");
            }

            var changed = await work.ExecuteAsync(
                "update citizen_measure set statement = @statement, statement_at = @now, version = version + 1 where id = @id and case_id = @caseId and version = @version",
                new { id, caseId = row.Id, version, now = work.Now, statement = await work.SealAsync(row.Id, "citizen_measure", "statement", id, statement.Trim(), cancel) },
                cancel);
            if (changed == 0)
            {
                return new Error("measure.stale", "Somebody else has changed it.");
            }

            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("measure.statement", $"measure:{id:N}", Secret: new { statement }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return id;
        }, cancel);

    /// <summary>Ends it before its time. <c>reason.missing</c>, <c>measure.stale</c>.</summary>
    public static Task<Result<Guid>> EndAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string reason, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            var changed = await work.ExecuteAsync(
                "update citizen_measure set ended_on = @today, ended_why = @reason, version = version + 1 where id = @id and case_id = @caseId and version = @version and ended_on is null",
                new { id, caseId = row.Id, version, today = DanishTime.DayOf(work.Now), reason = await work.SealAsync(row.Id, "citizen_measure", "ended_why", id, reason.Trim(), cancel) },
                cancel);
            if (changed == 0)
            {
                return new Error("measure.stale", "Somebody else has changed it.");
            }

            await work.Streams.AppendAsync(row.Id, new StreamEvent("measure.ended", $"measure:{id:N}", Secret: new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return id;
        }, cancel, alsoClosed: true);

    internal static async Task<IReadOnlyList<MeasureView>> ListAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<Row>(
            """
            select id, kind, from_on as fromon, until_on as untilon, body, letter_at as letterat, letter_by as letterby, statement, statement_at as statementat, ended_on as endedon,
              ended_why as endedwhy, made_by as madeby, version
            from citizen_measure where case_id = @caseId order by from_on, id
            """,
            new { caseId },
            cancel);
        var today = DanishTime.DayOf(work.Now);
        var views = new List<MeasureView>();
        foreach (var row in rows)
        {
            var state = row.EndedOn is not null ? "ended" : row.LetterAt is null ? "draft" : today > row.UntilOn ? "over" : "in-force";
            views.Add(new MeasureView(
                row.Id, row.Kind, row.FromOn, row.UntilOn, await work.OpenAsync<MeasureBody>(caseId, "citizen_measure", "body", row.Id, row.Body, cancel), state, row.LetterAt,
                row.LetterBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null,
                await work.OpenOptionalAsync(caseId, "citizen_measure", "statement", row.Id, row.Statement, cancel), row.StatementAt, row.EndedOn,
                await work.OpenOptionalAsync(caseId, "citizen_measure", "ended_why", row.Id, row.EndedWhy, cancel), await municipality.Staff.NameAsync(new AccountId(row.MadeBy), cancel), row.Version));
        }

        return views;
    }

    private static Error? Fault(UnitOfWork work, CaseRow row, StaffMember staff, string kind, DateOnly from, DateOnly until, MeasureBody body) => body switch
    {
        _ when !staff.Can(Permission.CloseCases) => new Error("measure.not-leader", "Only a leader decides it."),
        _ when row.Track != "workplace" => new Error("measure.kind", "Only in a workplace case."),
        _ when !Kinds.Contains(kind) => new Error("measure.kind", "Choose what is decided."),
        _ when string.IsNullOrWhiteSpace(body.Citizen) => new Error("measure.citizen-missing", "Write whom it is about."),
        _ when string.IsNullOrWhiteSpace(body.Norm) => new Error("measure.norm-missing", "Write which norm was broken."),
        _ when string.IsNullOrWhiteSpace(body.Reason) => new Error("measure.reason-missing", "Write why."),
        _ when string.IsNullOrWhiteSpace(body.Decision) => new Error("measure.decision-missing", "Write what is decided."),
        _ when string.IsNullOrWhiteSpace(body.Complaint) => new Error("measure.complaint-missing", "Write how to complain."),
        _ when new[] { body.Citizen, body.Norm, body.Reason, body.Decision, body.Complaint }.Any(text => text.Length > 5_000) => new Error("measure.too-long", "A field has more than 5,000 characters."),
        _ when until <= from || until > from.AddDays(LongestDays) || until < DanishTime.DayOf(work.Now) => new Error("measure.days", "It ends after it begins, and within a year."),
        _ => null,
    };

    private sealed record Row(
        Guid Id, string Kind, DateOnly FromOn, DateOnly UntilOn, byte[] Body, DateTimeOffset? LetterAt, Guid? LetterBy, byte[]? Statement, DateTimeOffset? StatementAt, DateOnly? EndedOn,
        byte[]? EndedWhy, Guid MadeBy, int Version);
}
