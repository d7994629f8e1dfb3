using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Previews;
using Vaern.App.Intake;

namespace Vaern.App.Tests.Evidence;

/// <summary>The words of documents: what acts is gone, what is broken is an answer.</summary>
public sealed class DocumentReaderTests
{
    [Fact]
    public void A_page_keeps_its_words_and_loses_script_style_and_links()
    {
        var html = "<html><head><title>Skjult</title></head><body><h1>Gruppe&nbsp;8.B</h1><script>alert('x')</script><p onclick=\"a>b\">Han m&aring; ikke v&#230;re med</p>"
            + "<img src=\"https://sporing.example/p.gif\"><style>p{}</style><!-- <p>væk</p> --><a href='https://a.example'>link</a></body>";

        Words(DocumentReader.Html, html).ShouldBe("Gruppe 8.B\nb\">Han må ikke være med\nlink");
    }

    [Fact]
    public void Office_documents_give_their_main_text_and_nothing_of_their_macros()
    {
        var docx = Zip(
            ("[Content_Types].xml", "<Types/>"),
            ("word/vbaProject.bin", "Sub AutoOpen()"),
            ("word/document.xml", "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Første linje</w:t></w:r></w:p><w:p><w:r><w:t>Anden</w:t><w:tab/><w:t>linje</w:t></w:r></w:p></w:body></w:document>"));
        Words(DocumentReader.Office, docx).ShouldBe("Første linje\nAnden\tlinje");
        var xlsx = Zip(
            ("xl/sharedStrings.xml", "<sst><si><t>Navn</t></si><si><t>Tid</t></si></sst>"),
            ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c><v>7</v></c></row></sheetData></worksheet>"));
        Words(DocumentReader.Office, xlsx).ShouldBe("Navn\tTid\t\n7");
        Should.Throw<System.Xml.XmlException>(() => DocumentReader.Read(DocumentReader.Office, Zip(("word/document.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"))));
    }

    [Fact]
    public void Saved_pages_and_web_archives_give_addresses_and_words()
    {
        var mhtml = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--x--\"\r\n\r\n----x--\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>S=C3=A5dan =\r\nlyder det</p>\r\n----x----";
        Words(DocumentReader.Mhtml, mhtml).ShouldBe("Sådan lyder det");
        var page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Opslaget</p>";
        var warc = $"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\nab\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2027-01-11T20:00:00Z\r\nContent-Length: {page.Length}\r\n\r\n{page}\r\n\r\n";
        Words(DocumentReader.Warc, warc).ShouldBe("2027-01-11T20:00:00Z  https://a.example/1\n\nOpslaget");
        Words(DocumentReader.Warc, GZip(Encoding.UTF8.GetBytes(warc))).ShouldEndWith("Opslaget");
        Words(DocumentReader.Wacz, Zip(("pages/pages.jsonl", "{\"format\":\"json-pages-1.0\"}\nikke json\n{\"url\":\"https://a.example/1\",\"title\":\"Et opslag\"}"))).ShouldBe("  https://a.example/1  Et opslag\n");
    }

    [Fact]
    public void Marks_that_turn_the_writing_round_are_left_out_and_long_texts_are_cut()
    {
        Words(DocumentReader.Text, "a\u202Eb\u0007c\r\nd 😀").ShouldBe("abc\nd 😀");
        DocumentReader.Read(DocumentReader.Text, Encoding.UTF8.GetBytes(new string('x', 300_000))).CutShort.ShouldBeTrue();
    }

    [Fact]
    public void No_bytes_make_the_reader_do_anything_but_answer_or_refuse()
    {
        byte[] letters = [DocumentReader.Text, DocumentReader.Html, DocumentReader.Office, DocumentReader.Mhtml, DocumentReader.Warc, DocumentReader.Wacz];
        byte[][] seeds = [Zip(("word/document.xml", "<a><t>b</t></a>")), Encoding.UTF8.GetBytes("WARC/1.0\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200\r\n\r\n<p>"), Encoding.UTF8.GetBytes("Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nQQ==")];
        Prop.ForAll(
            (from seed in Gen.Elements(seeds) from at in Gen.Choose(0, seed.Length - 1) from value in Gen.Choose(0, 255) from cut in Gen.Choose(1, seed.Length) from letter in Gen.Elements(letters) select (seed, at, (byte)value, cut, letter)).ToArbitrary(),
            changed =>
            {
                var file = (byte[])changed.seed.Clone();
                file[changed.at] = changed.Item3;
                try
                {
                    DocumentReader.Read(changed.letter, file.AsMemory(0, changed.cut)).Text.Length.ShouldBeLessThanOrEqualTo(DocumentReader.MostCharacters);
                }
                catch (Exception refused) when (refused is InvalidDataException or System.Xml.XmlException or FormatException or ArgumentException or IOException or NotSupportedException)
                {
                }
            }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Web_captures_are_told_by_their_bytes()
    {
        FileKind.Sniff("WARC/1.1\r\nWARC-Type: warcinfo"u8).ShouldBe("application/warc");
        FileKind.Sniff(GZip("WARC/1.0\r\nWARC-Type: warcinfo"u8.ToArray())).ShouldBe("application/warc+gzip");
        FileKind.Sniff(GZip("noget andet"u8.ToArray())).ShouldBeNull();
        FileKind.Sniff(Zip(("archive/data.warc.gz", "x"))).ShouldBe("application/wacz");
        FileKind.Sniff(Zip(("virus.exe", "x"))).ShouldBeNull();
        FileKind.Sniff("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"u8).ShouldBe("multipart/related");
        FileKind.Sniff("From: en mail\r\n"u8).ShouldBe("text/plain");
    }

    [Fact]
    public void Every_occurrence_of_a_word_is_covered_whatever_its_case()
    {
        var (text, times) = RedactItem.Cover("Storm skrev. STORM Prøvesen lo, og storm gik.", ["storm", "Storm Prøvesen"]).Value;
        times.ShouldBe(3);
        text.ShouldNotContain("torm", Case.Insensitive);
        text.ShouldNotContain("Prøvesen");
        RedactItem.Cover("Ingen her.", ["Villads"]).Error.Code.ShouldBe("redact.not-found");
    }

    [Fact]
    public void Covered_places_are_black_and_the_rest_is_as_it_was()
    {
        var pixels = new PixelPicture(10, 10, 1, [.. Enumerable.Repeat((byte)200, 100)]);

        var covered = pixels.Without([new Patch(250, 0, 100, 1_000)]);

        covered.Samples.Count(sample => sample == 0).ShouldBe(20, "columns 2 and 3: the border goes outwards");
        covered.Samples.Count(sample => sample == 200).ShouldBe(80);
        pixels.Samples.ShouldAllBe(sample => sample == 200);
        new Patch(900, 0, 200, 10).IsInside.ShouldBeFalse();
        PixelPicture.Read(new byte[12]).ShouldBeNull();
    }

    private static string Words(byte letter, string file) => DocumentReader.Read(letter, Encoding.UTF8.GetBytes(file)).Text;

    private static string Words(byte letter, byte[] file) => DocumentReader.Read(letter, file).Text;

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
