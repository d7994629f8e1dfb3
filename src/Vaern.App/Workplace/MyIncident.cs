using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Removal;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Workplace;

/// <summary>One incident in the list of one's own.</summary>
public sealed record MyLine(string Number, DateTimeOffset OpenedAt, string State, string Form);

/// <summary>A step of the case as the employee sees it: what was done and when, never what others wrote.</summary>
/// <param name="Key">contact, care, evidence, judged, removal, legal, police, injury, debrief, own-check, measure, work-environment or closed.</param>
/// <param name="State">done, running, skipped or open.</param>
public sealed record MyStep(string Key, string State, DateTimeOffset? At, string? Who, string? Detail);

/// <summary>The employee's own page: the whole way, their answer on the police, their talks.</summary>
public sealed record MyIncidentView(
    CaseId Id, string Number, string State, string Leader, DateTimeOffset OpenedAt, DateTimeOffset? SilentAt, string? SteppedIn, string? ConsentAnswer, DateTimeOffset? ConsentAt,
    DateTimeOffset? PoliceDue, string? PoliceClock, bool PoliceSent, string? PoliceReference, IReadOnlyList<ActView> Talks, InjuryView? Injury, IReadOnlyList<MyStep> Steps, string RuleSet, string Unit,
    UnitContact? Contact);

/// <summary>
/// What somebody sees of the case about themselves. They have no access to the case: this reads the states of its steps and nothing that others wrote, and every look is
/// an event of the case's stream.
/// </summary>
public static class MyIncident
{
    /// <summary>The cases in which one is the affected person, newest first.</summary>
    public static async Task<IReadOnlyList<MyLine>> ListAsync(Municipality municipality, StaffMember me, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return await work.QueryAsync<MyLine>(
            """
            select c.number, c.opened_at as openedat, c.state, coalesce(r.forms[1], 'other') as form
            from case_person p join case_file c on c.id = p.case_id left join workplace_room r on r.case_id = c.id
            where p.account_id = @me and p.role = 'affected' order by c.opened_at desc, c.id limit 200
            """,
            new { me = me.Account.Value },
            cancel);
    }

    /// <summary>One of them. <c>incident.not-found</c> also where the person is in the case in another role.</summary>
    public static async Task<Result<MyIncidentView>> ReadAsync(Municipality municipality, StaffMember me, string number, CancellationToken cancel = default)
    {
        if (await FindAsync(municipality, me, number, cancel) is not { } row)
        {
            return new Error("incident.not-found", "There is no such case of yours.");
        }

        await using (var seen = await municipality.Database.BeginAsync(new Acting.Staff(me.Account.Value), cancel))
        {
            await seen.Streams.AppendAsync(row.Id, new StreamEvent("own.viewed") { Role = me.RoleIn(new UnitId(row.Unit)) }, cancel);
            await seen.CommitAsync(cancel);
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var file = await WorkplaceFile.ReadAsync(municipality, work, row.Id, cancel);
        var contents = await RemovalLadder.ListAsync(municipality, work, row.Id, cancel);
        var clock = await work.FirstOrDefaultAsync<(DateTimeOffset? Due, string? State)>("select due_at, state from clock where case_id = @Id and rule_id = 'A-01' order by id desc limit 1", new { row.Id }, cancel);
        var (evidence, last) = await work.SingleAsync<(long, DateTimeOffset?)>("select count(*), max(received_at) from evidence_item where case_id = @Id", new { row.Id }, cancel);
        var closed = await work.FirstOrDefaultAsync<DateTimeOffset?>("select closed_at from case_file where id = @Id and closed_at is not null", new { row.Id }, cancel);
        return new MyIncidentView(
            new CaseId(row.Id), row.Number, row.State, await municipality.Staff.NameAsync(new AccountId(row.Owner), cancel), row.OpenedAt, file.Room?.SilentAt, file.Room?.SteppedIn,
            file.Consent?.Answer, file.Consent?.AnsweredAt, clock.Due, clock.State, file.Police?.State == "sent", file.Police?.Reference,
            [.. file.Talks.Select(talk => talk with { Text = null })], file.Injury, Steps(file, contents, evidence, last, closed), row.RuleSet,
            municipality.Units.Find(new UnitId(row.Unit))?.Name ?? "–", file.Contact);
    }

    /// <summary>The employee answers on the police report, and can change their mind until it is sent. <c>incident.not-found</c>, <c>consent.answer-missing</c>, <c>police.sent</c>.</summary>
    public static async Task<Result<Guid>> AnswerAsync(Municipality municipality, StaffMember me, string number, string answer, CancellationToken cancel = default)
    {
        if (await FindAsync(municipality, me, number, cancel) is not { State: not "closed" } row)
        {
            return new Error("incident.not-found", "There is no such open case of yours.");
        }

        await using (var look = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            if (await look.FirstOrDefaultAsync<int?>("select 1 from police_report where case_id = @Id and state = 'sent'", new { row.Id }, cancel) is not null)
            {
                return new Error("police.sent", "It was sent already.");
            }
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(me.Account.Value), cancel);
        var given = await Police.ConsentAsync(work, row, me, answer, work.Now, bySelf: true, cancel);
        if (given.IsOk)
        {
            await ReportIncident.AlertAsync(work, row, [row.Owner], cancel);
            await work.CommitAsync(cancel);
        }

        return given;
    }

    private static async Task<CaseRow?> FindAsync(Municipality municipality, StaffMember me, string number, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return await work.FirstOrDefaultAsync<CaseRow>(
            $"""
            select {CaseRow.Columns} from case_file c join case_person p on p.case_id = c.id and p.account_id = @me and p.role = 'affected' where c.number = @number
            """,
            new { me = me.Account.Value, number },
            cancel);
    }

    private static List<MyStep> Steps(WorkplaceView file, IReadOnlyList<ContentView> contents, long evidence, DateTimeOffset? lastEvidence, DateTimeOffset? closed)
    {
        var steps = new List<MyStep>();
        Done("contact");
        Done("psychologist", "care");
        steps.Add(new MyStep("evidence", evidence > 0 ? "done" : "open", lastEvidence, null, evidence > 0 ? evidence.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
        steps.Add(file.Assessment is { } judged ? new MyStep("judged", "done", judged.MadeAt, judged.MadeBy, judged.Level) : new MyStep("judged", "open", null, null, null));
        steps.Add(Removal(contents));
        Done("legal");
        steps.Add(file switch
        {
            { Police: { State: "sent" } sent } => new MyStep("police", "done", sent.SentAt, sent.SentBy, sent.Reference),
            { Consent: { Answer: "no" } no } => new MyStep("police", "skipped", no.AnsweredAt, null, null),
            { Consent: { } yes } => new MyStep("police", "running", yes.AnsweredAt, null, null),
            _ => new MyStep("police", "open", null, null, null),
        });
        Done("own-check");
        Done("debrief");
        steps.Add(file.Injury switch
        {
            { ReportedAt: { } reported } injury => new MyStep("injury", "done", reported, injury.ReportedBy, null),
            { Rule: not null } => new MyStep("injury", "running", null, null, null),
            _ => new MyStep("injury", "open", null, null, null),
        });
        steps.Add(file.Measures.FirstOrDefault(one => one.LetterAt is not null) is { } measure
            ? new MyStep("measure", "done", measure.LetterAt, measure.LetterBy, measure.Kind)
            : new MyStep("measure", "open", null, null, null));
        Done("work-environment");
        steps.Add(new MyStep("closed", closed is null ? "open" : "done", closed, null, null));
        return steps;

        void Done(string kind, string? key = null) =>
            steps.Add(file.Of(kind).LastOrDefault(act => act.DoneAt is not null) is { } act
                ? new MyStep(key ?? kind, "done", act.DoneAt, act.DoneByName, null)
                : new MyStep(key ?? kind, "open", null, null, null));
    }

    private static MyStep Removal(IReadOnlyList<ContentView> contents)
    {
        if (contents.Count > 0 && contents.All(one => one.State == "removed"))
        {
            return new MyStep("removal", "done", contents.Max(one => one.RemovedAt), null, null);
        }

        var sent = contents.SelectMany(one => one.Steps).Where(step => step.SentAt is not null).OrderBy(step => step.SentAt).LastOrDefault();
        return sent is null ? new MyStep("removal", "open", null, null, null) : new MyStep("removal", "running", sent.SentAt, sent.SettledBy, null);
    }
}
