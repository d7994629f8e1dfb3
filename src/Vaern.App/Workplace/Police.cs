using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Workplace;

/// <summary>The employee's own answer. The newest counts. <paramref name="BySelf"/> when given on their own page.</summary>
public sealed record ConsentView(string Answer, DateTimeOffset AnsweredAt, string RecordedBy, bool BySelf);

/// <summary>
/// The seven questions the police ask, answered from the case, and the address of the workplace. The employee's own address has no field here.
/// </summary>
/// <param name="Who">Who is affected, and who may have done it.</param>
/// <param name="Why">What is known of the reason: the relation, what went before.</param>
public sealed record PoliceBody(string Who, string What, string Where, string When, string How, string Why, string Evidence)
{
    internal IEnumerable<string> Texts => [Who, What, Where, When, How, Why, Evidence];
}

/// <summary>The report as it stands. <paramref name="State"/> is draft or sent.</summary>
public sealed record PoliceView(PoliceBody Body, string State, DateTimeOffset? SentAt, string? SentBy, string? Reference, int Version);

/// <summary>
/// The police track. Three ways out of the 72 hours: reported, the employee does not want it, or not applicable with a dated memo. A report is
/// sent only after the employee said yes; the database refuses it too.
/// </summary>
public static class Police
{
    /// <summary>Records the answer that the employee gave to whoever handles the case. <c>consent.answer-missing</c>, <c>consent.time</c>.</summary>
    public static Task<Result<Guid>> AskedAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string answer, DateTimeOffset? at, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var recorded = await ConsentAsync(work, row, staff, answer, at ?? work.Now, bySelf: false, cancel);
            var clock = await work.FirstOrDefaultAsync<Guid?>("select id from clock where case_id = @Id and rule_id = 'A-01' and state = 'dispensed' and note is null", new { row.Id }, cancel);
            if (recorded.IsOk && clock is { } ended)
            {
                await work.ExecuteAsync(
                    "update clock set note = @note where id = @ended", new { ended, note = await work.SealAsync(row.Id, "clock", "note", ended, "Den ansatte ønsker det ikke.", cancel) }, cancel);
            }

            return recorded;
        }, cancel);

    /// <summary>Keeps the answer; what it does to the clocks the database does, for the employee has no right to them.</summary>
    internal static async Task<Result<Guid>> ConsentAsync(
        UnitOfWork work, CaseRow row, StaffMember staff, string answer, DateTimeOffset at, bool bySelf, CancellationToken cancel)
    {
        if (answer is not ("yes" or "no"))
        {
            return new Error("consent.answer-missing", "Choose the answer.");
        }

        if (at > work.Now || at < row.OpenedAt.AddDays(-30))
        {
            return new Error("consent.time", "The time lies in the future or before the case.");
        }

        var old = await work.FirstOrDefaultAsync<string>("select answer from police_consent where case_id = @Id order by answered_at desc, id desc limit 1", new { row.Id }, cancel);
        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            "insert into police_consent (id, case_id, answer, answered_at, recorded_at, recorded_by, by_self) values (@id, @caseId, @answer, @at, @now, @me, @bySelf)",
            new { id, caseId = row.Id, answer, at = at.ToUniversalTime(), now = work.Now, me = staff.Account.Value, bySelf },
            cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("police.consent", $"consent:{id:N}", new { old, @new = answer, at, bySelf }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        return id;
    }

    /// <summary>Keeps the draft. <c>police.stale</c>, <c>police.sent</c>, <c>police.too-long</c>, <c>police.private-contact</c>.</summary>
    public static Task<Result<int>> SaveAsync(Municipality municipality, StaffMember staff, CaseId caseId, PoliceBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, (work, row) => SaveAsync(work, row, staff, body, version, cancel), cancel);

    /// <summary>Saves and records that it was sent. Meets the 72 hours. <c>police.consent-missing</c> without the employee's yes, <c>police.incomplete</c>, <c>police.time</c>.</summary>
    /// <param name="reference">The police's number, where it is there already.</param>
    public static Task<Result<int>> SendAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, PoliceBody body, DateTimeOffset? at, string? reference, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            var moment = at ?? work.Now;
            if (moment > work.Now || moment < row.OpenedAt.AddDays(-30))
            {
                return new Error("police.time", "The time lies in the future or before the case.");
            }

            if (await AnswerAtAsync(work, row.Id, moment, cancel) != "yes")
            {
                return new Error("police.consent-missing", "The employee has not said yes.");
            }

            if (new[] { body.Who, body.What, body.Where, body.When }.Any(string.IsNullOrWhiteSpace))
            {
                return new Error("police.incomplete", "Who, what, where and when must be answered.");
            }

            if (!(await SaveAsync(work, row, staff, body, version, cancel)).TryGet(out var saved, out var error))
            {
                return error;
            }

            await work.ExecuteAsync(
                "update police_report set state = 'sent', sent_at = @moment, sent_by = @me, reference = @reference where case_id = @Id",
                new
                {
                    row.Id,
                    moment = moment.ToUniversalTime(),
                    me = staff.Account.Value,
                    reference = await work.SealOptionalAsync(row.Id, "police_report", "reference", row.Id, reference, cancel),
                },
                cancel);
            await SettleClock.EndAsync(work, row, "A-01", "met", string.IsNullOrWhiteSpace(reference) ? "Anmeldt til politiet." : $"Anmeldt til politiet. {reference.Trim()}", moment, staff, cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("police.sent", $"case:{row.Number}", new { old = "draft", @new = "sent", at = moment }, new { reference }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return saved;
        }, cancel);

    /// <summary>Writes the police's number when it comes. <c>police.reference-missing</c>, <c>police.not-sent</c>.</summary>
    public static Task<Result<int>> ReferenceAsync(Municipality municipality, StaffMember staff, CaseId caseId, string reference, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(reference) || reference.Length > 100)
            {
                return new Error("police.reference-missing", "Write the number, at most 100 characters.");
            }

            var changed = await work.ExecuteAsync(
                "update police_report set reference = @reference, version = version + 1 where case_id = @Id and state = 'sent' and version = @version",
                new { row.Id, version, reference = await work.SealAsync(row.Id, "police_report", "reference", row.Id, reference.Trim(), cancel) },
                cancel);
            if (changed == 0)
            {
                return new Error("police.stale", "Nothing was sent, or somebody else has changed it.");
            }

            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("police.referenced", $"case:{row.Number}", Secret: new { reference }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return version + 1;
        }, cancel);

    /// <summary>
    /// Not applicable: a dated memo says who judged it and why, as when the sender is in the employee's care and pedagogical reasons speak against it.
    /// <c>reason.missing</c>, <c>police.sent</c>.
    /// </summary>
    public static Task<Result<Guid>> NotApplicableAsync(Municipality municipality, StaffMember staff, CaseId caseId, string memo, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(memo))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (await work.FirstOrDefaultAsync<int?>("select 1 from police_report where case_id = @Id and state = 'sent'", new { row.Id }, cancel) is not null)
            {
                return new Error("police.sent", "It was reported.");
            }

            await SettleClock.EndAsync(work, row, "A-01", "not-applicable", memo, work.Now, staff, cancel);
            await SettleClock.EndAsync(work, row, "GOAL-POLICE-DECISION", "met", "Ikke relevant, se notatet.", work.Now, staff, cancel);
            var entry = Guid.CreateVersion7();
            await WriteEntry.AddAsync(work, row, entry, "decision", memo, work.Now, staff, null, cancel);
            return entry;
        }, cancel);

    internal static async Task<PoliceView?> ReadAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(byte[]? Body, string State, DateTimeOffset? SentAt, Guid? SentBy, byte[]? Reference, int Version)>(
            "select body, state, sent_at, sent_by, reference, version from police_report where case_id = @caseId", new { caseId }, cancel);
        return row.Body is null ? null : new PoliceView(
            await work.OpenAsync<PoliceBody>(caseId, "police_report", "body", caseId, row.Body, cancel), row.State, row.SentAt,
            row.SentBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null,
            await work.OpenOptionalAsync(caseId, "police_report", "reference", caseId, row.Reference, cancel), row.Version);
    }

    internal static async Task<IReadOnlyList<ConsentView>> ConsentsAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(string Answer, DateTimeOffset At, Guid By, bool Self)>(
            "select answer, answered_at, recorded_by, by_self from police_consent where case_id = @caseId order by answered_at desc, id desc", new { caseId }, cancel);
        var views = new List<ConsentView>();
        foreach (var (answer, at, by, self) in rows)
        {
            views.Add(new ConsentView(answer, at, await municipality.Staff.NameAsync(new AccountId(by), cancel), self));
        }

        return views;
    }

    private static async Task<Result<int>> SaveAsync(UnitOfWork work, CaseRow row, StaffMember staff, PoliceBody body, int version, CancellationToken cancel)
    {
        if (body.Texts.Any(text => text.Length > 10_000))
        {
            return new Error("police.too-long", "An answer has more than 10,000 characters.");
        }

        if (await PrivateAsync(work, row, body, cancel))
        {
            return new Error("police.private-contact", "The employee's private contact may not stand in it.");
        }

        var old = await work.FirstOrDefaultAsync<(byte[]? Body, string State, int Version)>("select body, state, version from police_report where case_id = @Id", new { row.Id }, cancel);
        if (old.State == "sent")
        {
            return new Error("police.sent", "It was sent, and what was sent stays.");
        }

        if (old.Version != version)
        {
            return new Error("police.stale", "Somebody else has changed it.");
        }

        await work.ExecuteAsync(
            """
            insert into police_report (case_id, body, state) values (@Id, @body, 'draft')
            on conflict (case_id) do update set body = excluded.body, version = police_report.version + 1
            """,
            new { row.Id, body = await work.SealAsync(row.Id, "police_report", "body", row.Id, body, cancel) },
            cancel);
        var before = old.Body is null ? null : await work.OpenAsync<PoliceBody>(row.Id, "police_report", "body", row.Id, old.Body, cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("police.drafted", $"case:{row.Number}", new { version = version + 1 }, new { old = before, @new = body }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        return version + 1;
    }

    // Whatever stands as contact of the affected person is private and goes nowhere.
    private static async Task<bool> PrivateAsync(UnitOfWork work, CaseRow row, PoliceBody body, CancellationToken cancel)
    {
        foreach (var party in await work.QueryAsync<(Guid Id, byte[] Body)>("select id, body from party where case_id = @Id and role = 'affected' order by id", new { row.Id }, cancel))
        {
            var known = await work.OpenAsync<PartyBody>(row.Id, "party", "body", party.Id, party.Body, cancel);
            if (known.Contact is { Length: > 4 } contact && body.Texts.Any(text => text.Contains(contact.Trim(), StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private static Task<string?> AnswerAtAsync(UnitOfWork work, Guid caseId, DateTimeOffset moment, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<string>(
            "select answer from police_consent where case_id = @caseId and answered_at <= @moment order by answered_at desc, id desc limit 1",
            new { caseId, moment = moment.ToUniversalTime() },
            cancel);
}
