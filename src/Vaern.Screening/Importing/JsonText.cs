using System.Globalization;
using System.Text;

namespace Vaern.Screening.Importing;

/// <summary>Reads a JSON string that the strict reader refuses: broken UTF-8 and half pairs become U+FFFD.</summary>
internal static class JsonText
{
    public static string Lenient(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (!escaped.IsEmpty)
        {
            var at = escaped.IndexOf((byte)'\\');
            text.Append(Encoding.UTF8.GetString(at < 0 ? escaped : escaped[..at]));
            if (at < 0) break;
            escaped = escaped[(at + 1)..];
            if (escaped.IsEmpty) break;
            escaped = escaped[Unescape(escaped, text)..];
        }
        return Whole(text);
    }

    private static int Unescape(ReadOnlySpan<byte> escape, StringBuilder text)
    {
        if (escape[0] == 'u' && escape.Length >= 5 && ushort.TryParse(escape.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            text.Append((char)unit);
            return 5;
        }
        text.Append(escape[0] switch { (byte)'n' => '\n', (byte)'r' => '\r', (byte)'t' => '\t', (byte)'b' => '\b', (byte)'f' => '\f', var other => (char)other });
        return 1;
    }

    private static string Whole(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else text[i] = '\uFFFD';
        }
        return text.ToString();
    }
}
