using Vaern.App.Pictures;

namespace Vaern.App.Evidence.Previews;

/// <summary>A rectangle in thousandths of a picture's width and height, so that it means the same whatever size the picture is shown in.</summary>
public readonly record struct Patch(int Left, int Top, int Width, int Height)
{
    public const int Whole = 1_000;

    public bool IsInside => Left >= 0 && Top >= 0 && Width > 0 && Height > 0 && Left + Width <= Whole && Top + Height <= Whole;
}

/// <summary>Pixels that a worker gave: red, green, blue, or one brightness.</summary>
internal sealed record PixelPicture(int Width, int Height, int Channels, byte[] Samples)
{
    /// <summary>Null when the answer is not of this form: a worker is not trusted.</summary>
    public static PixelPicture? Read(ReadOnlyMemory<byte> answer)
    {
        if (answer.Length < 12)
        {
            return null;
        }

        var (width, height, channels) = (BitConverter.ToInt32(answer.Span), BitConverter.ToInt32(answer.Span[4..]), BitConverter.ToInt32(answer.Span[8..]));
        return width is < 1 or > SmallPicture.Longest || height is < 1 or > SmallPicture.Longest || channels is not (1 or 3) || answer.Length != 12 + (width * height * channels)
            ? null
            : new PixelPicture(width, height, channels, answer[12..].ToArray());
    }

    /// <summary>A copy with black where the patches are. The border goes outwards to whole pixels: nothing at the edge shines through.</summary>
    public PixelPicture Without(IEnumerable<Patch> patches)
    {
        var covered = (byte[])Samples.Clone();
        foreach (var patch in patches)
        {
            var (left, right) = (patch.Left * Width / Patch.Whole, Up(patch.Left + patch.Width, Width));
            for (var y = patch.Top * Height / Patch.Whole; y < Up(patch.Top + patch.Height, Height); y++)
            {
                covered.AsSpan(((y * Width) + left) * Channels, (right - left) * Channels).Clear();
            }
        }

        return this with { Samples = covered };
    }

    /// <summary>A copy with a grid of tenths over it, so that a place can be said in numbers.</summary>
    public PixelPicture WithGrid()
    {
        var lined = (byte[])Samples.Clone();
        for (var tenth = 1; tenth < 10; tenth++)
        {
            var (x, y) = (tenth * Width / 10, tenth * Height / 10);
            for (var across = 0; across < Width; across++)
            {
                Dot(lined, across, y, across);
            }

            for (var down = 0; down < Height; down++)
            {
                Dot(lined, x, down, down);
            }
        }

        return this with { Samples = lined };
    }

    public byte[] ToPng() => PngWriter.Write(Width, Height, Channels, Samples);

    // Black and white in turn: seen on any ground.
    private void Dot(byte[] samples, int x, int y, int along) =>
        samples.AsSpan(((y * Width) + x) * Channels, Channels).Fill((along / 6 % 2) == 0 ? (byte)0 : (byte)255);

    private static int Up(int thousandths, int side) => Math.Min(side, ((thousandths * side) + Patch.Whole - 1) / Patch.Whole);
}
