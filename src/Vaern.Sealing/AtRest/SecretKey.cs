using System.Security.Cryptography;

namespace Vaern.Sealing.AtRest;

/// <summary>
/// 32 bytes of AES-256 key material. Disposing clears the bytes. Not safe for use after disposal; safe for concurrent reads.
/// Source: evidence format §6.1 (tenant key → case key → blob key).
/// </summary>
public sealed class SecretKey : IDisposable
{
    public const int Size = 32;

    private readonly byte[] bytes;

    private SecretKey(byte[] bytes) => this.bytes = bytes;

    internal ReadOnlySpan<byte> Bytes => bytes;

    public static SecretKey Generate() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Takes a copy of <paramref name="material"/>, which must hold exactly 32 bytes.</summary>
    public static SecretKey From(ReadOnlySpan<byte> material)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(material.Length, Size);
        return new SecretKey(material.ToArray());
    }

    /// <summary>A key of its own for one purpose, by HKDF-SHA256 (RFC 5869) with <paramref name="purpose"/> as info.</summary>
    public SecretKey Derive(string purpose)
    {
        var derived = new byte[Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, bytes, derived, salt: [], info: System.Text.Encoding.UTF8.GetBytes(purpose));
        return new SecretKey(derived);
    }

    /// <summary>HMAC-SHA256 under this key; 32 bytes. Used for receipts and blind indexes, whose key must lie outside the database.</summary>
    public byte[] Mac(ReadOnlySpan<byte> message) => HMACSHA256.HashData(bytes, message);

    /// <summary>The bytes themselves, for the key file and for tests of the format only.</summary>
    public byte[] Export() => [.. bytes];

    public void Dispose() => CryptographicOperations.ZeroMemory(bytes);
}
