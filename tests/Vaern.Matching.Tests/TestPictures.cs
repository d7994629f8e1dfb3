using Vaern.Matching.Hashing;

namespace Vaern.Matching.Tests;

/// <summary>Pictures from a seed: waves, blocks and noise. The same seed gives the same picture everywhere.</summary>
internal static class TestPictures
{
    internal static Raster Random(int seed)
    {
        var random = new Random(seed);
        var large = seed % 40 == 0;
        return Random(seed, random.Next(5, large ? 900 : 180), random.Next(5, large ? 900 : 180), seed % 2 == 0 ? 1 : 3);
    }

    internal static Raster Random(int seed, int width, int height, int channels)
    {
        var random = new Random(seed * 31);
        var samples = new byte[width * height * channels];
        var kind = seed % 5;
        double across = random.NextDouble() / 8, down = random.NextDouble() / 8, lean = random.NextDouble() * 40;
        int block = random.Next(3, 40), noise = random.Next(0, 60);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < channels; channel++)
                {
                    var value = kind switch
                    {
                        0 => random.Next(256),
                        1 => 128 + (100 * Math.Sin((x * across) + (channel * 2)) * Math.Cos(y * down)),
                        2 => ((x / block * 73) + (y / block * 151) + (channel * 40)) & 255,
                        3 => (x * 255.0 / width) + (lean * Math.Sin(y * down)),
                        // Bars: everything ties, every rounding shows.
                        _ => x > width / 3 ? 200 : 40,
                    };
                    value += kind is 1 or 2 ? random.Next(-noise, noise + 1) : 0;
                    samples[(((y * width) + x) * channels) + channel] = (byte)Math.Clamp(value, 0, 255);
                }
            }
        }
        return new Raster(width, height, channels, samples);
    }

    /// <summary>Moves every pixel, by the words of the table and not by the code under test.</summary>
    internal static Raster Turn(Raster picture, PictureForm form)
    {
        int width = picture.Width, height = picture.Height;
        var swapped = form is PictureForm.TurnedLeft or PictureForm.TurnedRight or PictureForm.MainDiagonal or PictureForm.OtherDiagonal;
        int toWidth = swapped ? height : width, toHeight = swapped ? width : height;
        var samples = new byte[picture.Samples.Length];
        for (var y = 0; y < toHeight; y++)
        {
            for (var x = 0; x < toWidth; x++)
            {
                var (fromX, fromY) = form switch
                {
                    PictureForm.Upright => (x, y),
                    PictureForm.TurnedLeft => (width - 1 - y, x),
                    PictureForm.TurnedAround => (width - 1 - x, height - 1 - y),
                    PictureForm.TurnedRight => (y, height - 1 - x),
                    PictureForm.UpsideDown => (x, height - 1 - y),
                    PictureForm.Mirrored => (width - 1 - x, y),
                    PictureForm.MainDiagonal => (y, x),
                    _ => (width - 1 - y, height - 1 - x),
                };
                for (var channel = 0; channel < picture.Channels; channel++)
                {
                    samples[(((y * toWidth) + x) * picture.Channels) + channel] = picture.Samples.Span[(((fromY * width) + fromX) * picture.Channels) + channel];
                }
            }
        }
        return new Raster(toWidth, toHeight, picture.Channels, samples);
    }

    /// <summary>The picture with an even border around it.</summary>
    internal static Raster Framed(Raster picture, int left, int top, int right, int bottom, byte value)
    {
        int width = picture.Width + left + right, height = picture.Height + top + bottom;
        var samples = new byte[width * height * picture.Channels];
        samples.AsSpan().Fill(value);
        for (var y = 0; y < picture.Height; y++)
        {
            picture.Samples.Span.Slice(y * picture.Width * picture.Channels, picture.Width * picture.Channels)
                .CopyTo(samples.AsSpan((((y + top) * width) + left) * picture.Channels));
        }
        return new Raster(width, height, picture.Channels, samples);
    }
}
