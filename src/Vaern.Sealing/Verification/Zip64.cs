using System.Buffers.Binary;

namespace Vaern.Sealing.Verification;

/// <summary>The zip64 records, allowed only where a size, offset or count needs them.</summary>
internal static class Zip64
{
    internal const ushort Version = 45;

    /// <summary>End record (56 bytes) and its locator (20).</summary>
    internal const int EndLength = 76;

    /// <summary>Sizes and offset of an entry with the zip64 extra field applied. Any other extra field is refused.</summary>
    internal static (long Length, long Stored, long Offset) Sizes(ReadOnlySpan<byte> extra, uint length, uint stored, uint offset)
    {
        if (extra.IsEmpty)
        {
            if (length == uint.MaxValue || stored == uint.MaxValue || offset == uint.MaxValue) throw new ZipFault("a zip64 field is missing");
            return (length, stored, offset);
        }
        if (extra.Length < 4 || BinaryPrimitives.ReadUInt16LittleEndian(extra) != 1 || BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]) != extra.Length - 4)
            throw new ZipFault("an extra field that is not zip64");
        var rest = extra[4..];
        var result = (Take(ref rest, length), Take(ref rest, stored), Take(ref rest, offset));
        return rest.IsEmpty ? result : throw new ZipFault("a zip64 field that is not needed");
    }

    internal static (long Offset, long Size, long Count) ReadEnd(Stream file, long endStart, (long Offset, long Size, long Count) small)
    {
        if (endStart < EndLength) throw new ZipFault("the zip64 end record is missing");
        var bytes = StrictZip.ReadBytes(file, endStart - EndLength, EndLength).AsSpan();
        var locator = bytes[56..];
        var right = BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 0x06064B50
            && BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]) == 44
            && BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]) == Version
            && BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) == 0
            && BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]) == BinaryPrimitives.ReadInt64LittleEndian(bytes[32..])
            && BinaryPrimitives.ReadUInt32LittleEndian(locator) == 0x07064B50
            && BinaryPrimitives.ReadUInt32LittleEndian(locator[4..]) == 0
            && BinaryPrimitives.ReadInt64LittleEndian(locator[8..]) == endStart - EndLength
            && BinaryPrimitives.ReadUInt32LittleEndian(locator[16..]) == 1;
        if (!right) throw new ZipFault("the zip64 end record is missing or broken");
        var count = BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]);
        var size = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]);
        var offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]);
        var agree = (small.Count == 0xFFFF || small.Count == count) && (small.Size == uint.MaxValue || small.Size == size)
            && (small.Offset == uint.MaxValue || small.Offset == offset);
        return agree ? (offset, size, count) : throw new ZipFault("the two end records disagree");
    }

    private static long Take(ref ReadOnlySpan<byte> rest, uint small)
    {
        if (small != uint.MaxValue) return small;
        if (rest.Length < 8) throw new ZipFault("a zip64 field is too short");
        var value = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return value >= 0 ? value : throw new ZipFault("a negative size");
    }
}
