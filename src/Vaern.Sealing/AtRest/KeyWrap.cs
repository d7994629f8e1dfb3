using System.Security.Cryptography;
using System.Text;

namespace Vaern.Sealing.AtRest;

/// <summary>What a wrapped key is for; part of the associated data, so that one kind cannot be passed off as another.</summary>
public enum KeyKind : byte
{
    Case = 1,
    Blob = 2,
}

/// <summary>
/// Wraps one key under another: AES-256-GCM with a random 96-bit nonce and associated data
/// <c>"vaern-key/1" ‖ kind ‖ tenant ‖ case ‖ blob</c> (evidence format §6.1). Layout: nonce (12) ‖ ciphertext (32) ‖ tag (16).
/// </summary>
public static class KeyWrap
{
    public const int WrappedSize = 12 + SecretKey.Size + 16;

    private static readonly byte[] Label = Encoding.ASCII.GetBytes("vaern-key/1");

    public static byte[] Wrap(SecretKey wrapping, SecretKey key, KeyKind kind, KeyScope scope)
    {
        var wrapped = new byte[WrappedSize];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, 12));
        using var gcm = new AesGcm(wrapping.Bytes, tagSizeInBytes: 16);
        gcm.Encrypt(wrapped.AsSpan(0, 12), key.Bytes, wrapped.AsSpan(12, SecretKey.Size), wrapped.AsSpan(12 + SecretKey.Size), Associated(kind, scope));
        return wrapped;
    }

    /// <summary>The wrapped key, or an <see cref="AuthenticationTagMismatchException"/> when key, kind or scope is another.</summary>
    public static SecretKey Unwrap(SecretKey wrapping, ReadOnlySpan<byte> wrapped, KeyKind kind, KeyScope scope)
    {
        if (wrapped.Length != WrappedSize)
        {
            throw new CryptographicException("A wrapped key has 60 bytes.");
        }

        Span<byte> plain = stackalloc byte[SecretKey.Size];
        using var gcm = new AesGcm(wrapping.Bytes, tagSizeInBytes: 16);
        gcm.Decrypt(wrapped[..12], wrapped.Slice(12, SecretKey.Size), wrapped[(12 + SecretKey.Size)..], plain, Associated(kind, scope));
        var key = SecretKey.From(plain);
        CryptographicOperations.ZeroMemory(plain);
        return key;
    }

    private static byte[] Associated(KeyKind kind, KeyScope scope)
    {
        var data = new byte[Label.Length + 1 + 48];
        Label.CopyTo(data, 0);
        data[Label.Length] = (byte)kind;
        scope.Write(data.AsSpan(Label.Length + 1));
        return data;
    }
}
