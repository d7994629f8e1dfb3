using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vaern.Sealing.Custody;

/// <summary>
/// One line of a hash-chained stream: compact JSON that begins with <c>{"seq":N,"prev":"hex64",</c> and ends with
/// <c>}</c> and a line feed. <c>prev</c> is the SHA-256 of the whole previous line, its line feed included, so that one
/// link can be checked by hand: <c>sed -n 4p stream.jsonl | sha256sum</c> prints the <c>prev</c> of line 5.
/// </summary>
public static class ChainLine
{
    /// <summary><c>prev</c> of event 0: 64 zeros.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = false,
        SkipValidation = false,
    };

    /// <summary>Builds one line.</summary>
    /// <param name="seq">Number of the event, from 0.</param>
    /// <param name="prev">Hash of the previous line, or <see cref="Genesis"/> for event 0.</param>
    /// <param name="members">Writes the remaining members (at least one) into the open object.</param>
    /// <returns>The bytes of the line with its line feed.</returns>
    public static byte[] Write(long seq, string prev, Action<Utf8JsonWriter> members)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seq);
        ArgumentNullException.ThrowIfNull(members);
        if (!Hex.IsSha256(prev)) throw new ArgumentException("Not 64 lower-case hex digits.", nameof(prev));

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", seq);
            json.WriteString("prev", prev);
            members(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Event hash: SHA-256 of the line with its line feed. The hash of the last line is the head of the stream.</summary>
    public static string HashOf(ReadOnlySpan<byte> line) => Hex.Sha256(line);
}
