using Vaern.Data;
using Vaern.Data.Blobs;

namespace Vaern.App.Evidence.Scanning;

/// <summary>
/// What is known of a file. <paramref name="State"/> is <c>off</c> (no scanner is set up), <c>waiting</c>, <c>clean</c> or <c>infected</c>.
/// </summary>
public sealed record FileScan(string State, string? Found, DateTimeOffset? At);

/// <summary>Virus scans of stored files: asked of the scanner by a job, kept beside the file, asked again before an unscanned original is handed out.</summary>
public static class FileScans
{
    internal static async Task<FileScan> ReadAsync(Municipality municipality, UnitOfWork work, Guid blob, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(string? Outcome, string? Found, DateTimeOffset At)>(
            "select outcome, found, scanned_at from file_scan where blob_id = @blob", new { blob }, cancel);
        return row.Outcome is { } outcome
            ? new FileScan(outcome, row.Found, row.At)
            : new FileScan(municipality.Tools.Scanner is null ? "off" : "waiting", null, null);
    }

    /// <summary>
    /// Scans a file that was not scanned yet. <c>scan.infected</c> when something was found, now or earlier; the errors of the scanner when it cannot tell.
    /// Without a scanner everything passes, and the pages say that nobody looked.
    /// </summary>
    internal static async Task<Result> EnsureAsync(Municipality municipality, UnitOfWork work, Guid blob, CancellationToken cancel)
    {
        var known = await ReadAsync(municipality, work, blob, cancel);
        if (known.State == "waiting")
        {
            using var file = new MemoryStream();
            await BlobStore.ReadAsync(work, blob, file, cancel);
            file.Position = 0;
            if (!(await municipality.Tools.Scanner!.ScanAsync(file, cancel)).TryGet(out var answer, out var error))
            {
                return error;
            }

            known = await KeepAsync(work, blob, answer, cancel);
        }

        return known.State == "infected" ? new Error("scan.infected", "The virus scanner found something in the file.") : Result.Done;
    }

    /// <summary>The job. Safe to repeat: a file that was scanned or locked is left alone.</summary>
    internal static async Task RunAsync(Municipality municipality, Guid blob, CancellationToken cancel)
    {
        if (municipality.Tools.Scanner is null)
        {
            return;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await work.FirstOrDefaultAsync<int?>(
            "select 1 from blob b join blob_key k on k.blob_id = b.id where b.id = @blob and b.locked_at is null and not exists (select 1 from file_scan s where s.blob_id = b.id)", new { blob }, cancel) is null)
        {
            return;
        }

        var scanned = await EnsureAsync(municipality, work, blob, cancel);
        if (!scanned.IsOk && scanned.Error.Code != "scan.infected")
        {
            throw new InvalidOperationException(scanned.Error.Message);
        }

        await work.CommitAsync(cancel);
    }

    private static async Task<FileScan> KeepAsync(UnitOfWork work, Guid blob, ScanAnswer answer, CancellationToken cancel)
    {
        var outcome = answer.Found is null ? "clean" : "infected";
        await work.ExecuteAsync(
            """
            insert into file_scan (blob_id, outcome, found, scanned_at) values (@blob, @outcome, @found, @now)
            on conflict (blob_id) do update set outcome = excluded.outcome, found = excluded.found, scanned_at = excluded.scanned_at
            """,
            new { blob, outcome, found = answer.Found, now = work.Now },
            cancel);
        return new FileScan(outcome, answer.Found, work.Now);
    }
}
