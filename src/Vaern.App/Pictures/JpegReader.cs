using System.Buffers.Binary;
using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>JPEG by libjpeg-turbo, in the stored orientation, without colour management.</summary>
internal static class JpegReader
{
    internal static DecodedPicture Read(ReadOnlyMemory<byte> file, TurboJpeg library)
    {
        var marks = Marks(file.Span);
        if (marks.Scans == 0)
        {
            throw new PictureFault(PictureProblem.Truncated);
        }
        if (marks.Scans > PictureLimits.MostScans)
        {
            throw new PictureFault(PictureProblem.TooMuchWork);
        }
        var (width, height, colours, complaint) = library.Header(file.Span);
        if (complaint is not null)
        {
            throw new PictureFault(PictureProblem.Damaged);
        }
        PictureLimits.Check(width, height);
        List<string> conversions = [];
        var pixels = colours switch
        {
            2 => new Raster(width, height, 1, Decode(library, file.Span, width, height, TurboJpeg.Grey, 1)),
            3 or 4 => FromInk(Decode(library, file.Span, width, height, TurboJpeg.Cmyk, 4), width, height, marks.FromAdobe, conversions),
            _ => new Raster(width, height, 3, Decode(library, file.Span, width, height, TurboJpeg.Rgb, 3)),
        };
        return new DecodedPicture(pixels, "jpeg", "libjpeg-turbo " + library.Version, conversions);
    }

    private static byte[] Decode(TurboJpeg library, ReadOnlySpan<byte> file, int width, int height, int format, int channels)
    {
        var pixels = GC.AllocateUninitializedArray<byte>(checked(width * height * channels));
        var (gaveUp, complaint) = library.Decompress(file, pixels, width, height, format);
        return complaint switch
        {
            null => pixels,
            // Half a picture has a hash too, and it is a wrong one.
            var said when said.Contains("Premature end", StringComparison.OrdinalIgnoreCase) => throw new PictureFault(PictureProblem.Truncated),
            var said when said.Contains("emory", StringComparison.Ordinal) => throw new PictureFault(PictureProblem.OutOfMemory),
            // Bytes too many between two marks are common and harmless; every decoder goes on.
            var said when !gaveUp && said.Contains("extraneous", StringComparison.Ordinal) => pixels,
            _ => throw new PictureFault(PictureProblem.Damaged),
        };
    }

    // Programs by Adobe store paper white as 255, others ink as 255.
    private static Raster FromInk(byte[] ink, int width, int height, bool fromAdobe, List<string> conversions)
    {
        conversions.Add("cmyk");
        var turn = (byte)(fromAdobe ? 0 : 255);
        var pixels = GC.AllocateUninitializedArray<byte>(width * height * 3);
        for (int from = 0, to = 0; to < pixels.Length; from += 4, to += 3)
        {
            var black = ink[from + 3] ^ turn;
            pixels[to] = (byte)((((ink[from] ^ turn) * black) + 127) / 255);
            pixels[to + 1] = (byte)((((ink[from + 1] ^ turn) * black) + 127) / 255);
            pixels[to + 2] = (byte)((((ink[from + 2] ^ turn) * black) + 127) / 255);
        }
        return new Raster(width, height, 3, pixels);
    }

    // Counts scans up to the end mark, before the decoder spends a pass on each.
    private static (int Scans, bool FromAdobe) Marks(ReadOnlySpan<byte> file)
    {
        const byte StartOfScan = 0xDA, EndOfPicture = 0xD9, Adobe = 0xEE;
        int scans = 0, at = 2;
        var fromAdobe = false;
        while (at + 4 <= file.Length)
        {
            var skip = file[at..].IndexOf((byte)0xFF);
            if (skip < 0 || at + skip + 2 > file.Length)
            {
                break;
            }
            at += skip;
            var mark = file[at + 1];
            if (mark is 0 or 0xFF or 1 or (>= 0xD0 and <= 0xD8))
            {
                at += mark == 0xFF ? 1 : 2;
                continue;
            }
            if (mark == EndOfPicture)
            {
                break;
            }
            if (at + 4 > file.Length)
            {
                break;
            }
            scans += mark == StartOfScan ? 1 : 0;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            fromAdobe |= mark == Adobe && length >= 12 && at + 9 <= file.Length && file.Slice(at + 4, 5).SequenceEqual("Adobe"u8);
            at += 2 + Math.Max(2, (int)length);
        }
        return (scans, fromAdobe);
    }
}
