using Vaern.App.Intake;
using Vaern.App.Pictures;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Jobs;
using Vaern.Matching.Hashing;

namespace Vaern.App.Families;

/// <summary>
/// The job that makes the server's fingerprint of an ordinary file that is stored anyway. What cannot be compared is on record with its reason; a decoder that is
/// missing or a worker that failed is tried again later. Of anything that is or may be restricted nothing is made (S-1). Safe to repeat.
/// </summary>
internal static class MakeFingerprint
{
    /// <summary>Files without a fingerprint that get one in one round.</summary>
    private const int InOneRound = 50;

    // A kind of file that the server has no reader for: only a device can make its fingerprint.
    private const string FilmNotRead = "picture.film";

    public static async Task RunAsync(Municipality municipality, Guid blob, CancellationToken cancel)
    {
        if (municipality.Tools.Pictures is not { } pictures)
        {
            return;
        }

        FileRow? file;
        ReadOnlyMemory<byte> bytes;
        await using (var reading = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            file = await FindAsync(reading, blob, cancel);
            if (file is null)
            {
                return;
            }

            bytes = file.IsFilm ? default : await BytesAsync(reading, blob, cancel);
        }

        // Decoding is done outside of the transaction: nobody waits for it.
        var hashed = file.IsFilm ? new Error(FilmNotRead, "The server decodes no films.") : await pictures.HashAsync(bytes, cancel);
        if (!hashed.IsOk && (hashed.Error == PictureProblem.NoJpegDecoder || hashed.Error == PictureProblem.WorkerFailed))
        {
            throw new InvalidOperationException($"{hashed.Error.Code}: the picture waits for its fingerprint.");
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        if (await LockAsync(work, file, cancel))
        {
            await KeepAsync(municipality, work, file, hashed, cancel);
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Enqueues what was stored while nothing could decode it. Returns how many.</summary>
    public static async Task<int> FillInAsync(Municipality municipality, CancellationToken cancel)
    {
        if (municipality.Tools.Pictures is null)
        {
            return 0;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var blobs = await work.QueryAsync<Guid>(
            """
            select file.blob_id from (
              select a.blob_id, a.received_at from attachment a join report r on r.id = a.report_id left join case_file c on c.id = r.case_id
              where (a.detected_type like 'image/%' or a.detected_type like 'video/%') and not r.restricted and coalesce(c.regime, 'ordinary') = 'ordinary'
              union all
              select i.blob_id, i.received_at from evidence_item i join case_file c on c.id = i.case_id
              where (i.detected_type like 'image/%' or i.detected_type like 'video/%') and i.blob_id is not null and i.attachment_id is null and i.derived_from is null and c.regime = 'ordinary') file
            join blob b on b.id = file.blob_id and b.locked_at is null
            where not exists (select from fingerprint f where f.blob_id = file.blob_id and f.source = 'server') and exists (select from blob_key k where k.blob_id = b.id)
              and not exists (select from job j where j.kind = 'fingerprint.make' and j.state = 'ready' and j.payload ->> 'blob' = file.blob_id::text)
            order by file.received_at, file.blob_id limit @InOneRound
            """,
            new { InOneRound },
            cancel);
        foreach (var blob in blobs)
        {
            await JobQueue.EnqueueAsync(work, "fingerprint.make", new { blob }, cancel: cancel);
        }

        await work.CommitAsync(cancel);
        return blobs.Count;
    }

    private static Task<FileRow?> FindAsync(UnitOfWork work, Guid blob, CancellationToken cancel) =>
        work.FirstOrDefaultAsync<FileRow>(
            """
            select b.id as blob, b.owner_id as key, a.report_id as report, case when a.id is null then i.case_id end as ownCase, coalesce(r.case_id, i.case_id) as room,
              coalesce(a.detected_type, i.detected_type) as type
            from blob b left join attachment a on a.blob_id = b.id left join report r on r.id = a.report_id
              left join evidence_item i on i.blob_id = b.id and i.attachment_id is null and i.derived_from is null
              left join case_file c on c.id = coalesce(r.case_id, i.case_id)
            where b.id = @blob and b.locked_at is null and (a.id is not null or i.id is not null)
              and not coalesce(r.restricted, false) and coalesce(c.regime, 'ordinary') = 'ordinary'
              and not exists (select from fingerprint f where f.blob_id = b.id and f.source = 'server')
            """,
            new { blob },
            cancel);

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(UnitOfWork work, Guid blob, CancellationToken cancel)
    {
        var memory = new MemoryStream();
        await BlobStore.ReadAsync(work, blob, memory, cancel);
        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    // In the order in which a lock on a file is taken: report, case, file. Whoever marks the file as restricted comes before or after this, never in between.
    private static async Task<bool> LockAsync(UnitOfWork work, FileRow file, CancellationToken cancel)
    {
        await PlaceFingerprint.HoldAsync(work, file.Report, file.Room, cancel);
        await work.ExecuteAsync("select id from blob where id = @Blob for share", new { file.Blob }, cancel);
        return await FindAsync(work, file.Blob, cancel) is not null;
    }

    private static async Task KeepAsync(Municipality municipality, UnitOfWork work, FileRow file, Result<HashedPicture> hashed, CancellationToken cancel)
    {
        var device = await DeviceAsync(work, file, cancel);
        var body = hashed.TryGet(out var picture, out var problem)
            ? Body(picture) with { DeviceDistance = device?.Body is { IsFilm: false } other ? picture.Fingerprints.Upright.Hash.Distance(other.Print.Hash) : null }
            : new FingerprintBody(null, 0, 0, 0, 0, null, file.IsFilm ? [] : null, null, problem.Code);
        var id = Guid.CreateVersion7();
        await work.ExecuteAsync(
            """
            insert into fingerprint (id, key_id, report_id, case_id, blob_id, source, kind, standing, body, made_at)
            values (@id, @Key, @Report, @OwnCase, @Blob, 'server', @kind, @standing, @body, @now)
            """,
            new
            {
                id,
                file.Key,
                file.Report,
                file.OwnCase,
                file.Blob,
                kind = file.IsFilm ? "film" : "picture",
                standing = body.Standing,
                body = await work.SealAsync(file.Key, "fingerprint", "body", id, body, cancel),
                now = work.Now,
            },
            cancel);
        await work.Streams.AppendAsync(
            file.Report ?? file.Key,
            new Data.Streams.StreamEvent("fingerprint.made", $"blob:{file.Blob:N}", new { source = "server", standing = body.Standing, problem = body.Problem, agrees = body.AgreesWithDevice }),
            cancel);
        if (body.Standing == "usable")
        {
            await PlaceFingerprint.PlaceAsync(municipality, work, new PlacedRow(id, file.Key, file.Report, file.OwnCase, file.Room), body, picture!.Fingerprints.Forms, cancel);
        }
        else if (device is { Body.Standing: "usable" })
        {
            await PlaceFingerprint.PlaceAsync(municipality, work, new PlacedRow(device.Id, file.Key, file.Report, file.OwnCase, file.Room), device.Body, null, cancel);
        }
    }

    private static FingerprintBody Body(HashedPicture picture)
    {
        var print = picture.Fingerprints.Upright;
        return new FingerprintBody(print.Hash.ToHex(), print.Quality, print.Ties, picture.Fingerprints.Width, picture.Fingerprints.Height, picture.Provenance);
    }

    private static async Task<Device?> DeviceAsync(UnitOfWork work, FileRow file, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Id, byte[]? Body)>("select id, body from fingerprint where blob_id = @Blob and source = 'device'", new { file.Blob }, cancel);
        return row.Body is null ? null : new Device(row.Id, await work.OpenAsync<FingerprintBody>(file.Key, "fingerprint", "body", row.Id, row.Body, cancel));
    }

    private sealed record Device(Guid Id, FingerprintBody Body);

    /// <param name="OwnCase">The case of a file that staff added; null for a file of a report.</param>
    /// <param name="Room">The case it is in, if any.</param>
    private sealed record FileRow(Guid Blob, Guid Key, Guid? Report, Guid? OwnCase, Guid? Room, string Type)
    {
        public bool IsFilm => Type.StartsWith("video/", StringComparison.Ordinal);
    }
}
