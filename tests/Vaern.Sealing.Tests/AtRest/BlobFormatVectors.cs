using System.Security.Cryptography;
using Vaern.Sealing.AtRest;

namespace Vaern.Sealing.Tests.AtRest;

/// <summary>The vectors of evidence format §6.2, which two programs in two languages gave, and their negative twins.</summary>
public sealed class BlobFormatVectors
{
    private static readonly KeyScope Scope = new(
        Guid.Parse("11111111-2222-3333-4444-555555555555"),
        Guid.Parse("66666666-7777-8888-9999-aaaaaaaaaaaa"),
        Guid.Parse("bbbbbbbb-cccc-dddd-eeee-ffffffffffff"));

    private static readonly SecretKey Key = SecretKey.From([.. Enumerable.Range(0, 32).Select(n => (byte)n)]);

    [Theory]
    [InlineData(65_536, 0, 80, "ba5a293ff614fc77b1f0fe0f54b1803d35fc00e05145d131dba68a7976c02bd3", "71827c8c52a67a2cc24fec8d9bd306c3")]
    [InlineData(65_536, 1, 81, "bd2d895fcb276d1248a3ffbf66c5acfe523e2ab39837d037eeda70269499788e", "4224730ceda0b9019c62eacdabaaecd0")]
    [InlineData(65_536, 65_536, 65_616, "71bdb8f47dec8e8f54e6e79c71c36579f7815dd2290b897bab9540dc85ff3829", "e6813f6e9b954cd697e21ab5f759591e")]
    [InlineData(65_536, 65_537, 65_633, "2e461e71c85b89e3e1b2b5ed7f253f8bc9fa4ab301843d3ab58b0027d7c278cc", "96ca604d2541caae4c86d1f9552bfe07")]
    [InlineData(65_536, 200_000, 200_128, "8bf797572dee6cd925f92aff46f716afe9abde3d59c2c25a3704f1121c315f38", "1c44efec82b03b15c27db07eb956a34f")]
    [InlineData(1_048_576, 0, 80, "f6002da0e864df81e866913ddf32abfa6bc23d737968f25ec3da5d50b70f0a50", "0d60d7b859fa95c64f896e424dbfc0f2")]
    [InlineData(1_048_576, 1_048_576, 1_048_656, "d58cc0bcdef4331ed0063f8445eb5a919dacb2e21736bc4afb1cf5b368a45685", "824497d25e406cda6c51eec711470bb5")]
    [InlineData(1_048_576, 1_048_577, 1_048_673, "813ae768ae22c503482f1e61b83d89e426c785e54c0938ba53f04baadee8b88a", "29411f68b73609b9791d01a2d4cfde54")]
    [InlineData(1_048_576, 3_000_000, 3_000_112, "2e57c4f21ecc054dcf9f709032880d92ee696e7226369b5b5b1bc9249da89b82", "0b4b3c9e885f4e890725b8fdbf628092")]
    public void The_stored_bytes_are_those_of_the_vector(int chunkSize, int length, int stored, string sha256, string lastTag)
    {
        var bytes = Store(chunkSize, Plain(length));

        bytes.Length.ShouldBe(stored);
        new BlobHeader(chunkSize, Scope).StoredSize(length).ShouldBe(stored);
        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe(sha256);
        Convert.ToHexStringLower(bytes.AsSpan(^16..)).ShouldBe(lastTag);
    }

    [Fact]
    public void A_chunk_does_not_open_at_another_place_or_in_another_case()
    {
        var header = new BlobHeader(BlobHeader.FileChunk, Scope);
        var plain = Plain(BlobHeader.FileChunk);
        var stored = new byte[plain.Length + ChunkCipher.TagSize];
        using var cipher = new ChunkCipher(Key, header);
        cipher.Encrypt(0, final: false, plain, stored);
        var output = new byte[plain.Length];

        cipher.Decrypt(0, final: false, stored, output).ShouldBe(plain.Length);
        output.ShouldBe(plain);
        Should.Throw<CryptographicException>(() => cipher.Decrypt(1, final: false, stored, output));
        Should.Throw<CryptographicException>(() => cipher.Decrypt(0, final: true, stored, output));
        using var elsewhere = new ChunkCipher(Key, header with { Scope = Scope with { Case = Scope.Blob } });
        Should.Throw<CryptographicException>(() => elsewhere.Decrypt(0, final: false, stored, output));
        stored[7] ^= 1;
        Should.Throw<CryptographicException>(() => cipher.Decrypt(0, final: false, stored, output));
    }

    [Fact]
    public void An_empty_last_chunk_after_a_full_one_is_refused()
    {
        using var cipher = new ChunkCipher(Key, new BlobHeader(BlobHeader.FileChunk, Scope));

        Should.Throw<CryptographicException>(() => cipher.Encrypt(1, final: true, [], new byte[16]));
        Should.Throw<CryptographicException>(() => cipher.Encrypt(0, final: false, [1], new byte[17]));
    }

    [Fact]
    public void A_header_of_another_kind_is_refused()
    {
        var good = new BlobHeader(BlobHeader.RowChunk, Scope).ToBytes();

        BlobHeader.Parse(good).Scope.ShouldBe(Scope);
        foreach (var at in new[] { 0, 8, 9, 12, 15 })
        {
            var bad = good.ToArray();
            bad[at] ^= 0x40;
            Should.Throw<CryptographicException>(() => BlobHeader.Parse(bad));
        }
    }

    [Fact]
    public void A_wrapped_key_opens_only_for_its_kind_and_scope()
    {
        using var inner = SecretKey.Generate();
        var wrapped = KeyWrap.Wrap(Key, inner, KeyKind.Blob, Scope);

        KeyWrap.Unwrap(Key, wrapped, KeyKind.Blob, Scope).Export().ShouldBe(inner.Export());
        Should.Throw<CryptographicException>(() => KeyWrap.Unwrap(Key, wrapped, KeyKind.Case, Scope));
        Should.Throw<CryptographicException>(() => KeyWrap.Unwrap(Key, wrapped, KeyKind.Blob, Scope with { Tenant = Guid.Empty }));
        Should.Throw<CryptographicException>(() => KeyWrap.Unwrap(inner, wrapped, KeyKind.Blob, Scope));
    }

    [Fact]
    public void A_field_opens_only_at_its_place_and_hides_its_length()
    {
        var place = new FieldPlace("message", "body", Scope.Case);
        var yes = FieldCipher.Seal(Key, place, "ja");
        var no = FieldCipher.Seal(Key, place, "nej, det er ikke stoppet endnu");

        FieldCipher.OpenText(Key, place, yes).ShouldBe("ja");
        yes.Length.ShouldBe(no.Length);
        Should.Throw<CryptographicException>(() => FieldCipher.Open(Key, place with { Column = "title" }, yes));
        Should.Throw<CryptographicException>(() => FieldCipher.Open(Key, place with { Row = Scope.Blob }, yes));
        yes[20] ^= 1;
        Should.Throw<CryptographicException>(() => FieldCipher.Open(Key, place, yes));
    }

    private static byte[] Plain(int length) => [.. Enumerable.Range(0, length).Select(n => (byte)(n % 251))];

    private static byte[] Store(int chunkSize, byte[] plain)
    {
        var header = new BlobHeader(chunkSize, Scope);
        using var cipher = new ChunkCipher(Key, header);
        using var stored = new MemoryStream();
        stored.Write(header.ToBytes());
        for (var at = 0; at == 0 || at < plain.Length; at += chunkSize)
        {
            var chunk = plain.AsSpan(at, Math.Min(chunkSize, plain.Length - at));
            var output = new byte[chunk.Length + ChunkCipher.TagSize];
            cipher.Encrypt(at / chunkSize, final: at + chunkSize >= plain.Length, chunk, output);
            stored.Write(output);
        }

        return stored.ToArray();
    }
}
