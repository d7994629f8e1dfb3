using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Families;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Families;

/// <summary>S-1: no fingerprint of restricted material anywhere; such cases are tied by the number that the police or a hotline gave.</summary>
public sealed class RestrictedMaterialTests(TestTown shared) : IClassFixture<TestTown>
{
    private readonly FamilyTown town = new(shared);

    [Fact]
    public async Task A_draft_that_may_show_a_minor_takes_no_fingerprint_and_forgets_those_it_had()
    {
        var token = Drafts.NewToken();
        await Drafts.SaveAsync(shared.Town, token, answers => answers with { Role = "child", Category = "digital-bullying", Story = "Noget.", MayShowMinorSexually = false });
        var body = DeviceFingerprints.Read(FamilyTown.Json(FamilyTown.Hash(20))).Value;
        (await Drafts.AddFingerprintAsync(shared.Town, token, body, null)).IsOk.ShouldBeTrue();

        await Drafts.SaveAsync(shared.Town, token, answers => answers with { MayShowMinorSexually = true });
        await Drafts.RemoveFilesAsync(shared.Town, token);

        (await Drafts.AddFingerprintAsync(shared.Town, token, body, null)).Error.Code.ShouldBe("report.files-refused");
        (await Drafts.ReadAsync(shared.Town, token))!.Answers.Fingerprints.ShouldBeEmpty();
        var sent = (await SubmitDraft.HandleAsync(shared.Town, token, _ => A.Report(shared.Tanghoj, restricted: true))).Value;
        (await town.AskAsync<long>("select count(*) from fingerprint where report_id = @id", new { id = sent.Report.Value })).ShouldBe(0);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_fingerprint_of_a_restricted_report_or_case_and_of_a_locked_file()
    {
        var report = (await SubmitReport.HandleAsync(shared.Town, A.Report(shared.Tanghoj, restricted: true), Guid.CreateVersion7().ToString(), A.NoFiles())).Value;
        var opened = await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, null, restricted: true);
        var (inCase, blob) = await CaseWithFileAsync();
        await QuarantineItem.MarkAsync(shared.Town, shared["nogle1"], inCase.Id, "B-001", null);

        (await RefusalAsync(report.Report.Value, report.Report.Value, null, null)).ShouldBe("VS001");
        (await RefusalAsync(opened.Id.Value, null, opened.Id.Value, null)).ShouldBe("VS001");
        (await RefusalAsync(inCase.Id.Value, null, inCase.Id.Value, blob)).ShouldBe("VS001");
    }

    [Fact]
    public async Task A_report_that_comes_into_a_restricted_case_leaves_its_fingerprint_behind()
    {
        var report = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Hash(21)));
        await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, report.Report, restricted: true);

        (await town.AskAsync<long>("select count(*) from fingerprint where report_id = @id", new { id = report.Report.Value })).ShouldBe(0);
        var again = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Hash(21)));
        (await FamiliesOfCase.OfReportAsync(shared.Town, shared["nogle1"], again.Report)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_marked_loses_its_fingerprint_and_those_it_was_recognised_as_and_two_people_are_asked()
    {
        var picture = FamilyTown.Hash(22);
        var (first, blob) = await CaseWithFileAsync(picture);
        var ulrik = await town.KeyPersonAsync(shared.Fyrlund, "Ulrik Prøvesen");
        var other = await town.ReportAsync(shared.Fyrlund, FamilyTown.Json(FamilyTown.Near(picture, 4)));
        var second = await town.CaseAsync(ulrik, shared.Fyrlund.Id, other.Report);
        var lead = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Open.Single();
        var number = (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, "Samme billede.")).Value;

        await QuarantineItem.MarkAsync(shared.Town, shared["nogle1"], first.Id, "B-001", null);

        (await town.AskAsync<long>("select count(*) from fingerprint where blob_id = @blob or report_id = @report", new { blob, report = other.Report.Value })).ShouldBe(0);
        var family = (await ReadFamily.HandleAsync(shared.Town, ulrik, number)).Value.Inside!;
        (family.Dropped, family.Rooms.Count, family.Others).ShouldBe((true, 1, 1));
        // Nothing finds it any more: not the store, not the memory.
        var third = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(picture));
        (await FamiliesOfCase.OfReportAsync(shared.Town, shared["nogle1"], third.Report)).ShouldBeEmpty();
        var task = (await ReadCase.HandleAsync(shared.Town, shared["leder1"], first.Number)).Value.Tasks[0];
        (task.TakesTwo, task.Step, task.State).ShouldBe((true, "S-1/politi", "open"));
    }

    [Fact]
    public async Task Restricted_cases_meet_by_the_police_number_however_it_is_written()
    {
        var ulrik = await town.KeyPersonAsync(shared.Fyrlund, "Ulrik Prøvesen");
        var first = await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, null, restricted: true);
        var second = await town.CaseAsync(ulrik, shared.Fyrlund.Id, null, restricted: true);

        (await LinkByReference.HandleAsync(shared.Town, shared["nogle1"], first.Id, "politi", "1300-12345")).Error.Code.ShouldBe("reference.kind");
        (await LinkByReference.HandleAsync(shared.Town, shared["nogle1"], first.Id, "police", "nr. 12")).Error.Code.ShouldBe("reference.form");
        var number = (await LinkByReference.HandleAsync(shared.Town, shared["nogle1"], first.Id, "police", "PRØVE-1300-12345")).Value;
        (await FamiliesOfCase.ReadAsync(shared.Town, shared["nogle1"], first.Id)).Families.Single().Rooms.ShouldBe(1);
        (await LinkByReference.HandleAsync(shared.Town, ulrik, second.Id, "hotline", "PRØVE-1300-12345")).Value.ShouldNotBe(number);
        (await LinkByReference.HandleAsync(shared.Town, ulrik, second.Id, "police", " prøve 1300 12345 ")).Value.ShouldBe(number);
        (await LinkByReference.HandleAsync(shared.Town, ulrik, second.Id, "police", "prøve 1300.12345")).Value.ShouldBe(number);

        var seen = (await ReadFamily.HandleAsync(shared.Town, ulrik, number)).Value;
        (seen.Contact, seen.Inside!.Others, seen.Inside.Kind).ShouldBe(("Farid Elmquist", 1, "reference"));
        var line = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Families.Single(one => one.Number == number);
        (line.Rooms, line.Reference!.Reference).ShouldBe((2, "prøve 1300 12345"));
        (await town.LinesAsync(second.Id.Value)).ShouldAllBe(one => !one.Contains("12345", StringComparison.Ordinal));

        (await LinkByReference.UndoAsync(shared.Town, ulrik, second.Id, number, "")).Error.Code.ShouldBe("reason.missing");
        (await LinkByReference.UndoAsync(shared.Town, ulrik, second.Id, number, "Et tal var forkert.")).IsOk.ShouldBeTrue();
        (await FamiliesOfCase.ReadAsync(shared.Town, shared["nogle1"], first.Id)).Families.Single(one => one.Number == number).Rooms.ShouldBe(1);
        (await LinkByReference.UndoAsync(shared.Town, ulrik, second.Id, number, "Igen.")).Error.Code.ShouldBe("family.not-found");
    }

    // A case with one file that the reporter's device made a fingerprint of.
    private async Task<(OpenedCase Case, Guid Blob)> CaseWithFileAsync(Matching.Hashing.PdqHash? print = null)
    {
        var token = Drafts.NewToken();
        await Drafts.SaveAsync(shared.Town, token, answers => answers with { Role = "child", Category = "digital-bullying", Story = "De deler et billede.", MayShowMinorSexually = false });
        var file = (await Drafts.AddFileAsync(shared.Town, token, A.Png())).Value;
        if (print is { } hash)
        {
            (await Drafts.AddFingerprintAsync(shared.Town, token, DeviceFingerprints.Read(FamilyTown.Json(hash)).Value, file.Blob)).IsOk.ShouldBeTrue();
        }

        var sent = (await SubmitDraft.HandleAsync(shared.Town, token, _ => A.Report(shared.Tanghoj))).Value;
        if (print is not null)
        {
            await using var work = await shared.Town.Database.BeginAsync(Acting.System);
            var id = await work.SingleAsync<Guid>("select id from fingerprint where blob_id = @blob", new { blob = file.Blob });
            await PlaceFingerprint.RunAsync(shared.Town, id, default);
        }

        return (await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, sent.Report), file.Blob);
    }

    private async Task<string?> RefusalAsync(Guid key, Guid? report, Guid? caseId, Guid? blob)
    {
        await using var work = await shared.Town.Database.BeginAsync(Acting.System);
        return (await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync(
            """
            insert into fingerprint (id, key_id, report_id, case_id, blob_id, source, kind, standing, body, made_at)
            values (@id, @key, @report, @caseId, @blob, 'device', 'picture', 'usable', @body, @now)
            """,
            new { id = Guid.CreateVersion7(), key, report, caseId, blob, body = new byte[40], now = work.Now }))).SqlState;
    }
}
