using System.Buffers;

namespace Vaern.Screening.Importing;

/// <summary>
/// Bytes for a JSON reader, with the escapes mended that Telegram Desktop writes for control characters: an odd backslash, <c>x</c>
/// and two hex digits become <c>\u00HH</c>; <c>\\x41</c> is text and stays (tdesktop issue 27571). An escape may lie over two reads.
/// </summary>
internal sealed class JsonFeed(Stream stream, long mostBytes) : IDisposable
{
    private const int Block = 64 * 1024;
    private const int LargestToken = 32 * 1024 * 1024;

    private readonly byte[] block = ArrayPool<byte>.Shared.Rent(Block + 8);
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Block * 3);
    private int held;
    private int carried;
    private long read;

    public bool IsAtEnd { get; private set; }

    /// <summary>Whether a limit ended the reading.</summary>
    public bool IsTooLarge { get; private set; }

    public long Repaired { get; private set; }

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, held);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(block);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Forgets what was used and reads on.</summary>
    public void Next(int consumed)
    {
        held -= consumed;
        buffer.AsSpan(consumed, held).CopyTo(buffer);
        if (held > LargestToken)
        {
            (IsTooLarge, IsAtEnd) = (true, true);
            return;
        }
        var taken = stream.Read(block, carried, Block - carried);
        var first = read == 0;
        read += taken;
        if (read > mostBytes) (IsTooLarge, taken) = (true, 0);
        IsAtEnd = taken == 0;
        var all = block.AsSpan(0, carried + taken);
        if (first && all is [0xEF, 0xBB, 0xBF, ..]) all = all[3..];
        Mend(all);
    }

    private void Mend(ReadOnlySpan<byte> source)
    {
        if (buffer.Length < held + (source.Length * 2)) Enlarge(held + (source.Length * 2));
        while (true)
        {
            var at = source.IndexOf((byte)'\\');
            if (at < 0)
            {
                Append(source);
                carried = 0;
                return;
            }
            // An escape that is not all here waits for the next read.
            if (source.Length - at < 4 && !IsAtEnd)
            {
                Append(source[..at]);
                var rest = source[at..];
                carried = rest.Length;
                rest.CopyTo(block);
                return;
            }
            Append(source[..at]);
            var escape = source[at..];
            if (escape.Length >= 4 && escape[1] == 'x' && char.IsAsciiHexDigit((char)escape[2]) && char.IsAsciiHexDigit((char)escape[3]))
            {
                Append("\\u00"u8);
                Append(escape[2..4]);
                Repaired++;
                source = escape[4..];
            }
            else
            {
                var width = Math.Min(2, escape.Length);
                Append(escape[..width]);
                source = escape[width..];
            }
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.AsSpan(held));
        held += bytes.Length;
    }

    private void Enlarge(int least)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(least, buffer.Length * 2));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
