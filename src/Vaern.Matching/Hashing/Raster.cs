namespace Vaern.Matching.Hashing;

/// <summary>
/// A decoded picture: rows from the top, samples of 0–255, one (brightness) or three (red, green, blue) to a pixel, without padding.
/// </summary>
public sealed class Raster
{
    /// <exception cref="ArgumentException">The samples are fewer or more than the size says.</exception>
    public Raster(int width, int height, int channels, ReadOnlyMemory<byte> samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "One or three.");
        }
        if ((long)width * height * channels != samples.Length)
        {
            throw new ArgumentException($"{width} × {height} × {channels} samples are needed, {samples.Length} are given.", nameof(samples));
        }
        (Width, Height, Channels, Samples) = (width, height, channels, samples);
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    public ReadOnlyMemory<byte> Samples { get; }

    /// <summary>The whole picture as a region.</summary>
    public Region Whole => new(0, 0, Width, Height);
}

/// <summary>A rectangle of pixels inside a picture.</summary>
public readonly record struct Region(int Left, int Top, int Width, int Height);
