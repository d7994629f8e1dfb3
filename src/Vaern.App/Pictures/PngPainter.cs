using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Vaern.Matching.Hashing;

namespace Vaern.App.Pictures;

internal sealed record PngHeader(int Width, int Height, int Depth, int Colour, bool Interlaced)
{
    internal const int Grey = 0, Rgb = 2, Palette = 3, GreyClear = 4, RgbClear = 6;

    internal int Samples => Colour switch { Rgb => 3, GreyClear => 2, RgbClear => 4, _ => 1 };

    internal static PngHeader Read(ReadOnlySpan<byte> content)
    {
        if (content.Length != 13)
        {
            throw new PictureFault(PictureProblem.Damaged);
        }
        var width = BinaryPrimitives.ReadUInt32BigEndian(content);
        var height = BinaryPrimitives.ReadUInt32BigEndian(content[4..]);
        int depth = content[8], colour = content[9];
        var known = (colour, depth) switch
        {
            (Grey, 1 or 2 or 4 or 8 or 16) => true,
            (Palette, 1 or 2 or 4 or 8) => true,
            (Rgb or GreyClear or RgbClear, 8 or 16) => true,
            _ => false,
        };
        if (!known || content[10] != 0 || content[11] != 0 || content[12] > 1)
        {
            throw new PictureFault(PictureProblem.Damaged);
        }
        PictureLimits.Check(width, height);
        return new PngHeader((int)width, (int)height, depth, colour, content[12] == 1);
    }
}

/// <summary>Takes unpacked rows, undoes their filters and paints them into 8-bit samples over white.</summary>
internal sealed class PngPainter
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private readonly PngHeader header;
    private readonly byte[] colours = new byte[256 * 3];
    private readonly byte[] covers = new byte[256];
    private readonly int paletteSize;
    private readonly int[]? clear;
    private readonly int channels;
    private readonly byte[] pixels;
    private bool overWhite;

    internal PngPainter(PngHeader header, ReadOnlyMemory<byte> palette, ReadOnlyMemory<byte> transparency)
    {
        this.header = header;
        channels = header.Colour is PngHeader.Grey or PngHeader.GreyClear ? 1 : 3;
        if (header.Colour == PngHeader.Palette)
        {
            if (palette.Length is 0 or > 768 || palette.Length % 3 != 0 || transparency.Length > palette.Length / 3)
            {
                throw new PictureFault(PictureProblem.Damaged);
            }
            paletteSize = palette.Length / 3;
            palette.Span.CopyTo(colours);
            covers.AsSpan().Fill(255);
            transparency.Span.CopyTo(covers);
        }
        else if (!transparency.IsEmpty && header.Colour is PngHeader.Grey or PngHeader.Rgb)
        {
            clear = [.. Enumerable.Range(0, transparency.Length / 2).Select(k => (int)BinaryPrimitives.ReadUInt16BigEndian(transparency.Span[(2 * k)..]))];
            if (clear.Length != header.Samples)
            {
                clear = transparency.IsEmpty ? null : throw new PictureFault(PictureProblem.Damaged);
            }
        }
        pixels = GC.AllocateUninitializedArray<byte>(checked(header.Width * header.Height * channels));
    }

    internal IEnumerable<string> Conversions
    {
        get
        {
            if (header.Depth == 16)
            {
                yield return "16-bit";
            }
            if (overWhite)
            {
                yield return "over-white";
            }
        }
    }

    internal Raster Picture() => new(header.Width, header.Height, channels, pixels);

    internal void Paint(Stream rows)
    {
        foreach (var (x, y, stepX, stepY) in header.Interlaced ? Passes : [(0, 0, 1, 1)])
        {
            var width = (header.Width - x + stepX - 1) / stepX;
            var height = (header.Height - y + stepY - 1) / stepY;
            if (width > 0 && height > 0)
            {
                PaintPass(rows, x, y, stepX, stepY, width, height);
            }
        }
    }

    private void PaintPass(Stream rows, int x, int y, int stepX, int stepY, int width, int height)
    {
        var bits = header.Depth * header.Samples;
        var length = (int)((((long)width * bits) + 7) / 8);
        var reach = Math.Max(1, bits / 8);
        byte[] above = new byte[length], line = new byte[length + 1];
        for (var row = 0; row < height; row++)
        {
            rows.ReadExactly(line);
            Unfilter(line[0], line.AsSpan(1), above, reach);
            PaintRow(line.AsSpan(1), width, (((y + (row * stepY)) * header.Width) + x) * channels, stepX * channels);
            line.AsSpan(1).CopyTo(above);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Unfilter(byte filter, Span<byte> line, ReadOnlySpan<byte> above, int reach)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (var k = reach; k < line.Length; k++)
                {
                    line[k] += line[k - reach];
                }
                break;
            case 2:
                for (var k = 0; k < line.Length; k++)
                {
                    line[k] += above[k];
                }
                break;
            case 3:
                for (var k = 0; k < line.Length; k++)
                {
                    line[k] += (byte)(((k < reach ? 0 : line[k - reach]) + above[k]) >> 1);
                }
                break;
            case 4:
                for (var k = 0; k < line.Length; k++)
                {
                    line[k] += k < reach ? above[k] : Paeth(line[k - reach], above[k], above[k - reach]);
                }
                break;
            default:
                throw new PictureFault(PictureProblem.Damaged);
        }
    }

    private static byte Paeth(int left, int up, int corner)
    {
        int a = Math.Abs(up - corner), b = Math.Abs(left - corner), c = Math.Abs(left + up - (2 * corner));
        return (byte)(a <= b && a <= c ? left : b <= c ? up : corner);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PaintRow(ReadOnlySpan<byte> line, int width, int to, int step)
    {
        if (header.Colour is PngHeader.Rgb or PngHeader.Grey && header.Depth == 8 && clear is null && step == channels)
        {
            line[..(width * channels)].CopyTo(pixels.AsSpan(to));
            return;
        }
        for (var k = 0; k < width; k++, to += step)
        {
            switch (header.Colour)
            {
                case PngHeader.Palette:
                    var index = Sample(line, k, out _);
                    if (index >= paletteSize)
                    {
                        throw new PictureFault(PictureProblem.Damaged);
                    }
                    Put(to, colours.AsSpan(index * 3, 3), covers[index]);
                    break;
                case PngHeader.Grey:
                    var grey = Sample(line, k, out var raw);
                    Put(to, [(byte)(header.Depth < 8 ? grey * 255 / ((1 << header.Depth) - 1) : grey)], IsClear(raw) ? 0 : 255);
                    break;
                case PngHeader.GreyClear:
                    Put(to, [(byte)Sample(line, k * 2, out _)], Sample(line, (k * 2) + 1, out _));
                    break;
                case PngHeader.Rgb:
                    ReadOnlySpan<byte> colour = [(byte)Sample(line, k * 3, out var red), (byte)Sample(line, (k * 3) + 1, out var green), (byte)Sample(line, (k * 3) + 2, out var blue)];
                    Put(to, colour, IsClear(red, green, blue) ? 0 : 255);
                    break;
                default:
                    ReadOnlySpan<byte> mixed = [(byte)Sample(line, k * 4, out _), (byte)Sample(line, (k * 4) + 1, out _), (byte)Sample(line, (k * 4) + 2, out _)];
                    Put(to, mixed, Sample(line, (k * 4) + 3, out _));
                    break;
            }
        }
    }

    private bool IsClear(params ReadOnlySpan<int> raw) => clear is not null && raw.SequenceEqual(clear);

    // 16 bits are brought to 8 by rounding v·255/65535; fewer than 8 are handed on as they are.
    private int Sample(ReadOnlySpan<byte> line, int k, out int raw)
    {
        switch (header.Depth)
        {
            case 8:
                return raw = line[k];
            case 16:
                raw = BinaryPrimitives.ReadUInt16BigEndian(line[(2 * k)..]);
                return ((raw * 255) + 32895) >> 16;
            default:
                var bit = k * header.Depth;
                return raw = (line[bit >> 3] >> (8 - header.Depth - (bit & 7))) & ((1 << header.Depth) - 1);
        }
    }

    private void Put(int to, ReadOnlySpan<byte> colour, int cover)
    {
        overWhite |= cover != 255;
        for (var k = 0; k < colour.Length; k++)
        {
            pixels[to + k] = cover == 255 ? colour[k] : (byte)(((colour[k] * cover) + (255 * (255 - cover)) + 127) / 255);
        }
    }
}
