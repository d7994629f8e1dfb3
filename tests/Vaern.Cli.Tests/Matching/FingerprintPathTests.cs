using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Families;
using Vaern.App.Intake;
using Vaern.App.Pictures;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.Cli.Tests.Matching;

/// <summary>
/// A file's whole way to its fingerprint: received with a report, decoded in the limited process, and what the case page says of it. Every bad file has a defined
/// answer, and none keeps the report from being received.
/// </summary>
public sealed class FingerprintPathTests(TestTown town) : IClassFixture<TestTown>, IAsyncLifetime
{
    private readonly PictureWorker worker = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, byte[], string, string?> Files => new()
    {
        { "truncated JPEG", TestFiles.Jpeg()[..3000], "refused", "picture.truncated" },
        { "truncated PNG", TestFiles.Png(100, 100, 8, 0, new byte[101 * 50]), "refused", "picture.truncated" },
        { "1×1", TestFiles.Png(1, 1, 8, 0, [0, 128]), "not-comparable", null },
        { "30,000×30,000", TestFiles.Png(30_000, 30_000, 8, 2, new byte[90_001 * 100]), "refused", "picture.too-large" },
        { "animated GIF", [.. "GIF89a"u8, .. new byte[60]], "refused", "picture.format" },
        { "WebP", [.. "RIFF"u8, 60, 0, 0, 0, .. "WEBPVP8 "u8, .. new byte[60]], "refused", "picture.format" },
        { "CMYK", TestFiles.InkJpeg(), "usable", null },
        { "EXIF-rotated", TestFiles.TurnedJpeg(), "usable", null },
        { "16-bit", Deep(), "usable", null },
        { "film", [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[60]], "refused", "picture.film" },
    };

    public ValueTask InitializeAsync()
    {
        town.Town.Tools = EvidenceTools.None with { Pictures = worker };
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => worker.DisposeAsync();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_file_has_a_defined_answer(string what, byte[] file, string standing, string? problem)
    {
        var item = await ThroughAsync(file, "billede.jpg");

        var print = (await ItemFingerprint.OfAsync(town.Town, town["nogle1"], item.Blob!.Value, Cancel)).ShouldHaveSingleItem(what);
        (print.Source, print.Standing, print.Problem).ShouldBe(("server", standing, problem), what);
    }

    [Fact]
    public async Task A_zip_renamed_to_a_picture_is_told_by_its_bytes_and_gets_no_fingerprint()
    {
        var renamed = new byte[200];
        new byte[] { 0x50, 0x4B, 3, 4 }.CopyTo(renamed, 0);

        var sent = await SubmitReport.HandleAsync(town.Town, Submission(), Guid.CreateVersion7().ToString(), OneAsync(renamed, "billede.jpg"), Cancel);

        sent.Error.Code.ShouldBe("file.kind");
        (await worker.HashAsync(renamed, Cancel)).Error.ShouldBe(PictureProblem.NotAPicture);
    }

    [Fact]
    public async Task What_was_done_to_the_samples_stands_with_the_fingerprint()
    {
        (await PrintAsync(TestFiles.InkJpeg())).Conversions.ShouldContain("cmyk");
        (await PrintAsync(Deep())).Conversions.ShouldContain("16-bit");
    }

    [Fact]
    public async Task A_turned_copy_at_another_school_is_a_lead_at_distance_nothing_through_its_form()
    {
        var pixels = Blocks(320, 200);
        await ThroughAsync(Png(320, 200, pixels), "a.png");
        var turned = Turned(pixels, 320, 200);
        var item = await ThroughAsync(Png(200, 320, turned), "b.png");

        var caseId = new CaseId(await OneAsync<Guid>("select case_id from evidence_item where blob_id = @blob", new { blob = item.Blob!.Value }));
        var lead = (await FamiliesOfCase.ReadAsync(town.Town, town["nogle1"], caseId, Cancel)).Open.ShouldHaveSingleItem();
        (lead.Body.Distance, lead.Body.Form, lead.Body.Check.SameShape).ShouldBe((0, Vaern.Matching.Hashing.PictureForm.TurnedLeft, true));
    }

    [Fact]
    public async Task Without_the_decoder_the_file_is_kept_and_gets_its_fingerprint_once_it_is_there()
    {
        await using var without = new PictureWorker([.. PictureWorker.DefaultCommand, "libturbojpeg-that-is-not-there.so.0"]);
        town.Town.Tools = EvidenceTools.None with { Pictures = without };
        var item = await ThroughAsync(TestFiles.Jpeg(300, 222), "billede.jpg");
        (await ItemFingerprint.OfAsync(town.Town, town["nogle1"], item.Blob!.Value, Cancel)).ShouldBeEmpty();

        town.Town.Tools = EvidenceTools.None with { Pictures = worker };
        town.Clock.Advance(TimeSpan.FromMinutes(1));
        await WorkAsync();

        (await ItemFingerprint.OfAsync(town.Town, town["nogle1"], item.Blob!.Value, Cancel)).ShouldHaveSingleItem().Standing.ShouldBe("usable");
    }

    private async Task<ItemFingerprint> PrintAsync(byte[] file) =>
        (await ItemFingerprint.OfAsync(town.Town, town["nogle1"], (await ThroughAsync(file, "billede.jpg")).Blob!.Value, Cancel)).Single();

    private async Task<OrdinaryEvidence> ThroughAsync(byte[] file, string name)
    {
        var sent = await SubmitReport.HandleAsync(town.Town, Submission(), Guid.CreateVersion7().ToString(), OneAsync(file, name), Cancel);
        var opened = (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Et delt billede", null, false, sent.Value.Report, "Der er behov for en plan."), Cancel)).Value;
        await WorkAsync();
        return (await ReadCase.HandleAsync(town.Town, town["nogle1"], opened.Number, Cancel)).Value.Items.ShouldHaveSingleItem();
    }

    private ReportSubmission Submission() => new("child", "digital-bullying", false, town.Tanghoj, new ReportContent { Story = "De deler et billede." }, null);

    private async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var jobs = new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance);
        while (await jobs.WorkOnceAsync(town.Town, Cancel))
        {
        }
    }

    private async Task<T> OneAsync<T>(string sql, object values)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<T>(sql, values, Cancel);
    }

    private static async IAsyncEnumerable<IncomingFile> OneAsync(byte[] file, string name)
    {
        await Task.CompletedTask;
        yield return new IncomingFile(name, "image/jpeg", new MemoryStream(file));
    }

    // 16 bits a sample, big endian: the low byte is dropped.
    private static byte[] Deep()
    {
        const int Width = 200, Height = 150;
        var scene = TestFiles.Scene(Width, Height, 1);
        var rows = new byte[Height * (1 + (Width * 2))];
        for (var k = 0; k < scene.Length; k++)
        {
            rows[(k / Width * (1 + (Width * 2))) + 1 + (k % Width * 2)] = scene[k];
        }

        return TestFiles.Png(Width, Height, 16, 0, rows);
    }

    // Unlike the scene of the other tests, which found a family of their own.
    private static byte[] Blocks(int width, int height)
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 8 * 5).Select(_ => (byte)random.Next(30, 226)).ToArray();
        var pixels = new byte[width * height * 3];
        for (var k = 0; k < pixels.Length; k++)
        {
            int x = k / 3 % width, y = k / 3 / width;
            pixels[k] = (byte)(values[(y * 5 / height * 8) + (x * 8 / width)] + random.Next(0, 25));
        }

        return pixels;
    }

    private static byte[] Png(int width, int height, byte[] pixels)
    {
        var rows = new byte[height * (1 + (width * 3))];
        for (var row = 0; row < height; row++)
        {
            pixels.AsSpan(row * width * 3, width * 3).CopyTo(rows.AsSpan((row * (1 + (width * 3))) + 1));
        }

        return TestFiles.Png(width, height, 8, 2, rows);
    }

    // A quarter clockwise: row y of the copy is column y of the original, read upwards.
    private static byte[] Turned(byte[] pixels, int width, int height)
    {
        var turned = new byte[pixels.Length];
        for (var y = 0; y < width; y++)
        {
            for (var x = 0; x < height; x++)
            {
                pixels.AsSpan((((height - 1 - x) * width) + y) * 3, 3).CopyTo(turned.AsSpan(((y * height) + x) * 3));
            }
        }

        return turned;
    }
}
