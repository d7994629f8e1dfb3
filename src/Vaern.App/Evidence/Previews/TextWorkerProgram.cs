using System.IO.Compression;
using System.Text;
using Vaern.App.Pictures;

namespace Vaern.App.Evidence.Previews;

/// <summary>
/// The other end of <see cref="TextWorker"/>: one document in, its words out. Before it reads the first byte from outside it has loaded what it needs,
/// limited itself and shut itself in.
/// </summary>
public static class TextWorkerProgram
{
    /// <summary>The hidden verb of the program.</summary>
    public const string Verb = "preview-worker";

    private const int NotLimited = 4;
    private const int MostBytes = 64 << 20;

    public static int Run()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        WarmUp();
        output.Write([]); // the first write loads what every later one needs
        if (!WorkerLimits.TrySet() || !WorkerJail.TryClose())
        {
            return NotLimited;
        }

        WorkerLimits.BeginFile();
        new WorkerFrame(WorkerFrame.Ready, default).Write(output);
        if (WorkerFrame.Read(input, MostBytes) is { } request)
        {
            Answer(request).Write(output);
        }

        return 0;
    }

    private static WorkerFrame Answer(WorkerFrame request)
    {
        try
        {
            var (text, cutShort) = DocumentReader.Read(request.Kind, request.Content);
            return new WorkerFrame(WorkerFrame.Done, (byte[])[(byte)(cutShort ? 1 : 0), .. Encoding.UTF8.GetBytes(text)]);
        }
        catch (Exception broken) when (broken is InvalidDataException or System.Xml.XmlException or FormatException or ArgumentException or OutOfMemoryException or IOException or NotSupportedException)
        {
            return new WorkerFrame(WorkerFrame.Problem, "document.damaged"u8.ToArray());
        }
    }

    // Reads a small one of each kind, so that everything is loaded while files can still be opened.
    private static void WarmUp()
    {
        foreach (var (letter, sample) in Samples())
        {
            Answer(new WorkerFrame(letter, sample));
            Answer(new WorkerFrame(letter, sample.AsMemory(0, sample.Length / 2)));
        }
    }

    private static IEnumerable<(byte Letter, byte[] Sample)> Samples()
    {
        yield return (DocumentReader.Text, "æ\u0001\n"u8.ToArray());
        yield return (DocumentReader.Html, "<!-- x --><p>a&aelig;&#230;<br><script>x</script><a href=x>b</a>"u8.ToArray());
        yield return (DocumentReader.Office, Zip(("word/document.xml", "<w:document xmlns:w=\"w\"><w:p><w:r><w:t>a</w:t><w:tab/></w:r></w:p></w:document>")));
        yield return (DocumentReader.Office, Zip(("xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>"), ("xl/worksheets/sheet1.xml", "<worksheet><row><c t=\"s\"><v>0</v></c></row></worksheet>")));
        yield return (DocumentReader.Mhtml, "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>a=C3=A6\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+\r\n--x--"u8.ToArray());
        var warc = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nWARC-Date: 2027-01-01T00:00:00Z\r\nContent-Length: 48\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a\r\n\r\n"u8.ToArray();
        yield return (DocumentReader.Warc, warc);
        yield return (DocumentReader.Warc, GZip(warc));
        yield return (DocumentReader.Wacz, Zip(("pages/pages.jsonl", "{\"format\":\"json-pages-1.0\"}\n{\"url\":\"https://a.example/\",\"ts\":\"2027-01-01T00:00:00Z\",\"title\":\"a\"}\n")));
    }

    private static byte[] Zip(params (string Name, string Text)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }

    private static byte[] GZip(byte[] bytes)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionMode.Compress))
        {
            gzip.Write(bytes);
        }

        return file.ToArray();
    }
}
