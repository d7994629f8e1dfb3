using Vaern.App.Accounts;
using Vaern.App.Evidence.Previews;
using Vaern.App.Evidence.Scanning;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;

namespace Vaern.App.Evidence;

/// <summary>Which file is meant: a piece of evidence by its label, or a file of a report.</summary>
public abstract record FilePlace
{
    public sealed record OfCase(CaseId Case, string Label) : FilePlace;

    public sealed record OfReport(ReportId Report, Guid Attachment) : FilePlace;
}

/// <summary>
/// Looking at files that came from outside. By default a blur; clear only by an act with a reason, which is recorded in the custody chain or the report's
/// stream and counted for the person alone. What is shown is always made anew in a limited process; the original is handed out as a file and never drawn.
/// </summary>
public static class ShownFile
{
    /// <summary>The file as a blur. Not recorded: nothing can be recognised in it. <c>no-preview</c>, <c>no-worker</c>, <c>evidence.not-found</c>, <c>evidence.locked</c>, or why it cannot be read.</summary>
    public static async Task<Result<PreviewPicture>> VeilAsync(Municipality municipality, StaffMember staff, FilePlace place, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await FindAsync(work, place, cancel)).TryGet(out var file, out var error))
        {
            return error;
        }

        return PreviewKinds.Of(file.Type) is PreviewKind.Picture or PreviewKind.Pages
            ? await PreviewMaker.VeilAsync(municipality.Tools, file.Type, await BytesAsync(work, file, cancel), cancel)
            : new Error("no-preview", "There is no picture of such a file.");
    }

    /// <summary>Shows the file: its words, or how many pages there are to be fetched with <see cref="PageAsync"/>. Recorded and counted. <c>reason.missing</c> and as <see cref="VeilAsync"/>.</summary>
    public static async Task<Result<Preview>> RevealAsync(Municipality municipality, StaffMember staff, FilePlace place, string reason, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await FindAsync(work, place, cancel)).TryGet(out var file, out var error))
        {
            return error;
        }

        var preview = await PreviewMaker.LookAsync(municipality.Tools, file.Type, await BytesAsync(work, file, cancel), cancel);
        if (preview.Missing is null)
        {
            await RecordAsync(work, staff, place, file, reason.Trim(), preview.IsPicture ? "picture" : "text", cancel);
            await work.CommitAsync(cancel);
        }

        return preview;
    }

    /// <summary>A page of a file that was revealed just now. The caller has made sure of that: this is not recorded again.</summary>
    public static async Task<Result<PreviewPicture>> PageAsync(Municipality municipality, StaffMember staff, FilePlace place, int page, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return (await FindAsync(work, place, cancel)).TryGet(out var file, out var error)
            ? await PreviewMaker.PageAsync(municipality.Tools, file.Type, await BytesAsync(work, file, cancel), page, cancel)
            : error;
    }

    /// <summary>
    /// The untouched original, to be saved and opened elsewhere. Recorded and counted; scanned first where a scanner is set up.
    /// <c>scan.infected</c>, <c>scan.silent</c>, <c>scan.time</c>, <c>scan.error</c>, <c>scan.too-large</c>, and as <see cref="RevealAsync"/>.
    /// </summary>
    public static async Task<Result<OriginalFile>> OriginalAsync(Municipality municipality, StaffMember staff, FilePlace place, string reason, CancellationToken cancel = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return new Error("reason.missing", "Say why.");
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (!(await FindAsync(work, place, cancel)).TryGet(out var file, out var error))
        {
            return error;
        }

        var scanned = await FileScans.EnsureAsync(municipality, work, file.Blob, cancel);
        if (!scanned.IsOk)
        {
            await work.CommitAsync(cancel);
            return scanned.Error;
        }

        var bytes = await BytesAsync(work, file, cancel);
        await RecordAsync(work, staff, place, file, reason.Trim(), "file", cancel);
        await work.CommitAsync(cancel);
        return new OriginalFile(file.Name, bytes);
    }

    /// <summary>What the virus scanner said of the file; null for a file that is not the person's to see.</summary>
    public static async Task<FileScan?> ScanAsync(Municipality municipality, StaffMember staff, FilePlace place, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        return (await FindAsync(work, place, cancel)).TryGet(out var file, out _) ? await FileScans.ReadAsync(municipality, work, file.Blob, cancel) : null;
    }

    /// <summary>From the words of an address to a file; null for a case or report that is not the person's to see. Nothing is recorded.</summary>
    public static async Task<FilePlace?> PlaceAsync(Municipality municipality, StaffMember staff, string number, string file, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        if (Guid.TryParse(file, out var attachment))
        {
            var report = await work.FirstOrDefaultAsync<Guid?>("select id from report where number = @number and may_read_report(id)", new { number }, cancel);
            return report is { } found ? new FilePlace.OfReport(new ReportId(found), attachment) : null;
        }

        var caseId = await work.FirstOrDefaultAsync<Guid?>("select id from case_file where number = @number", new { number }, cancel);
        return caseId is { } id ? new FilePlace.OfCase(new CaseId(id), file) : null;
    }

    internal static async Task<Result<FoundFile>> FindAsync(UnitOfWork work, FilePlace place, CancellationToken cancel)
    {
        var file = place switch
        {
            FilePlace.OfCase(var caseId, var label) => await OfCaseAsync(work, caseId, label, cancel),
            FilePlace.OfReport(var report, var attachment) => await OfReportAsync(work, report, attachment, cancel),
            _ => null,
        };
        return file switch
        {
            null => new Error("evidence.not-found", "There is no such file."),
            { Locked: true } => new Error("evidence.locked", "The file is locked and is not shown to anyone."),
            _ => file,
        };
    }

    internal static async Task<ReadOnlyMemory<byte>> BytesAsync(UnitOfWork work, FoundFile file, CancellationToken cancel)
    {
        // At most 25 MiB: what intake takes.
        var bytes = new MemoryStream();
        await BlobStore.ReadAsync(work, file.Blob, bytes, cancel);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static async Task<FoundFile?> OfCaseAsync(UnitOfWork work, CaseId caseId, string label, CancellationToken cancel)
    {
        var item = (await OrdinaryItems.ListAsync(work, caseId, cancel)).FirstOrDefault(found => found.Label == label);
        if (item?.Blob is not { } blob)
        {
            return null;
        }

        var unit = await work.SingleAsync<Guid>("select unit_id from case_file where id = @id", new { id = caseId.Value }, cancel);
        return new FoundFile(item.Id, blob, item.DetectedType, item.Meta.Name, item.Sha256!, unit, item.State != "kept");
    }

    private static async Task<FoundFile?> OfReportAsync(UnitOfWork work, ReportId report, Guid attachment, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid? Blob, byte[] Meta, string Type, byte[] Sha256, Guid Unit, bool Locked)>(
            """
            select a.blob_id, a.meta, a.detected_type, a.sha256, r.unit_id, b.locked_at is not null
            from attachment a join report r on r.id = a.report_id join blob b on b.id = a.blob_id
            where a.id = @attachment and a.report_id = @report and may_read_report(a.report_id)
            """,
            new { attachment, report = report.Value },
            cancel);
        if (row.Blob is not { } blob)
        {
            return null;
        }

        var meta = await work.OpenAsync<Intake.AttachmentMeta>(report.Value, "attachment", "meta", attachment, row.Meta, cancel);
        return new FoundFile(attachment, blob, row.Type, meta.Name, Convert.ToHexStringLower(row.Sha256), row.Unit, row.Locked);
    }

    private static async Task RecordAsync(UnitOfWork work, StaffMember staff, FilePlace place, FoundFile file, string reason, string kind, CancellationToken cancel)
    {
        var role = staff.RoleIn(new UnitId(file.Unit));
        switch (place)
        {
            case FilePlace.OfCase(var caseId, var label):
                await work.Streams.AppendAsync(
                    AuditStreams.CustodyOf(caseId.Value), new StreamEvent("viewed", label, new { form = kind }) { Sha256 = file.Sha256, Reason = reason, Role = role }, cancel);
                break;
            case FilePlace.OfReport(var report, var attachment):
                await work.Streams.AppendAsync(report.Value, new StreamEvent("attachment.viewed", $"attachment:{attachment:N}", new { form = kind }, new { reason }) { Role = role }, cancel);
                break;
        }

        await Exposures.AddAsync(work, staff, kind, cancel);
    }
}

/// <summary>The bytes as they were received, with the name they came under.</summary>
public sealed record OriginalFile(string Name, ReadOnlyMemory<byte> Bytes);

internal sealed record FoundFile(Guid Id, Guid Blob, string? Type, string Name, string Sha256, Guid Unit, bool Locked);
