using System.Text.RegularExpressions;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Workplace;

/// <summary>Something done for the employee, the team or the citizen. <paramref name="Number"/> is weeks or days for a talk.</summary>
/// <param name="Text">Null for a debrief, which is logged without details.</param>
public sealed record ActView(
    Guid Id, string Kind, int? Number, DateOnly? PlannedOn, DateTimeOffset? DoneAt, AccountId? DoneBy, string? DoneByName, string? Outcome, int? Minutes, string? Text, int Version);

/// <summary>What is agreed with the employee on the first day.</summary>
/// <param name="Rhythm">weeks (1, 3 and 8 weeks) or days (day 1, 7 and 30).</param>
/// <param name="Psychologist">accepted, declined or later.</param>
public sealed record CarePlan(string Rhythm, string Psychologist, string? Companion, string? NewCaseworker);

/// <summary>Care, advice, own check and follow-up of a workplace case. Everything carries a name and a time.</summary>
public static class Care
{
    public const int TextLimit = 10_000;

    /// <summary>Roles that may look through the workplace's own handling.</summary>
    public static readonly string[] Checkers = ["leader", "school_leader", "director", "head_of_schools"];
    public static readonly string[] Checks = ["none", "found"];
    public static readonly string[] Mediations = ["offered", "accepted", "declined", "not-fitting"];

    /// <summary>The leader was in contact: meets the two working hours. <c>act.time</c>, <c>act.text-missing</c>, <c>act.too-long</c>.</summary>
    public static Task<Result<Guid>> ContactAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string text, DateTimeOffset? at, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var moment = at ?? work.Now;
            if (Fault(work, row, text, moment) is { } fault)
            {
                return fault;
            }

            await DoneAsync(work, row, staff, new Act(id, "contact", null, moment, "reached", null, text), cancel);
            await SettleClock.EndAsync(work, row, "GOAL-LEADER-CONTACT", "met", text, moment, staff, cancel);
            return id;
        }, cancel);

    /// <summary>Agrees the plan of care and plans the three talks. A new plan replaces talks that were not held. <c>care.rhythm</c>, <c>care.psychologist</c>, <c>act.too-long</c>.</summary>
    public static Task<Result<int>> PlanAsync(Municipality municipality, StaffMember staff, CaseId caseId, CarePlan plan, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            if (plan.Rhythm is not ("weeks" or "days"))
            {
                return new Error("care.rhythm", "Choose when the talks are.");
            }

            if (plan.Psychologist is not ("accepted" or "declined" or "later"))
            {
                return new Error("care.psychologist", "Say whether a psychologist is wanted.");
            }

            if (plan.Companion?.Length > 500 || plan.NewCaseworker?.Length > 500)
            {
                return new Error("act.too-long", "A field has more than 500 characters.");
            }

            // Counted from the day the employee told, as the talks' own goals say.
            var from = DanishTime.DayOf(row.OpenedAt);
            await work.ExecuteAsync("update workplace_act set planned_on = planned_on, outcome = 'replaced', done_at = @now, done_by = @me, recorded_at = @now, version = version + 1 where case_id = @Id and kind = 'talk' and done_at is null",
                new { row.Id, now = work.Now, me = staff.Account.Value }, cancel);
            foreach (var number in plan.Rhythm == "weeks" ? new[] { 1, 3, 8 } : [1, 7, 30])
            {
                var day = from.AddDays(plan.Rhythm == "weeks" ? 7 * number : number);
                await work.ExecuteAsync(
                    "insert into workplace_act (id, case_id, kind, number, planned_on, outcome) values (@id, @caseId, 'talk', @number, @day, null)",
                    new { id = Guid.CreateVersion7(), caseId = row.Id, number, day },
                    cancel);
                if (plan.Rhythm == "weeks" && !(await CaseClocks.StartAsync(municipality.Law, work, row, $"GOAL-TALK-{number}", row.OpenedAt, cancel, staff.RoleIn(new UnitId(row.Unit)))).TryGet(out _, out var error))
                {
                    return error;
                }
            }

            await DoneAsync(work, row, staff, new Act(Guid.CreateVersion7(), "psychologist", null, work.Now, plan.Psychologist, null, null), cancel);
            foreach (var (kind, text) in new[] { ("companion", plan.Companion), ("new-caseworker", plan.NewCaseworker) })
            {
                if (!string.IsNullOrWhiteSpace(text))
                {
                    await DoneAsync(work, row, staff, new Act(Guid.CreateVersion7(), kind, null, work.Now, "agreed", null, text), cancel);
                }
            }

            return 3;
        }, cancel);

    /// <summary>
    /// A planned talk was held. <paramref name="stopped"/> is the employee's own answer to «is it stopped?»: yes, almost, no or not-asked. <c>act.not-found</c>, <c>act.stale</c>,
    /// <c>act.time</c>, <c>act.text-missing</c>, <c>followup.answer-missing</c>.
    /// </summary>
    public static Task<Result<Guid>> TalkAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid talk, string text, string stopped, DateTimeOffset? at, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var moment = at ?? work.Now;
            var old = await work.FirstOrDefaultAsync<(int? Number, bool Done, int Version)>(
                "select number, done_at is not null, version from workplace_act where id = @talk and case_id = @Id and kind = 'talk'", new { talk, row.Id }, cancel);
            if (old.Number is null)
            {
                return new Error("act.not-found", "There is no such talk.");
            }

            if (old.Done || old.Version != version)
            {
                return new Error("act.stale", "Somebody else has written it.");
            }

            if (!FollowUps.Answers.Contains(stopped))
            {
                return new Error("followup.answer-missing", "Choose the answer.");
            }

            if (Fault(work, row, text, moment) is { } fault)
            {
                return fault;
            }

            await work.ExecuteAsync(
                "update workplace_act set done_at = @moment, recorded_at = @now, done_by = @me, outcome = @stopped, body = @body, version = version + 1 where id = @talk",
                new
                {
                    talk,
                    moment = moment.ToUniversalTime(),
                    now = work.Now,
                    me = staff.Account.Value,
                    stopped,
                    body = await work.SealAsync(row.Id, "workplace_act", "body", talk, text.Trim(), cancel),
                },
                cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("workplace.talk", $"act:{talk:N}", new { number = old.Number, @new = stopped, at = moment }, new { text }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            await SettleClock.EndAsync(work, row, $"GOAL-TALK-{old.Number}", "met", text, moment, staff, cancel);
            if (stopped != "not-asked")
            {
                await FollowUps.RecordAsync(work, row, staff, stopped, text, cancel);
            }

            return talk;
        }, cancel);

    /// <summary>A lawyer advises in the case. <c>act.not-lawyer</c>, <c>act.time</c>, <c>act.text-missing</c>.</summary>
    public static Task<Result<Guid>> AdviseAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string text, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Posts.Any(post => post.Role == "legal"))
            {
                return new Error("act.not-lawyer", "Legal advice is written by a lawyer.");
            }

            if (Fault(work, row, text, work.Now) is { } fault)
            {
                return fault;
            }

            await DoneAsync(work, row, staff, new Act(id, "legal", null, work.Now, "advised", null, text), cancel);
            return id;
        }, cancel);

    /// <summary>
    /// Another leader checked the workplace's own handling. A mistake that was found leads to an apology and a talk; it excuses no harassment. <c>check.same-leader</c>,
    /// <c>check.not-leader</c>, <c>check.outcome-missing</c>, <c>act.text-missing</c>.
    /// </summary>
    public static Task<Result<Guid>> CheckAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string outcome, string text, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!staff.Posts.Any(post => Checkers.Contains(post.Role)))
            {
                return new Error("check.not-leader", "Only a leader checks it.");
            }

            if (staff.Account.Value == row.Owner
                || await work.FirstOrDefaultAsync<int?>("select 1 from case_person where case_id = @Id and account_id = @me", new { row.Id, me = staff.Account.Value }, cancel) is not null)
            {
                return new Error("check.same-leader", "Another leader than the one who handles the case checks it.");
            }

            if (!Checks.Contains(outcome))
            {
                return new Error("check.outcome-missing", "Choose what was found.");
            }

            if (Fault(work, row, text, work.Now) is { } fault)
            {
                return fault;
            }

            await DoneAsync(work, row, staff, new Act(id, "own-check", null, work.Now, outcome, null, text), cancel);
            return id;
        }, cancel);

    /// <summary>An apology and a talk were offered to the citizen. <c>apology.no-error</c> where no own mistake was found.</summary>
    public static Task<Result<Guid>> ApologiseAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string text, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (await work.FirstOrDefaultAsync<int?>("select 1 from workplace_act where case_id = @Id and kind = 'own-check' and outcome = 'found'", new { row.Id }, cancel) is null)
            {
                return new Error("apology.no-error", "No own mistake is recorded.");
            }

            if (Fault(work, row, text, work.Now) is { } fault)
            {
                return fault;
            }

            await DoneAsync(work, row, staff, new Act(id, "apology", null, work.Now, "offered", null, text), cancel);
            return id;
        }, cancel);

    /// <summary>Mediation: offered, accepted, declined, or not fitting. <c>mediation.outcome-missing</c>, <c>act.text-missing</c>.</summary>
    public static Task<Result<Guid>> MediateAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string outcome, string text, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!Mediations.Contains(outcome))
            {
                return new Error("mediation.outcome-missing", "Choose what came of it.");
            }

            if (Fault(work, row, text, work.Now) is { } fault)
            {
                return fault;
            }

            await DoneAsync(work, row, staff, new Act(id, "mediation", null, work.Now, outcome, null, text), cancel);
            return id;
        }, cancel);

    /// <summary>
    /// The team was debriefed: when and how long, and that no more was said than the employee had agreed to. There is no field for what was said. <c>debrief.agreed-missing</c>,
    /// <c>debrief.minutes</c>, <c>act.time</c>.
    /// </summary>
    public static Task<Result<Guid>> DebriefAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, int minutes, bool agreed, DateTimeOffset? at, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var moment = at ?? work.Now;
            if (!agreed)
            {
                return new Error("debrief.agreed-missing", "Ask the employee first what may be said.");
            }

            if (minutes is < 1 or > 600)
            {
                return new Error("debrief.minutes", "Write the minutes, 1 to 600.");
            }

            if (moment > work.Now || moment < row.OpenedAt)
            {
                return new Error("act.time", "The time lies in the future or before the case.");
            }

            await DoneAsync(work, row, staff, new Act(id, "debrief", null, moment, "held", minutes, null), cancel);
            return id;
        }, cancel);

    /// <summary>
    /// The work-environment group took the event up. It gets a form and a month and no more, once a case. <c>follow.names</c> when the text names somebody, <c>act.text-missing</c>.
    /// </summary>
    public static Task<Result<Guid>> FollowAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string text, bool assessmentChanged, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (Fault(work, row, text, work.Now) is { } fault)
            {
                return fault;
            }

            if (await NamesAsync(work, row, text, cancel))
            {
                return new Error("follow.names", "The text names somebody in the case.");
            }

            var first = await work.FirstOrDefaultAsync<int?>("select 1 from workplace_act where case_id = @Id and kind = 'work-environment'", new { row.Id }, cancel) is null;
            await DoneAsync(work, row, staff, new Act(id, "work-environment", null, work.Now, assessmentChanged ? "assessment-changed" : "no-change", null, text), cancel);
            if (first)
            {
                await work.ExecuteAsync(
                    """
                    insert into med_event (id, unit_id, month, form, absence)
                    select @id, @Unit, date_trunc('month', coalesce(r.posted_at, @OpenedAt) at time zone 'Europe/Copenhagen')::date, r.forms[1],
                      exists (select 1 from injury i where i.case_id = r.case_id and i.first_absence is not null)
                    from workplace_room r where r.case_id = @caseId
                    """,
                    new { id = Guid.CreateVersion7(), caseId = row.Id, row.Unit, row.OpenedAt },
                    cancel);
            }

            return id;
        }, cancel);

    internal static async Task<IReadOnlyList<ActView>> ListAsync(Municipality municipality, UnitOfWork work, Guid caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<Row>(
            """
            select id, kind, number, planned_on as plannedon, done_at as doneat, done_by as doneby, outcome, minutes, body, version
            from workplace_act where case_id = @caseId and outcome is distinct from 'replaced' order by coalesce(done_at, planned_on::timestamptz), id
            """,
            new { caseId },
            cancel);
        var views = new List<ActView>();
        foreach (var row in rows)
        {
            views.Add(new ActView(
                row.Id, row.Kind, row.Number, row.PlannedOn, row.DoneAt, row.DoneBy is { } by ? new AccountId(by) : null,
                row.DoneBy is { } name ? await municipality.Staff.NameAsync(new AccountId(name), cancel) : null, row.Outcome, row.Minutes,
                await work.OpenOptionalAsync(caseId, "workplace_act", "body", row.Id, row.Body, cancel), row.Version));
        }

        return views;
    }

    private static async Task DoneAsync(UnitOfWork work, CaseRow row, StaffMember staff, Act act, CancellationToken cancel)
    {
        var added = await work.ExecuteAsync(
            """
            insert into workplace_act (id, case_id, kind, number, done_at, recorded_at, done_by, outcome, minutes, body)
            values (@Id, @caseId, @Kind, @Number, @at, @now, @me, @Outcome, @Minutes, @body) on conflict (id) do nothing
            """,
            new
            {
                act.Id,
                caseId = row.Id,
                act.Kind,
                act.Number,
                at = act.At.ToUniversalTime(),
                now = work.Now,
                me = staff.Account.Value,
                act.Outcome,
                act.Minutes,
                body = await work.SealOptionalAsync(row.Id, "workplace_act", "body", act.Id, act.Text, cancel),
            },
            cancel);
        if (added == 1)
        {
            await work.BeginHandlingAsync(row, cancel);
            await work.Streams.AppendAsync(
                row.Id,
                new StreamEvent($"workplace.{act.Kind}", $"act:{act.Id:N}", new { @new = act.Outcome, at = act.At, act.Minutes }, act.Text is null ? null : new { act.Text }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
                cancel);
        }
    }

    private static async Task<bool> NamesAsync(UnitOfWork work, CaseRow row, string text, CancellationToken cancel)
    {
        foreach (var party in await work.QueryAsync<(Guid Id, byte[] Body)>("select id, body from party where case_id = @Id order by id", new { row.Id }, cancel))
        {
            var body = await work.OpenAsync<PartyBody>(row.Id, "party", "body", party.Id, party.Body, cancel);
            if (body.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => word.Length > 2 && char.IsUpper(word[0]) && Word(word).IsMatch(text)))
            {
                return true;
            }
        }

        return false;
    }

    private static Regex Word(string word) => new($@"(?<!\p{{L}}){Regex.Escape(word)}s?(?!\p{{L}})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static Error? Fault(UnitOfWork work, CaseRow row, string text, DateTimeOffset at) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => new Error("act.text-missing", "Write what was done."),
        _ when text.Length > TextLimit => new Error("act.too-long", "The text has more than 10,000 characters."),
        _ when at > work.Now || at < row.OpenedAt.AddDays(-1) => new Error("act.time", "The time lies in the future or before the case."),
        _ => null,
    };

    private sealed record Act(Guid Id, string Kind, int? Number, DateTimeOffset At, string Outcome, int? Minutes, string? Text);

    private sealed record Row(
        Guid Id, string Kind, int? Number, DateOnly? PlannedOn, DateTimeOffset? DoneAt, Guid? DoneBy, string? Outcome, int? Minutes, byte[]? Body, int Version);
}
