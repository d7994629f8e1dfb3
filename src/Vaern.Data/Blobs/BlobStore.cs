using System.Buffers;
using System.Security.Cryptography;
using Vaern.Sealing.AtRest;

namespace Vaern.Data.Blobs;

/// <summary>A blob that was stored: its id, plaintext size in bytes, SHA-256 of the plaintext and its first bytes (at most 512) for sniffing.</summary>
public sealed record StoredBlob(Guid Id, long Size, byte[] Sha256, byte[] Head);

/// <summary>
/// Files as encrypted 1 MiB chunks in the database (design decision 5): hashed, encrypted and stored in one pass with constant memory,
/// committed with the row that owns them.
/// </summary>
public static class BlobStore
{
    /// <summary>Stores <paramref name="content"/> under the owner's data key, which must be open in the unit of work.</summary>
    /// <param name="ownerKey">The data key of <paramref name="owner"/>.</param>
    /// <param name="limit">The largest plaintext size in bytes; more is answered with <c>blob.too-large</c>, and the caller rolls back.</param>
    public static async Task<Result<StoredBlob>> WriteAsync(
        UnitOfWork work, Guid owner, SecretKey ownerKey, Stream content, long limit, CancellationToken cancel = default)
    {
        var id = Guid.CreateVersion7();
        var scope = new KeyScope(work.Keys.Tenant, owner, id);
        var header = new BlobHeader(BlobHeader.RowChunk, scope);
        using var blobKey = SecretKey.Generate();
        using var cipher = new ChunkCipher(blobKey, header);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var pool = ArrayPool<byte>.Shared;
        var (current, ahead) = (pool.Rent(BlobHeader.RowChunk), Array.Empty<byte>());
        var most = 0;
        try
        {
            byte[] head = [];
            var size = 0L;
            var index = 0;
            var length = await FillAsync(content, current, cancel);
            while (true)
            {
                // A chunk that is not full is the last one; a full one is the last when nothing follows.
                most = Math.Max(most, length);
                var following = 0;
                if (length == BlobHeader.RowChunk)
                {
                    ahead = ahead.Length == 0 ? pool.Rent(BlobHeader.RowChunk) : ahead;
                    following = await FillAsync(content, ahead, cancel);
                }

                var final = following == 0;
                if (index == 0)
                {
                    head = current.AsSpan(0, Math.Min(512, length)).ToArray();
                }

                size += length;
                if (size > limit)
                {
                    return new Error("blob.too-large", "The file is larger than allowed.");
                }

                hash.AppendData(current.AsSpan(0, length));
                await StoreChunkAsync(work, id, index, final, cipher, current.AsMemory(0, length), cancel);
                index++;
                if (final)
                {
                    break;
                }

                (current, ahead, length) = (ahead, current, following);
            }

            work.Later("insert into blob (id, owner_id, header, size, chunks) values ($1, $2, $3, $4, $5)", id, owner, header.ToBytes(), size, index);
            work.Later("insert into blob_key (blob_id, wrapped) values ($1, $2)", id, KeyWrap.Wrap(ownerKey, blobKey, KeyKind.Blob, scope));
            return new StoredBlob(id, size, hash.GetHashAndReset(), head);
        }
        finally
        {
            Return(current, most);
            Return(ahead, most);
        }
    }

    /// <summary>Writes the plaintext to <paramref name="target"/>; a chunk is given out only after its tag has passed. Throws when the blob was tampered with or is locked.</summary>
    public static async Task ReadAsync(UnitOfWork work, Guid blob, Stream target, CancellationToken cancel = default)
    {
        var row = await work.FirstOrDefaultAsync<BlobRow>(
            """
            select b.owner_id as owner, b.header, b.chunks, k.wrapped
            from blob b join blob_key k on k.blob_id = b.id where b.id = @blob and b.locked_at is null
            """,
            new { blob },
            cancel) ?? throw new InvalidOperationException("The blob does not exist, is locked, or its key was destroyed.");
        var header = BlobHeader.Parse(row.Header);
        var scope = new KeyScope(work.Keys.Tenant, row.Owner, blob);
        if (header.Scope != scope)
        {
            throw new CryptographicException("The blob belongs elsewhere.");
        }

        using var key = KeyWrap.Unwrap(await work.Keys.OpenAsync(row.Owner, cancel), row.Wrapped, KeyKind.Blob, scope);
        using var cipher = new ChunkCipher(key, header);
        var plain = ArrayPool<byte>.Shared.Rent(header.ChunkSize);
        try
        {
            for (var n = 0; n < row.Chunks; n++)
            {
                var stored = await work.FirstOrDefaultAsync<byte[]>(
                    "select data from blob_chunk where blob_id = @blob and n = @n", new { blob, n }, cancel)
                    ?? throw new CryptographicException("A chunk is missing.");
                var length = cipher.Decrypt(n, final: n == row.Chunks - 1, stored, plain);
                await target.WriteAsync(plain.AsMemory(0, length), cancel);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
        }
    }

    /// <summary>
    /// Locks a blob for everybody and for good: from now on no read opens it and no backup holds its key. A second lock changes nothing.
    /// </summary>
    public static Task LockAsync(UnitOfWork work, Guid blob, CancellationToken cancel = default) =>
        work.ExecuteAsync(
            """
            update blob set locked_at = coalesce(locked_at, @now) where id = @blob;
            with moved as (delete from blob_key where blob_id = @blob returning blob_id, wrapped)
            insert into locked_key (blob_id, wrapped) select blob_id, wrapped from moved
            """,
            new { blob, now = work.Now },
            cancel);

    /// <summary>Destroys a blob's key, locked or not, and its chunks. Its row stays and says that it was there.</summary>
    public static Task DestroyAsync(UnitOfWork work, Guid blob, CancellationToken cancel = default) =>
        work.ExecuteAsync(
            """
            delete from blob_key where blob_id = @blob;
            delete from locked_key where blob_id = @blob;
            delete from blob_chunk where blob_id = @blob
            """,
            new { blob },
            cancel);

    private static async Task StoreChunkAsync(UnitOfWork work, Guid blob, int n, bool final, ChunkCipher cipher, ReadOnlyMemory<byte> plain, CancellationToken cancel)
    {
        var size = plain.Length + ChunkCipher.TagSize;
        var output = ArrayPool<byte>.Shared.Rent(size);
        cipher.Encrypt(n, final, plain.Span, output);
        await work.LaterAsync(output, "insert into blob_chunk (blob_id, n, data) values ($1, $2, $3)", [blob, n, new ReadOnlyMemory<byte>(output, 0, size)], cancel);
    }

    // Only what held plaintext is cleared: most files are far smaller than a chunk.
    private static void Return(byte[] buffer, int used)
    {
        if (buffer.Length > 0)
        {
            buffer.AsSpan(0, used).Clear();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> FillAsync(Stream content, byte[] buffer, CancellationToken cancel) =>
        await content.ReadAtLeastAsync(buffer.AsMemory(0, BlobHeader.RowChunk), BlobHeader.RowChunk, throwOnEndOfStream: false, cancel);

    private sealed record BlobRow(Guid Owner, byte[] Header, int Chunks, byte[] Wrapped);
}
