using System.Security.Cryptography;

namespace Vaern.Sealing.Verification;

/// <summary>Reads the bytes of entries, checking length and CRC-32 to the end. One thread at a time; several instances may read one file at once.</summary>
/// <param name="largest">Length of the largest entry; small packages need no large buffer.</param>
internal sealed class ZipContent(PackageBytes file, long largest) : IDisposable
{
    /// <summary>What is hashed and what its CRC is taken of stays in the processor's cache between the two.</summary>
    private const int BlockSize = 256 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly InflateStream _inflate = new(Stream.Null);
    private readonly byte[] _block = new byte[Math.Clamp(largest, 1, BlockSize)];

    /// <summary>SHA-256 of an entry.</summary>
    /// <param name="keep">Also receives the bytes, when given.</param>
    /// <exception cref="ZipFault">Length, compression or CRC do not hold.</exception>
    internal string Hash(ZipEntry entry, MemoryStream? keep, CancellationToken cancellationToken)
    {
        // What an entry before this one left behind when it broke off.
        _hash.GetHashAndReset();
        var crc = new Crc32();
        using var stream = Open(entry);
        long length = 0;
        int count;
        while ((count = ReadBlock(stream, entry)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            length += count;
            if (length > entry.Length) throw new ZipFault($"longer than the directory says ({entry.Name})");
            var block = _block.AsSpan(0, count);
            crc.Add(block);
            _hash.AppendData(block);
            keep?.Write(block);
        }
        var sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        if (length != entry.Length) throw new ZipFault($"shorter than the directory says ({entry.Name})");
        return crc.Value == entry.Crc ? sha256 : throw new ZipFault($"CRC does not match ({entry.Name})");
    }

    public void Dispose()
    {
        _hash.Dispose();
        _inflate.Dispose();
    }

    /// <summary>The unpacked bytes of an entry, to be read before another is opened here.</summary>
    internal Stream Open(ZipEntry entry)
    {
        var part = new FilePart(file, entry.DataOffset, entry.StoredLength);
        return entry.IsDeflated ? _inflate.Restart(part) : part;
    }

    private int ReadBlock(Stream stream, ZipEntry entry)
    {
        try
        {
            return stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new ZipFault($"the compressed data is broken ({entry.Name})");
        }
    }
}

/// <summary>A bounded part of a file.</summary>
internal sealed class FilePart(PackageBytes file, long offset, long length) : Stream
{
    private long _at;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var want = (int)Math.Min(buffer.Length, length - _at);
        if (want == 0) return 0;
        var read = file.ReadAt(offset + _at, buffer[..want]);
        _at += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
