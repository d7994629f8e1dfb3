using System.Security.Cryptography;

namespace Vaern.Sealing.Verification;

/// <summary>Reads the bytes of entries, checking length and CRC-32 to the end.</summary>
internal sealed class ZipContent(Stream file)
{
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>SHA-256 of an entry.</summary>
    /// <param name="keep">Also receives the bytes, when given.</param>
    /// <exception cref="ZipFault">Length, compression or CRC do not hold.</exception>
    internal string Hash(ZipEntry entry, MemoryStream? keep, CancellationToken cancellationToken)
    {
        var crc = new Crc32();
        long length = 0;
        using var stream = Open(entry);
        try
        {
            int read;
            while ((read = stream.Read(_buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                length += read;
                if (length > entry.Length) throw new ZipFault($"longer than the directory says ({entry.Name})");
                var bytes = _buffer.AsSpan(0, read);
                crc.Add(bytes);
                _hash.AppendData(bytes);
                keep?.Write(bytes);
            }
        }
        catch (InvalidDataException)
        {
            throw new ZipFault($"the compressed data is broken ({entry.Name})");
        }
        var sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        if (length != entry.Length) throw new ZipFault($"shorter than the directory says ({entry.Name})");
        return crc.Value == entry.Crc ? sha256 : throw new ZipFault($"CRC does not match ({entry.Name})");
    }

    /// <summary>The unpacked bytes of an entry, to be read before anything else is read from the file.</summary>
    internal Stream Open(ZipEntry entry)
    {
        var part = new FilePart(file, entry.DataOffset, entry.StoredLength);
        return entry.IsDeflated ? new InflateStream(part) : part;
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
