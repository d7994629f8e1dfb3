using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Verification;
using Xunit;

namespace Vaern.Sealing.Tests.Verification;

public sealed class ZipReadingTests
{
    [Fact]
    public void The_checksum_is_the_published_one()
    {
        var crc = new Crc32();
        crc.Add("123456789"u8);
        crc.Value.ShouldBe(0xCBF43926u);
    }

    /// <summary>The same polynomial, one bit at a time.</summary>
    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(319)]
    [InlineData(320)]
    [InlineData(4097)]
    [InlineData(100_003)]
    public void The_fast_checksum_is_that_of_the_definition(int length)
    {
        var bytes = SampleCase.Noise(length, length);
        var expected = bytes.Aggregate(0xFFFFFFFFu, (crc, b) =>
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            return crc;
        });

        var fast = new Crc32();
        fast.Add(bytes);

        fast.Value.ShouldBe(~expected);
    }

    [Fact]
    public void A_checksum_does_not_depend_on_how_the_bytes_are_cut() =>
        Prop.ForAll<byte[], int>((bytes, at) =>
        {
            var (whole, parts) = (new Crc32(), new Crc32());
            var cut = (int)((uint)at % (uint)(bytes.Length + 1));
            whole.Add(bytes);
            parts.Add(bytes.AsSpan(0, cut));
            parts.Add(bytes.AsSpan(cut));
            return whole.Value == parts.Value;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.SmallestSize)]
    [InlineData(CompressionLevel.NoCompression)]
    public void What_the_library_packs_is_unpacked_to_the_same(CompressionLevel level)
    {
        byte[][] contents =
        [
            [0], [.. Enumerable.Repeat((byte)'a', 300_000)], SampleCase.Noise(200_000, 7),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"linje {i % 977} æøå\n"))),
            [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i % 251))],
        ];
        foreach (var content in contents)
        {
            var packed = new MemoryStream();
            using (var deflate = new DeflateStream(packed, level, leaveOpen: true)) deflate.Write(content);

            Inflate(packed.ToArray()).ShouldBe(content);
        }
    }

    [Fact]
    public void Bytes_behind_the_data_and_bits_in_its_padding_are_refused()
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write("Bed aldrig et barn om at sende billedet. Bed aldrig."u8);
        var bytes = packed.ToArray();

        Should.Throw<InvalidDataException>(() => Inflate([.. bytes, 0]));
        Should.Throw<InvalidDataException>(() => Inflate(bytes[..^1]));
    }

    [Theory]
    [InlineData("07", "No such block.")]
    [InlineData("01010000FF", "A stored block with two lengths.")]
    [InlineData("09000000FFFF", "Padding is not zero.")]
    [InlineData("0300FF", "Bytes after the end of the data.")]
    [InlineData("0340", "Padding is not zero.")]
    [InlineData("03", "The data ends too early.")]
    [InlineData("", "The data ends too early.")]
    [InlineData("0302", "A distance before the beginning.")]
    public void Broken_data_is_refused_with_a_reason(string hex, string reason) =>
        Should.Throw<InvalidDataException>(() => Inflate(Convert.FromHexString(hex))).Message.ShouldBe(reason);

    [Fact]
    public void Random_bytes_never_do_more_than_be_refused() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            try
            {
                Inflate(bytes);
            }
            catch (InvalidDataException)
            {
                return true;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Random_files_are_not_packages() =>
        Prop.ForAll<byte[]>(bytes => !PackageVerifier.Verify(new MemoryStream(bytes), VerificationRoots.FromPackage, CancellationToken.None).IsOk)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            var entry = archive.CreateEntry("bombe/0.txt", CompressionLevel.SmallestSize);
            entry.ExternalAttributes = 0x81A4 << 16;
            using var stream = entry.Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1300; i++) stream.Write(zeros);
        }

        PackageVerifier.Verify(zip, VerificationRoots.FromPackage, CancellationToken.None).Reason.ShouldBe("ZIP: unpacks to far more than its size (zip bomb)");
    }

    [Fact]
    public async Task A_comment_or_anything_behind_the_end_is_refused()
    {
        var good = await new SampleCase().PackageAsync();
        var commented = new MemoryStream();
        commented.Write(good);
        using (var archive = new ZipArchive(commented, ZipArchiveMode.Update, leaveOpen: true)) archive.Comment = "skjult";

        Reason(commented.ToArray()).ShouldContain("end record");
        Reason([.. good, 0]).ShouldContain("end record");
        Reason([0, .. good]).ShouldStartWith("ZIP: ");
    }

    private static string Reason(byte[] zip) => PackageVerifier.Verify(new MemoryStream(zip), VerificationRoots.FromPackage, CancellationToken.None).Reason!;

    private static byte[] Inflate(byte[] packed)
    {
        using var stream = new InflateStream(new MemoryStream(packed));
        var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
