using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Vaern.Sealing.Verification;

namespace Vaern.Sealing.WebCaptures;

/// <summary>An entry of somebody else's ZIP as its directory tells of it.</summary>
internal sealed record ForeignEntry(string Name, ushort Flags, ushort Method, uint Crc, long StoredLength, long Length, long Offset)
{
    internal bool IsFolder => Name.EndsWith('/');

    internal bool IsEncrypted => (Flags & 1) != 0;

    internal bool IsStored => Method == 0;
}

/// <summary>
/// Reads a ZIP that other programs made: comments, extra fields and descriptors are theirs to use. Sizes and places are bounded by the file, so a cut,
/// nested, renamed or enormous archive is refused and never unpacked into memory.
/// </summary>
internal sealed class ForeignZip
{
    private const int EndLength = 22;
    private const int LongestComment = 0xFFFF;
    private const int LargestDirectory = 64 << 20;
    private const int MostEntries = 200_000;

    private readonly PackageBytes _file;

    private ForeignZip(PackageBytes file, IReadOnlyList<ForeignEntry> entries) => (_file, Entries) = (file, entries);

    internal IReadOnlyList<ForeignEntry> Entries { get; }

    /// <exception cref="ZipFault">Not a ZIP, cut off, split, or larger than is read.</exception>
    internal static ForeignZip Open(Stream stream)
    {
        var file = new PackageBytes(stream);
        var (offset, size, count) = FindEnd(file, stream.Length);
        if (count > MostEntries || size > LargestDirectory) throw new ZipFault("the directory is too large");
        if (offset < 0 || size < 0 || offset + size > stream.Length) throw new ZipFault("the directory lies outside the file");
        var directory = Bytes(file, offset, (int)size);
        var entries = new List<ForeignEntry>();
        var at = 0;
        for (long i = 0; i < count; i++) entries.Add(Entry(directory, ref at, offset));
        return new ForeignZip(file, entries);
    }

    /// <summary>Reads an entry to its end, checking length and CRC-32, and gives it block by block.</summary>
    /// <exception cref="ZipFault">Broken, longer or shorter than stated.</exception>
    internal void Read(ForeignEntry entry, Action<ReadOnlySpan<byte>> block)
    {
        var crc = new Crc32();
        var buffer = new byte[128 * 1024];
        long length = 0;
        try
        {
            using var content = Content(entry);
            int read;
            while ((read = content.Read(buffer)) > 0)
            {
                length += read;
                if (length > entry.Length) throw new ZipFault("longer than its directory entry says");
                crc.Add(buffer.AsSpan(0, read));
                block(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException)
        {
            throw new ZipFault("the compressed data is broken");
        }
        if (length != entry.Length) throw new ZipFault("shorter than its directory entry says");
        if (crc.Value != entry.Crc) throw new ZipFault("CRC does not match");
    }

    /// <summary>The bytes of a small entry; null when it is larger than <paramref name="most"/>.</summary>
    internal byte[]? Read(ForeignEntry entry, int most)
    {
        if (entry.Length > most) return null;
        var bytes = new MemoryStream((int)entry.Length);
        Read(entry, block => bytes.Write(block));
        return bytes.ToArray();
    }

    /// <summary>The unpacked bytes as a stream. Length and CRC are not checked by reading it.</summary>
    internal Stream Content(ForeignEntry entry)
    {
        if (entry.IsEncrypted || entry.Method is not (0 or 8)) throw new ZipFault("encrypted, or packed in a way that is not read");
        var local = Bytes(_file, entry.Offset, 30);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != 0x04034B50) throw new ZipFault("no local header");
        var data = entry.Offset + 30 + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        var part = new FilePart(_file, data, entry.StoredLength);
        return entry.IsStored ? part : new DeflateStream(part, CompressionMode.Decompress);
    }

    private static ForeignEntry Entry(byte[] directory, ref int at, long limit)
    {
        if (directory.Length - at < 46 || BinaryPrimitives.ReadUInt32LittleEndian(directory.AsSpan(at)) != 0x02014B50) throw new ZipFault("the directory is broken");
        var header = directory.AsSpan(at);
        int name = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        var size = 46 + name + extra + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        if (header.Length < size) throw new ZipFault("the directory is broken");
        var (length, stored, offset) = Sizes(
            header.Slice(46 + name, extra), BinaryPrimitives.ReadUInt32LittleEndian(header[24..]), BinaryPrimitives.ReadUInt32LittleEndian(header[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[42..]));
        if (offset < 0 || stored < 0 || length < 0 || offset > limit || stored > limit) throw new ZipFault("an entry lies outside the file");
        at += size;
        return new ForeignEntry(
            Encoding.UTF8.GetString(header.Slice(46, name)), BinaryPrimitives.ReadUInt16LittleEndian(header[8..]), BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(header[16..]), stored, length, offset);
    }

    private static (long Length, long Stored, long Offset) Sizes(ReadOnlySpan<byte> extra, uint length, uint stored, uint offset)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (extra.Length < 4 + size) break;
            if (id == 1)
            {
                var rest = extra.Slice(4, size);
                return (Take(ref rest, length), Take(ref rest, stored), Take(ref rest, offset));
            }
            extra = extra[(4 + size)..];
        }
        return (length, stored, offset);
    }

    private static long Take(ref ReadOnlySpan<byte> rest, uint small)
    {
        if (small != uint.MaxValue) return small;
        if (rest.Length < 8) throw new ZipFault("a zip64 field is too short");
        var value = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    private static (long Offset, long Size, long Count) FindEnd(PackageBytes file, long length)
    {
        var tail = Bytes(file, Math.Max(0, length - EndLength - LongestComment), (int)Math.Min(length, EndLength + LongestComment));
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var record = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) != 0x06054B50 || BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) != record.Length - EndLength) continue;
            if (BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) != 0) throw new ZipFault("the ZIP is split over several disks");
            var small = ((long)BinaryPrimitives.ReadUInt32LittleEndian(record[16..]), (long)BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), (long)BinaryPrimitives.ReadUInt16LittleEndian(record[10..]));
            return small is (not uint.MaxValue, not uint.MaxValue, not ushort.MaxValue) ? small : Zip64End(file, length - tail.Length + at);
        }
        throw new ZipFault("no end record: not a ZIP, or cut off");
    }

    private static (long Offset, long Size, long Count) Zip64End(PackageBytes file, long end)
    {
        var locator = Bytes(file, end - 20, 20);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != 0x07064B50) throw new ZipFault("the zip64 end record is missing");
        var record = Bytes(file, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), 56);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != 0x06064B50) throw new ZipFault("the zip64 end record is missing");
        return (BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(32)));
    }

    private static byte[] Bytes(PackageBytes file, long offset, int count)
    {
        if (offset < 0) throw new ZipFault("a place before the file");
        var bytes = new byte[count];
        var have = 0;
        while (have < count)
        {
            var read = file.ReadAt(offset + have, bytes.AsSpan(have));
            if (read == 0) throw new ZipFault("the file ends too early");
            have += read;
        }
        return bytes;
    }
}
