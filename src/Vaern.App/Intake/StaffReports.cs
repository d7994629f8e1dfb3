using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Intake;

/// <summary>A line in the inbox. Somebody who only sees that a report waits gets no category and no number of messages.</summary>
public sealed record ReportLine(
    ReportId Id, string Number, UnitId Unit, DateTimeOffset ReceivedAt, DateTimeOffset ReplyBy, string State, bool MayRead, string? Category,
    string? Role, bool Restricted, DateTimeOffset? ReadAt, DateTimeOffset? AnsweredAt, int UnreadMessages, string? CaseNumber);

/// <summary>A report as the person who answers reads it. The contact is opened by another act, with a reason.</summary>
public sealed record ReportView(
    ReportId Id, string Number, UnitId Unit, string Category, string Role, bool Restricted, string State, DateTimeOffset ReceivedAt, DateTimeOffset ReplyBy,
    DateTimeOffset? ReadAt, DateTimeOffset? AnsweredAt, DateTimeOffset? WithdrawnAt, bool HasContact, DateTimeOffset? IdentityReleasedAt, ReportContent Content,
    IReadOnlyList<ConversationFile> Files, IReadOnlyList<ConversationMessage> Messages, CaseId? Case, string? CaseNumber, string? Routed, string? Closing, int Version);

/// <summary>Reports as staff work with them. Every read of a report is an event in its stream.</summary>
public static class StaffReports
{
    /// <summary>The inbox, newest first, at most 200: open ones, or those already linked or closed.</summary>
    public static async Task<IReadOnlyList<ReportLine>> ListAsync(Municipality municipality, StaffMember staff, bool open, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var rows = await work.QueryAsync<LineRow>(
            """
            select r.id, r.number, r.unit_id as unit, r.received_at as receivedat, r.reply_by as replyby, r.state, a.access = 'content' as mayread,
              r.category, r.reporter_role as role, r.restricted, r.read_at as readat, r.answered_at as answeredat, c.number as casenumber,
              (select count(*) from message m where m.report_id = r.id and m.direction = 'in' and m.read_at is null)::int as unread
            from report_access a join report r on r.id = a.report_id left join case_file c on c.id = r.case_id
            where a.account_id = @account and a.open = @open
            order by a.received_at desc, r.id limit 200
            """,
            new { account = staff.Account.Value, open },
            cancel);
        return [.. rows.Select(row => new ReportLine(
            new ReportId(row.Id), row.Number, new UnitId(row.Unit), row.ReceivedAt, row.ReplyBy, row.State, row.MayRead,
            row.MayRead ? row.Category : null, row.MayRead ? row.Role : null, row.MayRead && row.Restricted, row.ReadAt, row.AnsweredAt,
            row.MayRead ? row.Unread : 0, row.CaseNumber))];
    }

    /// <summary>Opens a report and records that it was read. <c>report.not-found</c> also when it exists but is not this person's to read.</summary>
    public static async Task<Result<ReportView>> ReadAsync(Municipality municipality, StaffMember staff, string number, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select r.id, r.number, r.unit_id as unit, r.category, r.reporter_role as role, r.restricted, r.state, r.received_at as receivedat,
              r.reply_by as replyby, r.read_at as readat, r.answered_at as answeredat, r.withdrawn_at as withdrawnat, r.routed, r.closing,
              r.identity_released_at as releasedat, r.body, r.case_id as caseid, c.number as casenumber, r.version,
              exists (select 1 from report_contact k where k.report_id = r.id) as hascontact
            from report r left join case_file c on c.id = r.case_id
            where r.number = @number and may_read_report(r.id)
            """,
            new { number },
            cancel);
        if (row is null)
        {
            return new Error("report.not-found", "There is no such report, or it is not yours to read.");
        }

        await work.ExecuteAsync(
            """
            update report set read_at = @now, state = 'read', version = version + 1 where id = @id and read_at is null and state = 'received';
            update report set read_at = coalesce(read_at, @now) where id = @id and read_at is null;
            update message set read_at = @now where report_id = @id and direction = 'in' and read_at is null
            """,
            new { row.Id, now = work.Now },
            cancel);
        var content = await work.OpenAsync<ReportContent>(row.Id, "report", "body", row.Id, row.Body, cancel);
        var closing = await work.OpenOptionalAsync(row.Id, "report", "closing", row.Id, row.Closing, cancel);
        var (files, messages) = await Conversation.ReadAsync(municipality, work, new ReportId(row.Id), cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("report.viewed") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        await work.CommitAsync(cancel);
        var firstRead = row.ReadAt is null && row.State == "received";
        return new ReportView(
            new ReportId(row.Id), row.Number, new UnitId(row.Unit), row.Category, row.Role, row.Restricted, firstRead ? "read" : row.State,
            row.ReceivedAt, row.ReplyBy, row.ReadAt ?? work.Now, row.AnsweredAt, row.WithdrawnAt, row.HasContact, row.ReleasedAt, content, files, messages,
            row.CaseId is { } caseId ? new CaseId(caseId) : null, row.CaseNumber, row.Routed, closing, firstRead ? row.Version + 1 : row.Version);
    }

    /// <summary>Answers the reporter. <c>message.empty</c>, <c>message.too-long</c>, <c>report.not-found</c>, <c>mailbox.withdrawn</c>.</summary>
    /// <param name="token">Idempotency: the same token twice writes one message.</param>
    public static async Task<Result> AnswerAsync(Municipality municipality, StaffMember staff, ReportId report, string text, Guid token, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new Error("message.empty", "The message is empty.");
        }

        if (text.Length > Mailboxes.TextLimit)
        {
            return new Error("message.too-long", "The message has more than 5,000 characters.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(string Number, DateTimeOffset? WithdrawnAt, Guid Unit)>(
            "select number, withdrawn_at, unit_id from report where id = @id and may_read_report(id) for update", new { id = report.Value }, cancel);
        if (row.Number is null)
        {
            return new Error("report.not-found", "There is no such report, or it is not yours to read.");
        }

        if (row.WithdrawnAt is not null)
        {
            return new Error("mailbox.withdrawn", "The reporter has withdrawn.");
        }

        if (await work.FirstOrDefaultAsync<Guid?>("select id from message where id = @token", new { token }, cancel) is not null)
        {
            return Result.Done;
        }

        await work.ExecuteAsync(
            """
            insert into message (id, report_id, sent_at, direction, author_id, body) values (@token, @report, @now, 'out', @author, @body);
            update report set answered_at = coalesce(answered_at, @now), read_at = coalesce(read_at, @now),
              state = case when state in ('received', 'read') then 'answered' else state end, version = version + 1 where id = @report
            """,
            new
            {
                token,
                report = report.Value,
                now = work.Now,
                author = staff.Account.Value,
                body = await work.SealAsync(report.Value, "message", "body", token, text.Trim(), cancel),
            },
            cancel);
        await work.Streams.AppendAsync(report.Value, new StreamEvent("message.sent", $"message:{token:N}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Opens the sealed contact, with a reason that is kept; without one only when the reporter released it. <c>contact.reason-missing</c>, <c>contact.none</c>.</summary>
    public static async Task<Result<ReportContact>> OpenContactAsync(Municipality municipality, StaffMember staff, ReportId report, string reason, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(Guid Key, byte[] Body, DateTimeOffset? Released, Guid Unit)>(
            """
            select c.key_id, c.body, r.identity_released_at, r.unit_id from report_contact c join report r on r.id = c.report_id where c.report_id = @id
            """,
            new { id = report.Value },
            cancel);
        if (row.Body is null)
        {
            return new Error("contact.none", "The reporter left no name, or it is not yours to open.");
        }

        if (string.IsNullOrWhiteSpace(reason) && row.Released is null)
        {
            return new Error("contact.reason-missing", "Say why the name is needed.");
        }

        var contact = await work.OpenAsync<ReportContact>(row.Key, "report_contact", "body", report.Value, row.Body, cancel);
        await work.Streams.AppendAsync(
            report.Value,
            new StreamEvent("contact.opened", Secret: new { reason = reason.Trim() }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
            cancel);
        await work.CommitAsync(cancel);
        return contact;
    }

    /// <summary>Copies a file to <paramref name="target"/> and records that it was seen. <c>file.not-found</c>, <c>evidence.locked</c>.</summary>
    public static async Task<Result<ConversationFile>> CopyFileAsync(Municipality municipality, StaffMember staff, Guid attachment, Stream target, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var copied = await Conversation.CopyFileAsync(work, attachment, target, cancel);
        if (copied.IsOk)
        {
            var report = await work.SingleAsync<Guid>("select report_id from attachment where id = @attachment", new { attachment }, cancel);
            await work.Streams.AppendAsync(report, new StreamEvent("attachment.viewed", $"attachment:{attachment:N}"), cancel);
            await work.CommitAsync(cancel);
        }

        return copied;
    }

    /// <summary>Sends a report on to the unit where it belongs; the old readers lose it. <c>reason.missing</c>, <c>report.not-found</c>, <c>report.settled</c>.</summary>
    public static async Task<Result> PassOnAsync(Municipality municipality, StaffMember staff, ReportId report, UnitId unit, string reason, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await SettleableAsync(work, report, cancel);
        if (!row.TryGet(out var from, out var error))
        {
            return error;
        }

        await work.Streams.AppendAsync(
            report.Value,
            new StreamEvent("report.passed-on", Detail: new { from, to = unit.Value }, Secret: new { reason }) { Role = staff.RoleIn(new UnitId(from)) },
            cancel);
        await work.ExecuteAsync(
            """
            update report set unit_id = @unit, routed = 'passed-on', reply_by = @replyBy, version = version + 1 where id = @id;
            delete from report_access where report_id = @id;
            insert into report_access (account_id, report_id, access, received_at)
            select m.account_id, @id, case when bool_or(m.role = any(@content)) then 'content' else 'exists' end, @now
            from membership m join account a on a.id = m.account_id and a.disabled_at is null
            where m.unit_id = @unit and (m.role = any(@content) or m.role = any(@exists)) group by m.account_id
            """,
            new
            {
                id = report.Value,
                unit = unit.Value,
                now = work.Now,
                replyBy = ReplyPromise.For(municipality.Law, municipality.Units[unit].ReplyRule, work.Now),
                content = Roles.Granting(Permission.AnswerReports),
                exists = Roles.Granting(Permission.SeeWaitingReports),
            },
            cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Ends a report without a case, with what was advised. <c>reason.missing</c>, <c>report.not-found</c>, <c>report.settled</c>, <c>report.unanswered</c>, <c>report.quarantined</c>.</summary>
    public static async Task<Result> CloseAsync(Municipality municipality, StaffMember staff, ReportId report, string advice, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(advice))
        {
            return new Error("reason.missing", "Say which advice was given.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await SettleableAsync(work, report, cancel)).TryGet(out var unit, out var error))
        {
            return error;
        }

        var answered = await work.SingleAsync<bool>("select answered_at is not null or withdrawn_at is not null from report where id = @id", new { id = report.Value }, cancel);
        if (!answered)
        {
            return new Error("report.unanswered", "Nobody has answered yet.");
        }

        if (await work.SingleAsync<bool>(
            "select exists (select 1 from quarantine where report_id = @id and handed_over_at is null and destroyed_at is null)", new { id = report.Value }, cancel))
        {
            return new Error("report.quarantined", "A locked file waits for the answer of the police.");
        }

        await work.ExecuteAsync(
            """
            update report set state = 'closed', closing = @closing, version = version + 1 where id = @id;
            update report_access set open = false where report_id = @id
            """,
            new { id = report.Value, closing = await work.SealAsync(report.Value, "report", "closing", report.Value, advice.Trim(), cancel) },
            cancel);
        await work.Streams.AppendAsync(report.Value, new StreamEvent("report.closed", Secret: new { advice }) { Role = staff.RoleIn(new UnitId(unit)) }, cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    /// <summary>Locks a report that is neither linked nor closed; gives its unit.</summary>
    internal static async Task<Result<Guid>> SettleableAsync(UnitOfWork work, ReportId report, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Unit, string State)>(
            "select unit_id, state from report where id = @id and may_read_report(id) for update", new { id = report.Value }, cancel);
        return row.State switch
        {
            null => new Error("report.not-found", "There is no such report, or it is not yours to read."),
            "linked" or "closed" => new Error("report.settled", "The report was settled by somebody else."),
            _ => row.Unit,
        };
    }

    private sealed record LineRow(
        Guid Id, string Number, Guid Unit, DateTimeOffset ReceivedAt, DateTimeOffset ReplyBy, string State, bool MayRead, string Category,
        string Role, bool Restricted, DateTimeOffset? ReadAt, DateTimeOffset? AnsweredAt, string? CaseNumber, int Unread);

    private sealed record Row(
        Guid Id, string Number, Guid Unit, string Category, string Role, bool Restricted, string State, DateTimeOffset ReceivedAt, DateTimeOffset ReplyBy,
        DateTimeOffset? ReadAt, DateTimeOffset? AnsweredAt, DateTimeOffset? WithdrawnAt, string? Routed, byte[]? Closing, DateTimeOffset? ReleasedAt,
        byte[] Body, Guid? CaseId, string? CaseNumber, int Version, bool HasContact);
}
