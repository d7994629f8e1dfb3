using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>Ordinary evidence of a case: added, described, seen. Each touch is a line of the custody stream.</summary>
public static class OrdinaryItems
{
    /// <summary>Adds a file, or a description of something that vanished. <c>evidence.restricted</c> in a case that cannot hold files, before a byte is read.</summary>
    public static Task<Result<Guid>> AddAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, ItemMeta meta, IncomingFile? file, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (row.IsRestricted)
            {
                return new Error("evidence.restricted", "This case cannot receive files.");
            }

            if (file is null && string.IsNullOrWhiteSpace(meta.Description))
            {
                return new Error("evidence.empty", "Add a file, or describe what was seen.");
            }

            ReportFile? stored = null;
            if (file is not null)
            {
                var taken = await ReportFiles.StoreAsync(work, row.Id, await work.Keys.OpenAsync(row.Id, cancel), file, cancel);
                if (!taken.TryGet(out stored, out var error))
                {
                    return error;
                }

                meta = meta with { Name = stored.Name, DeclaredType = stored.DeclaredType };
            }

            return await InsertAsync(work, row, new NewItem(stored, null, meta, staff.RoleIn(new UnitId(row.Unit))), cancel);
        }, cancel);

    public static async Task<IReadOnlyList<OrdinaryEvidence>> ListAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, string Label, byte[] Meta, string? Type, long? Size, byte[]? Sha256, string State, DateTimeOffset ReceivedAt, Guid? Blob, int Version, string? CopyOf)>(
            """
            select i.id, i.label, i.meta, i.detected_type, i.size, i.sha256,
              case when i.state = 'kept' and b.locked_at is not null then 'quarantined' else i.state end, i.received_at, i.blob_id, i.version, o.label
            from evidence_item i left join blob b on b.id = i.blob_id left join evidence_item o on o.id = i.derived_from where i.case_id = @id order by i.label
            """,
            new { id = caseId.Value },
            cancel);
        var items = new List<OrdinaryEvidence>();
        foreach (var row in rows)
        {
            var meta = await work.OpenAsync<ItemMeta>(caseId.Value, "evidence_item", "meta", row.Id, row.Meta, cancel);
            items.Add(new OrdinaryEvidence(
                row.Id, row.Label, meta, row.Type, row.Size, row.Sha256 is null ? null : Convert.ToHexStringLower(row.Sha256), row.State, row.ReceivedAt, row.Blob, row.Version, row.CopyOf));
        }

        return items;
    }

    /// <summary>Copies an item's bytes and records who saw it. <c>evidence.not-found</c>, <c>evidence.locked</c>.</summary>
    public static async Task<Result<OrdinaryEvidence>> CopyAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, string label, Stream target, string reason, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var item = (await ListAsync(work, caseId, cancel)).FirstOrDefault(found => found.Label == label);
        if (item?.Blob is not { } blob)
        {
            return new Error("evidence.not-found", "There is no such file in the case.");
        }

        if (item.State != "kept")
        {
            return new Error("evidence.locked", "The file is locked and is not shown to anyone.");
        }

        await BlobStore.ReadAsync(work, blob, target, cancel);
        var unit = await work.SingleAsync<Guid>("select unit_id from case_file where id = @id", new { id = caseId.Value }, cancel);
        await work.Streams.AppendAsync(
            AuditStreams.CustodyOf(caseId.Value),
            new StreamEvent("viewed", label) { Sha256 = item.Sha256, Reason = string.IsNullOrWhiteSpace(reason) ? "sagsbehandling" : reason, Role = staff.RoleIn(new UnitId(unit)) },
            cancel);
        await work.CommitAsync(cancel);
        return item;
    }

    internal static async Task FromReportAsync(UnitOfWork work, CaseRow row, ReportId report, string role, ReportContent content, CancellationToken cancel)
    {
        if (row.IsRestricted)
        {
            return;
        }

        var rows = await work.QueryAsync<(Guid Id, byte[] Meta, Guid Blob, string Type, long Size, byte[] Sha256, DateTimeOffset ReceivedAt)>(
            """
            select a.id, a.meta, a.blob_id, a.detected_type, a.size, a.sha256, a.received_at from attachment a join blob b on b.id = a.blob_id
            where a.report_id = @id and b.locked_at is null order by a.received_at, a.id
            """,
            new { id = report.Value },
            cancel);
        foreach (var attachment in rows)
        {
            var meta = await work.OpenAsync<AttachmentMeta>(report.Value, "attachment", "meta", attachment.Id, attachment.Meta, cancel);
            var file = new ReportFile(attachment.Blob, meta.Name, meta.DeclaredType, attachment.Type, attachment.Size, attachment.Sha256, meta.Sha256Browser);
            var item = new ItemMeta(
                meta.Name, meta.DeclaredType, attachment.Type.StartsWith("image/", StringComparison.Ordinal) ? "screenshot" : "other", null,
                content.Links.Count > 0 ? content.Links[0] : null, content.Platform, null, content.HappenedAt, "stated", null, "file-from-device", null,
                role, "reporter", attachment.ReceivedAt, "web-form", "none stated", "none stated", meta.Sha256Browser);
            await InsertAsync(work, row, new NewItem(file, attachment.Id, item, ""), cancel);
        }
    }

    internal static async Task<Guid> InsertAsync(UnitOfWork work, CaseRow row, NewItem item, CancellationToken cancel)
    {
        var (id, file) = (item.Id, item.File);
        var count = await work.SingleAsync<long>("select count(*) from evidence_item where case_id = @Id", new { row.Id }, cancel);
        var label = $"B-{count + 1:000}";
        await work.ExecuteAsync(
            """
            insert into evidence_item (id, case_id, label, blob_id, attachment_id, meta, detected_type, size, sha256, received_at, derived_from)
            values (@id, @caseId, @label, @blob, @attachment, @meta, @type, @size, @sha256, @now, @original)
            """,
            new
            {
                id,
                caseId = row.Id,
                label,
                blob = file?.Blob,
                attachment = item.Attachment,
                original = item.Original?.Id,
                meta = await work.SealAsync(row.Id, "evidence_item", "meta", id, item.Meta, cancel),
                type = file?.DetectedType,
                size = file?.Size,
                sha256 = file?.Sha256,
                now = work.Now,
            },
            cancel);
        if (file?.Sha256Browser is { } early)
        {
            await work.Streams.AppendOrBeginAsync(AuditStreams.CustodyOf(row.Id), "custody", new StreamEvent("hashed-in-browser", label) { Sha256 = early, Reason = "anmeldelse", Role = item.Role }, cancel);
        }

        await work.Streams.AppendOrBeginAsync(
            AuditStreams.CustodyOf(row.Id),
            "custody",
            Received(item, label),
            cancel);
        await work.Streams.AppendAsync(row.Id, new StreamEvent("evidence.added", $"evidence:{label}") { Role = item.Role }, cancel);
        if (file is not null)
        {
            await JobQueue.EnqueueAsync(work, "evidence.stamp", new { caseId = row.Id }, cancel: cancel);
            await JobQueue.EnqueueAsync(work, "file.scan", new { blob = file.Blob }, cancel: cancel);
            if (CaptureChecks.Concerns(file.DetectedType))
            {
                await JobQueue.EnqueueAsync(work, "capture.check", new { item = id }, cancel: cancel);
            }

            // What came with a report has its fingerprint from there; a redacted copy is the same content again.
            if (item is { Attachment: null, Original: null } && FileKind.IsCompared(file.DetectedType))
            {
                await JobQueue.EnqueueAsync(work, "fingerprint.make", new { blob = file.Blob }, cancel: cancel);
            }
        }

        return id;
    }

    // The hash before stands in the detail of a copy, the hash after where every event has its file's.
    private static StreamEvent Received(NewItem item, string label)
    {
        var sha256 = item.File is null ? null : Convert.ToHexStringLower(item.File.Sha256);
        return item.Original is { } original
            ? new StreamEvent("derived", label, new { from = original.Label, before = original.Sha256, after = sha256 }) { Sha256 = sha256, Reason = "sløret kopi", Role = item.Role }
            : new StreamEvent("received", label) { Sha256 = sha256, Reason = "anmeldelse", Role = item.Role };
    }
}

/// <summary>What becomes a row of evidence. <paramref name="Original"/> is set for a redacted copy.</summary>
internal sealed record NewItem(ReportFile? File, Guid? Attachment, ItemMeta Meta, string Role, (Guid Id, string Label, string Sha256)? Original = null)
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
}
