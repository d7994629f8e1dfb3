using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace Vaern.Sealing.Verification;

/// <summary>Reads the bytes of entries, checking length and CRC-32 to the end.</summary>
/// <param name="largest">Length of the largest entry; small packages need no large buffers.</param>
internal sealed class ZipContent(Stream file, long largest) : IDisposable
{
    private const int BlockSize = 512 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly InflateStream _inflate = new(Stream.Null);
    private byte[] _current = new byte[Math.Clamp(largest, 1, BlockSize)];
    private byte[] _next = new byte[largest < BlockSize ? 0 : BlockSize];

    /// <summary>SHA-256 of an entry. One block is hashed while the next is read and its CRC taken.</summary>
    /// <param name="keep">Also receives the bytes, when given.</param>
    /// <exception cref="ZipFault">Length, compression or CRC do not hold.</exception>
    internal string Hash(ZipEntry entry, MemoryStream? keep, CancellationToken cancellationToken)
    {
        var crc = new Crc32();
        using var stream = Open(entry);
        long length = 0;
        var count = ReadBlock(stream, entry, _current, ref crc);
        while (count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            length += count;
            if (length > entry.Length) throw new ZipFault($"longer than the directory says ({entry.Name})");
            keep?.Write(_current, 0, count);
            count = HashAndReadOn(stream, entry, count, ref crc);
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

    private int HashAndReadOn(Stream stream, ZipEntry entry, int count, ref Crc32 crc)
    {
        if (count < BlockSize)
        {
            _hash.AppendData(_current, 0, count);
            return ReadBlock(stream, entry, _current, ref crc);
        }
        var (following, running, fault) = (0, crc, (Exception?)null);
        Parallel.Invoke(
            () => _hash.AppendData(_current, 0, count),
            () =>
            {
                try
                {
                    following = ReadBlock(stream, entry, _next, ref running);
                }
                catch (Exception e) when (e is ZipFault or IOException)
                {
                    fault = e;
                }
            });
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
        crc = running;
        (_current, _next) = (_next, _current);
        return following;
    }

    private static int ReadBlock(Stream stream, ZipEntry entry, byte[] block, ref Crc32 crc)
    {
        try
        {
            var count = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            crc.Add(block.AsSpan(0, count));
            return count;
        }
        catch (InvalidDataException)
        {
            throw new ZipFault($"the compressed data is broken ({entry.Name})");
        }
    }

    /// <summary>The unpacked bytes of an entry, to be read before anything else is read from the file.</summary>
    internal Stream Open(ZipEntry entry)
    {
        var part = new FilePart(file, entry.DataOffset, entry.StoredLength);
        return entry.IsDeflated ? _inflate.Restart(part) : part;
    }
}

/// <summary>A bounded part of a file.</summary>
internal sealed class FilePart(Stream file, long offset, long length) : Stream
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
        file.Position = offset + _at;
        var read = file.Read(buffer[..want]);
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
