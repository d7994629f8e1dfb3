using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Vaern.Sealing.Verification;

namespace Vaern.Sealing.Packages;

/// <summary>
/// Writes the files of a package as a plain ZIP (evidence format, byte-exact rules): one top folder, entries in byte order, one
/// time, modes 0644 and 0755, no comments, no descriptors, no extra fields but zip64 where a size or offset needs it. The stream must be
/// seekable, because only then do the local headers carry sizes; the framework's writer gives an entry over 4 GiB a descriptor even
/// then, which not every reader takes, so the headers are written here. Every file is hashed while it passes.
/// </summary>
internal static class PackageZip
{
    /// <summary>What no longer fits in 32 bits.</summary>
    internal const long Wide = uint.MaxValue;

    private const int BufferSize = 256 * 1024;
    private const int MostShortEntries = ushort.MaxValue;

    /// <param name="wide">Sizes and offsets from this on are written as zip64; tests lower it, since nobody writes 4 GiB for a test.</param>
    /// <returns>The first file whose bytes are not the expected ones, or null.</returns>
    internal static async Task<string?> WriteAsync(
        Stream output, string topFolder, DateTime entryTime, IEnumerable<PackageFile> files, CancellationToken cancellationToken, long wide = Wide)
    {
        var buffer = new byte[BufferSize];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var directory = new List<ZipEntryHeader>();
        foreach (var file in files.OrderBy(f => f.Path, Comparer<string>.Create(PackageFile.Compare)))
        {
            // What does not get smaller gets a little larger, so what is close to the limit is stored; and so is nothing at all.
            var isDeflated = !file.IsStored && file.Length > 0 && (file.Length >= wide || file.Length < wide - (wide >> 8));
            var entry = new ZipEntryHeader(Encoding.UTF8.GetBytes($"{topFolder}/{file.Path}"), isDeflated, file.IsScript, DosTime(entryTime), output.Position, file.Length, wide);
            await output.WriteAsync(entry.Local(), cancellationToken);
            var start = output.Position;
            var (fault, crc) = await CopyAsync(output, file, isDeflated, hash, buffer, cancellationToken);
            if (fault is not null) return fault;

            var end = output.Position;
            entry = entry with { Crc = crc, Stored = end - start };
            output.Position = entry.Offset;
            await output.WriteAsync(entry.Local(), cancellationToken);
            output.Position = end;
            directory.Add(entry);
        }
        await EndAsync(output, directory, wide, cancellationToken);
        return null;
    }

    private static async Task<(string? Fault, uint Crc)> CopyAsync(
        Stream output, PackageFile file, bool isDeflated, IncrementalHash hash, byte[] buffer, CancellationToken cancellationToken)
    {
        var crc = new Crc32();
        long length = 0;
        var target = isDeflated ? new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true) : output;
        await using (var source = await file.Open(cancellationToken))
        {
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                length += read;
                if (length > file.Length) return ($"{file.Path}: longer than recorded", 0);
                crc.Add(buffer.AsSpan(0, read));
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        if (isDeflated) await target.DisposeAsync();
        if (length != file.Length) return ($"{file.Path}: shorter than recorded", 0);
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Sha256 ? (null, crc.Value) : ($"{file.Path}: the content is not what was recorded", 0);
    }

    /// <summary>The directory and its end, with the zip64 records where a number needs them (APPNOTE 6.3 §4.3.14 to §4.3.16).</summary>
    private static async Task EndAsync(Stream output, List<ZipEntryHeader> directory, long wide, CancellationToken cancellationToken)
    {
        var offset = output.Position;
        foreach (var entry in directory) await output.WriteAsync(entry.Central(), cancellationToken);
        var size = output.Position - offset;
        if (directory.Count >= MostShortEntries || offset >= wide || size >= wide) await output.WriteAsync(WideEnd(directory.Count, size, offset), cancellationToken);

        var end = new byte[22];
        var count = (ushort)Math.Min(directory.Count, MostShortEntries);
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), size >= wide ? uint.MaxValue : (uint)size);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), offset >= wide ? uint.MaxValue : (uint)offset);
        await output.WriteAsync(end, cancellationToken);
    }

    private static byte[] WideEnd(long count, long size, long offset)
    {
        var record = new byte[76];
        var to = record.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(to, 0x06064B50);
        BinaryPrimitives.WriteInt64LittleEndian(to[4..], 44);
        BinaryPrimitives.WriteUInt16LittleEndian(to[12..], (3 << 8) | 45);
        BinaryPrimitives.WriteUInt16LittleEndian(to[14..], 45);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], count);
        BinaryPrimitives.WriteInt64LittleEndian(to[32..], count);
        BinaryPrimitives.WriteInt64LittleEndian(to[40..], size);
        BinaryPrimitives.WriteInt64LittleEndian(to[48..], offset);
        BinaryPrimitives.WriteUInt32LittleEndian(to[56..], 0x07064B50);
        BinaryPrimitives.WriteInt64LittleEndian(to[64..], offset + size);
        BinaryPrimitives.WriteUInt32LittleEndian(to[72..], 1);
        return record;
    }

    private static uint DosTime(DateTime time) =>
        (uint)(((time.Year - 1980) << 25) | (time.Month << 21) | (time.Day << 16) | (time.Hour << 11) | (time.Minute << 5) | (time.Second / 2));
}
