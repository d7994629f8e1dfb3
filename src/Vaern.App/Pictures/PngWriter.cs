using System.Buffers.Binary;
using System.IO.Compression;

namespace Vaern.App.Pictures;

/// <summary>The plainest PNG there is (ISO/IEC 15948): header, pixels, end. No text, no time, no profile.</summary>
internal static class PngWriter
{
    private static readonly uint[] CrcTable =
        [.. Enumerable.Range(0, 256).Select(one => Enumerable.Range(0, 8).Aggregate((uint)one, (crc, _) => (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1)))];

    /// <param name="channels">1 for brightness, 3 for red, green and blue; eight bits each.</param>
    internal static byte[] Write(int width, int height, int channels, ReadOnlySpan<byte> samples)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)(channels == 1 ? 0 : 2);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Packed(width * channels, channels, samples));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Each row as the difference to its left neighbour, which packs better than the pixels themselves.
    private static byte[] Packed(int rowLength, int step, ReadOnlySpan<byte> samples)
    {
        const byte Left = 1;
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[rowLength + 1];
            row[0] = Left;
            for (var at = 0; at < samples.Length; at += rowLength)
            {
                var line = samples.Slice(at, rowLength);
                for (var i = 0; i < rowLength; i++)
                {
                    row[i + 1] = (byte)(line[i] - (i < step ? 0 : line[i - step]));
                }

                deflate.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(kind);
        file.Write(content);
        var crc = Crc(Crc(0xFFFFFFFF, kind), content) ^ 0xFFFFFFFF;
        BinaryPrimitives.WriteUInt32BigEndian(number, crc);
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            crc = CrcTable[(byte)(crc ^ one)] ^ (crc >> 8);
        }

        return crc;
    }
}
