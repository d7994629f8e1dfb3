namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>The bytes of a QR code at level M: data in byte mode, padded, divided into blocks, each with its Reed–Solomon codewords.</summary>
internal static class QrCodewords
{
    /// <summary>ISO/IEC 18004:2015, tables 9 and E.1, the rows for level M.</summary>
    private static readonly Layout[] Layouts =
    [
        new(10, 1, 16, 0, []), new(16, 1, 28, 0, [6, 18]), new(26, 1, 44, 0, [6, 22]), new(18, 2, 32, 0, [6, 26]), new(24, 2, 43, 0, [6, 30]),
        new(16, 4, 27, 0, [6, 34]), new(18, 4, 31, 0, [6, 22, 38]), new(22, 2, 38, 2, [6, 24, 42]), new(22, 3, 36, 2, [6, 26, 46]), new(26, 4, 43, 1, [6, 28, 50]),
    ];

    public static int[] AlignmentCentres(int version) => Layouts[version - 1].Centres;

    /// <exception cref="ArgumentException">More bytes than version 10 holds.</exception>
    public static byte[] Of(byte[] content, out int version)
    {
        version = Enumerable.Range(1, Layouts.Length).FirstOrDefault(candidate => content.Length <= Room(candidate));
        if (version == 0)
        {
            throw new ArgumentException("A code of version 10 holds 213 bytes.", nameof(content));
        }

        var layout = Layouts[version - 1];
        var data = Data(content, version, layout.DataSize);
        var blocks = new List<byte[]>();
        for (int block = 0, from = 0; block < layout.Blocks; from += blocks[block].Length, block++)
        {
            blocks.Add(data[from..(from + layout.BlockSize(block))]);
        }

        var corrections = blocks.Select(block => ReedSolomon(block, layout.Correction)).ToArray();
        return [.. Interleave(blocks), .. Interleave(corrections)];
    }

    /// <summary>The remainder of the data by the generator polynomial of a degree, over GF(256) with 0x11D (Annex A).</summary>
    internal static byte[] ReedSolomon(ReadOnlySpan<byte> data, int degree)
    {
        var generator = new byte[degree];
        generator[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++)
            {
                generator[j] = (byte)(Multiply(generator[j], root) ^ (j + 1 < degree ? generator[j + 1] : 0));
            }

            root = Multiply(root, 2);
        }

        var rest = new byte[degree];
        foreach (var value in data)
        {
            var factor = (byte)(value ^ rest[0]);
            rest.AsSpan(1).CopyTo(rest);
            rest[^1] = 0;
            for (var i = 0; i < degree; i++)
            {
                rest[i] ^= Multiply(generator[i], factor);
            }
        }

        return rest;
    }

    private static byte Multiply(byte left, byte right)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
        {
            product = (product << 1) ^ ((product >> 7) * 0x11D);
            product ^= ((right >> bit) & 1) * left;
        }

        return (byte)product;
    }

    // Mode (4 bits) and length (8 bits, 16 from version 10) stand before the bytes.
    private static int Room(int version) => Layouts[version - 1].DataSize - (version < 10 ? 2 : 3);

    private static byte[] Data(byte[] content, int version, int size)
    {
        var bits = new List<bool>(size * 8);
        Append(0b0100, 4);
        Append(content.Length, version < 10 ? 8 : 16);
        foreach (var value in content)
        {
            Append(value, 8);
        }

        Append(0, Math.Min(4, (size * 8) - bits.Count));
        Append(0, (8 - (bits.Count % 8)) % 8);
        for (var pad = 0xEC; bits.Count < size * 8; pad ^= 0xEC ^ 0x11)
        {
            Append(pad, 8);
        }

        var data = new byte[size];
        for (var i = 0; i < bits.Count; i++)
        {
            data[i >> 3] |= (byte)((bits[i] ? 1 : 0) << (7 - (i & 7)));
        }

        return data;

        void Append(int value, int length)
        {
            for (var bit = length - 1; bit >= 0; bit--)
            {
                bits.Add(((value >> bit) & 1) == 1);
            }
        }
    }

    private static IEnumerable<byte> Interleave(IReadOnlyList<byte[]> blocks)
    {
        for (var i = 0; i < blocks.Max(block => block.Length); i++)
        {
            foreach (var block in blocks.Where(block => i < block.Length))
            {
                yield return block[i];
            }
        }
    }

    /// <param name="Correction">Correction codewords in each block.</param>
    /// <param name="Short">Blocks of <paramref name="ShortSize"/> data codewords; the <paramref name="Long"/> that follow hold one more.</param>
    private sealed record Layout(int Correction, int Short, int ShortSize, int Long, int[] Centres)
    {
        public int Blocks => Short + Long;

        public int DataSize => (Short * ShortSize) + (Long * (ShortSize + 1));

        public int BlockSize(int block) => block < Short ? ShortSize : ShortSize + 1;
    }
}
