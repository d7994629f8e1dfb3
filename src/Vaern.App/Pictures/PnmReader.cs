using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>Binary PGM and PPM with 8-bit samples (P5 and P6): what the published test vectors are in.</summary>
internal static class PnmReader
{
    internal static DecodedPicture Read(ReadOnlyMemory<byte> file)
    {
        var at = 2;
        var channels = file.Span[1] == (byte)'5' ? 1 : 3;
        int width = Number(file.Span, ref at), height = Number(file.Span, ref at), most = Number(file.Span, ref at);
        PictureLimits.Check(width, height);
        if (most != 255)
        {
            throw new PictureFault(PictureProblem.FormatNotCompared);
        }
        var length = checked(width * height * channels);
        return file.Length - at - 1 < length
            ? throw new PictureFault(PictureProblem.Truncated)
            : new DecodedPicture(new Raster(width, height, channels, file.Slice(at + 1, length)), "pnm", "vaern-pnm", []);
    }

    private static int Number(ReadOnlySpan<byte> file, ref int at)
    {
        while (at < file.Length && (file[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'#'))
        {
            if (file[at] == '#')
            {
                var end = file[at..].IndexOf((byte)'\n');
                at = end < 0 ? file.Length : at + end;
            }
            at++;
        }
        var number = 0L;
        var start = at;
        for (; at < file.Length && file[at] is >= (byte)'0' and <= (byte)'9' && number < int.MaxValue; at++)
        {
            number = (number * 10) + file[at] - '0';
        }
        return at == file.Length ? throw new PictureFault(PictureProblem.Truncated)
            : at == start || number > int.MaxValue ? throw new PictureFault(PictureProblem.NotAPicture)
            : (int)number;
    }
}
