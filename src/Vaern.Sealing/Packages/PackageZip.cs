using System.IO.Compression;
using System.Security.Cryptography;

namespace Vaern.Sealing.Packages;

/// <summary>
/// Writes the files of a package as a plain ZIP (evidence format, byte-exact rules): one top folder, entries in byte order, one
/// time, modes 0644 and 0755, no comments, no extra fields but zip64. The stream must be seekable, because only then do the local
/// headers carry sizes. Every file is hashed while it passes.
/// </summary>
internal static class PackageZip
{
    private const int RegularFile = 0x81A4 << 16;
    private const int ExecutableFile = 0x81ED << 16;
    private const int BufferSize = 256 * 1024;

    /// <returns>The first file whose bytes are not the expected ones, or null.</returns>
    internal static async Task<string?> WriteAsync(
        Stream output, string topFolder, DateTime entryTime, IEnumerable<PackageFile> files, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (var file in files.OrderBy(f => f.Path, Comparer<string>.Create(PackageFile.Compare)))
        {
            var entry = zip.CreateEntry($"{topFolder}/{file.Path}", file.IsStored ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
            entry.LastWriteTime = new DateTimeOffset(entryTime, TimeSpan.Zero);
            entry.ExternalAttributes = file.IsScript ? ExecutableFile : RegularFile;
            await using var target = await entry.OpenAsync(cancellationToken);
            await using var source = await file.Open(cancellationToken);
            long length = 0;
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (length > file.Length) return $"{file.Path}: longer than recorded";
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
            if (length != file.Length) return $"{file.Path}: shorter than recorded";
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256) return $"{file.Path}: the content is not what was recorded";
        }
        return null;
    }
}
