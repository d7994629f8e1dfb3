using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vaern.Sealing.AtRest;

/// <summary>The 64 bytes before the chunks of a <c>VRNENC01</c> blob, and the associated data of each of them (evidence format §6.2).</summary>
public readonly record struct BlobHeader(int ChunkSize, KeyScope Scope)
{
    public const int Size = 64;

    /// <summary>Plaintext bytes in a chunk when each chunk is a database row.</summary>
    public const int RowChunk = 1_048_576;

    /// <summary>Plaintext bytes in a chunk of a file.</summary>
    public const int FileChunk = 65_536;

    private static ReadOnlySpan<byte> Magic => "VRNENC01"u8;

    public byte[] ToBytes()
    {
        if (ChunkSize is not (RowChunk or FileChunk))
        {
            throw new CryptographicException("The chunk size is 65,536 or 1,048,576.");
        }

        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        bytes[8] = 1;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), ChunkSize);
        Scope.Write(bytes.AsSpan(16));
        return bytes;
    }

    /// <summary>Reads a header; throws <see cref="CryptographicException"/> on wrong magic, version, filler or chunk size.</summary>
    public static BlobHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || !bytes[..8].SequenceEqual(Magic) || bytes[8] != 1 || bytes[9..12].ContainsAnyExcept((byte)0))
        {
            throw new CryptographicException("Not a VRNENC01 header.");
        }

        var chunk = BinaryPrimitives.ReadInt32BigEndian(bytes[12..]);
        return chunk is RowChunk or FileChunk
            ? new BlobHeader(chunk, KeyScope.Read(bytes[16..]))
            : throw new CryptographicException("The chunk size is 65,536 or 1,048,576.");
    }

    /// <summary>Bytes stored for a plaintext: header, plaintext and one tag a chunk; an empty blob has one empty chunk.</summary>
    public long StoredSize(long plain) => Size + plain + (16 * Math.Max(1, (plain + ChunkSize - 1) / ChunkSize));
}
