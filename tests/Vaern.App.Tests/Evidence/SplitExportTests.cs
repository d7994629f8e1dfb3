using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Sealing.Verification;
using Vaern.TestKit;

namespace Vaern.App.Tests.Evidence;

/// <summary>An export larger than one ZIP may be: several files, each whole by itself. The limit is lowered here to what three small pictures exceed.</summary>
public sealed class SplitExportTests(TestTown town) : IClassFixture<TestTown>, IAsyncLifetime
{
    private Municipality small = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => small = (await Municipality.OpenAsync(town.Town.Database, town.Clock, town.Town.SealKit! with { LargestPart = 9_000 }, Cancel)).Value;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_part_is_a_whole_package_and_the_export_has_the_hash_of_their_list()
    {
        var opened = await CaseAsync(3);
        var package = await AskAsync(opened);

        var made = await PackageAsync(opened);
        (made.State, made.Error).ShouldBe(("ready", "no PDF: the report is HTML only"));
        made.Parts.Select(part => part.Part).ShouldBe([1, 2]);
        made.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(made.Parts.Select(part => $"{part.Sha256}  {part.Name}\n"))))));
        var labels = new List<string>();
        foreach (var part in made.Parts)
        {
            using var zip = new MemoryStream();
            (await MakePackage.CopyAsync(small, town["leder1"], opened.Id, package, part.Part, zip, Cancel)).Value.ShouldBe(part.Name);
            Convert.ToHexStringLower(SHA256.HashData(zip.ToArray())).ShouldBe(part.Sha256);
            zip.Length.ShouldBe(part.Size);
            var answer = PackageVerifier.Verify(zip, VerificationRoots.FromPackage, Cancel);
            answer.Reason.ShouldBeNull();
            labels.AddRange(answer.Hashes.Keys.Where(path => path.Contains("/original/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]));
        }

        labels.ShouldBe(["B-001", "B-002", "B-003"], ignoreOrder: true);
        var taken = (await CustodyRecord.ReadAsync(town.Town, town["leder1"], opened.Id, Cancel)).Lines.Where(line => line.Action == "exported").ToList();
        taken.Select(line => line.Sha256).ShouldBe(made.Parts.Select(part => part.Sha256));
        taken[1].Detail.ShouldBe([("part", "2 / 2")]);
    }

    [Fact]
    public async Task A_part_that_is_not_there_is_not_found_and_neither_is_the_whole()
    {
        var opened = await CaseAsync(3);
        var package = await AskAsync(opened);

        foreach (var part in new int?[] { 0, 3 })
        {
            (await MakePackage.CopyAsync(small, town["leder1"], opened.Id, package, part, Stream.Null, Cancel)).IsOk.ShouldBeFalse();
        }

        (await MakePackage.CopyAsync(small, town["leder1"], opened.Id, package, null, Stream.Null, Cancel)).Error.Code.ShouldBe("package.not-ready");
        (await MakePackage.CopyAsync(small, town["leder2"], opened.Id, package, 1, Stream.Null, Cancel)).Error.Code.ShouldBe("package.not-found");
    }

    [Fact]
    public async Task A_hand_over_in_parts_holds_what_was_approved_in_all_parts_together()
    {
        var opened = await CaseAsync(4);
        var id = (await HandOverDrafts.AskAsync(small, town["leder1"], opened.Id, Guid.CreateVersion7(), "police", "police-report", "Politiet", "Anmeldelse", ["B-001", "B-002", "B-004"], Cancel)).Value;
        var asked = (await HandOverList.OfCaseAsync(small, town["nogle1"], opened.Id, Cancel)).Single();
        (await HandOvers.DecideAsync(small, town["nogle1"], opened.Id, id, true, null, asked.PayloadSha256!, Cancel)).IsOk.ShouldBeTrue();
        await WorkAsync();

        var made = await PackageAsync(opened);
        (made.State, made.Parts.Count).ShouldBe(("ready", 2), made.Error);
        (await HandOvers.ReceiveAsync(small, town["leder1"], opened.Id, id, "Modtaget, nr. 12.", Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Locking_a_file_destroys_every_part_that_may_hold_it()
    {
        var opened = await CaseAsync(3);
        await AskAsync(opened);
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            (await work.SingleAsync<long>("select count(*) from blob b join package_part p on p.blob_id = b.id where p.case_id = @id", new { id = opened.Id.Value }, Cancel)).ShouldBe(2);
        }

        await QuarantineItem.MarkAsync(small, town["leder1"], opened.Id, "B-002", null, Cancel);

        var gone = await PackageAsync(opened);
        (gone.State, gone.Error).ShouldBe(("failed", "evidence.locked"));
        gone.Parts.ShouldBeEmpty();
    }

    private async Task<PackageView> PackageAsync(OpenedCase opened) => (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Packages.Single();

    private async Task<Guid> AskAsync(OpenedCase opened)
    {
        var package = (await MakePackage.AskAsync(small, town["leder1"], opened.Id, Guid.CreateVersion7(), "Politi", Cancel)).Value;
        await WorkAsync();
        return package;
    }

    private async Task<OpenedCase> CaseAsync(int count)
    {
        var files = Enumerable.Range(1, count).Select(n => A.Png(4_000 + n)).ToArray();
        var report = (await SubmitReport.HandleAsync(small, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(files), Cancel)).Value;
        return (await OpenCase.HandleAsync(small, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, report.Report, "Der er behov for en plan."), Cancel)).Value;
    }

    private async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(small, Cancel))
        {
        }
    }
}
