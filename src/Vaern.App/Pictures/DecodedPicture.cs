using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>Pixels, and everything that was done on the way to them.</summary>
/// <param name="Pixels">As stored: the orientation is told of beside them.</param>
/// <param name="Format"><c>jpeg</c>, <c>png</c> or <c>pnm</c>.</param>
/// <param name="Decoder">Name and version.</param>
/// <param name="Conversions">Such as <c>cmyk</c>, <c>16-bit</c>, <c>first-frame</c>, <c>over-white</c>; empty for most.</param>
public sealed record DecodedPicture(Raster Pixels, string Format, string Decoder, IReadOnlyList<string> Conversions)
{
    /// <summary>Exif orientation, 1 to 8; 1 for pixels that stand as they are shown.</summary>
    public int Orientation { get; init; } = Pictures.Orientation.AsStored;
}

/// <summary>
/// Decodes a picture. Only for use inside the limited worker process (<see cref="PictureWorker"/>) and on files that the program made itself: a file from
/// outside is never decoded where keys and records are.
/// </summary>
public static class PictureReader
{
    /// <exception cref="PictureFault">The file has no picture that can be compared.</exception>
    internal static DecodedPicture Read(ReadOnlyMemory<byte> file, TurboJpeg? jpeg)
    {
        var bytes = file.Span;
        if (bytes.Length > PictureLimits.MostBytes)
        {
            throw new PictureFault(PictureProblem.TooManyBytes);
        }
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return JpegReader.Read(file, jpeg ?? throw new PictureFault(PictureProblem.NoJpegDecoder)) with { Orientation = Orientation.Of(bytes) };
        }
        if (bytes.StartsWith(PngReader.Signature))
        {
            return PngReader.Read(file);
        }
        if (bytes.Length > 2 && bytes[0] == 'P' && bytes[1] is (byte)'5' or (byte)'6')
        {
            return PnmReader.Read(file);
        }
        throw new PictureFault(IsOtherPicture(bytes) ? PictureProblem.FormatNotCompared : PictureProblem.NotAPicture);
    }

    // Pictures that a browser may decode and the server does not.
    private static bool IsOtherPicture(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("GIF8"u8) || bytes.StartsWith("BM"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0x49, 0x49, 0x2A, 0]) || bytes.StartsWith((ReadOnlySpan<byte>)[0x4D, 0x4D, 0, 0x2A])
        || (bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8))
        || (bytes.Length >= 12 && bytes[4..8].SequenceEqual("ftyp"u8) && IsPictureBrand(bytes[8..12]))
        || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || bytes.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20]);

    private static bool IsPictureBrand(ReadOnlySpan<byte> brand) =>
        brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.StartsWith("avi"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8);
}
