using System.Security.Cryptography;
using Vaern.Sealing.AtRest;

namespace Vaern.App.StreetWork.Imports;

/// <summary>Reads an encrypted file of the spool from anywhere, one chunk in memory at a time. A chunk that was altered or cut off throws.</summary>
internal sealed class SpoolStream : Stream
{
    private const int Stored = BlobHeader.FileChunk + ChunkCipher.TagSize;

    private readonly FileStream file;
    private readonly ChunkCipher cipher;
    private readonly byte[] stored = new byte[Stored];
    private readonly byte[] plain = new byte[BlobHeader.FileChunk];
    private readonly long chunks;
    private long at = -1;
    private int held;

    public SpoolStream(string path, SecretKey key, KeyScope scope)
    {
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        cipher = new ChunkCipher(key, new BlobHeader(BlobHeader.FileChunk, scope));
        var body = file.Length - BlobHeader.Size;
        chunks = Math.Max(1, (body + Stored - 1) / Stored);
        Length = Math.Max(0, body - (chunks * ChunkCipher.TagSize));
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        var chunk = Position / BlobHeader.FileChunk;
        Load(chunk);
        var from = (int)(Position - (chunk * BlobHeader.FileChunk));
        var count = Math.Min(buffer.Length, held - from);
        plain.AsSpan(from, count).CopyTo(buffer);
        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => Position + offset, _ => Length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private void Load(long chunk)
    {
        if (chunk == at)
        {
            return;
        }

        file.Position = BlobHeader.Size + (chunk * Stored);
        var read = file.ReadAtLeast(stored, stored.Length, throwOnEndOfStream: false);
        held = cipher.Decrypt(chunk, chunk == chunks - 1, stored.AsSpan(0, read), plain);
        at = chunk;
    }
}
