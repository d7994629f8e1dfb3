using System.Buffers.Binary;
using System.Text;

namespace Vaern.Sealing.Verification;

/// <summary>An entry as central directory and local header agree on it.</summary>
/// <param name="DataOffset">Where its bytes begin in the file.</param>
internal sealed record ZipEntry(string Name, bool IsDeflated, uint Crc, long StoredLength, long Length, long DataOffset, uint DosTime, uint Mode);

/// <summary>
/// Reads the directory of a package ZIP and accepts only the form that the format fixes: entries one after the other from the first
/// byte to the directory, local headers that say the same as the directory, no comments, no extra fields but zip64, no encryption, no
/// descriptors, nothing before, between or after. So there is one way to read the file, whichever reader is used. Not the writer's code.
/// </summary>
internal static class StrictZip
{
    private const int LargestDirectory = 64 << 20;
    private const int MostEntries = 200_000;
    private const long Allowance = 1L << 30;
    private const int LargestRatio = 200;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ZipFault">The file is not of the strict form.</exception>
    internal static IReadOnlyList<ZipEntry> ReadDirectory(Stream file)
    {
        var end = ReadEnd(file);
        var directory = ReadBytes(file, end.Offset, end.Size);
        var entries = new List<ZipEntry>(end.Count);
        long next = 0, total = 0;
        var at = 0;
        for (var i = 0; i < end.Count; i++)
        {
            var header = CentralHeader.Read(directory.AsSpan(at));
            at += header.Size;
            if (header.Offset != next) throw new ZipFault($"entries overlap or leave a gap ({header.Name})");
            var dataOffset = next + CheckLocal(file, header);
            next = checked(dataOffset + header.StoredLength);
            if (next > end.Offset) throw new ZipFault($"an entry runs into the directory ({header.Name})");
            total = checked(total + header.Length);
            entries.Add(new ZipEntry(header.Name, header.Method == 8, header.Crc, header.StoredLength, header.Length, dataOffset, header.DosTime, header.Mode));
        }
        if (at != directory.Length) throw new ZipFault("the directory holds more than its entries");
        if (next != end.Offset) throw new ZipFault("there are bytes between the last entry and the directory");
        if (total > Allowance + (LargestRatio * file.Length)) throw new ZipFault("unpacks to far more than its size (zip bomb)");
        return entries;
    }

    internal static string DecodeName(ReadOnlySpan<byte> bytes, bool utf8)
    {
        if (bytes.IsEmpty) throw new ZipFault("an entry has no name");
        var ascii = Ascii.IsValid(bytes);
        if (ascii == utf8) throw new ZipFault(ascii ? "the UTF-8 flag stands on an ASCII name" : "a name is not marked as UTF-8");
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new ZipFault("a name is not valid UTF-8");
        }
    }

    internal static byte[] ReadBytes(Stream file, long offset, long count)
    {
        var bytes = new byte[count];
        file.Position = offset;
        try
        {
            file.ReadExactly(bytes);
        }
        catch (EndOfStreamException)
        {
            throw new ZipFault("the file ends too early");
        }
        return bytes;
    }

    /// <summary>Compares the local header with the directory entry, field by field.</summary>
    /// <returns>Length of the local header.</returns>
    private static int CheckLocal(Stream file, CentralHeader central)
    {
        var fixedPart = ReadBytes(file, central.Offset, 30).AsSpan();
        if (BinaryPrimitives.ReadUInt32LittleEndian(fixedPart) != 0x04034B50) throw new ZipFault($"no local header ({central.Name})");
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[26..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[28..]);
        var rest = ReadBytes(file, central.Offset + 30, nameLength + extraLength).AsSpan();

        var same = BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[4..]) == central.VersionNeeded
            && BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[6..]) == central.Flags
            && BinaryPrimitives.ReadUInt16LittleEndian(fixedPart[8..]) == central.Method
            && BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[10..]) == central.DosTime
            && BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[14..]) == central.Crc
            && rest[..nameLength].SequenceEqual(central.NameBytes.Span);
        if (!same) throw new ZipFault($"local header and directory disagree ({central.Name})");

        var sizes = Zip64.Sizes(
            rest[nameLength..], BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[22..]), BinaryPrimitives.ReadUInt32LittleEndian(fixedPart[18..]), offset: 0);
        if (sizes.Length != central.Length || sizes.Stored != central.StoredLength) throw new ZipFault($"local header and directory disagree on size ({central.Name})");
        return 30 + nameLength + extraLength;
    }

    /// <summary>End record, which must be the last 22 bytes, and the zip64 records before it where sizes need them.</summary>
    private static (long Offset, int Size, int Count) ReadEnd(Stream file)
    {
        if (file.Length < 22) throw new ZipFault("not a ZIP file");
        var start = file.Length - 22;
        var record = ReadBytes(file, start, 22).AsSpan();
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != 0x06054B50) throw new ZipFault("no end record at the end: not a ZIP, cut off, or with something behind it");
        if (BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) != 0) throw new ZipFault("the ZIP is split over several disks");
        if (BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) != 0) throw new ZipFault("the ZIP has a comment");
        long here = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (here != count) throw new ZipFault("the end record disagrees with itself");
        if (count == 0xFFFF || size == 0xFFFFFFFF || offset == 0xFFFFFFFF)
        {
            (offset, size, count) = Zip64.ReadEnd(file, start, (offset, size, count));
            start -= Zip64.EndLength;
        }
        if (count > MostEntries || size > LargestDirectory) throw new ZipFault("the directory is too large");
        if (count == 0) throw new ZipFault("the ZIP is empty");
        if (offset < 0 || size < 0 || offset + size != start) throw new ZipFault("the directory does not end where the end record begins");
        return (offset, (int)size, (int)count);
    }
}
