using System.Text;

namespace Vaern.Web.Pages.Staff.Accounts;

/// <summary>
/// A QR code (ISO/IEC 18004:2015) of bytes at error correction level M, versions 1 to 10: up to 213 bytes, which holds an address or the
/// secret of an authenticator. <c>true</c> is a dark module; the quiet zone is not part of it.
/// </summary>
internal sealed class QrCode
{
    private readonly bool[,] dark;
    private readonly bool[,] reserved;

    private QrCode(int version)
    {
        Version = version;
        Size = 17 + (4 * version);
        dark = new bool[Size, Size];
        reserved = new bool[Size, Size];
    }

    public int Version { get; }

    /// <summary>Modules a side.</summary>
    public int Size { get; }

    /// <summary>The mask that was chosen, 0 to 7.</summary>
    public int Mask { get; private set; }

    public bool this[int row, int column] => dark[row, column];

    /// <exception cref="ArgumentException">The text has more than 213 bytes in UTF-8.</exception>
    public static QrCode Of(string text)
    {
        var codewords = QrCodewords.Of(Encoding.UTF8.GetBytes(text), out var version);
        QrCode? best = null;
        var least = int.MaxValue;
        for (var mask = 0; mask < 8; mask++)
        {
            var code = new QrCode(version) { Mask = mask };
            code.DrawPatterns();
            code.DrawFormat(mask);
            code.DrawCodewords(codewords);
            code.Apply(mask);
            if (code.Penalty() is var penalty && penalty < least)
            {
                (best, least) = (code, penalty);
            }
        }

        return best!;
    }

    /// <summary>The 15 bits of level M and a mask: BCH(15,5) under the fixed pattern (§7.9).</summary>
    internal static int FormatBits(int mask)
    {
        var rest = mask; // level M is 00
        for (var i = 0; i < 10; i++)
        {
            rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        }

        return ((mask << 10) | rest) ^ 0x5412;
    }

    /// <summary>The 18 bits of a version from 7: BCH(18,6) (§7.10).</summary>
    internal static int VersionBits(int version)
    {
        var rest = version;
        for (var i = 0; i < 12; i++)
        {
            rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        }

        return (version << 12) | rest;
    }

    internal static bool Flips(int mask, int row, int column) => mask switch
    {
        0 => (row + column) % 2 == 0,
        1 => row % 2 == 0,
        2 => column % 3 == 0,
        3 => (row + column) % 3 == 0,
        4 => ((row / 2) + (column / 3)) % 2 == 0,
        5 => (row * column % 2) + (row * column % 3) == 0,
        6 => ((row * column % 2) + (row * column % 3)) % 2 == 0,
        _ => (((row + column) % 2) + (row * column % 3)) % 2 == 0,
    };

    internal bool IsReserved(int row, int column) => reserved[row, column];

    private void DrawPatterns()
    {
        for (var i = 0; i < Size; i++)
        {
            Set(6, i, i % 2 == 0);
            Set(i, 6, i % 2 == 0);
        }

        DrawFinder(3, 3);
        DrawFinder(3, Size - 4);
        DrawFinder(Size - 4, 3);
        var centres = QrCodewords.AlignmentCentres(Version);
        foreach (var row in centres)
        {
            foreach (var column in centres)
            {
                var atFinder = (row == 6 && column == 6) || (row == 6 && column == Size - 7) || (row == Size - 7 && column == 6);
                if (!atFinder)
                {
                    DrawRings(row, column, 2, distance => distance != 1);
                }
            }
        }

        for (var i = 0; Version >= 7 && i < 18; i++)
        {
            var bit = ((VersionBits(Version) >> i) & 1) == 1;
            Set(i / 3, Size - 11 + (i % 3), bit);
            Set(Size - 11 + (i % 3), i / 3, bit);
        }
    }

    private void DrawFinder(int row, int column) => DrawRings(row, column, 4, distance => distance is not (2 or 4));

    private void DrawRings(int row, int column, int radius, Func<int, bool> isDark)
    {
        for (var down = -radius; down <= radius; down++)
        {
            for (var right = -radius; right <= radius; right++)
            {
                if (row + down is var r && column + right is var c && r >= 0 && r < Size && c >= 0 && c < Size)
                {
                    Set(r, c, isDark(Math.Max(Math.Abs(down), Math.Abs(right))));
                }
            }
        }
    }

    private void DrawFormat(int mask)
    {
        var bits = FormatBits(mask);
        for (var i = 0; i < 15; i++)
        {
            var bit = ((bits >> i) & 1) == 1;
            Set(i < 6 ? i : i < 8 ? i + 1 : Size - 15 + i, 8, bit);
            Set(8, i < 8 ? Size - 1 - i : i == 8 ? 7 : 14 - i, bit);
        }

        Set(Size - 8, 8, true);
    }

    private void Set(int row, int column, bool isDark) => (dark[row, column], reserved[row, column]) = (isDark, true);

    // Two columns at a time from the right, up and down by turns, past the column of the timing pattern (§7.7.3).
    private void DrawCodewords(byte[] codewords)
    {
        var bit = 0;
        for (var right = Size - 1; right >= 1; right -= 2)
        {
            right = right == 6 ? 5 : right;
            var upwards = ((right + 1) & 2) == 0;
            for (var step = 0; step < Size; step++)
            {
                var row = upwards ? Size - 1 - step : step;
                for (var column = right; column > right - 2; column--)
                {
                    if (!reserved[row, column] && bit < codewords.Length * 8)
                    {
                        dark[row, column] = ((codewords[bit >> 3] >> (7 - (bit & 7))) & 1) == 1;
                        bit++;
                    }
                }
            }
        }
    }

    private void Apply(int mask)
    {
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                dark[row, column] ^= !reserved[row, column] && Flips(mask, row, column);
            }
        }
    }

    private int Penalty() => QrPenalty.Of(dark);
}
