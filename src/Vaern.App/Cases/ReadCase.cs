using System.Text.Json;
using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>Reads a case for its page, and records in its stream that it was read.</summary>
public static class ReadCase
{
    private const string CaseSql =
        """
        select c.id, c.number, c.unit_id as unit, c.track, c.category, c.regime, c.state, c.title, c.owner_id as owner, c.rule_set as ruleset, c.opened_at as openedat,
          c.established_at as establishedat, c.established_by as establishedby, c.closed_at as closedat, c.outcome, c.closing, c.version,
          exists (select 1 from case_access a where a.case_id = c.id and a.account_id = @me and a.access = 'write') as maywrite
        from case_file c where c.number = @number
        """;

    /// <summary><c>case.not-found</c> also when it exists but is not this person's to see.</summary>
    public static async Task<Result<CaseView>> HandleAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(CaseSql, new { number, me = staff.Account.Value }, cancel);
        if (row is null)
        {
            return new Error("case.not-found", "There is no such case, or it is not yours to see.");
        }

        var id = new CaseId(row.Id);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("case.viewed") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        var view = new CaseView(
            id, row.Number, await work.OpenTextAsync(row.Id, "case_file", "title", row.Id, row.Title, cancel), new UnitId(row.Unit), row.Track, row.Category,
            row.Regime == "restricted", row.State, new AccountId(row.Owner), await municipality.Staff.NameAsync(new AccountId(row.Owner), cancel), row.RuleSet,
            row.OpenedAt, row.EstablishedAt, row.EstablishedBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null, row.ClosedAt, row.Outcome,
            row.Closing is null ? null : await work.OpenAsync<Closing>(row.Id, "case_file", "closing", row.Id, row.Closing, cancel), row.MayWrite, row.Version,
            await ClocksAsync(municipality, work, id, cancel),
            await TasksAsync(work, id, cancel),
            await PartiesAsync(work, id, cancel),
            await EntriesAsync(municipality, work, id, cancel),
            await OrdinaryItems.ListAsync(work, id, cancel),
            await Referrals.ListAsync(work, id, cancel),
            await ActionPlan.ReadAsync(work, id, cancel),
            await FollowUps.ListAsync(work, id, cancel),
            await ReportsAsync(municipality, work, id, cancel),
            await CaseAccess.ListAsync(municipality, work, id, cancel),
            await SeenAsync(municipality, work, id, cancel),
            await PackagesAsync(work, id, cancel),
            await CloseCase.MissingAsync(work, id, cancel),
            await CaseClassification.ListAsync(municipality, work, id, cancel),
            await CaseActs.ListAsync(municipality, work, id, cancel),
            await RoomLinks.OfCaseAsync(municipality, work, id, cancel),
            await FollowUpQuestions.ListAsync(work, id, cancel))
        {
            Custody = await CustodyNotes.ListAsync(municipality, work, id, cancel),
        };
        await work.CommitAsync(cancel);
        return view;
    }

    internal static async Task<IReadOnlyList<ClockView>> ClocksAsync(Municipality municipality, UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<ClockRow>(
            """
            select k.id, k.rule_id as ruleid, k.rule_version as ruleversion, k.started_at as startedat, k.due_at as dueat, k.due_on as dueon, k.latest_at as latestat,
              k.latest_on as lateston, k.alarm_at as alarmat, k.state, k.settled_at as settledat, k.recorded_at as recordedat, k.settled_by as settledby, k.note,
              k.corrected_from as correctedfrom, k.version, v.account_id as verifiedby, k.late_reason as latereason, k.promised_on as promisedon
            from clock k left join rule_verification v on v.rule_id = k.rule_id and v.rule_version = k.rule_version
            where k.case_id = @id order by k.state <> 'running', k.alarm_at, k.id
            """,
            new { id = id.Value },
            cancel);
        var clocks = new List<ClockView>();
        foreach (var row in rows)
        {
            clocks.Add(new ClockView(
                row.Id, municipality.Law.Kept(row.RuleId, row.RuleVersion), row.StartedAt, row.DueAt, row.DueOn, row.LatestAt, row.LatestOn, row.AlarmAt, row.State, row.SettledAt, row.RecordedAt,
                row.SettledBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null,
                await work.OpenOptionalAsync(id.Value, "clock", "note", row.Id, row.Note, cancel), row.CorrectedFrom,
                row.State is "running" or "met" && (row.SettledAt ?? work.Now) > row.AlarmAt,
                row.VerifiedBy is not null, row.VerifiedBy is { } verifier ? await municipality.Staff.NameAsync(new AccountId(verifier), cancel) : null, row.Version,
                await work.OpenOptionalAsync(id.Value, "clock", "late_reason", row.Id, row.LateReason, cancel), row.PromisedOn));
        }

        return clocks;
    }

    private static async Task<IReadOnlyList<CaseTask>> TasksAsync(UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<TaskRow>(
            """
            select id, position, step, title, owner_id as owner, due_on as dueon, state, reason, settled_at as settledat, settled_by as settledby, version,
              people = 2 as takestwo, first_by as first, moved_from as movedfrom, moved_reason as movedreason
            from task where case_id = @id order by position, id
            """,
            new { id = id.Value },
            cancel);
        var tasks = new List<CaseTask>();
        foreach (var row in rows)
        {
            tasks.Add(new CaseTask(
                row.Id, row.Position, row.Step, await work.OpenTextAsync(id.Value, "task", "title", row.Id, row.Title, cancel), row.Owner is { } owner ? new AccountId(owner) : null,
                row.DueOn, row.State, await work.OpenOptionalAsync(id.Value, "task", "reason", row.Id, row.Reason, cancel), row.SettledAt,
                row.SettledBy is { } by ? new AccountId(by) : null, row.Version, row.TakesTwo,
                row.First is { } first ? new AccountId(first) : null, row.MovedFrom,
                await work.OpenOptionalAsync(id.Value, "task", "moved_reason", row.Id, row.MovedReason, cancel)));
        }

        return tasks;
    }

    internal static async Task<IReadOnlyList<Party>> PartiesAsync(UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Role, byte[] Body, string Informed, DateTimeOffset? InformedAt, byte[]? Note, int Version)>(
            """
            select id, role, body, informed, informed_at, informed_note, version from party where case_id = @id
            order by array_position(array['affected', 'parent', 'alleged', 'witness', 'class', 'other'], role), id
            """,
            new { id = id.Value },
            cancel);
        var parties = new List<Party>();
        foreach (var row in rows)
        {
            parties.Add(new Party(
                row.Id, row.Role, await work.OpenAsync<PartyBody>(id.Value, "party", "body", row.Id, row.Body, cancel), row.Informed, row.InformedAt,
                await work.OpenOptionalAsync(id.Value, "party", "informed_note", row.Id, row.Note, cancel), row.Version));
        }

        return parties;
    }

    private static async Task<IReadOnlyList<EntryView>> EntriesAsync(Municipality municipality, UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Kind, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, Guid? Author, byte[] Body, Guid? Corrects)>(
            "select id, kind, happened_at, recorded_at, author_id, body, corrects_id from entry where case_id = @id order by happened_at desc, id desc", new { id = id.Value }, cancel);
        var entries = new List<EntryView>();
        foreach (var row in rows)
        {
            entries.Add(new EntryView(
                row.Id, row.Kind, row.HappenedAt, row.RecordedAt, row.Author is { } author ? await municipality.Staff.NameAsync(new AccountId(author), cancel) : null,
                await work.OpenTextAsync(id.Value, "entry", "body", row.Id, row.Body, cancel), row.Corrects));
        }

        return entries;
    }

    private static async Task<IReadOnlyList<CaseReport>> ReportsAsync(Municipality municipality, UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Number, string Role, DateTimeOffset? ReleasedAt, DateTimeOffset? WithdrawnAt, DateTimeOffset ReplyBy, DateTimeOffset? AnsweredAt, bool HasContact)>(
            """
            select r.id, r.number, r.reporter_role, r.identity_released_at, r.withdrawn_at, r.reply_by, r.answered_at,
              exists (select 1 from report_contact k where k.report_id = r.id)
            from report r where r.case_id = @id order by r.received_at, r.id
            """,
            new { id = id.Value },
            cancel);
        var reports = new List<CaseReport>();
        foreach (var row in rows)
        {
            var (_, messages) = await Conversation.ReadAsync(municipality, work, new ReportId(row.Id), cancel);
            reports.Add(new CaseReport(new ReportId(row.Id), row.Number, row.Role, row.HasContact, row.ReleasedAt, row.WithdrawnAt, row.ReplyBy, row.AnsweredAt, messages));
        }

        return reports;
    }

    // The last view of each person, read from the stream itself: there is no second record of who looked.
    private static async Task<IReadOnlyList<SeenView>> SeenAsync(Municipality municipality, UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var last = new Dictionary<Guid, DateTimeOffset>();
        foreach (var line in await work.Streams.LinesAsync(id.Value, cancel))
        {
            using var json = JsonDocument.Parse(line.AsMemory(0, line.Length - 1));
            if (json.RootElement.GetProperty("action").GetString() == "case.viewed" && Guid.TryParseExact(json.RootElement.GetProperty("actor").GetString(), "N", out var actor))
            {
                last[actor] = json.RootElement.GetProperty("at").GetDateTimeOffset();
            }
        }

        var seen = new List<SeenView>();
        foreach (var (account, at) in last.OrderBy(pair => pair.Value))
        {
            seen.Add(new SeenView(await municipality.Staff.NameAsync(new AccountId(account), cancel), at));
        }

        return seen;
    }

    private static async Task<IReadOnlyList<PackageView>> PackagesAsync(UnitOfWork work, CaseId id, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Number, string State, DateTimeOffset AskedAt, DateTimeOffset? ReadyAt, byte[]? Sha256, string? Error)>(
            "select id, number, state, asked_at, ready_at, sha256, error from package where case_id = @id order by asked_at desc, id", new { id = id.Value }, cancel);
        var parts = (await work.QueryAsync<(Guid Package, int Part, string Name, byte[] Sha256, long Size)>(
            "select package_id, part, name, sha256, size from package_part where case_id = @id order by package_id, part", new { id = id.Value }, cancel)).ToLookup(part => part.Package);
        return [.. rows.Select(row => new PackageView(
            row.Id, row.Number, row.State, row.AskedAt, row.ReadyAt, row.Sha256 is null ? null : Convert.ToHexStringLower(row.Sha256), row.Error)
        {
            Parts = [.. parts[row.Id].Select(part => new PackagePartView(part.Part, part.Name, Convert.ToHexStringLower(part.Sha256), part.Size))],
        })];
    }

    private sealed record Row(
        Guid Id, string Number, Guid Unit, string Track, string Category, string Regime, string State, byte[] Title, Guid Owner, string RuleSet, DateTimeOffset OpenedAt,
        DateTimeOffset? EstablishedAt, Guid? EstablishedBy, DateTimeOffset? ClosedAt, string? Outcome, byte[]? Closing, int Version, bool MayWrite);

    private sealed record ClockRow(
        Guid Id, string RuleId, int RuleVersion, DateTimeOffset StartedAt, DateTimeOffset? DueAt, DateOnly? DueOn, DateTimeOffset? LatestAt, DateOnly? LatestOn,
        DateTimeOffset AlarmAt, string State, DateTimeOffset? SettledAt, DateTimeOffset? RecordedAt, Guid? SettledBy, byte[]? Note, DateTimeOffset? CorrectedFrom, int Version, Guid? VerifiedBy,
        byte[]? LateReason, DateOnly? PromisedOn);

    private sealed record TaskRow(
        Guid Id, int Position, string? Step, byte[] Title, Guid? Owner, DateOnly? DueOn, string State, byte[]? Reason, DateTimeOffset? SettledAt, Guid? SettledBy, int Version,
        bool TakesTwo, Guid? First, int? MovedFrom, byte[]? MovedReason);
}
