using System.Security.Cryptography;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;

namespace Vaern.Cli.Bench;

/// <summary>What the database holds after the last restart, against what the senders were told.</summary>
internal sealed record KillFindings(int Reports, int Attachments, int Streams, long Events, int Lost, int Duplicates, int Broken, int Orphans, int BrokenStreams);

/// <summary>Reads everything back with the application's own code: receipts, attachments to the last byte, streams.</summary>
internal static class KillCheck
{
    public static async Task<Result<KillFindings>> RunAsync(BenchTown town, KillLedger ledger, CancellationToken cancel)
    {
        if (!(await town.StartDatabaseAsync(cancel)).TryGet(out var database, out var silent))
        {
            return silent;
        }
        await using (database)
        {
            if (!(await town.OpenAsync(database.Server, cancel)).TryGet(out var municipality, out var wrong))
            {
                return wrong;
            }
            await using (municipality)
            {
                return await CountAsync(municipality, ledger, cancel);
            }
        }
    }

    private static async Task<KillFindings> CountAsync(Municipality municipality, KillLedger ledger, CancellationToken cancel)
    {
        var (lost, broken, attachments) = (0, 0, 0);
        var seen = new HashSet<Guid>();
        foreach (var report in ledger.All)
        {
            var found = await Mailboxes.FindAsync(municipality, report.Receipt, cancel);
            if (!found.TryGet(out var id, out _) || !seen.Add(id.Value))
            {
                lost++;
                continue;
            }
            var right = await HasItsAttachmentAsync(municipality, id, report.Number, cancel);
            broken += right ? 0 : 1;
            attachments += right ? 1 : 0;
        }
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var reports = await work.SingleAsync<int>("select count(*)::int from report", cancel: cancel);
        var orphans = await work.SingleAsync<int>(Orphans, cancel: cancel);
        var streams = await StreamVerifier.VerifyAsync(municipality.Database, cancel);
        return new KillFindings(reports, attachments, streams.Streams, streams.Events, lost, Math.Max(0, reports - seen.Count), broken, orphans, streams.Broken.Count);
    }

    private static async Task<bool> HasItsAttachmentAsync(Municipality municipality, ReportId report, long number, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var files = await work.QueryAsync<(Guid Blob, byte[] Sha256)>("select blob_id, sha256 from attachment where report_id = @id", new { id = report.Value }, cancel);
        if (files is not [var (blob, stored)])
        {
            return false;
        }
        using var content = new MemoryStream();
        await BlobStore.ReadAsync(work, blob, content, cancel);
        var sent = IntakePayload.AttachmentHash(number);
        return stored.AsSpan().SequenceEqual(sent) && SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)).AsSpan().SequenceEqual(sent);
    }

    // Half of a report: a blob without an attachment, a chunk without its blob, a report without its stream, its answer or the job that tells when nobody answers.
    private const string Orphans = """
        select ((select count(*) from blob b where not exists (select 1 from attachment a where a.blob_id = b.id))
          + (select count(*) from blob_chunk c where not exists (select 1 from blob b where b.id = c.blob_id))
          + (select count(*) from data_key k where k.kind = 'report' and not exists (select 1 from report r where r.id = k.owner_id))
          + (select count(*) from report r where not exists (select 1 from stream s where s.id = r.id))
          + (select count(*) from report r where not exists (select 1 from submission s where s.report_id = r.id))
          + (select count(*) from (
              select r.id from report r left join job j on (j.payload ->> 'report')::uuid = r.id group by r.id having count(j.id) <> 1) without))::int
        """;
}
