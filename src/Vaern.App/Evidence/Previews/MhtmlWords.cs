using System.Text;

namespace Vaern.App.Evidence.Previews;

/// <summary>The words of the first page in a saved web page (MHTML, RFC 2557).</summary>
internal static class MhtmlWords
{
    public static string Of(ReadOnlySpan<byte> file)
    {
        var text = Encoding.Latin1.GetString(file).ReplaceLineEndings("\n");
        var (head, body) = Split(text);
        if (Parameter(head, "boundary") is not { Length: > 0 } boundary)
        {
            return Words(head, body);
        }

        foreach (var part in body.Split("--" + boundary))
        {
            var (own, content) = Split(part.TrimStart('\n'));
            if (own.Contains("text/html", StringComparison.OrdinalIgnoreCase) || own.Contains("text/plain", StringComparison.OrdinalIgnoreCase))
            {
                return Words(own, content);
            }
        }

        throw new InvalidDataException("No page in it.");
    }

    private static string Words(string head, string body)
    {
        var encoding = Header(head, "content-transfer-encoding");
        var bytes = encoding switch
        {
            "base64" => Convert.FromBase64String(string.Concat(body.Where(letter => !char.IsWhiteSpace(letter)))),
            "quoted-printable" => Unquoted(body),
            _ => Encoding.Latin1.GetBytes(body),
        };
        var text = DocumentReader.Decode(bytes);
        return head.Contains("text/plain", StringComparison.OrdinalIgnoreCase) ? text : HtmlWords.Of(text);
    }

    private static (string Head, string Body) Split(string part)
    {
        var gap = part.IndexOf("\n\n", StringComparison.Ordinal);
        return gap < 0 ? (part, "") : (part[..gap].Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal), part[(gap + 2)..]);
    }

    private static string? Header(string head, string name) => head.Split('\n')
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim().ToLowerInvariant();

    private static string? Parameter(string head, string name)
    {
        var at = head.IndexOf(name + "=", StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return null;
        }

        var value = head[(at + name.Length + 1)..];
        return value.StartsWith('"') ? value[1..].Split('"')[0] : value.Split('\n', ';', ' ')[0];
    }

    private static byte[] Unquoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '=')
            {
                bytes.Add((byte)text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '\n')
            {
                at++;
            }
            else if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(at + 1, 2), 16));
                at += 2;
            }
        }

        return [.. bytes];
    }
}
