using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Sealing.AtRest;

namespace Vaern.App.Intake;

/// <summary>A file that was taken in and stored, not yet tied to a report.</summary>
internal sealed record ReportFile(Guid Blob, string Name, string? DeclaredType, string DetectedType, long Size, byte[] Sha256, string? Sha256Browser = null);

/// <summary>The sealed part of an attachment's row.</summary>
internal sealed record AttachmentMeta(string Name, string? DeclaredType, string? Sha256Browser = null);

/// <summary>Takes files in: at most ten, at most 25 MiB each, of a kind that can be told from the bytes.</summary>
public static class ReportFiles
{
    public const int MaxCount = 10;
    public const long MaxSize = 25L * 1024 * 1024;

    internal static async Task<Result<ReportFile>> StoreAsync(UnitOfWork work, Guid owner, SecretKey ownerKey, IncomingFile file, CancellationToken cancel)
    {
        var stored = await BlobStore.WriteAsync(work, owner, ownerKey, file.Content, MaxSize, cancel);
        if (!stored.TryGet(out var blob, out var error))
        {
            return error.Code == "blob.too-large" ? new Error("file.too-large", "A file is larger than 25 MB.") : error;
        }

        if (blob.Size == 0)
        {
            return new Error("file.empty", "A file is empty.");
        }

        if (file.Sha256Browser is { } sent && sent != Convert.ToHexStringLower(blob.Sha256))
        {
            return new Error("file.changed", "What arrived is not what was chosen.");
        }

        return FileKind.Sniff(blob.Head) is { } detected
            ? new ReportFile(blob.Id, CleanName(file.Name), file.DeclaredType, detected, blob.Size, blob.Sha256, file.Sha256Browser)
            : new Error("file.kind", "The kind of a file is not one that can be received.");
    }

    // Browsers of old sent whole paths; the name is shown to people, so it holds no control or direction marks.
    private static string CleanName(string name)
    {
        var last = name.Replace('\\', '/').Split('/')[^1];
        var clean = new string([.. last.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)]).Trim();
        return clean.Length == 0 ? "fil" : clean.Length > 200 ? clean[..200] : clean;
    }
}
