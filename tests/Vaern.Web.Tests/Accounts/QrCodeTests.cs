using System.Text;
using Shouldly;
using Vaern.Web.Pages.Staff.Accounts;
using Xunit;

namespace Vaern.Web.Tests.Accounts;

public sealed class QrCodeTests
{
    [Fact] // The data codewords of «HELLO WORLD» at 1-M and their correction, the worked example of many textbooks on the standard.
    public void Correction_codewords_are_the_remainder_of_the_data()
    {
        byte[] data = [32, 91, 11, 120, 209, 114, 220, 77, 67, 64, 236, 17, 236, 17, 236, 17];
        QrCodewords.ReedSolomon(data, 10).ShouldBe(new byte[] { 196, 35, 39, 119, 235, 215, 231, 226, 93, 23 });
    }

    [Theory] // ISO/IEC 18004, table C.1, the rows for level M, and table D.1
    [InlineData(0, "101010000010010")]
    [InlineData(1, "101000100100101")]
    [InlineData(2, "101111001111100")]
    [InlineData(3, "101101101001011")]
    [InlineData(4, "100010111111001")]
    [InlineData(5, "100000011001110")]
    [InlineData(6, "100111110010111")]
    [InlineData(7, "100101010100000")]
    public void Format_bits_are_those_of_the_standard(int mask, string bits) => Convert.ToString(QrCode.FormatBits(mask), 2).PadLeft(15, '0').ShouldBe(bits);

    [Theory]
    [InlineData(7, "000111110010010100")]
    [InlineData(8, "001000010110111100")]
    [InlineData(9, "001001101010011001")]
    [InlineData(10, "001010010011010011")]
    public void Version_bits_are_those_of_the_standard(int version, string bits) => Convert.ToString(QrCode.VersionBits(version), 2).PadLeft(18, '0').ShouldBe(bits);

    [Theory]
    [InlineData(14, 1)]
    [InlineData(15, 2)]
    [InlineData(26, 2)]
    [InlineData(42, 3)]
    [InlineData(62, 4)]
    [InlineData(84, 5)]
    [InlineData(106, 6)]
    [InlineData(122, 7)]
    [InlineData(152, 8)]
    [InlineData(180, 9)]
    [InlineData(213, 10)]
    public void A_code_is_as_small_as_the_standard_allows_and_reads_back(int bytes, int version)
    {
        var text = string.Concat(Enumerable.Range(0, bytes).Select(i => (char)('!' + (i * 7 % 90))));
        var code = QrCode.Of(text);
        code.Version.ShouldBe(version);
        code.Size.ShouldBe(17 + (4 * version));
        Read(code).ShouldBe(text);
    }

    [Fact]
    public void More_than_the_largest_code_holds_is_refused() => Should.Throw<ArgumentException>(() => QrCode.Of(new string('x', 214)));

    [Fact]
    public void Danish_letters_travel_as_UTF_8() => Read(QrCode.Of("https://værn.example/?enhed=ÆRØ")).ShouldBe("https://værn.example/?enhed=ÆRØ");

    [Fact]
    public void The_picture_says_what_it_is_and_escapes_it()
    {
        var svg = QrPicture.Draw("x", "kode til \"a<b\"").ToString()!;
        svg.ShouldContain("role=\"img\"");
        svg.ShouldNotContain("a<b");
        svg.ShouldContain("viewBox=\"0 0 29 29\"");
    }

    // A reader that knows only the standard: format bits, mask, the path of the codewords, the blocks of level M.
    private static string Read(QrCode code)
    {
        var format = 0;
        for (var i = 0; i < 15; i++)
        {
            var (row, column) = i < 6 ? (i, 8) : i < 8 ? (i + 1, 8) : i == 8 ? (8, 7) : (8, 14 - i);
            format |= (code[row, column] ? 1 : 0) << i;
        }

        var mask = Enumerable.Range(0, 8).Single(candidate => QrCode.FormatBits(candidate) == format);
        var bits = new List<bool>();
        var upwards = true;
        for (var right = code.Size - 1; right > 0; right -= 2, upwards = !upwards)
        {
            right -= right == 6 ? 1 : 0;
            for (var step = 0; step < code.Size; step++)
            {
                var row = upwards ? code.Size - 1 - step : step;
                foreach (var column in new[] { right, right - 1 })
                {
                    if (!code.IsReserved(row, column))
                    {
                        bits.Add(code[row, column] ^ QrCode.Flips(mask, row, column));
                    }
                }
            }
        }

        var stream = Enumerable.Range(0, bits.Count / 8).Select(i => (byte)Enumerable.Range(0, 8).Aggregate(0, (value, bit) => (value << 1) | (bits[(i * 8) + bit] ? 1 : 0))).ToArray();
        (int Correction, int[] Blocks)[] table =
        [
            (10, [16]), (16, [28]), (26, [44]), (18, [32, 32]), (24, [43, 43]), (16, [27, 27, 27, 27]), (18, [31, 31, 31, 31]),
            (22, [38, 38, 39, 39]), (22, [36, 36, 36, 37, 37]), (26, [43, 43, 43, 43, 44]),
        ];
        var (correction, sizes) = table[code.Version - 1];
        var blocks = sizes.Select(size => new List<byte>(size)).ToArray();
        var at = 0;
        for (var i = 0; i < sizes.Max(); i++)
        {
            for (var block = 0; block < sizes.Length; block++)
            {
                if (i < sizes[block])
                {
                    blocks[block].Add(stream[at++]);
                }
            }
        }

        for (var i = 0; i < correction; i++)
        {
            foreach (var block in blocks)
            {
                QrCodewords.ReedSolomon(block.ToArray(), correction)[i].ShouldBe(stream[at++]);
            }
        }

        var data = blocks.SelectMany(block => block).ToArray();
        (data[0] >> 4).ShouldBe(4, "byte mode");
        var nibbles = data.SelectMany(value => new[] { value >> 4, value & 15 }).Skip(1).ToArray();
        var lengthNibbles = code.Version < 10 ? 2 : 4;
        var length = nibbles[..lengthNibbles].Aggregate(0, (value, nibble) => (value << 4) | nibble);
        return Encoding.UTF8.GetString([.. Enumerable.Range(0, length).Select(i => (byte)((nibbles[lengthNibbles + (2 * i)] << 4) | nibbles[lengthNibbles + (2 * i) + 1]))]);
    }
}
