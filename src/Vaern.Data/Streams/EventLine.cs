using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vaern.Data.Streams;

/// <summary>
/// The bytes of one event: compact JSON and a line feed, <c>seq</c> first and <c>prev</c> second; <c>prev</c> is the SHA-256 of the
/// line before, line feed included (evidence format §5.6). Anyone can check a link with <c>sed -n 4p | sha256sum</c>.
/// </summary>
internal static class EventLine
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Members = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(long seq, ReadOnlySpan<byte> previous, DateTimeOffset at, string actor, StreamEvent happened, byte[]? sealedSecret, bool custody)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("seq", seq);
            json.WriteString("prev", Convert.ToHexStringLower(previous));
            json.WriteString("at", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("actor", actor);
            json.WriteString("role", happened.Role ?? "");
            json.WriteString("action", happened.Action);
            json.WriteString(custody ? "item" : "subject", happened.Subject ?? "");
            if (custody)
            {
                WriteNullable(json, "sha256", happened.Sha256);
                json.WriteString("reason", happened.Reason ?? "");
            }

            json.WritePropertyName("detail");
            JsonSerializer.Serialize(json, happened.Detail ?? new { }, Members);
            if (sealedSecret is not null)
            {
                json.WriteBase64String("sealed", sealedSecret);
            }

            if (custody)
            {
                json.WriteString("client", "vaern/0.1.0");
            }

            json.WriteEndObject();
        }

        var line = new byte[buffer.WrittenCount + 1];
        buffer.WrittenSpan.CopyTo(line);
        line[^1] = (byte)'\n';
        return line;
    }

    public static byte[] Secret(object secret) => JsonSerializer.SerializeToUtf8Bytes(secret, Members);

    private static void WriteNullable(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}
