using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Vaern.App.Pictures;

namespace Vaern.Cli.Tests.Matching;

/// <summary>Files made here, byte by byte: good ones and bad ones.</summary>
internal static class TestFiles
{
    private static readonly TurboJpeg Library = TurboJpeg.TryLoad() ?? throw new InvalidOperationException("libturbojpeg0 must be installed where the tests run.");

    internal static byte[] Scene(int width, int height, int channels)
    {
        var pixels = new byte[width * height * channels];
        for (var k = 0; k < pixels.Length; k++)
        {
            int x = k / channels % width, y = k / channels / width, channel = k % channels;
            pixels[k] = (byte)(128 + (60 * Math.Sin((x / 9.0) + channel)) + (60 * Math.Cos(y / 7.0 * (1 + (x / 150.0)))));
        }
        return pixels;
    }

    internal static byte[] Jpeg(int width = 320, int height = 200) => Library.Compress(Scene(width, height, 3), width, height, TurboJpeg.Rgb, 90);

    internal static byte[] InkJpeg(int width = 320, int height = 200) => Library.Compress(Scene(width, height, 4), width, height, TurboJpeg.Cmyk, 90);

    /// <summary>The same picture with a tag that says it should be shown turned.</summary>
    internal static byte[] TurnedJpeg()
    {
        byte[] exif = [.. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        var jpeg = Jpeg();
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    internal static byte[] Pnm(int width, int height, int channels, byte[] pixels) =>
        [.. Encoding.ASCII.GetBytes($"P{(channels == 1 ? 5 : 6)}\n{width} {height}\n255\n"), .. pixels];

    /// <summary>A PNG of rows that are handed in as they are, filter byte first.</summary>
    internal static byte[] Png(int width, int height, int depth, int colour, byte[] rows, bool interlaced = false, params (string Kind, byte[] Content)[] between)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colour, (byte)(interlaced ? 1 : 0));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }
        var data = packed.ToArray();
        var half = data.Length / 2;
        return
        [
            .. PngReader.Signature, .. Chunk("IHDR", header), .. between.SelectMany(one => Chunk(one.Kind, one.Content)),
            .. Chunk("IDAT", data[..half]), .. Chunk("IDAT", data[half..]), .. Chunk("IEND", []),
        ];
    }

    /// <summary>Rows of 8-bit samples without filters, each with its filter byte.</summary>
    internal static byte[] Rows(byte[] pixels, int stride) => [.. pixels.Chunk(stride).SelectMany(row => row.Prepend((byte)0))];

    private static byte[] Chunk(string kind, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(kind), .. content];
        var crc = uint.MaxValue;
        foreach (var one in named)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : 0xEDB88320 ^ (crc >> 1);
            }
        }
        var chunk = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), ~crc);
        return chunk;
    }
}
