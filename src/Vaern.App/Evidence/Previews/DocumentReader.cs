using System.Text;

namespace Vaern.App.Evidence.Previews;

/// <summary>
/// The words of a document and nothing that acts: no markup, no macros, no links that lead anywhere. Only for use inside the limited worker process and in
/// tests. Throws on what it cannot read; the worker turns that into an answer.
/// </summary>
internal static class DocumentReader
{
    public const byte Text = (byte)'t', Html = (byte)'h', Office = (byte)'o', Mhtml = (byte)'m', Warc = (byte)'w', Wacz = (byte)'z';

    /// <summary>More than anybody reads; what is left out is said.</summary>
    public const int MostCharacters = 200_000;

    /// <summary>The words in UTF-8 and one byte before them.</summary>
    public const int MostAnswer = (MostCharacters * 3) + 1;

    public static byte? LetterOf(string type) => type switch
    {
        "text/plain" => Text,
        "text/html" => Html,
        "application/vnd.openxmlformats-officedocument" => Office,
        "multipart/related" => Mhtml,
        "application/warc" or "application/warc+gzip" => Warc,
        "application/wacz" => Wacz,
        _ => null,
    };

    public static (string Text, bool CutShort) Read(byte letter, ReadOnlyMemory<byte> file)
    {
        var words = letter switch
        {
            Text => Decode(file.Span),
            Html => HtmlWords.Of(Decode(file.Span)),
            Office => OfficeWords.Of(file),
            Mhtml => MhtmlWords.Of(file.Span),
            Warc => WarcWords.Of(file),
            Wacz => WaczWords.Of(file),
            _ => throw new InvalidDataException("No such kind."),
        };
        return Bounded(words);
    }

    /// <summary>UTF-8, or UTF-16 where the mark says so; what is neither becomes a replacement character.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
        _ => Encoding.UTF8.GetString(bytes),
    };

    // Marks that turn the direction of writing can make a text say something else than it does; they and control characters are left out.
    private static (string Text, bool CutShort) Bounded(string words)
    {
        var clean = new StringBuilder(Math.Min(words.Length, MostCharacters));
        foreach (var rune in words.EnumerateRunes())
        {
            if (clean.Length + 2 > MostCharacters)
            {
                return (clean.ToString(), true);
            }

            if (rune.Value is '\n' or '\t' || (!Rune.IsControl(rune) && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF)))
            {
                clean.Append(rune.ToString());
            }
        }

        return (clean.ToString(), false);
    }
}
