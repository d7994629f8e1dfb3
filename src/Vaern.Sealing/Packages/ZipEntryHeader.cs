using System.Buffers.Binary;
using System.Text;

namespace Vaern.Sealing.Packages;

/// <summary>One entry as the writer describes it, in its local header and in the directory (APPNOTE 6.3 §4.3.7, §4.3.12, §4.5.3).</summary>
/// <param name="Wide">Sizes from this on stand in the zip64 field.</param>
internal sealed record ZipEntryHeader(byte[] Name, bool IsDeflated, bool IsScript, uint DosTime, long Offset, long Length, long Wide)
{
    private const int RegularFile = 0x81A4 << 16;
    private const int ExecutableFile = 0x81ED << 16;
    private const ushort Unix = 3 << 8;
    private const ushort Utf8Flag = 1 << 11;

    internal uint Crc { get; init; }

    /// <summary>Bytes in the file; the same as <see cref="Length"/> for a stored entry.</summary>
    internal long Stored { get; init; }

    private bool IsLarge => Length >= Wide;

    // One version for both headers, or they would disagree: an entry that lies far out needs the field in the directory alone.
    private ushort Version => IsLarge || Stored >= Wide || Offset >= Wide ? (ushort)45 : (ushort)20;

    internal byte[] Local()
    {
        var header = new byte[30 + Name.Length + (IsLarge ? 20 : 0)];
        var to = header.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(to, 0x04034B50);
        Common(to[4..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[18..], IsLarge ? uint.MaxValue : (uint)Stored);
        BinaryPrimitives.WriteUInt32LittleEndian(to[22..], IsLarge ? uint.MaxValue : (uint)Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[26..], (ushort)Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[28..], (ushort)(IsLarge ? 20 : 0));
        Name.CopyTo(to[30..]);
        if (IsLarge) WriteField(to[(30 + Name.Length)..], [Length, Stored]);
        return header;
    }

    internal byte[] Central()
    {
        List<long> wide = [];
        var (length, stored, offset) = (Narrow(Length, wide), Narrow(Stored, wide), Narrow(Offset, wide));
        var extra = wide.Count > 0 ? 4 + (8 * wide.Count) : 0;
        var header = new byte[46 + Name.Length + extra];
        var to = header.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(to, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(to[4..], (ushort)(Unix | Version));
        Common(to[6..]);
        BinaryPrimitives.WriteUInt32LittleEndian(to[20..], stored);
        BinaryPrimitives.WriteUInt32LittleEndian(to[24..], length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[28..], (ushort)Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(to[30..], (ushort)extra);
        BinaryPrimitives.WriteInt32LittleEndian(to[38..], IsScript ? ExecutableFile : RegularFile);
        BinaryPrimitives.WriteUInt32LittleEndian(to[42..], offset);
        Name.CopyTo(to[46..]);
        if (extra > 0) WriteField(to[(46 + Name.Length)..], wide);
        return header;
    }

    // Version, flags, method, time and sum stand in the same order in both headers.
    private void Common(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], Ascii.IsValid(Name) ? (ushort)0 : Utf8Flag);
        BinaryPrimitives.WriteUInt16LittleEndian(to[4..], IsDeflated ? (ushort)8 : (ushort)0);
        BinaryPrimitives.WriteUInt32LittleEndian(to[6..], DosTime);
        BinaryPrimitives.WriteUInt32LittleEndian(to[10..], Crc);
    }

    private uint Narrow(long value, List<long> wide)
    {
        if (value < Wide) return (uint)value;
        wide.Add(value);
        return uint.MaxValue;
    }

    private static void WriteField(Span<byte> to, List<long> values)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)(8 * values.Count));
        for (var i = 0; i < values.Count; i++) BinaryPrimitives.WriteInt64LittleEndian(to[(4 + (8 * i))..], values[i]);
    }
}
