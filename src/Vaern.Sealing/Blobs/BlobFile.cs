using System.Security.Cryptography;
using Vaern.Sealing.AtRest;

namespace Vaern.Sealing.Blobs;

/// <summary>What was sealed: SHA-256 of the plaintext (64 hex digits) and its length in bytes.</summary>
public sealed record SealedBlob(string Sha256, long Length);

/// <summary>
/// The file form of an encrypted blob (<c>VRNENC01</c> with 64 KiB chunks): hashed, encrypted and written in one pass. Hashing, which costs as much as
/// all the rest, runs beside reading, encrypting and writing. Memory does not grow with the blob.
/// </summary>
public static class BlobFile
{
    private const int ChunksInBlock = 8;
    private const int Block = ChunksInBlock * BlobHeader.FileChunk;
    private const int BlocksAhead = 4;
    private const int StoredChunk = BlobHeader.FileChunk + ChunkCipher.TagSize;

    /// <summary>Seals <paramref name="plain"/> to its end into <paramref name="target"/>. The caller flushes.</summary>
    public static async Task<SealedBlob> SealAsync(Stream plain, SecretKey key, KeyScope scope, Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plain);
        ArgumentNullException.ThrowIfNull(target);
        var header = new BlobHeader(BlobHeader.FileChunk, scope);
        using var cipher = new ChunkCipher(key, header);
        await using var hash = new HashBeside(Block, BlocksAhead);
        await target.WriteAsync(header.ToBytes(), cancellationToken);

        var output = new byte[ChunksInBlock * StoredChunk];
        var input = await hash.FreeBlockAsync(cancellationToken);
        var count = await FillAsync(plain, input, cancellationToken);
        long length = 0, chunk = 0;
        while (true)
        {
            // The last chunk is marked, so it must be known whether anything follows before this block is encrypted.
            var next = count < Block ? null : await hash.FreeBlockAsync(cancellationToken);
            var following = next is null ? 0 : await FillAsync(plain, next, cancellationToken);
            var stored = Encrypt(cipher, ref chunk, input.AsSpan(0, count), output, isLast: following == 0);
            hash.Add(input, count);
            length += count;
            await PutAsync(target, output.AsMemory(0, stored), cancellationToken);
            if (following == 0) return new SealedBlob(await hash.FinishAsync(), length);
            (input, count) = (next!, following);
        }
    }

    /// <summary>
    /// Opens a sealed file into <paramref name="target"/>. Each chunk is written only after its tag has held; when a later one fails, the caller
    /// must take back what it got.
    /// </summary>
    /// <param name="scope">Whose blob it must be: one that was moved to another case does not open.</param>
    /// <exception cref="CryptographicException">Changed, cut, lengthened, or another blob.</exception>
    public static async Task<SealedBlob> OpenAsync(Stream stored, SecretKey key, KeyScope scope, Stream target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(target);
        var head = new byte[BlobHeader.Size];
        if (await FillAsync(stored, head, cancellationToken) != head.Length) throw new CryptographicException("The blob has no header.");
        var header = BlobHeader.Parse(head);
        if (header != new BlobHeader(BlobHeader.FileChunk, scope)) throw new CryptographicException("The blob is another one than it was reached through.");
        using var cipher = new ChunkCipher(key, header);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        byte[] current = new byte[StoredChunk], next = new byte[StoredChunk], plain = new byte[BlobHeader.FileChunk];
        var count = await FillAsync(stored, current, cancellationToken);
        long length = 0;
        for (long chunk = 0; ; chunk++)
        {
            if (count < ChunkCipher.TagSize) throw new CryptographicException("The blob ends within a chunk.");
            var following = await FillAsync(stored, next, cancellationToken);
            var bytes = cipher.Decrypt(chunk, following == 0, current.AsSpan(0, count), plain);
            hash.AppendData(plain, 0, bytes);
            length += bytes;
            await target.WriteAsync(plain.AsMemory(0, bytes), cancellationToken);
            if (following == 0) return new SealedBlob(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
            (current, next, count) = (next, current, following);
        }
    }

    private static int Encrypt(ChunkCipher cipher, ref long chunk, ReadOnlySpan<byte> plain, Span<byte> output, bool isLast)
    {
        var written = 0;
        do
        {
            var part = plain[..Math.Min(plain.Length, BlobHeader.FileChunk)];
            plain = plain[part.Length..];
            cipher.Encrypt(chunk++, isLast && plain.IsEmpty, part, output.Slice(written, part.Length + ChunkCipher.TagSize));
            written += part.Length + ChunkCipher.TagSize;
        }
        while (!plain.IsEmpty);
        return written;
    }

    // A file that was not opened for overlapped work answers an asynchronous call from another thread: two changes of thread a block for nothing.
    private static ValueTask<int> FillAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken) =>
        stream is FileStream { IsAsync: false }
            ? ValueTask.FromResult(stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))
            : stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);

    private static ValueTask PutAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (stream is not FileStream { IsAsync: false }) return stream.WriteAsync(bytes, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        stream.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }
}
