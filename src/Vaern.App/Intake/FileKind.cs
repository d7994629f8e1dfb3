namespace Vaern.App.Intake;

/// <summary>
/// Tells what a file is from its first bytes. The sender's word for it is kept as a statement only: a program that calls itself a
/// picture is refused. Unknown kinds are refused too, because nobody can open them safely.
/// </summary>
public static class FileKind
{
    private static readonly (string Type, int Offset, byte[] Bytes)[] Signatures =
    [
        ("image/png", 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", 0, [0xFF, 0xD8, 0xFF]),
        ("image/gif", 0, "GIF8"u8.ToArray()),
        ("image/bmp", 0, "BM"u8.ToArray()),
        ("image/tiff", 0, [0x49, 0x49, 0x2A, 0x00]),
        ("image/tiff", 0, [0x4D, 0x4D, 0x00, 0x2A]),
        ("application/pdf", 0, "%PDF-"u8.ToArray()),
        ("audio/mpeg", 0, "ID3"u8.ToArray()),
        ("audio/mpeg", 0, [0xFF, 0xFB]),
        ("audio/ogg", 0, "OggS"u8.ToArray()),
        ("video/webm", 0, [0x1A, 0x45, 0xDF, 0xA3]),
    ];

    private static readonly (string Type, string Brand)[] Brands =
    [
        ("image/heic", "heic"), ("image/heic", "heix"), ("image/heic", "mif1"), ("image/avif", "avif"),
        ("video/quicktime", "qt  "), ("audio/mp4", "M4A "), ("video/3gpp", "3gp"),
    ];

    /// <summary>True for a picture or film: the server makes a fingerprint of it, or says why it cannot.</summary>
    public static bool IsCompared(string type) => type.StartsWith("image/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal);

    /// <summary>The media type, or null for a kind that is not taken in. <paramref name="head"/> is up to the first 512 bytes.</summary>
    public static string? Sniff(ReadOnlySpan<byte> head)
    {
        foreach (var (type, offset, bytes) in Signatures)
        {
            if (head.Length >= offset + bytes.Length && head.Slice(offset, bytes.Length).SequenceEqual(bytes))
            {
                return type;
            }
        }

        if (head.Length >= 12 && head[..4].SequenceEqual("RIFF"u8))
        {
            return head.Slice(8, 4) switch
            {
                var form when form.SequenceEqual("WEBP"u8) => "image/webp",
                var form when form.SequenceEqual("WAVE"u8) => "audio/wav",
                _ => null,
            };
        }

        if (head.Length >= 12 && head.Slice(4, 4).SequenceEqual("ftyp"u8))
        {
            var brand = System.Text.Encoding.ASCII.GetString(head.Slice(8, 4));
            return Brands.FirstOrDefault(known => brand.StartsWith(known.Brand, StringComparison.Ordinal)).Type ?? "video/mp4";
        }

        if (WebCapture.Sniff(head) is { } capture)
        {
            return capture;
        }

        if (head.Length >= 30 && head[..4].SequenceEqual("PK\u0003\u0004"u8))
        {
            return head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("_rels/.rels"u8) >= 0
                ? "application/vnd.openxmlformats-officedocument"
                : null;
        }

        return IsText(head) ? "text/plain" : null;
    }

    // Valid UTF-8 without control characters; a character cut by the end of the sample is no fault. Markup that a browser would run is no plain text.
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty || head.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || head.IndexOfAnyInRange((byte)14, (byte)31) >= 0 || head.StartsWith("#!"u8) || head.StartsWith("MZ"u8))
        {
            return false;
        }

        var text = head;
        for (var cut = 0; cut < 4; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(text))
            {
                return !System.Text.Encoding.UTF8.GetString(text).TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith('<');
            }

            text = text[..^1];
        }

        return false;
    }
}
