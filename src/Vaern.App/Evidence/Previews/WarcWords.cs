using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Vaern.App.Evidence.Previews;

/// <summary>What a web archive holds (WARC 1.1, ISO 28500): the addresses with their times, then the words of the first page.</summary>
internal static class WarcWords
{
    private const int MostRecords = 500;
    private const int MostUnpacked = 64 << 20;
    private const int MostOfPage = 4 << 20;

    public static string Of(ReadOnlyMemory<byte> file)
    {
        var unpacked = file.Span is [0x1F, 0x8B, ..] ? Unpack(file) : file.ToArray();
        var list = new StringBuilder();
        string? page = null;
        var (at, records) = (0, 0);
        while (at < unpacked.Length && records < MostRecords && Next(unpacked, ref at) is var (head, content) && head is not null)
        {
            records++;
            if (Header(head, "WARC-Type") is not "response" and not "resource")
            {
                continue;
            }

            list.Append(Header(head, "WARC-Date")).Append("  ").Append(Header(head, "WARC-Target-URI")).Append('\n');
            page ??= PageIn(unpacked.AsSpan(content));
        }

        return records == 0 ? throw new InvalidDataException("No record.") : page is null ? list.ToString() : $"{list}\n{page}";
    }

    private static (string? Head, Range Content) Next(byte[] file, ref int at)
    {
        while (at < file.Length && file[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        var rest = file.AsSpan(at);
        var gap = rest.IndexOf("\r\n\r\n"u8);
        if (!rest.StartsWith("WARC/"u8) || gap < 0)
        {
            return (null, default);
        }

        var head = Encoding.UTF8.GetString(rest[..gap]);
        var start = at + gap + 4;
        if (!int.TryParse(Header(head, "Content-Length"), out var length) || length < 0 || length > file.Length - start)
        {
            length = file.Length - start; // cut short: what is there is shown
        }

        at = start + length;
        return (head, start..at);
    }

    private static string? PageIn(ReadOnlySpan<byte> response)
    {
        var gap = response.IndexOf("\r\n\r\n"u8);
        if (gap < 0 || !response.StartsWith("HTTP/"u8))
        {
            return null;
        }

        var head = Encoding.Latin1.GetString(response[..gap]);
        var isPlain = Header(head, "Content-Encoding") is null or "identity";
        return isPlain && Header(head, "Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
            ? HtmlWords.Of(DocumentReader.Decode(response[(gap + 4)..Math.Min(response.Length, gap + 4 + MostOfPage)]))
            : null;
    }

    private static string? Header(string head, string name) => head.Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    private static byte[] Unpack(ReadOnlyMemory<byte> file)
    {
        using var gzip = new GZipStream(new MemoryStream(file.ToArray(), writable: false), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var buffer = new byte[81_920];
        int read;
        while ((read = gzip.Read(buffer)) > 0 && unpacked.Length < MostUnpacked)
        {
            unpacked.Write(buffer, 0, read);
        }

        return unpacked.ToArray();
    }
}

/// <summary>The pages that a packed web archive lists (WACZ 1.1.1).</summary>
internal static class WaczWords
{
    private const int MostOfList = 4 << 20;

    public static string Of(ReadOnlyMemory<byte> file)
    {
        using var zip = new ZipArchive(new MemoryStream(file.ToArray(), writable: false), ZipArchiveMode.Read);
        var list = zip.GetEntry("pages/pages.jsonl") ?? throw new InvalidDataException("No list of pages.");
        using var reader = new StreamReader(list.Open(), Encoding.UTF8);
        var words = new StringBuilder();
        while (words.Length < MostOfList && reader.ReadLine() is { } line)
        {
            using var page = Parse(line);
            if (page?.RootElement is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty("url", out var url))
            {
                words.Append(Part(found, "ts")).Append("  ").Append(url).Append("  ").Append(Part(found, "title")).Append('\n');
            }
        }

        return words.ToString();
    }

    private static JsonDocument? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Part(JsonElement page, string name) => page.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.String ? part.GetString()! : "";
}
