using System.Text;

namespace Vaern.Screening.Importing;

/// <summary>The encoding of a text file: its mark, else strict UTF-8 throughout, else Windows-1252.</summary>
internal static class FileEncoding
{
    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static Encoding Of(Func<Stream> open)
    {
        using var stream = open();
        var bytes = new byte[64 * 1024];
        var decoder = Strict.GetDecoder();
        var chars = new char[Strict.GetMaxCharCount(bytes.Length)];
        for (var first = true; ; first = false)
        {
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var part = bytes.AsSpan(0, read);
            if (first && part is [0xFF, 0xFE, ..]) return Encoding.Unicode;
            if (first && part is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode;
            try
            {
                decoder.GetChars(part, chars, flush: read < bytes.Length);
            }
            catch (DecoderFallbackException)
            {
                return Western;
            }
            if (read < bytes.Length) return Encoding.UTF8;
        }
    }
}
