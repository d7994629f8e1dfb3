using System.Security.Cryptography;
using System.Text;
using Vaern.Data;
using Vaern.Sealing.AtRest;

namespace Vaern.App.Intake;

/// <summary>The answers so far, one question a page. Null means not answered yet.</summary>
public sealed record DraftAnswers
{
    public string? Role { get; init; }
    public string? Category { get; init; }
    public bool? MayShowMinorSexually { get; init; }
    public string? AffectedIs { get; init; }
    public DateTimeOffset? HappenedAt { get; init; }
    public bool TimeUnknown { get; init; }
    public string? Platform { get; init; }
    public IReadOnlyList<string> Links { get; init; } = [];
    public string? Story { get; init; }
    public string? Who { get; init; }
    public string? AboutAdult { get; init; }
    public string? Wish { get; init; }
    public string? UnitCode { get; init; }
    public Guid? Unit { get; init; }
    public bool? Anonymous { get; init; }
    public string? ContactName { get; init; }
    public string? ContactEmail { get; init; }
    public string? ContactPhone { get; init; }
    public string? HelpAge { get; init; }
    public string? HelpRelation { get; init; }
    public bool HelpAttached { get; init; }
    public string Language { get; init; } = "da";
    public IReadOnlyList<string> Answered { get; init; } = [];

    /// <summary>What the device made of pictures and films, with or without the file. Never when something sexual may be of somebody under 18 (S-1).</summary>
    public IReadOnlyList<DeviceFingerprint> Fingerprints { get; init; } = [];
}

/// <summary>A file of a draft, as the form lists it.</summary>
public sealed record DraftFile(Guid Blob, string Name, string DetectedType, long Size);

/// <summary>A half-written report as its writer sees it.</summary>
public sealed record Draft(Guid Id, DraftAnswers Answers, IReadOnlyList<DraftFile> Files);

/// <summary>
/// Half-written reports, for people who must be able to stop and think. Sealed under a key that only the visitor's cookie gives;
/// deleted with key and files after an hour of silence.
/// </summary>
public static class Drafts
{
    public static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    /// <summary>A fresh cookie value: 256 bits, base64url.</summary>
    public static string NewToken() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The draft behind a cookie, or null when there is none (never begun, sent, or silent for an hour).</summary>
    public static async Task<Draft?> ReadAsync(Municipality municipality, string? token, CancellationToken cancel = default)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        return await OpenAsync(municipality, work, token, forUpdate: false, cancel);
    }

    /// <summary>Saves the answers, beginning the draft where there is none.</summary>
    public static async Task SaveAsync(Municipality municipality, string token, Func<DraftAnswers, DraftAnswers> change, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var draft = await OpenAsync(municipality, work, token, forUpdate: true, cancel);
        var id = draft?.Id ?? Guid.CreateVersion7();
        if (draft is null)
        {
            await work.Keys.CreateUnderAsync(Wrapping(municipality, token), id, "draft", cancel);
        }

        var body = await work.SealAsync(id, "draft", "body", id, change(draft?.Answers ?? new DraftAnswers()), cancel);
        await work.ExecuteAsync(
            """
            insert into draft (id, token_hash, body, touched_at) values (@id, @hash, @body, @now)
            on conflict (id) do update set body = excluded.body, touched_at = excluded.touched_at
            """,
            new { id, hash = Hash(token), body, now = work.Now },
            cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>Adds a file: <c>draft.missing</c>, <c>report.files-refused</c>, <c>file.too-many</c> or another <c>file.*</c> with nothing kept.</summary>
    public static async Task<Result<DraftFile>> AddFileAsync(Municipality municipality, string token, IncomingFile file, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var draft = await OpenAsync(municipality, work, token, forUpdate: true, cancel);
        if (draft is null)
        {
            return new Error("draft.missing", "The draft is gone.");
        }

        if (draft.Answers.MayShowMinorSexually is not false)
        {
            return new Error("report.files-refused", "This kind of report takes no files.");
        }

        if (draft.Files.Count >= ReportFiles.MaxCount)
        {
            return new Error("file.too-many", "A report takes at most ten files.");
        }

        var key = await work.Keys.OpenUnderAsync(Wrapping(municipality, token), draft.Id, cancel);
        var stored = await ReportFiles.StoreAsync(work, draft.Id, key, file, cancel);
        if (!stored.TryGet(out var kept, out var error))
        {
            return error;
        }

        await work.ExecuteAsync(
            """
            insert into draft_file (blob_id, draft_id, meta, detected_type, size, sha256, received_at)
            values (@blob, @draft, @meta, @type, @size, @sha256, @now);
            update draft set touched_at = @now where id = @draft
            """,
            new
            {
                blob = kept.Blob,
                draft = draft.Id,
                meta = await work.SealAsync(draft.Id, "draft_file", "meta", kept.Blob, new AttachmentMeta(kept.Name, kept.DeclaredType, kept.Sha256Browser), cancel),
                type = kept.DetectedType,
                size = kept.Size,
                sha256 = kept.Sha256,
                now = work.Now,
            },
            cancel);
        await work.CommitAsync(cancel);
        return new DraftFile(kept.Blob, kept.Name, kept.DetectedType, kept.Size);
    }

    /// <summary>Adds a fingerprint that the device made: <c>draft.missing</c>, <c>report.files-refused</c>, <c>fingerprint.too-many</c>.</summary>
    /// <param name="blob">The file of this draft that it is of; null when the file stayed on the device.</param>
    public static async Task<Result<DeviceFingerprint>> AddFingerprintAsync(
        Municipality municipality, string token, FingerprintBody body, Guid? blob, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        var draft = await OpenAsync(municipality, work, token, forUpdate: true, cancel);
        if (draft is null)
        {
            return new Error("draft.missing", "The draft is gone.");
        }

        if (draft.Answers.MayShowMinorSexually is not false)
        {
            return new Error("report.files-refused", "This kind of report takes no files and no fingerprints.");
        }

        if (draft.Answers.Fingerprints.Count >= DeviceFingerprints.MaxCount)
        {
            return new Error("fingerprint.too-many", "A report takes at most ten fingerprints.");
        }

        var print = new DeviceFingerprint(Guid.CreateVersion7(), draft.Files.Any(file => file.Blob == blob) ? blob : null, body);
        await RewriteAsync(work, draft.Id, draft.Answers with { Fingerprints = [.. draft.Answers.Fingerprints, print] }, cancel);
        await work.CommitAsync(cancel);
        return print;
    }

    /// <summary>Takes a fingerprint out of the draft again; one that is not there is no error.</summary>
    public static async Task RemoveFingerprintAsync(Municipality municipality, string token, Guid id, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        if (await OpenAsync(municipality, work, token, forUpdate: true, cancel) is { } draft)
        {
            await RewriteAsync(work, draft.Id, draft.Answers with { Fingerprints = [.. draft.Answers.Fingerprints.Where(print => print.Id != id)] }, cancel);
            await work.CommitAsync(cancel);
        }
    }

    public static async Task RemoveFileAsync(Municipality municipality, string token, Guid blob, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        if (await OpenAsync(municipality, work, token, forUpdate: true, cancel) is { } draft)
        {
            await work.ExecuteAsync("delete from blob where id = @blob and owner_id = @draft", new { blob, draft = draft.Id }, cancel);
            await RewriteAsync(work, draft.Id, draft.Answers with { Fingerprints = [.. draft.Answers.Fingerprints.Where(print => print.Blob != blob)] }, cancel);
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Forgets all files and fingerprints of a draft at once: the answer to the age question became yes or in doubt.</summary>
    public static async Task RemoveFilesAsync(Municipality municipality, string token, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        if (await OpenAsync(municipality, work, token, forUpdate: true, cancel) is { } draft)
        {
            await work.ExecuteAsync("delete from blob where owner_id = @draft", new { draft = draft.Id }, cancel);
            await RewriteAsync(work, draft.Id, draft.Answers with { Fingerprints = [] }, cancel);
            await work.CommitAsync(cancel);
        }
    }

    /// <summary>Throws a draft away with its key and files: the visitor left or started over.</summary>
    public static async Task DiscardAsync(Municipality municipality, string token, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.Nobody, cancel);
        await work.ExecuteAsync(
            """
            delete from data_key where owner_id in (select id from draft where token_hash = @hash);
            delete from draft where token_hash = @hash
            """,
            new { hash = Hash(token) },
            cancel);
        await work.CommitAsync(cancel);
    }

    /// <summary>Deletes drafts silent for an hour; run by the worker every few minutes. Returns how many.</summary>
    public static async Task<int> ForgetSilentAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var gone = await work.QueryAsync<Guid>("delete from draft where touched_at < @limit returning id", new { limit = work.Now - Silence }, cancel);
        await work.ExecuteAsync("delete from data_key where owner_id = any(@gone) and kind = 'draft'", new { gone = gone.ToArray() }, cancel);
        await work.CommitAsync(cancel);
        return gone.Count;
    }

    private static async Task RewriteAsync(UnitOfWork work, Guid id, DraftAnswers answers, CancellationToken cancel) =>
        await work.ExecuteAsync(
            "update draft set body = @body, touched_at = @now where id = @id",
            new { id, body = await work.SealAsync(id, "draft", "body", id, answers, cancel), now = work.Now },
            cancel);

    internal static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    internal static SecretKey Wrapping(Municipality municipality, string token) =>
        municipality.Database.Keys.ForToken("draft", Encoding.UTF8.GetBytes(token));

    internal static async Task<Draft?> OpenAsync(Municipality municipality, UnitOfWork work, string token, bool forUpdate, CancellationToken cancel)
    {
        var row = await work.FirstOrDefaultAsync<(Guid Id, byte[] Body)>(
            "select id, body from draft where token_hash = @hash and touched_at >= @limit" + (forUpdate ? " for update" : ""),
            new { hash = Hash(token), limit = work.Now - Silence },
            cancel);
        if (row.Body is null)
        {
            return null;
        }

        await work.Keys.OpenUnderAsync(Wrapping(municipality, token), row.Id, cancel);
        var answers = await work.OpenAsync<DraftAnswers>(row.Id, "draft", "body", row.Id, row.Body, cancel);
        var files = new List<DraftFile>();
        foreach (var file in await FilesAsync(work, row.Id, cancel))
        {
            files.Add(new DraftFile(file.Blob, file.Name, file.DetectedType, file.Size));
        }

        return new Draft(row.Id, answers, files);
    }

    internal static async Task<IReadOnlyList<ReportFile>> FilesAsync(UnitOfWork work, Guid draft, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Blob, byte[] Meta, string Type, long Size, byte[] Sha256)>(
            "select blob_id, meta, detected_type, size, sha256 from draft_file where draft_id = @draft order by received_at, blob_id", new { draft }, cancel);
        var files = new List<ReportFile>();
        foreach (var row in rows)
        {
            var meta = await work.OpenAsync<AttachmentMeta>(draft, "draft_file", "meta", row.Blob, row.Meta, cancel);
            files.Add(new ReportFile(row.Blob, meta.Name, meta.DeclaredType, row.Type, row.Size, row.Sha256, meta.Sha256Browser));
        }

        return files;
    }
}
