using System.Buffers.Binary;
using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>
/// Which way up a camera said that its picture is (Exif tag 0x0112, values 1 to 8). People are shown the picture that way; fingerprints are of the pixels as
/// they are stored, like those of everybody else.
/// </summary>
internal static class Orientation
{
    internal const int AsStored = 1;

    private const ushort Tag = 0x0112;
    private const ushort Short = 3;

    /// <summary>What a JPEG says; <see cref="AsStored"/> where it says nothing, or nothing that can be read.</summary>
    internal static int Of(ReadOnlySpan<byte> jpeg)
    {
        var at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF)
        {
            var marker = jpeg[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            if (marker is 0xD9 or 0xDA || length < 2 || at + 2 + length > jpeg.Length)
            {
                return AsStored;
            }

            var content = jpeg.Slice(at + 4, length - 2);
            if (marker == 0xE1 && content.StartsWith("Exif\0\0"u8))
            {
                return OfTiff(content[6..]);
            }

            at += 2 + length;
        }

        return AsStored;
    }

    /// <summary>The picture turned and mirrored so that its top is up.</summary>
    internal static Raster Upright(Raster from, int orientation)
    {
        if (orientation is <= AsStored or > 8)
        {
            return from;
        }

        var (width, height) = orientation >= 5 ? (from.Height, from.Width) : (from.Width, from.Height);
        var samples = from.Samples.Span;
        var channels = from.Channels;
        var turned = new byte[samples.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (left, top) = Source(orientation, x, y, from.Width - 1, from.Height - 1);
                samples.Slice(((top * from.Width) + left) * channels, channels).CopyTo(turned.AsSpan(((y * width) + x) * channels));
            }
        }

        return new Raster(width, height, channels, turned);
    }

    private static (int Left, int Top) Source(int orientation, int x, int y, int right, int bottom) => orientation switch
    {
        2 => (right - x, y),
        3 => (right - x, bottom - y),
        4 => (x, bottom - y),
        5 => (y, x),
        6 => (y, bottom - x),
        7 => (right - y, bottom - x),
        _ => (right - y, x),
    };

    private static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || !(tiff.StartsWith("II"u8) || tiff.StartsWith("MM"u8)))
        {
            return AsStored;
        }

        var little = tiff[0] == (byte)'I';
        var directory = Word(tiff[4..], little);
        if (Half(tiff[2..], little) != 42 || directory > (uint)(tiff.Length - 2))
        {
            return AsStored;
        }

        var entries = tiff[((int)directory + 2)..];
        var count = Half(tiff[(int)directory..], little);
        for (var i = 0; i < count && entries.Length >= (i + 1) * 12; i++)
        {
            var entry = entries.Slice(i * 12, 12);
            if (Half(entry, little) == Tag)
            {
                var value = Half(entry[8..], little);
                return Half(entry[2..], little) == Short && Word(entry[4..], little) == 1 && value is >= 1 and <= 8 ? value : AsStored;
            }
        }

        return AsStored;
    }

    private static ushort Half(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Word(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
