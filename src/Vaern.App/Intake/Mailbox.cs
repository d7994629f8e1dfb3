using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Intake;

/// <summary>A file in a conversation. The content is fetched by <paramref name="Id"/>; a file that <paramref name="IsLocked"/> is given to nobody.</summary>
public sealed record ConversationFile(Guid Id, string Name, string DetectedType, long Size, bool IsLocked);

/// <summary>One message. <paramref name="From"/> is <c>reporter</c> or the name of the person who answered.</summary>
public sealed record ConversationMessage(Guid Id, bool FromReporter, string From, DateTimeOffset At, string Text, IReadOnlyList<ConversationFile> Files);

/// <summary>The mailbox as the reporter sees it: status in plain words, the conversation, what may still be done.</summary>
/// <param name="Status">received, read, answered, linked or closed.</param>
public sealed record Mailbox(
    ReportId Report, string Number, string Category, bool Restricted, string Status, UnitId Unit, DateTimeOffset ReceivedAt, DateTimeOffset ReplyBy,
    DateTimeOffset? AnsweredAt, DateTimeOffset? WithdrawnAt, bool HasContact, DateTimeOffset? IdentityReleasedAt, string Story, string? Wish,
    IReadOnlyList<ConversationFile> Files, IReadOnlyList<ConversationMessage> Messages, DateTimeOffset? HappenedAt = null);

/// <summary>The two-way mailbox behind six words. Whoever holds the words holds the mailbox; the words are never stored.</summary>
public static class Mailboxes
{
    public const int TextLimit = 5_000;

    /// <summary>Finds the report behind a receipt: its id for a short session, or <c>receipt.words</c>, <c>receipt.unknown-word</c>, <c>receipt.not-found</c>.</summary>
    public static async Task<Result<ReportId>> FindAsync(Municipality municipality, string? typed, CancellationToken cancel = default)
    {
        if (!ReceiptWords.Parse(typed).TryGet(out var words, out var error))
        {
            return error;
        }

        var mac = municipality.Database.Keys.ReceiptMac(words);
        await using var work = await municipality.Database.BeginAsync(new Acting.ReceiptHolder(mac), cancel);
        var id = await work.FirstOrDefaultAsync<Guid?>("select id from report where receipt_mac = @mac", new { mac }, cancel);
        return id is { } found ? new ReportId(found) : new Error("receipt.not-found", "No report has this receipt.");
    }

    public static async Task<Result<Mailbox>> OpenAsync(Municipality municipality, ReportId report, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Reporter(report.Value), cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select r.number, r.category, r.restricted, r.state, r.unit_id as unit, r.received_at as receivedat, r.reply_by as replyby,
              r.answered_at as answeredat, r.withdrawn_at as withdrawnat, r.identity_released_at as releasedat, r.body,
              exists (select 1 from report_contact c where c.report_id = r.id) as hascontact
            from report r where r.id = @id
            """,
            new { id = report.Value },
            cancel);
        if (row is null)
        {
            return new Error("receipt.not-found", "No report has this receipt.");
        }

        var content = await work.OpenAsync<ReportContent>(report.Value, "report", "body", report.Value, row.Body, cancel);
        var (files, messages) = await Conversation.ReadAsync(municipality, work, report, cancel);
        await work.ExecuteAsync("update message set read_at = @now where report_id = @id and direction = 'out' and read_at is null", new { id = report.Value, now = work.Now }, cancel);
        await work.CommitAsync(cancel);
        return new Mailbox(
            report, row.Number, row.Category, row.Restricted, row.State, new UnitId(row.Unit), row.ReceivedAt, row.ReplyBy, row.AnsweredAt,
            row.WithdrawnAt, row.HasContact, row.ReleasedAt, content.Story, content.Wish, files, messages, content.HappenedAt);
    }

    /// <summary>Writes to the municipality. <c>message.empty</c>, <c>message.too-long</c>, <c>mailbox.withdrawn</c>, <c>report.files-refused</c> or <c>file.*</c> with nothing kept.</summary>
    /// <param name="token">Idempotency: the same token twice writes one message.</param>
    public static async Task<Result<Guid>> WriteAsync(
        Municipality municipality, ReportId report, string text, IAsyncEnumerable<IncomingFile> files, Guid token, CancellationToken cancel = default)
    {
        if (text.Length > TextLimit)
        {
            return new Error("message.too-long", "The message has more than 5,000 characters.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Reporter(report.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(bool Restricted, DateTimeOffset? WithdrawnAt, string Number)>(
            "select restricted, withdrawn_at, number from report where id = @id for update", new { id = report.Value }, cancel);
        if (row.Number is null)
        {
            return new Error("receipt.not-found", "No report has this receipt.");
        }

        if (row.WithdrawnAt is not null)
        {
            return new Error("mailbox.withdrawn", "The report was withdrawn.");
        }

        if (await work.FirstOrDefaultAsync<Guid?>("select id from message where id = @token", new { token }, cancel) is { } written)
        {
            return written;
        }

        var key = await work.Keys.OpenAsync(report.Value, cancel);
        var stored = new List<ReportFile>();
        await foreach (var file in files.WithCancellation(cancel))
        {
            if (row.Restricted)
            {
                return new Error("report.files-refused", "This kind of report takes no files.");
            }

            if (stored.Count == ReportFiles.MaxCount)
            {
                return new Error("file.too-many", "A message takes at most ten files.");
            }

            if (!(await ReportFiles.StoreAsync(work, report.Value, key, file, cancel)).TryGet(out var kept, out var error))
            {
                return error;
            }

            stored.Add(kept);
        }

        if (string.IsNullOrWhiteSpace(text) && stored.Count == 0)
        {
            return new Error("message.empty", "The message is empty.");
        }

        await work.ExecuteAsync(
            "insert into message (id, report_id, sent_at, direction, body) values (@token, @report, @now, 'in', @body)",
            new { token, report = report.Value, now = work.Now, body = await work.SealAsync(report.Value, "message", "body", token, text.Trim(), cancel) },
            cancel);
        await RecordReport.AttachAsync(work, report.Value, token, stored, cancel);
        await work.Streams.AppendAsync(report.Value, new StreamEvent("message.received", $"message:{token:N}", new { files = stored.Select(file => Convert.ToHexStringLower(file.Sha256)) }), cancel);
        StaffNews.Tell(work, report.Value);
        await work.CommitAsync(cancel);
        return token;
    }

    /// <summary>The reporter regrets. What was written stays with those who must act on it; nothing more can be written.</summary>
    public static async Task<Result> WithdrawAsync(Municipality municipality, ReportId report, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Reporter(report.Value), cancel);
        var changed = await work.ExecuteAsync(
            "update report set withdrawn_at = @now, version = version + 1 where id = @id and withdrawn_at is null", new { id = report.Value, now = work.Now }, cancel);
        if (changed == 1)
        {
            await work.Streams.AppendAsync(report.Value, new StreamEvent("report.withdrawn"), cancel);
            StaffNews.Tell(work, report.Value);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    /// <summary>The reporter tells who they are, by their own act; it cannot be undone. Staff may open the contact without a further reason.</summary>
    public static async Task<Result> ReleaseIdentityAsync(Municipality municipality, ReportId report, ReportContact contact, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(contact.Name))
        {
            return new Error("contact.name-missing", "The name is missing.");
        }

        if (new[] { contact.Name, contact.Email, contact.Phone }.Any(text => text?.Length > ReportContent.ShortLimit))
        {
            return new Error("report.text-too-long", "A short answer has more than 500 characters.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Reporter(report.Value), cancel);
        var changed = await work.ExecuteAsync(
            "update report set identity_released_at = @now, version = version + 1 where id = @id and identity_released_at is null", new { id = report.Value, now = work.Now }, cancel);
        if (changed == 1)
        {
            var old = await work.FirstOrDefaultAsync<Guid?>("select key_id from report_contact where report_id = @id", new { id = report.Value }, cancel);
            await work.ExecuteAsync("delete from report_contact where report_id = @id", new { id = report.Value }, cancel);
            if (old is { } oldKey)
            {
                await work.Keys.DestroyAsync(oldKey, cancel);
            }

            await RecordReport.ContactAsync(work, report.Value, contact, cancel);
            await work.Streams.AppendAsync(report.Value, new StreamEvent("identity.released"), cancel);
            StaffNews.Tell(work, report.Value);
            await work.CommitAsync(cancel);
        }

        return Result.Done;
    }

    private sealed record Row(
        string Number, string Category, bool Restricted, string State, Guid Unit, DateTimeOffset ReceivedAt, DateTimeOffset ReplyBy,
        DateTimeOffset? AnsweredAt, DateTimeOffset? WithdrawnAt, DateTimeOffset? ReleasedAt, byte[] Body, bool HasContact);
}
