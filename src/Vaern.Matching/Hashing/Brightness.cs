using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
        var turned = GC.AllocateUninitializedArray<float>(Values.Length);
        int blockRows = Avx.IsSupported ? Height & ~7 : 0, blockColumns = Avx.IsSupported ? Width & ~7 : 0;
        // Two blocks side by side use whole lines of what is read, going down uses whole lines of what is written.
        for (var x = 0; x < blockColumns; x += 16)
        {
            for (var y = 0; y < blockRows; y += 8)
            {
                TransposeBlock(ref Values[(y * Width) + x], Width, ref turned[(x * Height) + y], Height);
                if (x + 8 < blockColumns)
                {
                    TransposeBlock(ref Values[(y * Width) + x + 8], Width, ref turned[((x + 8) * Height) + y], Height);
                }
            }
        }
        for (var y = 0; y < Height; y++)
        {
            for (var x = y < blockRows ? blockColumns : 0; x < Width; x++)
            {
                turned[(x * Height) + y] = Values[(y * Width) + x];
            }
        }
        return new Brightness(Height, Width, turned);
    }

    // Eight rows of eight: pairs, then fours, then halves change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(ref float from, int fromStride, ref float to, int toStride)
    {
        var r0 = Vector256.LoadUnsafe(ref from);
        var r1 = Vector256.LoadUnsafe(ref from, (nuint)fromStride);
        var r2 = Vector256.LoadUnsafe(ref from, (nuint)fromStride * 2);
        var r3 = Vector256.LoadUnsafe(ref from, (nuint)fromStride * 3);
        var r4 = Vector256.LoadUnsafe(ref from, (nuint)fromStride * 4);
        var r5 = Vector256.LoadUnsafe(ref from, (nuint)fromStride * 5);
        var r6 = Vector256.LoadUnsafe(ref from, (nuint)fromStride * 6);
        var r7 = Vector256.LoadUnsafe(ref from, (nuint)fromStride * 7);
        Vector256<float> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1), p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
        Vector256<float> p4 = Avx.UnpackLow(r4, r5), p5 = Avx.UnpackHigh(r4, r5), p6 = Avx.UnpackLow(r6, r7), p7 = Avx.UnpackHigh(r6, r7);
        Vector256<float> q0 = Avx.Shuffle(p0, p2, 0x44), q1 = Avx.Shuffle(p0, p2, 0xEE), q2 = Avx.Shuffle(p1, p3, 0x44), q3 = Avx.Shuffle(p1, p3, 0xEE);
        Vector256<float> q4 = Avx.Shuffle(p4, p6, 0x44), q5 = Avx.Shuffle(p4, p6, 0xEE), q6 = Avx.Shuffle(p5, p7, 0x44), q7 = Avx.Shuffle(p5, p7, 0xEE);
        Avx.Permute2x128(q0, q4, 0x20).StoreUnsafe(ref to);
        Avx.Permute2x128(q1, q5, 0x20).StoreUnsafe(ref to, (nuint)toStride);
        Avx.Permute2x128(q2, q6, 0x20).StoreUnsafe(ref to, (nuint)toStride * 2);
        Avx.Permute2x128(q3, q7, 0x20).StoreUnsafe(ref to, (nuint)toStride * 3);
        Avx.Permute2x128(q0, q4, 0x31).StoreUnsafe(ref to, (nuint)toStride * 4);
        Avx.Permute2x128(q1, q5, 0x31).StoreUnsafe(ref to, (nuint)toStride * 5);
        Avx.Permute2x128(q2, q6, 0x31).StoreUnsafe(ref to, (nuint)toStride * 6);
        Avx.Permute2x128(q3, q7, 0x31).StoreUnsafe(ref to, (nuint)toStride * 7);
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
