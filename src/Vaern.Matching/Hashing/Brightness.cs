using System.Runtime.CompilerServices;

namespace Vaern.Matching.Hashing;

/// <summary>The picture as the algorithm sees it: brightness 0–255 in single precision, at most 512 × 512.</summary>
public sealed class Brightness
{
    /// <summary>A picture with a longer side is brought to this square, by nearest neighbour, before anything else.</summary>
    public const int MostSide = 512;

    private static readonly float[] Red = Weighted(0.299f);
    private static readonly float[] Green = Weighted(0.587f);
    private static readonly float[] Blue = Weighted(0.114f);
    private static readonly float[] Grey = Weighted(1f);

    public Brightness(int width, int height, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if ((long)width * height != values.Length)
        {
            throw new ArgumentException("The size does not fit the values.", nameof(values));
        }
        (Width, Height, Values) = (width, height, values);
    }

    public int Width { get; }

    public int Height { get; }

    internal float[] Values { get; }

    /// <summary>The brightness of a picture as it is stored.</summary>
    public static Brightness Of(Raster picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Of(picture, picture.Whole, mirrored: false, upsideDown: false);
    }

    /// <summary>
    /// The brightness of a part of the picture, left and right or top and bottom exchanged first: the shrinking comes after the exchange, so that the
    /// result is that of the picture which was truly turned.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Brightness Of(Raster picture, Region part, bool mirrored, bool upsideDown)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var shrink = part.Width > MostSide || part.Height > MostSide;
        int width = shrink ? MostSide : part.Width, height = shrink ? MostSide : part.Height;
        var offsets = Steps(part.Width, width, mirrored);
        for (var x = 0; x < width; x++)
        {
            offsets[x] = (part.Left + offsets[x]) * picture.Channels;
        }
        var rows = Steps(part.Height, height, upsideDown);
        var stride = picture.Width * picture.Channels;
        var samples = picture.Samples.Span;
        var values = GC.AllocateUninitializedArray<float>(width * height);
        for (var y = 0; y < height; y++)
        {
            var row = samples.Slice(checked((part.Top + rows[y]) * stride), stride);
            var target = values.AsSpan(y * width, width);
            if (picture.Channels == 1)
            {
                Fill(target, row, offsets);
            }
            else
            {
                FillFromColour(target, row, offsets);
            }
        }
        return new Brightness(width, height, values);
    }

    /// <summary>Mirrored in the main diagonal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Brightness Transposed()
    {
        const int Tile = 16;
        var turned = GC.AllocateUninitializedArray<float>(Values.Length);
        for (var top = 0; top < Height; top += Tile)
        {
            for (var left = 0; left < Width; left += Tile)
            {
                var bottom = Math.Min(top + Tile, Height);
                var right = Math.Min(left + Tile, Width);
                for (var x = left; x < right; x++)
                {
                    for (var y = top; y < bottom; y++)
                    {
                        turned[(x * Height) + y] = Values[(y * Width) + x];
                    }
                }
            }
        }
        return new Brightness(Height, Width, turned);
    }

    /// <summary>Brightness of one pixel; the three products are rounded singly and added from the left.</summary>
    internal static float Luma(byte red, byte green, byte blue) => Red[red] + Green[green] + Blue[blue];

    // Target k takes ⌊k·from/to⌋; in a mirrored picture that place counts from the other end.
    private static int[] Steps(int from, int to, bool reversed)
    {
        var steps = new int[to];
        for (var k = 0; k < to; k++)
        {
            var place = (int)((long)k * from / to);
            steps[k] = reversed ? from - 1 - place : place;
        }
        return steps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(Span<float> target, ReadOnlySpan<byte> row, int[] offsets)
    {
        for (var x = 0; x < target.Length; x++)
        {
            target[x] = Grey[row[offsets[x]]];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillFromColour(Span<float> target, ReadOnlySpan<byte> row, int[] offsets)
    {
        float[] red = Red, green = Green, blue = Blue;
        for (var x = 0; x < target.Length; x++)
        {
            var pixel = row.Slice(offsets[x], 3);
            target[x] = red[pixel[0]] + green[pixel[1]] + blue[pixel[2]];
        }
    }

    private static float[] Weighted(float weight)
    {
        var table = new float[256];
        for (var sample = 0; sample < table.Length; sample++)
        {
            table[sample] = weight * sample;
        }
        return table;
    }
}
