using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Removal;

/// <summary>Whose ladder it is. A case has <see cref="CaseRemoval"/>; another room calls <see cref="RemovalLadder"/> in a transaction of its own.</summary>
/// <param name="Id">Owner of the data key and of the stream.</param>
/// <param name="Kind">case, family or issue.</param>
/// <param name="Restricted">Sexual material with somebody under 18 (law S-1): nobody writes to the author, and no letter carries a file or text that could be one.</param>
/// <param name="Role">The acting person's role, for the stream.</param>
/// <param name="Hidden">Names and contacts that may not stand in anything that leaves.</param>
public sealed record RemovalOwner(Guid Id, string Kind, bool Restricted, string Role, IReadOnlyList<string> Hidden);

/// <summary>
/// The changes of a ladder, inside a transaction that the caller begins and commits. Everything is told in the owner's stream with old and new.
/// </summary>
public static class RemovalLadder
{
    public const int TextLimit = 10_000;

    public static readonly string[] Answers = ["removed", "partly", "refused", "received", "granted", "silent"];

    /// <summary>Adds content that should come down. <c>removal.platform-missing</c>, <c>removal.link-missing</c>, <c>removal.what-missing</c>, <c>removal.too-long</c>, <c>removal.time</c>, <c>removal.cpr</c>.</summary>
    /// <param name="id">Chosen by the form, so that pressing twice adds once.</param>
    public static async Task<Result<Guid>> AddAsync(
        UnitOfWork work, RemovalOwner owner, StaffMember staff, Guid id, string platform, ContentBody body, CancellationToken cancel = default)
    {
        var link = body.Link.Trim();
        if (Fault() is { } fault)
        {
            return fault;
        }

        var added = await work.ExecuteAsync(
            """
            insert into removal_content (id, owner_kind, owner_id, platform, body, added_at, added_by) values (@id, @kind, @owner, @platform, @body, @now, @me)
            on conflict (id) do nothing
            """,
            new
            {
                id,
                kind = owner.Kind,
                owner = owner.Id,
                platform,
                body = await work.SealAsync(owner.Id, "removal_content", "body", id, body with { Link = link, What = body.What.Trim() }, cancel),
                now = work.Now,
                me = staff.Account.Value,
            },
            cancel);
        if (added == 1)
        {
            await work.Streams.AppendAsync(owner.Id, new StreamEvent("removal.added", $"removal:{id:N}", new { platform }, body) { Role = owner.Role }, cancel);
        }

        return id;

        Error? Fault() => body switch
        {
            _ when !Rung.Platforms.Contains(platform) => new Error("removal.platform-missing", "Choose where it lies."),
            _ when link.Length is 0 or > 2_000 || link.Any(char.IsWhiteSpace) => new Error("removal.link-missing", "Write the exact address, at most 2,000 characters and without spaces."),
            _ when string.IsNullOrWhiteSpace(body.What) => new Error("removal.what-missing", "Write what stands there."),
            _ when body.What.Length > 1_000 => new Error("removal.too-long", "The text has more than 1,000 characters."),
            _ when body.PostedAt > work.Now => new Error("removal.time", "The time lies in the future."),
            _ => NoticeText.Fault([], owner.Restricted, body.What),
        };
    }

    /// <summary>
    /// Keeps a draft, or records that it was sent. A notice to a platform needs reasons, good faith, and name and mail of the workplace or school (DSA art. 16, 2;
    /// the last two are waived in the restricted regime). Nothing can be attached.
    /// </summary>
    /// <returns>The step, or <c>removal.*</c>: stale, done, author-restricted, reasons-missing, good-faith-missing, contact-missing, names-person, cpr, encoded, too-long, time.</returns>
    public static async Task<Result<Guid>> WriteAsync(
        RuleBook law, UnitOfWork work, RemovalOwner owner, StaffMember staff, Guid content, string kind, StepBody body, DateTimeOffset? sentAt, DateOnly? nextCheck, int version,
        CancellationToken cancel = default)
    {
        var rung = Rung.Find(kind);
        if (rung is null || await ContentAsync(work, owner, content, cancel) is null)
        {
            return new Error("removal.not-found", "There is no such content or rung.");
        }

        if (Fault(work, owner, rung, body, sentAt) is { } fault)
        {
            return fault;
        }

        return await StepAsync(law, work, owner, staff, content, rung, sentAt is null ? "draft" : "sent", body with { Skipped = null }, sentAt, nextCheck, version, cancel);
    }

    /// <summary>Skips a rung. <c>reason.missing</c>, <c>removal.done</c>, <c>removal.stale</c>.</summary>
    public static async Task<Result<Guid>> SkipAsync(
        RuleBook law, UnitOfWork work, RemovalOwner owner, StaffMember staff, Guid content, string kind, string reason, int version, CancellationToken cancel = default)
    {
        var rung = Rung.Find(kind);
        if (rung is null || await ContentAsync(work, owner, content, cancel) is null)
        {
            return new Error("removal.not-found", "There is no such content or rung.");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        return reason.Length > 2_000
            ? new Error("removal.too-long", "The reason has more than 2,000 characters.")
            : await StepAsync(law, work, owner, staff, content, rung, "skipped", new StepBody(Skipped: reason.Trim()), null, null, version, cancel);
    }

    /// <summary>
    /// Records what came back, with its date. «Removed» also says that the content is gone at that moment. <c>removal.answer-missing</c>, <c>removal.not-sent</c>,
    /// <c>removal.time</c>, <c>removal.stale</c>, <c>removal.too-long</c>.
    /// </summary>
    /// <param name="statement">The answer in its own words; a statement of reasons is kept whole.</param>
    public static async Task<Result<Guid>> AnswerAsync(
        UnitOfWork work, RemovalOwner owner, StaffMember staff, Guid content, string kind, string answer, DateTimeOffset at, string? statement, DateOnly? nextCheck, int version,
        CancellationToken cancel = default)
    {
        var old = await work.FirstOrDefaultAsync<(Guid Id, string State, string? Answer, DateTimeOffset? SentAt, int Version)>(
            "select id, state, answer, sent_at, version from removal_step where content_id = @content and owner_id = @owner and kind = @kind",
            new { content, owner = owner.Id, kind },
            cancel);
        if (Fault() is { } fault)
        {
            return fault;
        }

        await work.ExecuteAsync(
            """
            update removal_step set state = 'answered', answer = @answer, answered_at = @at, answer_body = coalesce(@statement, answer_body), next_check = @nextCheck, version = version + 1 where id = @id
            """,
            new
            {
                id = old.Id,
                answer,
                at = at.ToUniversalTime(),
                statement = await work.SealOptionalAsync(owner.Id, "removal_step", "answer_body", old.Id, statement, cancel),
                nextCheck,
            },
            cancel);
        await work.Streams.AppendAsync(
            owner.Id,
            new StreamEvent("removal.answered", $"removal:{content:N}", new { kind, old = old.Answer, @new = answer, at }, new { statement }) { Role = owner.Role },
            cancel);
        if (answer == "removed")
        {
            await GoneAsync(work, owner, staff, content, at, cancel);
        }

        return old.Id;

        Error? Fault() => old switch
        {
            _ when !Answers.Contains(answer) => new Error("removal.answer-missing", "Choose the answer."),
            { State: not ("sent" or "answered") } => new Error("removal.not-sent", "Nothing was sent on this rung."),
            _ when old.Version != version => new Error("removal.stale", "Somebody else has changed it."),
            _ when at > work.Now || at < old.SentAt => new Error("removal.time", "The time lies before it was sent or in the future."),
            _ when statement?.Length > TextLimit => new Error("removal.too-long", "The answer has more than 10,000 characters."),
            _ => null,
        };
    }

    /// <summary>The content is gone, whoever took it away. A moment once recorded stays.</summary>
    public static async Task<Result<Guid>> GoneAsync(UnitOfWork work, RemovalOwner owner, StaffMember staff, Guid content, DateTimeOffset at, CancellationToken cancel = default)
    {
        if (at > work.Now)
        {
            return new Error("removal.time", "The time lies in the future.");
        }

        var changed = await work.ExecuteAsync(
            "update removal_content set state = 'removed', removed_at = @at, version = version + 1 where id = @content and owner_id = @owner and state <> 'removed'",
            new { content, owner = owner.Id, at = at.ToUniversalTime() },
            cancel);
        if (changed == 1)
        {
            await work.Streams.AppendAsync(owner.Id, new StreamEvent("removal.gone", $"removal:{content:N}", new { @new = "removed", at }) { Role = owner.Role }, cancel);
        }

        return content;
    }

    /// <summary>The content with its rungs, oldest first.</summary>
    public static async Task<IReadOnlyList<ContentView>> ListAsync(Municipality municipality, UnitOfWork work, Guid owner, CancellationToken cancel = default)
    {
        var contents = await work.QueryAsync<(Guid Id, string Platform, byte[] Body, string State, DateTimeOffset AddedAt, DateTimeOffset? RemovedAt, int Version)>(
            "select id, platform, body, state, added_at, removed_at, version from removal_content where owner_id = @owner order by added_at, id", new { owner }, cancel);
        if (contents.Count == 0)
        {
            return [];
        }

        var steps = (await work.QueryAsync<StepRow>(
            """
            select id, content_id as contentid, kind, rule_id as ruleid, rule_version as ruleversion, state, body, sent_at as sentat, settled_by as settledby, recorded_at as recordedat,
              answer, answered_at as answeredat, answer_body as answerbody, next_check as nextcheck, version
            from removal_step where owner_id = @owner order by recorded_at, id
            """,
            new { owner },
            cancel)).ToLookup(step => step.ContentId);
        var views = new List<ContentView>();
        foreach (var one in contents)
        {
            var rungs = new List<StepView>();
            foreach (var step in steps[one.Id])
            {
                rungs.Add(new StepView(
                    step.Id, step.Kind, step.RuleId, step.RuleVersion, step.State, await work.OpenAsync<StepBody>(owner, "removal_step", "body", step.Id, step.Body, cancel), step.SentAt,
                    await municipality.Staff.NameAsync(new AccountId(step.SettledBy), cancel), step.RecordedAt, step.Answer, step.AnsweredAt,
                    await work.OpenOptionalAsync(owner, "removal_step", "answer_body", step.Id, step.AnswerBody, cancel), step.NextCheck, step.Version));
            }

            views.Add(new ContentView(
                one.Id, one.Platform, await work.OpenAsync<ContentBody>(owner, "removal_content", "body", one.Id, one.Body, cancel), one.State, one.AddedAt, one.RemovedAt, one.Version, rungs));
        }

        return views;
    }

    private static Error? Fault(UnitOfWork work, RemovalOwner owner, Rung rung, StepBody body, DateTimeOffset? sentAt)
    {
        if (rung.Kind == "author" && owner.Restricted)
        {
            return new Error("removal.author-restricted", "Nobody writes to the author in this kind of case.");
        }

        if (new[] { body.Reasons, body.To, body.ContactName, body.ContactMail }.Any(text => text?.Length > TextLimit))
        {
            return new Error("removal.too-long", "A field has more than 10,000 characters.");
        }

        if (NoticeText.Fault(owner.Hidden, owner.Restricted, body.Reasons, body.ContactName, body.ContactMail) is { } revealing)
        {
            return revealing;
        }

        return sentAt is null ? null : body switch
        {
            _ when sentAt > work.Now => new Error("removal.time", "The time lies in the future."),
            { Reasons: null or "" } => new Error("removal.reasons-missing", "Write why it may be unlawful, or what you ask for."),
            { GoodFaith: false } when rung.Kind == "platform" => new Error("removal.good-faith-missing", "A notice needs the statement of good faith."),
            _ when rung.Kind is "platform" or "complaint" && !owner.Restricted && (string.IsNullOrWhiteSpace(body.ContactName) || body.ContactMail?.Contains('@', StringComparison.Ordinal) != true) =>
                new Error("removal.contact-missing", "Write the name and mail of the workplace or school."),
            _ when rung.Kind == "helper" && string.IsNullOrWhiteSpace(body.To) => new Error("removal.to-missing", "Choose whom it goes to."),
            _ => null,
        };
    }

    private static async Task<Result<Guid>> StepAsync(
        RuleBook law, UnitOfWork work, RemovalOwner owner, StaffMember staff, Guid content, Rung rung, string state, StepBody body, DateTimeOffset? sentAt, DateOnly? nextCheck, int version,
        CancellationToken cancel)
    {
        var old = await work.FirstOrDefaultAsync<(Guid Id, string State, int Version)>(
            "select id, state, version from removal_step where content_id = @content and kind = @kind for update", new { content, kind = rung.Kind }, cancel);
        if (old.State is "sent" or "answered")
        {
            return new Error("removal.done", "It was sent, and what was sent stays.");
        }

        if (old.Version != version)
        {
            return new Error("removal.stale", "Somebody else has changed it.");
        }

        var id = old.State is null ? Guid.CreateVersion7() : old.Id;
        await work.ExecuteAsync(
            """
            insert into removal_step (id, content_id, owner_kind, owner_id, kind, rule_id, rule_version, state, body, sent_at, recorded_at, settled_by, next_check)
            values (@id, @content, @ownerKind, @owner, @kind, @rule, @ruleVersion, @state, @body, @sentAt, @now, @me, @nextCheck)
            on conflict (content_id, kind) do update set state = excluded.state, body = excluded.body, sent_at = excluded.sent_at, recorded_at = excluded.recorded_at,
              settled_by = excluded.settled_by, next_check = excluded.next_check, rule_id = excluded.rule_id, rule_version = excluded.rule_version, version = removal_step.version + 1
            """,
            new
            {
                id,
                content,
                ownerKind = owner.Kind,
                owner = owner.Id,
                kind = rung.Kind,
                rule = rung.Rule,
                ruleVersion = law.Find(rung.Rule) is { IsOk: true } found ? found.Value.Version : 1,
                state,
                body = await work.SealAsync(owner.Id, "removal_step", "body", id, body, cancel),
                sentAt = sentAt?.ToUniversalTime(),
                now = work.Now,
                me = staff.Account.Value,
                nextCheck,
            },
            cancel);
        await work.Streams.AppendAsync(
            owner.Id, new StreamEvent($"removal.{state}", $"removal:{content:N}", new { rung.Kind, old = old.State, @new = state, at = sentAt }, body) { Role = owner.Role }, cancel);
        return id;
    }

    private static Task<Guid?> ContentAsync(UnitOfWork work, RemovalOwner owner, Guid content, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<Guid?>("select id from removal_content where id = @content and owner_id = @owner for update", new { content, owner = owner.Id }, cancel);

    private sealed record StepRow(
        Guid Id, Guid ContentId, string Kind, string RuleId, int RuleVersion, string State, byte[] Body, DateTimeOffset? SentAt, Guid SettledBy, DateTimeOffset RecordedAt,
        string? Answer, DateTimeOffset? AnsweredAt, byte[]? AnswerBody, DateOnly? NextCheck, int Version);
}
