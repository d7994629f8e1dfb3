using System.Buffers.Binary;

namespace Vaern.Sealing.Verification;

/// <summary>One entry of the central directory in the only form a package may have.</summary>
internal sealed record CentralHeader(
    string Name, ReadOnlyMemory<byte> NameBytes, ushort VersionNeeded, ushort Flags, ushort Method, uint DosTime, uint Crc, long StoredLength, long Length, uint Mode,
    long Offset, int Size)
{
    private const ushort Utf8Flag = 1 << 11;
    private const ushort DeflateLevelFlags = 0b110;
    private const uint RegularFile = 0x81A4u << 16;
    private const uint ExecutableFile = 0x81EDu << 16;
    private const ushort UnixWriter = 3 << 8;

    internal static CentralHeader Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < 46 || BinaryPrimitives.ReadUInt32LittleEndian(from) != 0x02014B50) throw new ZipFault("the directory is broken");
        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(from[28..]);
        var extraLength = BinaryPrimitives.ReadUInt16LittleEndian(from[30..]);
        if (from.Length < 46 + nameLength + extraLength) throw new ZipFault("the directory is broken");
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(from[8..]);
        var nameBytes = from.Slice(46, nameLength).ToArray();
        var name = StrictZip.DecodeName(nameBytes, (flags & Utf8Flag) != 0);

        var method = BinaryPrimitives.ReadUInt16LittleEndian(from[10..]);
        if ((flags & 1) != 0) throw new ZipFault($"encrypted entry ({name})");
        if ((flags & ~(Utf8Flag | (method == 8 ? DeflateLevelFlags : 0))) != 0) throw new ZipFault($"an entry with a descriptor or unusual flags ({name})");
        if (method is not (0 or 8)) throw new ZipFault($"unusual compression ({name})");
        if (BinaryPrimitives.ReadUInt16LittleEndian(from[32..]) != 0) throw new ZipFault($"an entry has a comment ({name})");
        if (BinaryPrimitives.ReadUInt16LittleEndian(from[34..]) != 0) throw new ZipFault("the ZIP is split over several disks");
        if (BinaryPrimitives.ReadUInt16LittleEndian(from[36..]) != 0) throw new ZipFault($"unusual attributes ({name})");
        var mode = BinaryPrimitives.ReadUInt32LittleEndian(from[38..]);
        if (mode is not (RegularFile or ExecutableFile)) throw new ZipFault($"not a plain file ({name})");

        var sizes = Zip64.Sizes(
            from.Slice(46 + nameLength, extraLength), BinaryPrimitives.ReadUInt32LittleEndian(from[24..]), BinaryPrimitives.ReadUInt32LittleEndian(from[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[42..]));
        if (method == 0 && sizes.Stored != sizes.Length) throw new ZipFault($"a stored entry with two sizes ({name})");

        var needed = BinaryPrimitives.ReadUInt16LittleEndian(from[6..]);
        if (needed != (extraLength > 0 ? Zip64.Version : 20) || BinaryPrimitives.ReadUInt16LittleEndian(from[4..]) != (UnixWriter | needed))
            throw new ZipFault($"unusual version ({name})");
        return new CentralHeader(
            name, nameBytes, needed, flags, method, BinaryPrimitives.ReadUInt32LittleEndian(from[12..]), BinaryPrimitives.ReadUInt32LittleEndian(from[16..]),
            sizes.Stored, sizes.Length, mode >> 16, sizes.Offset, 46 + nameLength + extraLength);
    }
}
