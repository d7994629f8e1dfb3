using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Evidence;

/// <summary>Saved pages are opened and checked after they came in; what was found is kept beside them, sealed, and told in the custody chain.</summary>
public sealed class CaptureCheckTests(TestTown town) : IClassFixture<TestTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_archive_is_found_whole_and_the_custody_chain_says_that_the_program_looked()
    {
        var (id, item) = await AddedAsync("side.warc.gz", Gzip(Record("hej") + Record("igen")));
        (await FindAsync(id, item)).ShouldBeNull("the form answers before the check is made");
        await WorkAsync();

        var found = (await FindAsync(id, item)).ShouldNotBeNull();
        (found.Form, found.Parts, found.IsWhole).ShouldBe(("warc", 2, true));
        var line = (await CustodyRecord.ReadAsync(town.Town, town["leder1"], id, Cancel)).Lines.Single(one => one.Action == "verified");
        (line.Item, line.By, line.Role, line.Sha256).ShouldBe(("B-001", null, "system", item.Sha256));
        line.Detail.ShouldBe([("capture", "warc"), ("result", "whole")]);
    }

    [Fact]
    public async Task A_cut_archive_is_kept_with_what_the_check_found()
    {
        var whole = Gzip(Record(new string('x', 4_000)) + Record("igen"));
        var (id, item) = await AddedAsync("side.warc.gz", whole[..^12]);
        await WorkAsync();

        var found = (await FindAsync(id, item)).ShouldNotBeNull();
        found.IsWhole.ShouldBeFalse();
        found.Faults.ShouldHaveSingleItem().ShouldContain("cut off");
        (await ReadCase.HandleAsync(town.Town, town["leder1"], (await NumberAsync(id)), Cancel)).Value.Items[0].State.ShouldBe("kept");
    }

    [Fact]
    public async Task A_wacz_with_an_unlisted_file_names_it_and_the_name_is_sealed()
    {
        var (id, item) = await AddedAsync("side.wacz", Zip(("archive/data.warc", Record("hej")), ("datapackage.json", "{\"profile\":\"data-package\",\"wacz_version\":\"1.1.1\",\"resources\":[]}")));
        await WorkAsync();

        var found = (await FindAsync(id, item)).ShouldNotBeNull();
        found.Form.ShouldBe("wacz");
        found.Faults.ShouldContain(fault => fault.Contains("archive/data.warc", StringComparison.Ordinal));
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var body = await work.SingleAsync<byte[]>("select body from capture_check where item_id = @Id", new { item.Id }, Cancel);
        Encoding.Latin1.GetString(body).ShouldNotContain("archive");
    }

    [Theory]
    [InlineData("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n", true)]
    [InlineData("%PDF-1.7\n1 0 obj\nendobj\n", false)]
    [InlineData("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\r\nhej\r\n--b--\r\n", true)]
    [InlineData("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\r\nhej\r\n", false)]
    public async Task Pdf_and_mhtml_are_looked_at_too(string content, bool whole)
    {
        var (id, item) = await AddedAsync("side", Encoding.ASCII.GetBytes(content));
        await WorkAsync();

        (await FindAsync(id, item)).ShouldNotBeNull().IsWhole.ShouldBe(whole);
    }

    [Fact]
    public async Task A_file_that_came_with_a_report_is_checked_as_well_and_a_picture_is_not()
    {
        var files = A.Files(new IncomingFile("side.warc", null, new MemoryStream(Encoding.ASCII.GetBytes(Record("hej")))), A.Png());
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), files, Cancel)).Value;
        var opened = (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, report.Report, "Der er behov for en plan."), Cancel)).Value;
        await WorkAsync();

        var items = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Items;
        (await FindAsync(opened.Id, items.Single(item => item.DetectedType == "application/warc"))).ShouldNotBeNull().IsWhole.ShouldBeTrue();
        (await FindAsync(opened.Id, items.Single(item => item.DetectedType == "image/png"))).ShouldBeNull();
    }

    [Fact]
    public async Task The_check_is_made_once_for_those_who_see_the_case_and_not_of_a_locked_file()
    {
        var (id, item) = await AddedAsync("side.warc", Encoding.ASCII.GetBytes(Record("hej")));
        await QuarantineItem.MarkAsync(town.Town, town["leder1"], id, "B-001", null, Cancel);
        await WorkAsync();
        (await FindAsync(id, item)).ShouldBeNull("a locked file is opened by nobody, the program included");

        var (other, kept) = await AddedAsync("side.warc", Encoding.ASCII.GetBytes(Record("hej")));
        await WorkAsync();
        await CaptureChecks.RunAsync(town.Town, kept.Id, Cancel);
        (await CustodyRecord.ReadAsync(town.Town, town["leder1"], other, Cancel)).Lines.Count(line => line.Action == "verified").ShouldBe(1);
        (await CaptureChecks.FindAsync(town.Town, town["leder2"], other, kept.Id, Cancel)).ShouldBeNull();
    }

    private Task<CaptureFinding?> FindAsync(CaseId id, OrdinaryEvidence item) => CaptureChecks.FindAsync(town.Town, town["leder1"], id, item.Id, Cancel);

    private async Task<string> NumberAsync(CaseId id)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<string>("select number from case_file where id = @id", new { id = id.Value }, Cancel);
    }

    private async Task<(CaseId Case, OrdinaryEvidence Item)> AddedAsync(string name, byte[] bytes)
    {
        var opened = (await OpenCase.HandleAsync(town.Town, town["leder1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, null, "En forælder ringede."), Cancel)).Value;
        var meta = new ItemMeta(
            "", null, "web-capture", null, null, null, null, null, "stated", null, "file-from-device", null, "school_leader", "school_leader", DateTimeOffset.UnixEpoch, "web-form", "none stated", "none stated");
        (await AddEvidence.HandleAsync(town.Town, town["leder1"], opened.Id, meta, null, A.Files(new IncomingFile(name, null, new MemoryStream(bytes))), Cancel)).IsOk.ShouldBeTrue();
        return (opened.Id, (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Items[0]);
    }

    private async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town, Cancel))
        {
        }
    }

    private static string Record(string body) => $"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {body.Length}\r\n\r\n{body}\r\n\r\n";

    private static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression))
        {
            gzip.Write(Encoding.ASCII.GetBytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.ASCII.GetBytes(text));
            }
        }

        return packed.ToArray();
    }
}
