using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;
using Vaern.Sealing.WebCaptures;

namespace Vaern.App.Evidence;

/// <summary>What the check of a saved page found. It says whether the file is whole, never whether what it shows is genuine.</summary>
/// <param name="Form"><c>wacz</c>, <c>warc</c>, <c>mhtml</c>, <c>pdf</c>, or null when it is none of them.</param>
/// <param name="Parts">Files on the list of a WACZ, records of a WARC; 0 for the others.</param>
/// <param name="Faults">What is wrong, in the words of the engine; the first <see cref="CaptureChecks.MostFaults"/> of <paramref name="Count"/>.</param>
public sealed record CaptureFinding(string? Form, int Parts, IReadOnlyList<string> Faults, int Count, DateTimeOffset At)
{
    public bool IsWhole => Form is not null && Count == 0;
}

/// <summary>
/// Opens saved web pages (WACZ, WARC, MHTML) and PDF files after they have come in, and keeps what was found beside them. The file is kept as it is whatever
/// is found; a damaged one can still be all that is left of a page.
/// </summary>
public static class CaptureChecks
{
    /// <summary>More tells nobody more.</summary>
    public const int MostFaults = 20;

    private const int LongestFault = 300;

    /// <summary>True for files that are checked, by what their bytes say they are.</summary>
    public static bool Concerns(string? detectedType) =>
        detectedType is "application/wacz" or "application/warc" or "application/warc+gzip" or "multipart/related" or "application/pdf";

    /// <summary>What was found; null for a file that is not checked yet, or a case that is not the person's to see.</summary>
    public static async Task<CaptureFinding?> FindAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid item, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var row = await work.FirstOrDefaultAsync<(byte[]? Body, DateTimeOffset At)>(
            "select body, checked_at from capture_check where item_id = @item and case_id = @caseId", new { item, caseId = caseId.Value }, cancel);
        if (row.Body is null)
        {
            return null;
        }

        var body = await work.OpenAsync<Body>(caseId.Value, "capture_check", "body", item, row.Body, cancel);
        return new CaptureFinding(body.Form, body.Parts, body.Faults, body.Count, row.At);
    }

    /// <summary>The job. Safe to repeat: a file that was checked, locked or deleted meanwhile is left alone.</summary>
    internal static async Task RunAsync(Municipality municipality, Guid item, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            select i.case_id as caseid, i.blob_id as blob, i.label, i.sha256 from evidence_item i join blob b on b.id = i.blob_id join blob_key k on k.blob_id = b.id
            where i.id = @item and i.state = 'kept' and b.locked_at is null and not exists (select 1 from capture_check c where c.item_id = i.id)
            for update of i
            """,
            new { item },
            cancel);
        if (row is null)
        {
            return;
        }

        // At most 25 MiB: what intake takes. What it unpacks to is read and thrown away.
        using var file = new MemoryStream();
        await BlobStore.ReadAsync(work, row.Blob, file, cancel);
        var check = WebCapture.Check(file);
        var form = check.Form?.ToString().ToLowerInvariant();
        string[] faults = [.. check.Faults.Take(MostFaults).Select(fault => fault.Length > LongestFault ? fault[..LongestFault] + "…" : fault)];
        var body = new Body(form, check.Parts, faults, check.Faults.Count);
        await work.ExecuteAsync(
            "insert into capture_check (item_id, case_id, body, checked_at) values (@item, @caseId, @body, @now)",
            new { item, caseId = row.CaseId, body = await work.SealAsync(row.CaseId, "capture_check", "body", item, body, cancel), now = work.Now },
            cancel);
        await work.Streams.AppendAsync(
            AuditStreams.CustodyOf(row.CaseId),
            new StreamEvent("verified", row.Label, new { capture = form ?? "unknown", result = check.IsWhole ? "whole" : "faults" })
            {
                Sha256 = Convert.ToHexStringLower(row.Sha256), Reason = "kontrol ved modtagelse", Role = "system",
            },
            cancel);
        await work.CommitAsync(cancel);
    }

    private sealed record Body(string? Form, int Parts, IReadOnlyList<string> Faults, int Count);

    private sealed record Row(Guid CaseId, Guid Blob, string Label, byte[] Sha256);
}
