using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vaern.Sealing.AtRest;

/// <summary>
/// The STREAM construction over AES-256-GCM for one blob: chunk <c>i</c> has nonce <c>000 ‖ i (8 bytes, big-endian) ‖ final flag</c> and
/// the header as associated data. One instance for one blob under a key used for nothing else; not for concurrent use.
/// </summary>
public sealed class ChunkCipher : IDisposable
{
    public const int TagSize = 16;

    private readonly AesGcm gcm;
    private readonly byte[] associated;
    private readonly int chunkSize;

    public ChunkCipher(SecretKey blobKey, BlobHeader header)
    {
        gcm = new AesGcm(blobKey.Bytes, TagSize);
        associated = header.ToBytes();
        chunkSize = header.ChunkSize;
    }

    /// <summary>Encrypts a chunk into <paramref name="output"/>, which holds the plaintext's length plus 16 bytes.</summary>
    public void Encrypt(long index, bool final, ReadOnlySpan<byte> plain, Span<byte> output)
    {
        CheckLength(index, final, plain.Length);
        gcm.Encrypt(Nonce(index, final, stackalloc byte[12]), plain, output[..plain.Length], output.Slice(plain.Length, TagSize), associated);
    }

    /// <summary>Opens a chunk; throws <see cref="CryptographicException"/> when it was altered, moved, cut or is not the final one it claims to be.</summary>
    public int Decrypt(long index, bool final, ReadOnlySpan<byte> stored, Span<byte> output)
    {
        var length = stored.Length - TagSize;
        CheckLength(index, final, length);
        gcm.Decrypt(Nonce(index, final, stackalloc byte[12]), stored[..length], stored[length..], output[..length], associated);
        return length;
    }

    public void Dispose() => gcm.Dispose();

    // A unique encoding: every chunk but the last is full, and only an empty blob ends in an empty chunk.
    private void CheckLength(long index, bool final, int length)
    {
        var fits = final ? length <= chunkSize && (length > 0 || index == 0) : length == chunkSize;
        if (!fits || index < 0)
        {
            throw new CryptographicException("The chunk has a length that its place does not allow.");
        }
    }

    private static ReadOnlySpan<byte> Nonce(long index, bool final, Span<byte> nonce)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], index);
        nonce[11] = final ? (byte)1 : (byte)0;
        return nonce;
    }
}
