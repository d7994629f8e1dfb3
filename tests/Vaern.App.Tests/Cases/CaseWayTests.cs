using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.App.Plans;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Sealing.Verification;
using Vaern.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vaern.App.Tests.Cases;

/// <summary>The way of journey J3 through the application, and what may not be done on it.</summary>
public sealed class CaseWayTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task Bullying_is_reported_established_planned_followed_up_and_closed_in_time()
    {
        town.Clock.SetDanish(2027, 1, 11, 20, 31);
        var report = (await SubmitReport.HandleAsync(
            town.Town, A.Report(town.Tanghoj, contact: new ReportContact("Villads Prøvesen", null, null)), "j3", A.Files(A.Png(184_000), A.Png(92_000)))).Value;
        town.Clock.SetDanish(2027, 1, 12, 9, 22);
        await StaffReports.AnswerAsync(town.Town, town["nogle1"], report.Report, "Tak, fordi du skriver.", Guid.CreateVersion7());
        var opened = await OpenAsync(report.Report);

        town.Clock.SetDanish(2027, 1, 13, 14, 5);
        (await EstablishBullying.HandleAsync(town.Town, town["nogle1"], opened.Id, "Udelukkelse i gruppechat.", null)).Error.Code.ShouldBe("establish.not-leader");
        (await EstablishBullying.HandleAsync(town.Town, town["leder1"], opened.Id, "Udelukkelse og hån i gruppechat.", null)).IsOk.ShouldBeTrue();
        var established = await ReadAsync(opened.Number);
        var plan = established.Clocks.Single(clock => clock.Rule.Id == "B-03");
        plan.DueOn.ShouldBe(new DateOnly(2027, 1, 27));
        established.Items.Count.ShouldBe(2);
        established.Entries.Count(entry => entry.Kind == "statement").ShouldBe(1);

        town.Clock.SetDanish(2027, 1, 13, 14, 40);
        var measures = established.Clocks.Single(clock => clock.Rule.Id == "B-02");
        (await SettleClock.HandleAsync(town.Town, town["leder1"], opened.Id, measures.Id, "met", "Chatten er lukket, pladserne er byttet.", null, measures.Version)).IsOk.ShouldBeTrue();
        (await SettleClock.HandleAsync(town.Town, town["leder1"], opened.Id, measures.Id, "met", "Igen.", null, measures.Version)).Error.Code.ShouldBe("clock.stale");
        var party = Guid.CreateVersion7();
        await Parties.AddAsync(town.Town, town["leder1"], opened.Id, party, "affected", new PartyBody("Villads Prøvesen", "8.B", null));

        town.Clock.SetDanish(2027, 1, 25, 15, 30);
        var body = PlanBody.Empty with
        {
            Goal = "Villads er med igen.", PupilVoice = "Han vil sidde ved siden af Ellen.", Parents = "Mor er ringet op.", Review = "Hver mandag.",
            Measures = [new Measure("Fast samtale", "Farid Elmquist", new DateOnly(2027, 2, 1))],
        };
        (await ActionPlans.FinishAsync(town.Town, town["leder1"], opened.Id, body with { Goal = "" }, 0)).Error.Code.ShouldBe("plan.incomplete");
        (await ActionPlans.FinishAsync(town.Town, town["leder1"], opened.Id, body, 0)).IsOk.ShouldBeTrue();
        (await ActionPlans.SaveAsync(town.Town, town["nogle1"], opened.Id, body, 0)).Error.Code.ShouldBe("plan.stale");
        var planned = await ReadAsync(opened.Number);
        planned.Clocks.Single(clock => clock.Rule.Id == "B-03").State.ShouldBe("met");
        planned.Clocks.Single(clock => clock.Rule.Id == "B-03").Missed.ShouldBeFalse();
        planned.State.ShouldBe("followup");

        (await CloseCase.HandleAsync(town.Town, town["leder1"], opened.Id, "stopped", new Closing("Stoppet.", "Tidligere samtale.", null), planned.Version))
            .Error.Message.ShouldBe("answer,informed");
        town.Clock.SetDanish(2027, 3, 8, 10);
        await FollowUps.AnswerAsync(town.Town, town["leder1"], opened.Id, planned.FollowUps[0].Id, "yes", null, planned.FollowUps[0].Version);
        await Parties.InformAsync(town.Town, town["leder1"], opened.Id, party, true, "Ringede.", null, 1);
        var ready = await ReadAsync(opened.Number);
        (await CloseCase.HandleAsync(town.Town, town["leder1"], opened.Id, "stopped", new Closing("Stoppet.", "Tidligere samtale.", null), ready.Version)).IsOk.ShouldBeTrue();
        (await ReadAsync(opened.Number)).State.ShouldBe("closed");
        (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_those_with_access_see_a_case()
    {
        var opened = await OpenAsync(null);

        foreach (var login in new[] { "leder2", "leder3", "chef1", "tryg1", "dpo1", "laerer1" })
        {
            (await ReadCase.HandleAsync(town.Town, town[login], opened.Number)).Error.Code.ShouldBe("case.not-found");
            (await WriteEntry.HandleAsync(town.Town, town[login], opened.Id, Guid.CreateVersion7(), "fact", "Hej.", null)).Error.Code.ShouldBe("case.not-found");
            (await CaseLists.CasesAsync(town.Town, town[login], null, 1)).Lines.Select(line => line.Number).ShouldNotContain(opened.Number);
        }

        await CaseAccess.GrantAsync(town.Town, town["leder1"], opened.Id, town["dpo1"].Account, writes: false, "Spørgsmål om samtykke.");
        (await ReadCase.HandleAsync(town.Town, town["dpo1"], opened.Number)).IsOk.ShouldBeTrue();
        (await WriteEntry.HandleAsync(town.Town, town["dpo1"], opened.Id, Guid.CreateVersion7(), "fact", "Hej.", null)).Error.Code.ShouldBe("case.not-found");
    }

    [Fact]
    public async Task A_restricted_case_starts_its_clocks_and_takes_no_file()
    {
        town.Clock.SetDanish(2027, 1, 14, 10, 20);
        var asked = New(null) with { Restricted = true, Category = "sexual-image-minor", ActAt = new DateTimeOffset(2027, 1, 13, 21, 0, 0, TimeSpan.FromHours(1)) };
        var opened = (await OpenCase.HandleAsync(town.Town, town["laerer1"], asked)).Value;

        var view = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number)).Value;
        view.Clocks.Select(clock => clock.Rule.Id).ShouldBe(["GOAL-HELP-CONTACTED", "D-01", "A-01"], ignoreOrder: true);
        view.Clocks.Single(clock => clock.Rule.Id == "A-01").DueAt.ShouldBe(new DateTimeOffset(2027, 1, 16, 21, 0, 0, TimeSpan.FromHours(1)));
        view.Referrals.ShouldHaveSingleItem().Label.ShouldBe("H-001");
        var meta = new ItemMeta("x", null, "screenshot", "x", null, null, null, null, "stated", null, "screenshot-by-staff", null, "leader", "u", town.Clock.GetUtcNow(), "web-form", "none stated", "none stated");
        (await OrdinaryItems.AddAsync(town.Town, town["leder1"], opened.Id, meta, A.Png())).Error.Code.ShouldBe("evidence.restricted");
        (await Referrals.SaveAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), new ReferralBody(new string('A', 260), null, null, [], null, null, null, null, null, null), 0))
            .Error.Code.ShouldBe("referral.encoded");
    }

    [Fact]
    public async Task A_package_is_made_by_the_worker_and_a_stranger_can_check_it()
    {
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(A.Png(300_000)))).Value;
        var opened = await OpenAsync(report.Report);
        var package = Guid.CreateVersion7();
        (await MakePackage.AskAsync(town.Town, town["nogle1"], opened.Id, package, "Politi")).Error.Code.ShouldBe("package.not-allowed");
        (await MakePackage.AskAsync(town.Town, town["leder1"], opened.Id, package, "Politi")).IsOk.ShouldBeTrue();
        await using var registry = new MunicipalityRegistry([]);
        var worker = new Worker(registry, new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N"))), town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town))
        {
        }

        using var zip = new MemoryStream();
        var copied = await MakePackage.CopyAsync(town.Town, town["leder1"], opened.Id, package, zip);
        copied.IsOk.ShouldBeTrue((await ReadAsync(opened.Number)).Packages[0].Error);
        zip.Position = 0;
        var verification = PackageVerifier.Verify(zip, new VerificationRoots(null, null), CancellationToken.None);
        verification.Reason.ShouldBeNullOrEmpty();
    }

    [Fact]
    public async Task One_changed_byte_in_a_stored_event_names_its_stream()
    {
        var opened = await OpenAsync(null);
        await using var connection = await town.Postgres.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "update stream_event set line = set_byte(line, length(line) - 3, get_byte(line, length(line) - 3) # 1) where stream_id = $1 and seq = 0";
        command.Parameters.AddWithValue(opened.Id.Value);
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);

        var broken = (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldHaveSingleItem();

        broken.Stream.ShouldBe(opened.Id.Value);
        command.CommandText = "update stream_event set line = set_byte(line, length(line) - 3, get_byte(line, length(line) - 3) # 1) where stream_id = $1 and seq = 0";
        await command.ExecuteNonQueryAsync();
    }

    private async Task<OpenedCase> OpenAsync(ReportId? report) =>
        (await OpenCase.HandleAsync(town.Town, town["nogle1"], New(report))).Value;

    private NewCase New(ReportId? report) => new(
        Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat, 8.B", null, false, report, "Der er behov for en plan.");

    private async Task<CaseView> ReadAsync(string number) => (await ReadCase.HandleAsync(town.Town, town["leder1"], number)).Value;
}
