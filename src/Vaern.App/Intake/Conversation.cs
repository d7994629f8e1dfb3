using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Blobs;

namespace Vaern.App.Intake;

/// <summary>Messages and files of a report, as both sides see them.</summary>
internal static class Conversation
{
    public static async Task<(IReadOnlyList<ConversationFile> Files, IReadOnlyList<ConversationMessage> Messages)> ReadAsync(
        Municipality municipality, UnitOfWork work, ReportId report, CancellationToken cancel)
    {
        var attachments = await work.QueryAsync<(Guid Id, Guid? Message, byte[] Meta, string Type, long Size, bool Locked)>(
            """
            select a.id, a.message_id, a.meta, a.detected_type, a.size, b.locked_at is not null from attachment a join blob b on b.id = a.blob_id
            where a.report_id = @id order by a.received_at, a.id
            """,
            new { id = report.Value },
            cancel);
        var files = new List<(Guid? Message, ConversationFile File)>();
        foreach (var row in attachments)
        {
            var meta = await work.OpenAsync<AttachmentMeta>(report.Value, "attachment", "meta", row.Id, row.Meta, cancel);
            files.Add((row.Message, new ConversationFile(row.Id, meta.Name, row.Type, row.Size, row.Locked)));
        }

        var rows = await work.QueryAsync<(Guid Id, DateTimeOffset SentAt, string Direction, Guid? Author, byte[] Body)>(
            "select id, sent_at, direction, author_id, body from message where report_id = @id order by sent_at, id", new { id = report.Value }, cancel);
        var messages = new List<ConversationMessage>();
        foreach (var row in rows)
        {
            var from = row.Author is { } author ? await municipality.Staff.NameAsync(new AccountId(author), cancel) : "reporter";
            messages.Add(new ConversationMessage(
                row.Id, row.Direction == "in", from, row.SentAt,
                await work.OpenTextAsync(report.Value, "message", "body", row.Id, row.Body, cancel),
                [.. files.Where(file => file.Message == row.Id).Select(file => file.File)]));
        }

        return ([.. files.Where(file => file.Message is null).Select(file => file.File)], messages);
    }

    /// <summary>
    /// Writes a file of a report to <paramref name="target"/>; the acting party must see it through row-level security.
    /// <c>file.not-found</c>, <c>evidence.locked</c>.
    /// </summary>
    public static async Task<Result<ConversationFile>> CopyFileAsync(UnitOfWork work, Guid attachment, Stream target, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Report, Guid Blob, byte[] Meta, string Type, long Size, bool Locked)>(
            """
            select a.report_id, a.blob_id, a.meta, a.detected_type, a.size, b.locked_at is not null
            from attachment a join blob b on b.id = a.blob_id where a.id = @attachment
            """,
            new { attachment },
            cancel);
        if (row.Meta is null)
        {
            return new Error("file.not-found", "The file does not exist or is not yours to see.");
        }

        if (row.Locked)
        {
            return new Error("evidence.locked", "The file is locked and is not shown to anyone.");
        }

        var meta = await work.OpenAsync<AttachmentMeta>(row.Report, "attachment", "meta", attachment, row.Meta, cancel);
        await BlobStore.ReadAsync(work, row.Blob, target, cancel);
        return new ConversationFile(attachment, meta.Name, row.Type, row.Size, row.Locked);
    }
}
