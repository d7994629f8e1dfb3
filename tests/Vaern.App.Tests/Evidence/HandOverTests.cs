using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.App.Sharing;
using Vaern.TestKit;

namespace Vaern.App.Tests.Evidence;

/// <summary>Evidence to an authority: two people, one list, and a package that is that list.</summary>
public sealed class HandOverTests(TestTown town) : IClassFixture<TestTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_package_holds_exactly_what_the_second_person_approved()
    {
        var opened = await CaseAsync(3);
        var id = await AskAsync(opened, "police", "police-report", "B-001", "B-003");
        var asked = await ReadAsync(opened, id, "nogle1");
        asked.Body.LeftOut.ShouldBe(["B-002"]);

        (await HandOvers.DecideAsync(town.Town, town["leder1"], opened.Id, id, true, null, asked.PayloadSha256!, Cancel)).Error.Code.ShouldBe("handover.second-person");
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, true, null, new string('0', 64), Cancel)).Error.Code.ShouldBe("handover.changed");
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, true, null, asked.PayloadSha256!, Cancel)).IsOk.ShouldBeTrue();
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, true, null, asked.PayloadSha256!, Cancel)).Error.Code.ShouldBe("handover.settled");
        await WorkAsync();

        var made = await ReadAsync(opened, id, "leder1");
        (made.State, made.PackageState).ShouldBe(("approved", "ready"), made.PackageError);
        using var zip = new MemoryStream();
        (await MakePackage.CopyAsync(town.Town, town["leder1"], opened.Id, made.PackageId!.Value, zip, Cancel)).IsOk.ShouldBeTrue();
        using var archive = new ZipArchive(zip);
        archive.Entries.Select(entry => entry.FullName.Split('/')).Where(parts => parts.Length > 3 && parts[1] == "data").Select(parts => parts[2]).Distinct().ShouldBe(["B-001", "B-003"]);
        using var report = new StreamReader(archive.Entries.Single(entry => entry.FullName.EndsWith("/01_RAPPORT.html", StringComparison.Ordinal)).Open());
        (await report.ReadToEndAsync(Cancel)).ShouldContain("Midt- og Vestkredsen");
    }

    [Fact]
    public async Task The_receipt_and_the_recall_are_lines_of_the_custody_chain()
    {
        var opened = await CaseAsync(1);
        var id = await AskAsync(opened, "authority", "notification", "B-001");
        (await HandOvers.ReceiveAsync(town.Town, town["leder1"], opened.Id, id, "Modtaget.", Cancel)).Error.Code.ShouldBe("handover.not-ready");
        await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, true, null, (await ReadAsync(opened, id, "nogle1")).PayloadSha256!, Cancel);
        await WorkAsync();

        (await HandOvers.ReceiveAsync(town.Town, town["leder1"], opened.Id, id, " ", Cancel)).Error.Code.ShouldBe("handover.receipt");
        (await HandOvers.ReceiveAsync(town.Town, town["leder1"], opened.Id, id, "Modtaget af vagten, nr. 12.", Cancel)).IsOk.ShouldBeTrue();
        (await HandOvers.RecallAsync(town.Town, town["leder1"], opened.Id, id, "Forkert modtager.", cancel: Cancel)).IsOk.ShouldBeTrue();

        var over = await ReadAsync(opened, id, "leder1");
        (over.State, over.Body.Receipt, over.Body.Recall).ShouldBe(("recalled", "Modtaget af vagten, nr. 12.", "Forkert modtager."));
        var record = await CustodyRecord.ReadAsync(town.Town, town["leder1"], opened.Id, Cancel);
        record.Broken.ShouldBeNull();
        record.Lines.Select(line => line.Action).TakeLast(3).ShouldBe(["transferred", "receipt-confirmed", "corrected"]);
        record.Lines[^3].Sha256.ShouldBe(over.PackageSha256);
    }

    [Fact]
    public async Task Evidence_that_was_locked_meanwhile_is_not_approved()
    {
        var opened = await CaseAsync(2);
        var id = await AskAsync(opened, "police", "police-report", "B-001", "B-002");
        await QuarantineItem.MarkAsync(town.Town, town["leder1"], opened.Id, "B-002", null, Cancel);

        var asked = await ReadAsync(opened, id, "nogle1");

        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, true, null, asked.PayloadSha256!, Cancel)).Error.Code.ShouldBe("handover.changed");
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, false, "", asked.PayloadSha256!, Cancel)).Error.Code.ShouldBe("reason.missing");
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, false, "En fil er låst.", asked.PayloadSha256!, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_ground_goes_only_with_its_recipient_and_only_some_roles_ask()
    {
        var opened = await CaseAsync(1);
        async Task<string> TryAsync(string login, string kind, string ground, string recipient, string purpose, params string[] labels) =>
            (await HandOverDrafts.AskAsync(town.Town, town[login], opened.Id, Guid.CreateVersion7(), kind, ground, recipient, purpose, labels, Cancel)).Error.Code;

        (await TryAsync("leder1", "police", "prevention", "Politiet", "Efterforskning", "B-001")).ShouldBe("handover.never", "what is exchanged for prevention is not for investigation");
        (await TryAsync("leder1", "police", "police-report", " ", "Anmeldelse", "B-001")).ShouldBe("handover.recipient");
        (await TryAsync("leder1", "police", "police-report", "Politiet", " ", "B-001")).ShouldBe("handover.purpose");
        (await TryAsync("leder1", "police", "police-report", "Politiet", "Anmeldelse", "B-009")).ShouldBe("handover.empty");
        (await TryAsync("nogle1", "police", "police-report", "Politiet", "Anmeldelse", "B-001")).ShouldBe("package.not-allowed");
        (await TryAsync("leder2", "police", "police-report", "Politiet", "Anmeldelse", "B-001")).ShouldBe("case.not-found");
        Grounds.Outside.ShouldAllBe(kind => Grounds.All.Any(ground => ground.Allows(kind)));
    }

    private async Task<Guid> AskAsync(OpenedCase opened, string kind, string ground, params string[] labels) =>
        (await HandOverDrafts.AskAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), kind, ground, "Midt- og Vestkredsen", "Anmeldelse", labels, Cancel)).Value;

    private async Task<HandOver> ReadAsync(OpenedCase opened, Guid id, string login) =>
        (await HandOverList.OfCaseAsync(town.Town, town[login], opened.Id, Cancel)).Single(one => one.Id == id);

    private async Task<OpenedCase> CaseAsync(int count)
    {
        var files = Enumerable.Range(1, count).Select(n => A.Png(4_000 + n)).ToArray();
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(files), Cancel)).Value;
        return (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, report.Report, "Der er behov for en plan."), Cancel)).Value;
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
}
