using System.IO.Compression;
using System.Text;
using Vaern.Sealing.Verification;

namespace Vaern.Sealing.WebCaptures;

/// <summary>The forms in which a saved web page is kept.</summary>
public enum CaptureForm { Wacz, Warc, Mhtml, Pdf }

/// <summary>What a file says it is, and whether that is true.</summary>
/// <param name="Form">Null when it is none of the forms.</param>
/// <param name="Faults">What is wrong with it; empty when it is whole. It is kept as it is either way.</param>
/// <param name="Parts">Resources of a WACZ, records of a WARC; 0 for the others.</param>
public sealed record CaptureCheck(CaptureForm? Form, IReadOnlyList<string> Faults, int Parts)
{
    public bool IsWhole => Form is not null && Faults.Count == 0;
}

/// <summary>
/// Checks that a web capture is what it claims to be: WACZ 1.1.1, WARC (also gzipped), MHTML, PDF. It says "whole", never "genuine": whoever made the file could
/// write anything into it. Never throws on foreign bytes, unpacks nothing to disk, and holds only small parts in memory.
/// </summary>
public static class WebCapture
{
    /// <summary>Longest unpacked WARC that is read: more is called a bomb.</summary>
    internal const long LargestUnpacked = 16L << 30;
    private const int Head = 8 * 1024;

    /// <param name="file">Seekable. I/O errors of the stream itself are thrown.</param>
    public static CaptureCheck Check(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Position = 0;
        var head = new byte[(int)Math.Min(Head, file.Length)];
        file.ReadExactly(head);
        if (head.AsSpan().StartsWith("PK"u8)) return WaczCheck.Run(file);
        if (head.AsSpan().StartsWith("WARC/"u8) || head.AsSpan().StartsWith<byte>([0x1F, 0x8B]))
        {
            file.Position = 0;
            var (records, fault) = WarcReading.Count(file, isPacked: head[0] == 0x1F);
            return new CaptureCheck(records > 0 || head[0] == (byte)'W' ? CaptureForm.Warc : null, fault is null ? [] : [fault], records);
        }
        if (head.AsSpan().StartsWith("%PDF-"u8)) return new CaptureCheck(CaptureForm.Pdf, EndsAsPdf(file) ? [] : ["the PDF has no end: it was cut off"], 0);
        return IsMhtml(head, out var boundary) ? new CaptureCheck(CaptureForm.Mhtml, EndsWith(file, boundary) ? [] : ["the last part is not closed: it was cut off"], 0) : new CaptureCheck(null, [], 0);
    }

    private static bool EndsAsPdf(Stream file) => Tail(file, 1024).AsSpan().IndexOf("%%EOF"u8) >= 0;

    /// <summary>RFC 2557: a message whose head names multipart/related and a boundary.</summary>
    private static bool IsMhtml(byte[] head, out string boundary)
    {
        boundary = "";
        var text = Encoding.Latin1.GetString(head);
        var end = text.IndexOf("\n\n", StringComparison.Ordinal) is var lf and >= 0 ? lf : text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var headers = text[..end].ReplaceLineEndings("\n").Replace("\n\t", " ", StringComparison.Ordinal).Replace("\n ", " ", StringComparison.Ordinal);
        if (!headers.Contains("MIME-Version:", StringComparison.OrdinalIgnoreCase) || !headers.Contains("multipart/related", StringComparison.OrdinalIgnoreCase)) return false;
        var at = headers.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return false;
        var value = headers[(at + 9)..].Split('\n', ';')[0].Trim();
        boundary = value.Trim('"');
        return boundary.Length is > 0 and <= 200;
    }

    private static bool EndsWith(Stream file, string boundary) => Encoding.Latin1.GetString(Tail(file, 1024)).Contains($"--{boundary}--", StringComparison.Ordinal);

    private static byte[] Tail(Stream file, int most)
    {
        var bytes = new byte[(int)Math.Min(most, file.Length)];
        file.Position = file.Length - bytes.Length;
        file.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>Counts the records of a WARC (ISO 28500), reading each gzip member to its end, since a cut one goes unnoticed by common tools.</summary>
internal static class WarcReading
{
    private const int LongestHeader = 64 * 1024;

    /// <returns>How many records were read, and what stopped the reading before the end.</returns>
    internal static (int Records, string? Fault) Count(Stream file, bool isPacked)
    {
        var records = 0;
        try
        {
            using var content = new BufferedStream(isPacked ? new GZipStream(file, CompressionMode.Decompress, leaveOpen: true) : new Uncloseable(file), 64 * 1024);
            long total = 0;
            while (Header(content) is { } header)
            {
                if (!header.StartsWith("WARC/", StringComparison.Ordinal))
                    return (records, header.StartsWith('\u001F') ? "the WARC is compressed a second time" : records == 0 ? "this is not a WARC" : $"record {records + 1} does not begin with WARC/");
                if (Length(header) is not { } length) return (records, $"record {records + 1} gives no length");
                if ((total += length) > WebCapture.LargestUnpacked) return (records, "unpacks to far more than a capture (bomb)");
                if (!Skip(content, length) || !IsRecordEnd(content)) return (records, $"record {records + 1} is cut off");
                records++;
            }
            return (records, records == 0 ? "the WARC holds no record" : null);
        }
        catch (InvalidDataException)
        {
            return (records, "the gzip stream is broken or cut off");
        }
    }

    /// <summary>The lines before a record's content; null at the end of the file.</summary>
    private static string? Header(Stream content)
    {
        var text = new StringBuilder();
        int value;
        while ((value = content.ReadByte()) >= 0)
        {
            text.Append((char)value);
            if (text.Length == 5 && text.ToString() != "WARC/") return text.ToString();
            if (text.Length >= 4 && text[^1] == '\n' && text[^2] == '\r' && text[^3] == '\n' && text[^4] == '\r') return text.ToString();
            if (text.Length > LongestHeader) throw new InvalidDataException();
        }
        return text.Length == 0 ? null : throw new InvalidDataException();
    }

    private static long? Length(string header)
    {
        foreach (var line in header.Split("\r\n"))
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)
                && long.TryParse(line.AsSpan(15).Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length)) return length;
        return null;
    }

    private static bool Skip(Stream content, long count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0)
        {
            var read = content.Read(buffer, 0, (int)Math.Min(count, buffer.Length));
            if (read == 0) return false;
            count -= read;
        }
        return true;
    }

    private static bool IsRecordEnd(Stream content)
    {
        foreach (var expected in "\r\n\r\n")
            if (content.ReadByte() != expected) return false;
        return true;
    }

    /// <summary>The reading buffer closes what it reads from; the caller's file stays open.</summary>
    private sealed class Uncloseable(Stream inner) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
