using System.Text;
using System.Text.Json;

namespace Vaern.Screening.Importing;

/// <summary>Tells a format by its content, never by its name.</summary>
internal static class FormatProbe
{
    private const int Sample = 256 * 1024;
    private const string Zip = "zip";

    /// <summary>The format, <c>zip</c> for an archive, or the refusal.</summary>
    public static (string Format, string? Refusal) Of(Func<Stream> open)
    {
        var head = Head(open);
        if (head.Length == 0 || IsBlank(head)) return (ImportFormats.Unknown, FileRefusals.Empty);
        if (head.AsSpan().StartsWith("PK\x03\x04"u8)) return (Zip, null);
        var text = head.AsSpan();
        if (text is [0xEF, 0xBB, 0xBF, ..]) text = text[3..];
        var start = text.IndexOfAnyExcept(" \t\r\n"u8);
        if (text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) return Text(open);
        if (text.Contains((byte)0)) return (ImportFormats.Unknown, FileRefusals.NotRecognised);
        return text[Math.Max(0, start)] switch
        {
            (byte)'{' or (byte)'[' when Json(text) is { } format => (format, null),
            (byte)'<' => Xml(text),
            _ => Text(open),
        };
    }

    public static bool IsZip(string format) => format == Zip;

    private static byte[] Head(Func<Stream> open)
    {
        using var stream = open();
        var head = new byte[Sample];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static bool IsBlank(ReadOnlySpan<byte> head)
    {
        if (head is [0xEF, 0xBB, 0xBF, ..]) head = head[3..];
        return head.IndexOfAnyExcept(" \t\r\n"u8) < 0;
    }

    private static string? Json(ReadOnlySpan<byte> head)
    {
        using var stream = new MemoryStream(head.ToArray());
        using var feed = new JsonFeed(stream, head.Length);
        var json = new JsonWalker(feed, new FieldNames());
        if (!json.Read()) return null;
        var keys = new HashSet<string>();
        var messageKeys = new HashSet<string>();
        if (json.Type == JsonTokenType.StartArray)
        {
            while (messageKeys.Count == 0 && json.NextElement()) Keys(ref json, messageKeys);
            return messageKeys.Contains("visibility") || (messageKeys.Contains("account") && messageKeys.Contains("content")) ? ImportFormats.Mastodon : null;
        }
        while (json.NextField(out var key))
        {
            keys.Add(key);
            if (json.Type == JsonTokenType.StartArray && key is "messages")
            {
                while (messageKeys.Count == 0 && json.NextElement()) Keys(ref json, messageKeys);
                // The rest of the list may be long: what the first message holds is enough.
                while (json.Depth > 1 && json.Read())
                {
                }
            }
            else json.Skip();
        }
        return ByKeys(keys, messageKeys);
    }

    private static string? ByKeys(HashSet<string> keys, HashSet<string> message)
    {
        if (keys.Contains("did") && keys.Contains("kind")) return ImportFormats.Bluesky;
        if (keys.Contains("guild") || keys.Contains("exportedAt") || message.Contains("timestamp")) return ImportFormats.Discord;
        if (keys.Contains("orderedItems") || (keys.Contains("@context") && keys.Contains("items"))) return ImportFormats.ActivityPub;
        if (keys.Contains("visibility") || (keys.Contains("account") && keys.Contains("content"))) return ImportFormats.Mastodon;
        string[] account = ["personal_information", "profile_pictures", "stories", "contacts", "frequent_contacts", "other_data", "chats", "left_chats", "sessions", "web_sessions"];
        return keys.Contains("messages") || account.Any(keys.Contains) || message.Contains("date_unixtime") ? ImportFormats.Telegram : null;
    }

    private static void Keys(ref JsonWalker json, HashSet<string> into)
    {
        if (json.Type != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        while (json.NextField(out var key))
        {
            into.Add(key);
            json.Skip();
        }
    }

    private static (string Format, string? Refusal) Xml(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 8192)]);
        if (text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) && !text.Contains("<html", StringComparison.OrdinalIgnoreCase)) return (ImportFormats.Unknown, FileRefusals.UnsafeXml);
        if (text.Contains("<rss", StringComparison.Ordinal) || text.Contains("<rdf:RDF", StringComparison.Ordinal)) return (ImportFormats.Rss, null);
        return text.Contains("<feed", StringComparison.Ordinal) || text.Contains(":feed", StringComparison.Ordinal) ? (ImportFormats.Atom, null) : (ImportFormats.Unknown, FileRefusals.NotRecognised);
    }

    private static (string Format, string? Refusal) Text(Func<Stream> open)
    {
        using var reader = new StreamReader(open(), FileEncoding.Of(open));
        var lines = new TextLines(reader);
        for (var i = 0; i < 30 && lines.Next() is { } line; i++)
        {
            if (WhatsAppLine.TryRead(line, out _)) return (ImportFormats.WhatsApp, null);
        }
        return (ImportFormats.Csv, null);
    }
}
