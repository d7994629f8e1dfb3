using System.Security.Cryptography;
using Shouldly;
using Vaern.Sealing.AtRest;
using Vaern.Sealing.Blobs;
using Xunit;

namespace Vaern.Sealing.Tests.Blobs;

public sealed class BlobFileTests
{
    private static readonly SecretKey Key = SecretKey.From([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static readonly KeyScope Scope = new(
        Guid.Parse("11111111-2222-3333-4444-555555555555"), Guid.Parse("66666666-7777-8888-9999-aaaaaaaaaaaa"), Guid.Parse("bbbbbbbb-cccc-dddd-eeee-ffffffffffff"));

    /// <summary>Vectors on which programs in two languages agreed.</summary>
    [Theory]
    [InlineData(0, 80, "ba5a293ff614fc77b1f0fe0f54b1803d35fc00e05145d131dba68a7976c02bd3")]
    [InlineData(1, 81, "bd2d895fcb276d1248a3ffbf66c5acfe523e2ab39837d037eeda70269499788e")]
    [InlineData(65_536, 65_616, "71bdb8f47dec8e8f54e6e79c71c36579f7815dd2290b897bab9540dc85ff3829")]
    [InlineData(65_537, 65_633, "2e461e71c85b89e3e1b2b5ed7f253f8bc9fa4ab301843d3ab58b0027d7c278cc")]
    [InlineData(200_000, 200_128, "8bf797572dee6cd925f92aff46f716afe9abde3d59c2c25a3704f1121c315f38")]
    public async Task The_stored_form_is_that_of_the_vectors(int length, int stored, string sha256)
    {
        var bytes = await SealAsync(Plain(length));

        bytes.Length.ShouldBe(stored);
        Hex.Sha256(bytes).ShouldBe(sha256);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    [InlineData(1_048_575)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(3_200_001)]
    public async Task What_was_sealed_opens_to_the_same(int length)
    {
        var plain = Plain(length);
        var target = new MemoryStream();

        var opened = await BlobFile.OpenAsync(new MemoryStream(await SealAsync(plain)), Key, Scope, target, CancellationToken.None);

        target.ToArray().ShouldBe(plain);
        opened.ShouldBe(new SealedBlob(Hex.Sha256(plain), length));
    }

    [Theory]
    [InlineData("header")]
    [InlineData("body")]
    [InlineData("tag")]
    [InlineData("swapped")]
    [InlineData("last dropped")]
    [InlineData("one appended")]
    [InlineData("cut in tag")]
    [InlineData("cut in header")]
    [InlineData("other case")]
    public async Task A_changed_blob_does_not_open(string change)
    {
        const int Chunk = 65_552;
        var bytes = await SealAsync(Plain(200_000));
        var scope = Scope;
        switch (change)
        {
            case "header": bytes[20] ^= 1; break;
            case "body": bytes[64 + Chunk + 9] ^= 0x80; break;
            case "tag": bytes[^1] ^= 1; break;
            case "swapped": bytes = [.. bytes[..64], .. bytes[(64 + Chunk)..(64 + (2 * Chunk))], .. bytes[64..(64 + Chunk)], .. bytes[(64 + (2 * Chunk))..]]; break;
            case "last dropped": bytes = bytes[..(64 + (3 * Chunk))]; break;
            case "one appended": bytes = [.. bytes, .. bytes[64..(64 + Chunk)]]; break;
            case "cut in tag": bytes = bytes[..^5]; break;
            case "cut in header": bytes = bytes[..40]; break;
            default: scope = scope with { Case = scope.Blob }; break;
        }

        await Should.ThrowAsync<CryptographicException>(() => BlobFile.OpenAsync(new MemoryStream(bytes), Key, scope, Stream.Null, CancellationToken.None));
    }

    private static async Task<byte[]> SealAsync(byte[] plain)
    {
        var target = new MemoryStream();
        var blob = await BlobFile.SealAsync(new MemoryStream(plain), Key, Scope, target, CancellationToken.None);
        blob.ShouldBe(new SealedBlob(Hex.Sha256(plain), plain.Length));
        return target.ToArray();
    }

    private static byte[] Plain(int length) => [.. Enumerable.Range(0, length).Select(n => (byte)(n % 251))];
}
