using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Blobs;
using Vaern.Data.Streams;
using Vaern.Sealing.Verification;
using Vaern.TestKit;

namespace Vaern.App.Tests.Evidence;

/// <summary>A file that turns out to be one that may never be stored: locked at once on every way to it, decided on by two people.</summary>
public sealed class QuarantineTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task A_marked_file_is_locked_on_every_way_to_it()
    {
        var (opened, report) = await CaseWithFilesAsync(2);
        var file = (await StaffReports.ReadAsync(town.Town, town["nogle1"], report.Number)).Value.Files[0];
        var blob = (await ItemAsync(opened, "B-001")).Blob!.Value;

        (await QuarantineItem.MarkAsync(town.Town, town["nogle1"], opened.Id, "B-001", "Set af en forælder.")).IsOk.ShouldBeTrue();

        using var nowhere = new MemoryStream();
        foreach (var login in new[] { "nogle1", "nogle2", "leder1" })
        {
            (await OrdinaryItems.CopyAsync(town.Town, town[login], opened.Id, "B-001", nowhere, "kig")).Error.Code.ShouldBe("evidence.locked");
        }

        (await StaffReports.CopyFileAsync(town.Town, town["nogle1"], file.Id, nowhere)).Error.Code.ShouldBe("evidence.locked");
        await using (var work = await town.Town.Database.BeginAsync(new Acting.Reporter(report.Report.Value)))
        {
            (await Conversation.CopyFileAsync(work, file.Id, nowhere, default)).Error.Code.ShouldBe("evidence.locked");
            await Should.ThrowAsync<InvalidOperationException>(() => BlobStore.ReadAsync(work, blob, nowhere));
        }

        nowhere.Length.ShouldBe(0);
        (await Mailboxes.OpenAsync(town.Town, report.Report)).Value.Files.Select(one => one.IsLocked).ShouldBe([true, false]);
        (await OrdinaryItems.CopyAsync(town.Town, town["leder1"], opened.Id, "B-002", nowhere, "kig")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task The_case_gets_a_record_without_bytes_a_task_for_two_and_its_events()
    {
        var (opened, _) = await CaseWithFilesAsync(1);

        await QuarantineItem.MarkAsync(town.Town, town["nogle1"], opened.Id, "B-001", null);

        var view = await ReadAsync(opened);
        view.Items.ShouldHaveSingleItem().State.ShouldBe("quarantined");
        var referral = view.Referrals.ShouldHaveSingleItem();
        referral.Label.ShouldBe("H-001");
        referral.Description!.ShouldContain("B-001");
        referral.Description!.ShouldContain("kan vise");
        var task = view.Tasks[0];
        (task.TakesTwo, task.State, task.Title).ShouldBe((true, "open", "Kontakt politiet (114) – to personer: B-001"));
        view.MissingToClose.ShouldContain("quarantine");
        (await LinesAsync(AuditStreams.CustodyOf(opened.Id.Value))).ShouldContain(line => line.Contains("\"action\":\"quarantined\",\"item\":\"B-001\",\"sha256\":null", StringComparison.Ordinal));
        (await LinesAsync(opened.Id.Value)).ShouldContain(line => line.Contains("\"action\":\"evidence.quarantined\"", StringComparison.Ordinal));
        (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_can_see_the_case_can_mark_and_marking_twice_is_once()
    {
        var (opened, _) = await CaseWithFilesAsync(1);
        await CaseAccess.GrantAsync(town.Town, town["leder1"], opened.Id, town["laerer1"].Account, writes: false, "Klasselærer.");

        var first = (await QuarantineItem.MarkAsync(town.Town, town["laerer1"], opened.Id, "B-001", null)).Value;
        var again = (await QuarantineItem.MarkAsync(town.Town, town["leder1"], opened.Id, "B-001", null)).Value;

        again.ShouldBe(first);
        (await ReadAsync(opened)).Referrals.Count.ShouldBe(1);
        var quarantine = (await Quarantines.OfCaseAsync(town.Town, town["leder1"], opened.Id)).ShouldHaveSingleItem();
        (quarantine.MarkedBy, quarantine.MaySettle).ShouldBe(("Signe Rørbæk", true));
        (await QuarantineItem.MarkAsync(town.Town, town["leder2"], opened.Id, "B-001", null)).Error.Code.ShouldBe("case.not-found");
        (await QuarantineItem.MarkAsync(town.Town, town["leder1"], opened.Id, "B-009", null)).Error.Code.ShouldBe("evidence.not-found");
        (await Quarantines.OfCaseAsync(town.Town, town["leder2"], opened.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_task_is_done_when_a_second_person_has_said_so_too()
    {
        var (opened, _) = await CaseWithFilesAsync(1);
        await QuarantineItem.MarkAsync(town.Town, town["nogle1"], opened.Id, "B-001", null);
        var task = (await ReadAsync(opened)).Tasks[0];

        (await Tasks.SettleAsync(town.Town, town["nogle1"], opened.Id, task.Id, true, "Ringet 10.31.", task.Version)).IsOk.ShouldBeTrue();
        var half = (await ReadAsync(opened)).Tasks.Single(one => one.Id == task.Id);
        (half.State, half.First).ShouldBe(("open", town["nogle1"].Account));
        (await Tasks.SettleAsync(town.Town, town["nogle1"], opened.Id, task.Id, true, null, half.Version)).Error.Code.ShouldBe("task.second-person");
        (await Tasks.SettleAsync(town.Town, town["leder1"], opened.Id, task.Id, true, null, task.Version)).Error.Code.ShouldBe("task.stale");

        (await Tasks.SettleAsync(town.Town, town["leder1"], opened.Id, task.Id, true, "Var med i samtalen.", half.Version)).IsOk.ShouldBeTrue();

        var done = (await ReadAsync(opened)).Tasks.Single(one => one.Id == task.Id);
        (done.State, done.SettledBy).ShouldBe(("done", town["leder1"].Account));
    }

    [Fact]
    public async Task A_package_that_held_the_file_is_gone_and_the_next_one_leaves_it_out()
    {
        var (opened, _) = await CaseWithFilesAsync(2);
        var before = await PackageAsync(opened);
        using var nowhere = new MemoryStream();
        (await MakePackage.CopyAsync(town.Town, town["leder1"], opened.Id, before, nowhere)).IsOk.ShouldBeTrue();
        nowhere.SetLength(0);

        await QuarantineItem.MarkAsync(town.Town, town["nogle1"], opened.Id, "B-001", null);

        (await MakePackage.CopyAsync(town.Town, town["leder1"], opened.Id, before, nowhere)).Error.Code.ShouldBe("package.not-ready");
        nowhere.Length.ShouldBe(0);
        var after = await PackageAsync(opened);
        using var zip = new MemoryStream();
        (await MakePackage.CopyAsync(town.Town, town["leder1"], opened.Id, after, zip)).IsOk.ShouldBeTrue((await ReadAsync(opened)).Packages[0].Error);
        zip.Position = 0;
        PackageVerifier.Verify(zip, new VerificationRoots(null, null), CancellationToken.None).Reason.ShouldBeNullOrEmpty();
        zip.Position = 0;
        using var archive = new System.IO.Compression.ZipArchive(zip);
        archive.Entries.ShouldNotContain(entry => entry.FullName.Contains("/data/B-001/", StringComparison.Ordinal));
        archive.Entries.ShouldContain(entry => entry.FullName.Contains("/data/B-002/", StringComparison.Ordinal));
        archive.Entries.ShouldContain(entry => entry.FullName.EndsWith("/data/H-001/henvisning.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_key_is_destroyed_by_another_person_with_reason_and_police_number()
    {
        var (opened, report) = await CaseWithFilesAsync(1);
        var blob = (await ItemAsync(opened, "B-001")).Blob!.Value;
        var id = (await QuarantineItem.MarkAsync(town.Town, town["nogle1"], opened.Id, "B-001", null)).Value;

        (await CountAsync("select count(*) from blob_key where blob_id = $1", blob)).ShouldBe(0);
        (await CountAsync("select count(*) from locked_key where blob_id = $1", blob)).ShouldBe(1);

        (await SettleQuarantine.DestroyKeyAsync(town.Town, town["nogle1"], id, "Efter aftale.", "PRØVE-77124")).Error.Code.ShouldBe("quarantine.second-person");
        (await SettleQuarantine.DestroyKeyAsync(town.Town, town["leder1"], id, " ", "PRØVE-77124")).Error.Code.ShouldBe("reason.missing");
        (await SettleQuarantine.DestroyKeyAsync(town.Town, town["leder1"], id, "Efter aftale.", "")).Error.Code.ShouldBe("quarantine.police-missing");
        (await SettleQuarantine.DestroyKeyAsync(town.Town, town["leder2"], id, "Efter aftale.", "PRØVE-77124")).Error.Code.ShouldBe("quarantine.not-found");
        (await SettleQuarantine.HandOverAsync(town.Town, town["leder1"], id, "Politiet tager den.", "PRØVE-77124")).IsOk.ShouldBeTrue();
        (await SettleQuarantine.HandOverAsync(town.Town, town["leder1"], id, "Igen.", "PRØVE-77124")).Error.Code.ShouldBe("quarantine.settled");
        (await SettleQuarantine.DestroyKeyAsync(town.Town, town["leder1"], id, "Efter aftale med politiet.", "PRØVE-77124")).IsOk.ShouldBeTrue();
        (await SettleQuarantine.DestroyKeyAsync(town.Town, town["leder1"], id, "Igen.", "PRØVE-77124")).Error.Code.ShouldBe("quarantine.settled");

        (await CountAsync("select count(*) from locked_key where blob_id = $1", blob)).ShouldBe(0);
        (await CountAsync("select count(*) from blob_chunk where blob_id = $1", blob)).ShouldBe(0);
        var quarantine = (await Quarantines.OfCaseAsync(town.Town, town["nogle1"], opened.Id)).Single();
        (quarantine.Destroyed!.By, quarantine.Destroyed.Reason, quarantine.Destroyed.PoliceReference).ShouldBe(("Kirsten Vadmose", "Efter aftale med politiet.", "PRØVE-77124"));
        quarantine.HandedOver!.Reason.ShouldBe("Politiet tager den.");
        var view = await ReadAsync(opened);
        view.Items.Single().State.ShouldBe("deleted");
        view.Referrals.Single().PoliceReference.ShouldBe("PRØVE-77124");
        view.MissingToClose.ShouldNotContain("quarantine");
        var custody = await LinesAsync(AuditStreams.CustodyOf(opened.Id.Value));
        custody.Select(line => line.Contains("\"action\":\"transferred\"", StringComparison.Ordinal)).Count(found => found).ShouldBe(1);
        custody[^1].ShouldContain("\"action\":\"deleted\",\"item\":\"B-001\"");
        (await LinesAsync(report.Report.Value))[^1].ShouldContain("file.key-destroyed");
        (await LinesAsync(opened.Id.Value)).Concat(custody).ShouldAllBe(line => !line.Contains("PRØVE-77124", StringComparison.Ordinal));
        (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_of_a_report_is_locked_before_there_is_a_case_and_never_becomes_evidence()
    {
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(A.Png(), A.Png(5_000)))).Value;
        await StaffReports.AnswerAsync(town.Town, town["nogle1"], report.Report, "Tak, fordi du skriver.", Guid.CreateVersion7());
        var file = (await StaffReports.ReadAsync(town.Town, town["nogle1"], report.Number)).Value.Files[0];

        (await QuarantineItem.MarkReportFileAsync(town.Town, town["leder2"], report.Report, file.Id, null)).Error.Code.ShouldBe("file.not-found");
        var id = (await QuarantineItem.MarkReportFileAsync(town.Town, town["nogle1"], report.Report, file.Id, "Jeg så det ikke til ende.")).Value;

        (await StaffReports.CopyFileAsync(town.Town, town["nogle2"], file.Id, Stream.Null)).Error.Code.ShouldBe("evidence.locked");
        (await StaffReports.CloseAsync(town.Town, town["nogle1"], report.Report, "Rådgivet.")).Error.Code.ShouldBe("report.quarantined");
        (await Quarantines.OfReportAsync(town.Town, town["nogle2"], report.Report)).ShouldHaveSingleItem().Note.ShouldBe("Jeg så det ikke til ende.");

        var opened = await OpenAsync(report.Report);

        var view = await ReadAsync(opened);
        view.Items.ShouldHaveSingleItem().Size.ShouldBe(5_000);
        view.Referrals.ShouldHaveSingleItem();
        view.Tasks[0].TakesTwo.ShouldBeTrue();
        var quarantine = (await Quarantines.OfCaseAsync(town.Town, town["leder1"], opened.Id)).ShouldHaveSingleItem();
        (quarantine.Id, quarantine.Item, quarantine.Referral, quarantine.Attachment).ShouldBe((id, null, "H-001", file.Id));
        (await SettleQuarantine.DestroyKeyAsync(town.Town, town["leder1"], id, "Efter aftale.", "PRØVE-77125")).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_marked_through_the_report_is_locked_in_the_case_too()
    {
        var (opened, report) = await CaseWithFilesAsync(1);
        var file = (await StaffReports.ReadAsync(town.Town, town["nogle1"], report.Number)).Value.Files[0];

        await QuarantineItem.MarkReportFileAsync(town.Town, town["nogle1"], report.Report, file.Id, null);

        var view = await ReadAsync(opened);
        view.Items.Single().State.ShouldBe("quarantined");
        view.Referrals.Single().Description!.ShouldContain("B-001");
        (await Quarantines.OfCaseAsync(town.Town, town["leder1"], opened.Id)).Single().Item.ShouldBe("B-001");
    }

    [Fact]
    public async Task A_case_hidden_from_the_one_who_marks_gets_its_part_from_the_program()
    {
        var (opened, report) = await CaseWithFilesAsync(1);
        var file = (await StaffReports.ReadAsync(town.Town, town["nogle1"], report.Number)).Value.Files[0];
        await CaseAccess.RevokeAsync(town.Town, town["leder1"], opened.Id, town["nogle2"].Account, "Ikke mere med i sagen.");

        (await QuarantineItem.MarkReportFileAsync(town.Town, town["nogle2"], report.Report, file.Id, null)).IsOk.ShouldBeTrue();

        (await ReadAsync(opened)).Items.Single().State.ShouldBe("quarantined");
        (await ReadAsync(opened)).Referrals.ShouldBeEmpty();
        await WorkAsync();
        (await ReadAsync(opened)).Referrals.ShouldHaveSingleItem();
        (await ReadAsync(opened)).Tasks[0].TakesTwo.ShouldBeTrue();
    }

    private async Task<(OpenedCase Case, Receipt Report)> CaseWithFilesAsync(int count)
    {
        var files = Enumerable.Range(1, count).Select(n => A.Png(4_000 + n)).ToArray();
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(files))).Value;
        return (await OpenAsync(report.Report), report);
    }

    private async Task<OpenedCase> OpenAsync(ReportId report) => (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
        Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, report, "Der er behov for en plan."))).Value;

    private async Task<CaseView> ReadAsync(OpenedCase opened) => (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number)).Value;

    private async Task<OrdinaryEvidence> ItemAsync(OpenedCase opened, string label) => (await ReadAsync(opened)).Items.Single(item => item.Label == label);

    private async Task<Guid> PackageAsync(OpenedCase opened)
    {
        var package = Guid.CreateVersion7();
        (await MakePackage.AskAsync(town.Town, town["leder1"], opened.Id, package, "Politi")).IsOk.ShouldBeTrue();
        await WorkAsync();
        return package;
    }

    private async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town))
        {
        }
    }

    private async Task<IReadOnlyList<string>> LinesAsync(Guid stream)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System);
        return [.. (await work.Streams.LinesAsync(stream)).Select(System.Text.Encoding.UTF8.GetString)];
    }

    private async Task<long> CountAsync(string sql, Guid id)
    {
        await using var connection = await town.Postgres.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue(id);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
