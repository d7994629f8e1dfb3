using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Vaern.Sealing.Custody;

/// <summary>Where and why a chain breaks.</summary>
/// <param name="Line">Number of the line, from 1 as <c>sed -n Np</c> counts; the event's <c>seq</c> is one less.</param>
public sealed record ChainFault(long Line, string Reason);

/// <summary>
/// Checks a hash-chained stream (<see cref="ChainLine"/>) line by line in constant memory. Add the lines in order; after the
/// first fault nothing more is accepted. One instance a stream; not thread-safe.
/// </summary>
public sealed class ChainVerifier
{
    /// <summary>Longest line that is read, line feed included.</summary>
    public const int LongestLine = 1 << 20;

    private static ReadOnlySpan<byte> SeqStart => "{\"seq\":"u8;
    private static ReadOnlySpan<byte> PrevStart => ",\"prev\":\""u8;

    private readonly byte[] _head = new byte[32];
    private readonly char[] _expected = new char[64];

    /// <summary>Lines accepted so far.</summary>
    public long Count { get; private set; }

    /// <summary>Hash of the last accepted line; <see cref="ChainLine.Genesis"/> before the first.</summary>
    public string Head => Convert.ToHexStringLower(_head);

    /// <summary>The first fault, or null while the chain holds.</summary>
    public ChainFault? Fault { get; private set; }

    /// <summary>Checks the next line, given with its line feed.</summary>
    /// <returns>False from the first fault on.</returns>
    public bool Add(ReadOnlySpan<byte> line)
    {
        if (Fault is not null) return false;
        if (Problem(line) is { } reason)
        {
            Fault = new ChainFault(Count + 1, reason);
            return false;
        }
        SHA256.HashData(line, _head);
        Count++;
        return true;
    }

    /// <summary>Checks a whole stream of lines.</summary>
    /// <returns>The verifier after the last line or the first fault.</returns>
    public static ChainVerifier Read(Stream stream, Action<ChainVerifier, ReadOnlyMemory<byte>>? accepted = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var chain = new ChainVerifier();
        foreach (var line in JsonLines.Of(stream, LongestLine))
        {
            if (!chain.Add(line.Span)) break;
            accepted?.Invoke(chain, line);
        }
        return chain;
    }

    private string? Problem(ReadOnlySpan<byte> line)
    {
        if (line.Length > LongestLine) return "the line is too long";
        if (line.IsEmpty || line[^1] != (byte)'\n') return "the last line is not ended by a line feed";
        var text = line[..^1];
        if (!text.StartsWith(SeqStart)) return "the line does not begin with seq";
        text = text[SeqStart.Length..];
        if (!Utf8Parser.TryParse(text, out long seq, out var digits) || text[0] is not (>= (byte)'0' and <= (byte)'9')
            || (digits > 1 && text[0] == (byte)'0'))
            return "seq is not a number";
        if (seq != Count) return $"seq is {seq}, expected {Count}";
        text = text[digits..];
        if (!text.StartsWith(PrevStart)) return "prev is not the second member";
        text = text[PrevStart.Length..];
        if (text.Length < 67 || text[64] != (byte)'"' || text[65] != (byte)',') return "prev is not 64 hex digits";
        if (!PrevMatches(text[..64])) return "prev is not the hash of the line before";
        return JsonObjects.Problem(line[..^1]);
    }

    private bool PrevMatches(ReadOnlySpan<byte> prev)
    {
        Convert.TryToHexStringLower(_head, _expected, out _);
        for (var i = 0; i < 64; i++)
            if (prev[i] != _expected[i]) return false;
        return true;
    }
}
