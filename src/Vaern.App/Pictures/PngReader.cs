using System.Buffers.Binary;
using System.IO.Compression;

namespace Vaern.App.Pictures;

/// <summary>
/// PNG (ISO/IEC 15948) in managed code over the runtime's inflater: every depth, palette, transparency, all five filters, interlacing. The format loses
/// nothing, so the samples are those of libpng; there is no memory to overrun. Chunks that the pixels do not need are checked, not unpacked: gamma and
/// profiles are ignored, as everywhere here.
/// </summary>
internal static class PngReader
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(one => Enumerable.Range(0, 8).Aggregate((uint)one, (crc, _) => (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1)))];

    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    internal static DecodedPicture Read(ReadOnlyMemory<byte> file)
    {
        PngHeader? header = null;
        ReadOnlyMemory<byte> palette = default, clear = default;
        List<ReadOnlyMemory<byte>> data = [];
        List<string> conversions = [];
        var at = Signature.Length;
        for (var ended = false; !ended;)
        {
            var (kind, content) = Chunk(file, ref at);
            if (header is null && kind != "IHDR")
            {
                throw new PictureFault(PictureProblem.Damaged);
            }
            switch (kind)
            {
                case "IHDR":
                    header = header is null ? PngHeader.Read(content.Span) : throw new PictureFault(PictureProblem.Damaged);
                    break;
                case "PLTE":
                    palette = content;
                    break;
                case "tRNS":
                    clear = content;
                    break;
                case "acTL":
                    conversions.Add("first-frame");
                    break;
                case "IDAT":
                    data.Add(content);
                    break;
                case "IEND":
                    ended = true;
                    break;
                // A critical chunk (capital first letter) that nobody knows: the picture cannot be understood without it.
                case [>= 'A' and <= 'Z', ..]:
                    throw new PictureFault(PictureProblem.Damaged);
            }
        }
        var painter = new PngPainter(header!, palette, clear);
        using var packed = new SegmentStream(data);
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            painter.Paint(rows);
        }
        catch (InvalidDataException)
        {
            throw new PictureFault(PictureProblem.Damaged);
        }
        catch (EndOfStreamException)
        {
            throw new PictureFault(PictureProblem.Truncated);
        }
        conversions.AddRange(painter.Conversions);
        return new DecodedPicture(painter.Picture(), "png", $"vaern-png, .NET {Environment.Version}", conversions);
    }

    private static (string Kind, ReadOnlyMemory<byte> Content) Chunk(ReadOnlyMemory<byte> file, ref int at)
    {
        if (file.Length - at < 12)
        {
            throw new PictureFault(PictureProblem.Truncated);
        }
        var length = BinaryPrimitives.ReadUInt32BigEndian(file.Span[at..]);
        if (length > int.MaxValue)
        {
            throw new PictureFault(PictureProblem.Damaged);
        }
        if (length > file.Length - at - 12)
        {
            throw new PictureFault(PictureProblem.Truncated);
        }
        var content = file.Slice(at + 8, (int)length);
        var crc = uint.MaxValue;
        foreach (var one in file.Span.Slice(at + 4, (int)length + 4))
        {
            crc = CrcTable[(byte)(crc ^ one)] ^ (crc >> 8);
        }
        if (~crc != BinaryPrimitives.ReadUInt32BigEndian(file.Span[(at + 8 + (int)length)..]))
        {
            throw new PictureFault(PictureProblem.Damaged);
        }
        var kind = System.Text.Encoding.ASCII.GetString(file.Span.Slice(at + 4, 4));
        at += 12 + (int)length;
        return (kind, content);
    }
}

/// <summary>Pieces of memory, read one after the other.</summary>
internal sealed class SegmentStream(IReadOnlyList<ReadOnlyMemory<byte>> segments) : Stream
{
    private int segment;
    private int place;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (segment < segments.Count && place == segments[segment].Length)
        {
            (segment, place) = (segment + 1, 0);
        }
        if (segment == segments.Count)
        {
            return 0;
        }
        var count = Math.Min(buffer.Length, segments[segment].Length - place);
        segments[segment].Span.Slice(place, count).CopyTo(buffer);
        place += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
