using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

/// <summary>
/// A picture made smaller for people to look at. It is drawn anew from the pixels, so nothing that lay beside them in the file (place, device, earlier
/// versions) comes along. Each task runs in the worker.
/// </summary>
internal static class SmallPicture
{
    /// <summary>The longest side of a picture that pixels are given of.</summary>
    internal const int Longest = 2_000;

    private const int Shown = 1_600;
    private const int VeilCells = 12;
    private const int VeilShown = 240;
    private const int Quality = 85;

    /// <summary>At most 1,600 pixels a side, as JPEG where the library is there and else as PNG.</summary>
    internal static byte[] Preview(DecodedPicture picture, TurboJpeg? jpeg)
    {
        var small = Small(picture, Shown);
        return jpeg?.Compress(small.Samples.Span, small.Width, small.Height, small.Channels == 1 ? TurboJpeg.Grey : TurboJpeg.Rgb, Quality)
            ?? PngWriter.Write(small.Width, small.Height, small.Channels, small.Samples.Span);
    }

    /// <summary>
    /// Twelve cells on the longest side, drawn large with soft edges: light, dark and colour, and nothing that can be recognised. The detail is gone from the
    /// bytes, not covered by a style of the page.
    /// </summary>
    internal static byte[] Veil(DecodedPicture picture, TurboJpeg? jpeg)
    {
        var cells = Small(picture, VeilCells);
        var (width, height) = Fit(cells.Width, cells.Height, VeilShown);
        var soft = new byte[width * height * cells.Channels];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Blend(cells, (((x + 0.5) * cells.Width / width) - 0.5), ((y + 0.5) * cells.Height / height) - 0.5, soft.AsSpan(((y * width) + x) * cells.Channels));
            }
        }

        return PngWriter.Write(width, height, cells.Channels, soft);
    }

    /// <summary>At most <see cref="Longest"/> pixels a side; see <see cref="PictureTask.Pixels"/> for the form.</summary>
    internal static byte[] Bare(DecodedPicture picture, TurboJpeg? jpeg) => PictureTask.Bare(Small(picture, Longest));

    // Small first: turning is then a matter of a few million samples.
    private static Raster Small(DecodedPicture picture, int longest) => Orientation.Upright(Shrink(picture.Pixels, longest), picture.Orientation);

    // The mean of the pixels that fall into each new one; a picture that is small enough stays as it is.
    private static Raster Shrink(Raster from, int longest)
    {
        if (Math.Max(from.Width, from.Height) <= longest)
        {
            return from;
        }

        var (width, height) = Fit(from.Width, from.Height, longest);
        var channels = from.Channels;
        var samples = from.Samples.Span;
        var small = new byte[width * height * channels];
        var sums = new long[width * channels];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = ((int)((long)y * from.Height / height), Math.Max((int)((long)(y + 1) * from.Height / height), (int)((long)y * from.Height / height) + 1));
            Array.Clear(sums);
            for (var row = top; row < bottom; row++)
            {
                var line = samples.Slice(row * from.Width * channels, from.Width * channels);
                for (var x = 0; x < width; x++)
                {
                    var (left, right) = Columns(x, width, from.Width);
                    for (var at = left * channels; at < right * channels; at++)
                    {
                        sums[(x * channels) + (at % channels)] += line[at];
                    }
                }
            }

            for (var x = 0; x < width; x++)
            {
                var (left, right) = Columns(x, width, from.Width);
                var count = (long)(right - left) * (bottom - top);
                for (var channel = 0; channel < channels; channel++)
                {
                    small[(((y * width) + x) * channels) + channel] = (byte)(sums[(x * channels) + channel] / count);
                }
            }
        }

        return new Raster(width, height, channels, small);
    }

    private static (int Left, int Right) Columns(int x, int width, int all)
    {
        var left = (int)((long)x * all / width);
        return (left, Math.Max((int)((long)(x + 1) * all / width), left + 1));
    }

    private static (int Width, int Height) Fit(int width, int height, int longest) => width >= height
        ? (longest, Math.Max(1, (int)((long)height * longest / width)))
        : (Math.Max(1, (int)((long)width * longest / height)), longest);

    private static void Blend(Raster cells, double x, double y, Span<byte> to)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - left, y - top);
        for (var channel = 0; channel < cells.Channels; channel++)
        {
            var above = (Cell(cells, left, top, channel) * (1 - right)) + (Cell(cells, left + 1, top, channel) * right);
            var below = (Cell(cells, left, top + 1, channel) * (1 - right)) + (Cell(cells, left + 1, top + 1, channel) * right);
            to[channel] = (byte)((above * (1 - down)) + (below * down));
        }
    }

    private static byte Cell(Raster cells, int x, int y, int channel) =>
        cells.Samples.Span[(((Math.Clamp(y, 0, cells.Height - 1) * cells.Width) + Math.Clamp(x, 0, cells.Width - 1)) * cells.Channels) + channel];
}
