using System.Text;
using Shouldly;
using Vaern.Sealing.Tests.Support;
using Vaern.Sealing.Tests.Verification;
using Vaern.Sealing.WebCaptures;
using Xunit;

namespace Vaern.Sealing.Tests.WebCaptures;

/// <summary>Web captures are kept as they are, and checked for being what they claim to be.</summary>
public sealed class WebCaptureTests : IDisposable
{
    private static readonly Dictionary<string, (string Fault, string Script, Action<WaczMaker> Change)> Twins = new(StringComparer.Ordinal)
    {
        ["altered WARC"] = ("wrong hash archive/data.warc.gz", "wrong hash", m => m.Pretended[WaczMaker.Warc] = [.. m.Files[WaczMaker.Warc].AsSpan(1), 0]),
        ["hash of the doubled data"] = ("wrong hash archive/data.warc.gz", "wrong hash", m => m.EditPackage = t => t.Replace(
            Hex.Sha256(m.Files[WaczMaker.Warc]), Hex.Sha256([.. m.Files[WaczMaker.Warc], .. m.Files[WaczMaker.Warc]]), StringComparison.Ordinal)),
        ["altered pages"] = ("wrong size pages/pages.jsonl", "wrong size", m => m.Pretended["pages/pages.jsonl"] = [1]),
        ["unlisted file"] = ("unlisted ekstra.txt", "unlisted ekstra.txt", m => m.Unlisted["ekstra.txt"] = [1]),
        ["WARC packed again"] = ("must be stored archive/data.warc.gz", "must be stored", m => m.PackWarc = true),
        ["no WARC"] = ("no WARC in archive/", "no WARC in archive/", m => m.Files.Remove(WaczMaker.Warc)),
        ["no index"] = ("no index in indexes/", "no index in indexes/", m => m.Files.Remove("indexes/index.cdxj")),
        ["no pages"] = ("no pages/pages.jsonl", "no pages/pages.jsonl", m => m.Files.Remove("pages/pages.jsonl")),
        ["duplicate name"] = ("duplicate entry indexes/index.cdxj", "duplicate entry", m => m.Twice = "indexes/index.cdxj"),
        ["missing resource"] = ("missing archive/andet.warc.gz", "missing archive/andet.warc.gz", m => m.EditPackage = t => t.Replace("\"resources\":[", $"\"resources\":[{{\"path\":\"archive/andet.warc.gz\",\"hash\":\"sha256:{Hex.Sha256([])}\",\"bytes\":0}},", StringComparison.Ordinal)),
        ["another digest"] = ("datapackage-digest.json: hash does not match", "hash does not match", m => m.EditDigest = t => t.Replace("sha256:", "sha256:0", StringComparison.Ordinal)),
        ["another version"] = ("datapackage.json: wacz_version is not 1.1.1", "wacz_version", m => m.EditPackage = t => t.Replace("1.1.1", "1.0.0", StringComparison.Ordinal)),
        ["a name that steps out"] = ("unsafe name ../x.txt", "unsafe name", m => m.Unlisted["../x.txt"] = [1]),
        ["pages without a header"] = ("pages/pages.jsonl has no json-pages-1.0 header", "json-pages-1.0", m => m.Files["pages/pages.jsonl"] = "{\"url\":\"a\",\"ts\":\"b\"}\n"u8.ToArray()),
        ["a page without its time"] = ("pages/pages.jsonl line 2 lacks url or ts", "lacks url or ts", m => m.Files["pages/pages.jsonl"] = "{\"format\":\"json-pages-1.0\"}\n{\"url\":\"a\"}\n"u8.ToArray()),
        ["a program among the WARCs"] = ("unexpected file archive/x.exe", "unexpected file", m => m.Files["archive/x.exe"] = [1]),
        // The tools that are not ours do not look into the gzip stream.
        ["a WARC that is cut off"] = ("archive/data.warc.gz: ", "", m => m.Files[WaczMaker.Warc] = m.Files[WaczMaker.Warc][..^15]),
        ["a WARC inside two gzips"] = ("archive/data.warc.gz: the WARC is compressed a second time", "", m => m.Files[WaczMaker.Warc] = WaczMaker.Gzip(m.Files[WaczMaker.Warc])),
    };

    private readonly Shell _shell = new();

    public static TheoryData<string> TwinNames => [.. Twins.Keys];

    [Fact]
    public async Task A_good_capture_is_whole_and_the_independent_check_says_so_too()
    {
        var check = Check(new WaczMaker().Make());

        check.Faults.ShouldBeEmpty();
        check.ShouldSatisfyAllConditions(c => c.Form.ShouldBe(CaptureForm.Wacz), c => c.Parts.ShouldBe(3), c => c.IsWhole.ShouldBeTrue());
        _shell.Write("side.wacz", new WaczMaker().Make());
        foreach (var script in Checkers.WaczScripts) (await _shell.RunAsync($"python3 '{script}' side.wacz")).ShouldBe((0, "OK side.wacz (3 resources)\n"));
        (await _shell.RunAsync("unzip -qq side.wacz && gzip -t archive/data.warc.gz")).ShouldBe((0, ""));
    }

    [Theory]
    [MemberData(nameof(TwinNames))]
    public async Task A_bad_capture_is_told_by_its_fault(string name)
    {
        var (fault, script, change) = Twins[name];
        var maker = new WaczMaker();
        change(maker);
        var bytes = maker.Make();

        Check(bytes).Faults.ShouldContain(f => f.StartsWith(fault, StringComparison.Ordinal));
        if (script.Length == 0) return;
        _shell.Write("side.wacz", bytes);
        foreach (var checker in Checkers.WaczScripts)
        {
            var (code, text) = await _shell.RunAsync($"python3 '{checker}' side.wacz");
            code.ShouldBe(1);
            text.ShouldContain(script);
        }
    }

    [Fact]
    public void A_plain_warc_is_counted_and_a_cut_one_is_told()
    {
        byte[] warc = [.. WaczMaker.Record("https://a.example/", "1"), .. WaczMaker.Record("https://b.example/", "2")];

        Check(warc).ShouldSatisfyAllConditions(c => c.Form.ShouldBe(CaptureForm.Warc), c => c.Parts.ShouldBe(2), c => c.Faults.ShouldBeEmpty());
        Check(warc[..^3]).Faults.ShouldBe(["record 2 is cut off"]);
        Check(WaczMaker.Gzip(warc)).Form.ShouldBe(CaptureForm.Warc);
        Check(WaczMaker.Gzip("ikke en WARC"u8.ToArray())).Form.ShouldBeNull();
    }

    [Fact]
    public void A_saved_page_and_a_pdf_are_told_by_their_beginning_and_their_end()
    {
        const string Mhtml = "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--del--1\"\r\n\r\n----del--1\r\nContent-Type: text/html\r\n\r\n<p>hej\r\n";
        Check(Encoding.UTF8.GetBytes(Mhtml + "----del--1--\r\n")).ShouldSatisfyAllConditions(c => c.Form.ShouldBe(CaptureForm.Mhtml), c => c.IsWhole.ShouldBeTrue());
        Check(Encoding.UTF8.GetBytes(Mhtml)).IsWhole.ShouldBeFalse();
        Check("%PDF-1.7\n1 0 obj\n%%EOF\n"u8.ToArray()).ShouldSatisfyAllConditions(c => c.Form.ShouldBe(CaptureForm.Pdf), c => c.IsWhole.ShouldBeTrue());
        Check("%PDF-1.7\n1 0 obj\n"u8.ToArray()).IsWhole.ShouldBeFalse();
        Check("bare tekst"u8.ToArray()).Form.ShouldBeNull();
        Check([]).Form.ShouldBeNull();
    }

    [Fact]
    public void A_zip_that_claims_nothing_is_no_capture_and_a_bomb_is_refused_unpacked()
    {
        using var zeros = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(zeros, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("x.bin").Open()) entry.Write(new byte[1 << 20]);

        Check(zeros.ToArray()).Form.ShouldBeNull();
        var maker = new WaczMaker();
        maker.Files["indexes/index.cdxj"] = new byte[200 << 20];
        Check(maker.Make()).Faults.ShouldBe(["unpacks to far more than its size (bomb)"]);
    }

    [Fact]
    public void No_changed_capture_crashes_the_check()
    {
        var good = new WaczMaker().Make();

        Should.NotThrow(() => Parallel.For(0, 4000, seed => Check(Mutation.Of(good, seed))));
    }

    private static CaptureCheck Check(byte[] bytes) => WebCapture.Check(new MemoryStream(bytes));

    public void Dispose() => _shell.Dispose();
}
