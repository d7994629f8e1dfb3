using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Retention;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Rights;

/// <summary>The desk of the data protection officer: requests, who asks, where the person is found, more time, refusal. Each step is an event in the request's stream.</summary>
public static class RightsDesk
{
    internal static readonly Error NotAllowed = new("rights.not-allowed", "Only the data protection officer answers requests.");
    internal static readonly Error NotFound = new("rights.not-found", "There is no such request.");

    /// <summary>What is open first, by day; then the latest. <c>rights.not-allowed</c>.</summary>
    public static async Task<Result<IReadOnlyList<RightsLine>>> ListAsync(Municipality municipality, StaffMember by, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.ProtectData))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        var today = DanishTime.DayOf(work.Now);
        var rows = await work.QueryAsync<(Guid Id, string Number, string Kind, string State, DateTimeOffset ReceivedAt, DateOnly Due, string Identity)>(
            """
            select id, number, kind, state, received_at, coalesce(extended_to, due_on), identity from rights_request
            order by state not in ('new', 'open', 'contested'), case when state in ('new', 'open', 'contested') then coalesce(extended_to, due_on) end, received_at desc, id limit 200
            """,
            cancel: cancel);
        return rows.Select(row => new RightsLine(row.Id, row.Number, row.Kind, row.State, row.ReceivedAt, row.Due, row.Identity, row.State is "new" or "open" && row.Due < today)).ToList();
    }

    /// <summary><c>rights.not-allowed</c>, <c>rights.not-found</c>.</summary>
    public static async Task<Result<RightsFile>> ReadAsync(Municipality municipality, StaffMember by, string number, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.ProtectData))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        if (await FindAsync(municipality, work, number, cancel) is not { } request)
        {
            return NotFound;
        }

        await work.Streams.AppendAsync(request.Id, new StreamEvent("rights.viewed") { Role = "dpo" }, cancel);
        var file = await FileAsync(municipality, work, request, cancel);
        await work.CommitAsync(cancel);
        return file;
    }

    /// <summary>Says whether it is known who asks: <c>asked</c> (the person is told how to show it; the clock runs on) or <c>known</c>, with how. <c>rights.identity</c>, <c>rights.settled</c>.</summary>
    public static Task<Result<Guid>> IdentifyAsync(Municipality municipality, StaffMember by, string number, bool known, string note, int version, CancellationToken cancel = default) =>
        OnAsync(municipality, by, number, version, async (work, request) =>
        {
            if (string.IsNullOrWhiteSpace(note))
            {
                return new Error("rights.identity", "Write how.");
            }

            var state = known ? "known" : "asked";
            await work.ExecuteAsync(
                "update rights_request set identity = @state, identity_note = @note, version = version + 1 where id = @Id",
                new { request.Id, state, note = await work.SealAsync(request.Id, "rights_request", "identity_note", request.Id, note.Trim(), cancel) }, cancel);
            await work.Streams.AppendAsync(request.Id, new StreamEvent("rights.identity", null, new { old = request.Identity, @new = state }, new { note }) { Role = "dpo" }, cancel);
            return request.Id;
        }, cancel);

    /// <summary>
    /// Looks for the person in every room by the exact identifiers of the request and those added here, with a reason. Whoever works in a room where something is found is told that, and
    /// why. <c>reason.missing</c>, <c>rights.identity-first</c>, <c>rights.nothing-to-search</c>, <c>rights.settled</c>.
    /// </summary>
    /// <param name="also">Further identifiers: a telephone number, an e-mail address, a name of before.</param>
    public static Task<Result<Guid>> SearchAsync(Municipality municipality, StaffMember by, string number, string reason, string? also, int version, CancellationToken cancel = default) =>
        OnAsync(municipality, by, number, version, async (work, request) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (request.Identity != "known")
            {
                return new Error("rights.identity-first", "First it must be known who asks.");
            }

            var keys = new PersonKeys(request.Body.Name, request.Body.Born, $"{request.Body.Contact} {also}").Identifiers();
            if (keys.Count == 0)
            {
                return new Error("rights.nothing-to-search", "There is no exact identifier to search by.");
            }

            var found = await PersonSearch.FindAsync(municipality, keys, cancel);
            await PersonSearch.KeepAsync(municipality, work, request, found, reason.Trim(), by, cancel);
            await work.ExecuteAsync(
                """
                update rights_request set state = 'open', version = version + 1 where id = @Id;
                insert into rights_search (id, request_id, made_by, made_at, reason, kinds, hits) values (@search, @Id, @me, @now, @reason, @kinds, @hits)
                """,
                new
                {
                    request.Id, search = Guid.CreateVersion7(), me = by.Account.Value, now = work.Now, kinds = keys.Select(key => key.Kind).Distinct().ToArray(), hits = found.Count,
                    reason = await work.SealAsync(request.Id, "rights_search", "reason", request.Id, reason.Trim(), cancel),
                },
                cancel);
            await work.Streams.AppendAsync(
                request.Id, new StreamEvent("rights.searched", null, new { kinds = keys.Select(key => key.Kind).Distinct(), hits = found.Count, rooms = found.Select(one => one.Room).Distinct() }, new { reason }) { Role = "dpo" }, cancel);
            return request.Id;
        }, cancel);

    /// <summary>Takes up to two months more, with a reason that the person reads: «Vi er forsinkede. Ny dato: … fordi …». <c>reason.missing</c>, <c>rights.extension</c>, <c>rights.settled</c>.</summary>
    public static Task<Result<Guid>> ExtendAsync(Municipality municipality, StaffMember by, string number, DateOnly? to, string reason, int version, CancellationToken cancel = default) =>
        OnAsync(municipality, by, number, version, async (work, request) =>
        {
            if (string.IsNullOrWhiteSpace(reason))
            {
                return new Error("reason.missing", "Say why.");
            }

            if (to is not { } day || day <= request.DueOn || day > request.DueOn.AddMonths(2))
            {
                return new Error("rights.extension", "At most two months after the first limit.");
            }

            await work.ExecuteAsync(
                "update rights_request set extended_to = @day, extension = @reason, version = version + 1 where id = @Id",
                new { request.Id, day, reason = await work.SealAsync(request.Id, "rights_request", "extension", request.Id, reason.Trim(), cancel) }, cancel);
            await work.Streams.AppendAsync(request.Id, new StreamEvent("rights.extended", null, new { old = request.Due, @new = day }, new { reason }) { Role = "dpo" }, cancel);
            return request.Id;
        }, cancel);

    /// <summary>Refuses the request with ground and reason; the person reads both and where to complain. <c>reason.missing</c>, <c>rights.rule</c>, <c>rights.settled</c>.</summary>
    public static Task<Result<Guid>> RefuseAsync(Municipality municipality, StaffMember by, string number, string rule, string reason, int version, CancellationToken cancel = default) =>
        OnAsync(municipality, by, number, version, async (work, request) =>
        {
            if (string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(rule))
            {
                return string.IsNullOrWhiteSpace(reason) ? new Error("reason.missing", "Say why.") : new Error("rights.rule", "Name the ground.");
            }

            var decision = $"{rule.Trim()}: {reason.Trim()}";
            await work.ExecuteAsync(
                "update rights_request set state = 'refused', decision = @decision, decided_at = @now, decided_by = @me, version = version + 1 where id = @Id",
                new { request.Id, now = work.Now, me = by.Account.Value, decision = await work.SealAsync(request.Id, "rights_request", "decision", request.Id, decision, cancel) }, cancel);
            await ReleaseAsync(work, request, cancel);
            await work.Streams.AppendAsync(request.Id, new StreamEvent("rights.refused", null, new { old = request.State, @new = "refused" }, new { rule, reason }) { Role = "dpo" }, cancel);
            return request.Id;
        }, cancel);

    /// <summary>What the system held for as long as the request was open is no longer held.</summary>
    internal static Task<int> ReleaseAsync(UnitOfWork work, RightsRequest request, CancellationToken cancel) =>
        work.ExecuteAsync("update legal_hold set released_at = @now, version = version + 1 where label like @label and placed_by is null and released_at is null", new { now = work.Now, label = $"{request.Number} %" }, cancel);

    internal static async Task<Result<Guid>> OnAsync(
        Municipality municipality, StaffMember by, string number, int version, Func<UnitOfWork, RightsRequest, Task<Result<Guid>>> act, CancellationToken cancel, bool alsoAnswered = false)
    {
        if (!by.Can(Permission.ProtectData))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        if (await FindAsync(municipality, work, number, cancel, forUpdate: true) is not { } request)
        {
            return NotFound;
        }

        if (!request.IsOpen && !alsoAnswered)
        {
            return new Error("rights.settled", "The request has been answered.");
        }

        if (request.Version != version)
        {
            return new Error("rights.stale", "Somebody else has changed it.");
        }

        var done = await act(work, request);
        if (done.IsOk)
        {
            await work.CommitAsync(cancel);
        }

        return done;
    }

    internal static async Task<RightsRequest?> FindAsync(Municipality municipality, UnitOfWork work, string number, CancellationToken cancel, bool forUpdate = false)
    {
        var row = await work.FirstOrDefaultAsync<Row>(
            $"""
            select id, number, kind, asker, state, body, received_at as receivedat, due_on as dueon, extended_to as extendedto, extension, rule_version as ruleversion, identity, identity_note as identitynote,
              answered_at as answeredat, answered_by as answeredby, encode(answer_sha256, 'hex') as answersha256, decision, decided_at as decidedat, version
            from rights_request where number = @number {(forUpdate ? "for update" : "")}
            """,
            new { number = number.Trim().ToUpperInvariant() }, cancel);
        return row is null
            ? null
            : new RightsRequest(
                row.Id, row.Number, row.Kind, row.Asker, row.State, await work.OpenAsync<RightsBody>(row.Id, "rights_request", "body", row.Id, row.Body, cancel), row.ReceivedAt, row.DueOn, row.ExtendedTo,
                await work.OpenOptionalAsync(row.Id, "rights_request", "extension", row.Id, row.Extension, cancel), row.RuleVersion, row.Identity,
                await work.OpenOptionalAsync(row.Id, "rights_request", "identity_note", row.Id, row.IdentityNote, cancel), row.AnsweredAt,
                row.AnsweredBy is { } by ? await municipality.Staff.NameAsync(new AccountId(by), cancel) : null, row.AnswerSha256,
                await work.OpenOptionalAsync(row.Id, "rights_request", "decision", row.Id, row.Decision, cancel), row.DecidedAt,
                row.State is "new" or "open" && (row.ExtendedTo ?? row.DueOn) < DanishTime.DayOf(work.Now), row.Version);
    }

    private static async Task<RightsFile> FileAsync(Municipality municipality, UnitOfWork work, RightsRequest request, CancellationToken cancel)
    {
        var searches = new List<RightsSearch>();
        foreach (var (by, at, reason, kinds, hits) in await work.QueryAsync<(Guid, DateTimeOffset, byte[], string[], int)>(
            "select made_by, made_at, reason, kinds, hits from rights_search where request_id = @Id order by made_at, id", new { request.Id }, cancel))
        {
            searches.Add(new RightsSearch(at, await municipality.Staff.NameAsync(new AccountId(by), cancel), await work.OpenTextAsync(request.Id, "rights_search", "reason", request.Id, reason, cancel), kinds, hits));
        }

        return new RightsFile(request, searches, await PersonSearch.HitsAsync(municipality, work, request.Id, cancel), await StatementsAsync(work, request.Id, cancel));
    }

    internal static async Task<IReadOnlyList<RightsStatement>> StatementsAsync(UnitOfWork work, Guid request, CancellationToken cancel)
    {
        var statements = new List<RightsStatement>();
        foreach (var (id, label, body, at) in await work.QueryAsync<(Guid, string?, byte[], DateTimeOffset)>(
            "select s.id, h.label, s.body, s.made_at from rights_statement s left join rights_hit h on h.id = s.hit_id where s.request_id = @request order by s.made_at, s.id", new { request }, cancel))
        {
            statements.Add(new RightsStatement(id, label, await work.OpenTextAsync(request, "rights_statement", "body", id, body, cancel), at));
        }

        return statements;
    }

    private sealed record Row(
        Guid Id, string Number, string Kind, string Asker, string State, byte[] Body, DateTimeOffset ReceivedAt, DateOnly DueOn, DateOnly? ExtendedTo, byte[]? Extension, int RuleVersion, string Identity,
        byte[]? IdentityNote, DateTimeOffset? AnsweredAt, Guid? AnsweredBy, string? AnswerSha256, byte[]? Decision, DateTimeOffset? DecidedAt, int Version);
}
