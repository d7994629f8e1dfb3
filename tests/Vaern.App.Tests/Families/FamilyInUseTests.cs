using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Families;
using Vaern.App.Intake;
using Vaern.App.Removal;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Data.Streams;
using Vaern.Matching.Families;
using Vaern.TestKit;

namespace Vaern.App.Tests.Families;

/// <summary>Two schools, one picture: a resemblance is a lead, a person decides, one coordinates, others learn that it is there and whom to call.</summary>
public sealed class FamilyInUseTests(TestTown shared) : IClassFixture<TestTown>
{
    private readonly FamilyTown town = new(shared);

    [Fact]
    public async Task Two_schools_with_one_picture_get_a_lead_and_after_a_decision_one_coordinator()
    {
        var ulrik = await town.KeyPersonAsync(shared.Fyrlund, "Ulrik Prøvesen");
        var picture = FamilyTown.Hash(1);
        var first = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(picture));
        var tanghoj = await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, first.Report);
        var second = await town.ReportAsync(shared.Fyrlund, FamilyTown.Json(FamilyTown.Near(picture, 14), quality: 84));
        var fyrlund = await town.CaseAsync(ulrik, shared.Fyrlund.Id, second.Report);

        var before = await FamiliesOfCase.ReadAsync(shared.Town, ulrik, fyrlund.Id);
        var lead = before.Open.ShouldHaveSingleItem();
        (lead.Band, lead.Body.Quality, lead.Body.OtherQuality, lead.Body.Check.SameShape, lead.Family).ShouldBe((LeadBand.VeryAlike, 84, 90, true, null));
        lead.Contact.ShouldBe("Farid Elmquist");
        before.Families.ShouldBeEmpty();

        var number = (await DecideLead.HandleAsync(shared.Town, ulrik, fyrlund.Id, lead.Id, true, "Samme billede, samme tekst.")).Value;

        var after = await FamiliesOfCase.ReadAsync(shared.Town, ulrik, fyrlund.Id);
        after.Leads.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            one => (one.State, one.DecidedBy, one.Reason, one.Family).ShouldBe(("confirmed", "Ulrik Prøvesen", "Samme billede, samme tekst.", number)));
        var line = after.Families.ShouldHaveSingleItem();
        (line.Number, line.Kind, line.Rooms, line.Coordinator, line.CoordinatedHere).ShouldBe((number, "picture", 2, "Farid Elmquist", false));
        (await FamiliesOfCase.ReadAsync(shared.Town, shared["nogle1"], tanghoj.Id)).Families.Single().CoordinatedHere.ShouldBeTrue();

        var seen = (await ReadFamily.HandleAsync(shared.Town, ulrik, number)).Value;
        seen.Inside!.Rooms.ShouldHaveSingleItem().Number.ShouldBe(fyrlund.Number);
        (seen.Inside.Others, seen.Contact, seen.Inside.CoordinatorRoom).ShouldBe((1, "Farid Elmquist", null));
        var outside = (await ReadFamily.HandleAsync(shared.Town, shared["leder3"], number)).Value;
        (outside.Inside, outside.Contact).ShouldBe((null, "Farid Elmquist"));
        (await ReadFamily.HandleAsync(shared.Town, shared["sagsb1"], number)).Error.Code.ShouldBe("family.not-found");
        (await ReadFamily.HandleAsync(shared.Town, shared["leder3"], "FA-2099-9999")).Error.Code.ShouldBe("family.not-found");
        (await town.LinesAsync(fyrlund.Id.Value)).ShouldContain(one => one.Contains("family.joined", StringComparison.Ordinal));
        (await StreamVerifier.VerifyAsync(shared.Town.Database)).Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_decision_needs_a_reason_the_right_to_write_and_an_open_lead()
    {
        var (_, second, ulrik) = await PairAsync(2, 5);
        var lead = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Open.Single();

        (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, " ")).Error.Code.ShouldBe("reason.missing");
        (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, new string('a', 1_001))).Error.Code.ShouldBe("reason.too-long");
        (await DecideLead.HandleAsync(shared.Town, shared["nogle1"], second.Id, lead.Id, true, "Nej.")).Error.Code.ShouldBe("case.not-found");
        (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, Guid.CreateVersion7(), true, "Ja.")).Error.Code.ShouldBe("lead.not-found");
        (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, false, "Et andet billede.")).IsOk.ShouldBeTrue();
        (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, "Alligevel.")).Error.Code.ShouldBe("lead.decided");
    }

    [Fact]
    public async Task A_rejected_pair_is_not_offered_again_and_the_picture_founds_its_own_family()
    {
        var (_, second, ulrik) = await PairAsync(3, 20);
        var lead = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Open.Single();
        await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, false, "Samme skærm, et andet opslag.");
        await town.WorkAsync();

        var again = await town.ReportAsync(shared.Fyrlund, FamilyTown.Json(FamilyTown.Near(FamilyTown.Hash(3), 20)));
        (await AttachReport.HandleAsync(shared.Town, ulrik, second.Id, again.Report, "Samme sag.")).IsOk.ShouldBeTrue();
        await town.WorkAsync();

        var now = await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id);
        (await town.AskAsync<long>("select count(*) from family_case where case_id = @id", new { id = second.Id.Value })).ShouldBe(1);
        now.Families.ShouldBeEmpty();
        now.Leads.Count(one => one.State == "rejected").ShouldBe(1);
    }

    [Fact]
    public async Task What_comes_into_a_room_of_the_family_joins_without_asking_twice()
    {
        var (first, second, ulrik) = await PairAsync(4, 3);
        var lead = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Open.Single();
        await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, "Samme billede.");
        var third = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Near(FamilyTown.Hash(4), 1)));

        // Nobody has said yet that the third belongs to the case, so it is a lead; one more in the same report is not another.
        (await FamiliesOfCase.OfReportAsync(shared.Town, shared["nogle1"], third.Report)).ShouldHaveSingleItem().Contact.ShouldBe("Farid Elmquist");
        (await AttachReport.HandleAsync(shared.Town, shared["nogle1"], first.Id, third.Report, "Samme sag.")).IsOk.ShouldBeTrue();
        var open = (await FamiliesOfCase.ReadAsync(shared.Town, shared["nogle1"], first.Id)).Open.Single();
        (await DecideLead.HandleAsync(shared.Town, shared["nogle1"], first.Id, open.Id, true, "Vores egen.")).IsOk.ShouldBeTrue();
        (await FamiliesOfCase.ReadAsync(shared.Town, shared["nogle1"], first.Id)).Families.Single().Rooms.ShouldBe(2);
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public async Task Thirty_one_bits_are_a_lead_and_thirty_two_are_not(int distance, bool found)
    {
        await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Hash(500 + distance)));
        var second = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Near(FamilyTown.Hash(500 + distance), distance)));

        (await FamiliesOfCase.OfReportAsync(shared.Town, shared["nogle1"], second.Report)).Any().ShouldBe(found);
    }

    [Fact]
    public async Task Below_the_gate_or_unstable_is_kept_and_never_compared()
    {
        await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Hash(6)));
        var flat = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Hash(6), quality: 49));
        var noisy = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Hash(6), ties: 9));

        foreach (var report in new[] { flat, noisy })
        {
            (await FamiliesOfCase.OfReportAsync(shared.Town, shared["nogle1"], report.Report)).ShouldBeEmpty();
            (await town.AskAsync<string>("select standing from fingerprint where report_id = @id", new { id = report.Report.Value })).ShouldBe("not-comparable");
        }
    }

    [Fact]
    public async Task A_clip_of_a_film_is_a_lead_that_says_which_side_is_the_clip()
    {
        var frames = Enumerable.Range(700, 10).Select(FamilyTown.Hash).ToArray();
        await town.ReportAsync(shared.Tanghoj, FamilyTown.FilmJson(10, frames));
        var clip = await town.ReportAsync(shared.Tanghoj, FamilyTown.FilmJson(3, [.. frames.Take(3).Select(frame => FamilyTown.Near(frame, 8))]));

        var lead = (await FamiliesOfCase.OfReportAsync(shared.Town, shared["nogle1"], clip.Report)).ShouldHaveSingleItem();
        (lead.IsFilm, lead.Band, lead.Body.Film!.Asked, lead.Body.Film.Known).ShouldBe((true, null, 100, 30));
        lead.Body.Film.Clip.ShouldBe(Matching.Films.FilmClip.Query);
        lead.Body.Check.Holds.ShouldBeFalse();
    }

    [Fact]
    public async Task The_coordination_is_taken_over_by_name_with_a_reason_and_the_earlier_one_is_told()
    {
        var (first, second, ulrik) = await PairAsync(8, 2);
        var lead = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Open.Single();
        var number = (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, "Samme billede.")).Value;
        var version = (await ReadFamily.HandleAsync(shared.Town, ulrik, number)).Value.Inside!.Version;

        (await CoordinateFamily.TakeAsync(shared.Town, ulrik, number, second.Id, "", version)).Error.Code.ShouldBe("reason.missing");
        (await CoordinateFamily.TakeAsync(shared.Town, ulrik, number, second.Id, "De fleste er hos os.", version - 1)).Error.Code.ShouldBe("family.stale");
        (await CoordinateFamily.TakeAsync(shared.Town, ulrik, number, first.Id, "De fleste er hos os.", version)).Error.Code.ShouldBe("case.not-found");
        (await CoordinateFamily.TakeAsync(shared.Town, ulrik, number, second.Id, "De fleste er hos os.", version)).IsOk.ShouldBeTrue();

        var seen = (await ReadFamily.HandleAsync(shared.Town, shared["nogle1"], number)).Value;
        (seen.Contact, seen.Inside!.CoordinatedByMe, seen.Inside.CoordinatorRoom).ShouldBe(("Ulrik Prøvesen", false, null));
        (await town.LinesAsync(second.Id.Value)).ShouldContain(one => one.Contains("family.coordinator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_other_room_sees_how_the_one_removal_and_the_one_police_report_stand_and_nothing_of_their_content()
    {
        shared.Clock.SetDanish(2027, 1, 20, 9, 40);
        var (first, second, ulrik) = await PairAsync(11, 3);
        var lead = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Open.Single();
        var number = (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, "Samme billede.")).Value;
        (await StatusAsync(ulrik, number)).ShouldBe((null, new RemovalStatus(0, 0)));

        List<Guid> places = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        foreach (var place in places)
        {
            (await CaseRemoval.AddAsync(shared.Town, shared["nogle1"], first.Id, place, "snapchat", new ContentBody("https://opslag.example/gruppe/4711", "Et billede", null))).IsOk.ShouldBeTrue();
        }
        (await CaseRemoval.GoneAsync(shared.Town, shared["nogle1"], first.Id, places[0], null)).IsOk.ShouldBeTrue();
        var entry = (await WriteEntry.HandleAsync(shared.Town, shared["nogle1"], first.Id, Guid.CreateVersion7(), "fact", "Billedet er delt i en gruppe.", null, null)).Value;
        var id = (await HandOverDrafts.BeginAsync(shared.Town, shared["leder1"], first.Id, Guid.CreateVersion7(), "police", null, "Kredsen", "Anmeldelse")).Value;
        (await HandOverDrafts.ChooseGroundAsync(shared.Town, shared["leder1"], first.Id, id, "police-report", false, null)).IsOk.ShouldBeTrue();
        (await HandOverDrafts.ChooseAsync(shared.Town, shared["leder1"], first.Id, id, HandOverChoice.Nothing with { Entries = [entry], Necessity = "Politiet skal kende forløbet." })).IsOk.ShouldBeTrue();
        (await StatusAsync(ulrik, number)).ShouldBe((null, new RemovalStatus(1, 1)), "a draft is no hand-over yet");

        var preview = (await HandOverPreview.ReadAsync(shared.Town, shared["leder1"], first.Id, id)).Value;
        (await HandOverDrafts.SendToApprovalAsync(shared.Town, shared["leder1"], first.Id, id, preview.PayloadSha256, [], true)).IsOk.ShouldBeTrue();
        (await StatusAsync(ulrik, number)).Police.ShouldBe("waiting");
        (await HandOvers.DecideAsync(shared.Town, shared["nogle1"], first.Id, id, true, null, preview.PayloadSha256)).IsOk.ShouldBeTrue();
        (await StatusAsync(ulrik, number)).Police.ShouldBe("approved");
        (await HandOvers.RecallAsync(shared.Town, shared["leder1"], first.Id, id, "Forkert sag", true)).IsOk.ShouldBeTrue();
        (await StatusAsync(ulrik, number)).Police.ShouldBeNull("what was recalled is no longer handed over");
    }

    [Fact]
    public async Task Nothing_of_a_fingerprint_is_readable_in_the_database_and_streams_hold_none()
    {
        var hash = FamilyTown.Hash(9);
        var report = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(hash));

        var bytes = new byte[32];
        hash.Write(bytes);
        (await town.AskAsync<bool>(
            "select bool_or(position(@bits in body) > 0 or position(@text in body) > 0) from fingerprint", new { bits = bytes, text = System.Text.Encoding.ASCII.GetBytes(hash.ToHex()) })).ShouldBeFalse();
        (await town.LinesAsync(report.Report.Value)).ShouldAllBe(line => !line.Contains(hash.ToHex(), StringComparison.Ordinal));
        (await town.AskAsync<bool>("select coalesce(bool_or(payload::text like '%' || @hex || '%'), false) from job", new { hex = hash.ToHex() })).ShouldBeFalse();
    }

    [Fact]
    public async Task Deleted_with_its_case_the_family_passes_on_and_with_the_last_it_goes_and_is_named()
    {
        var (first, second, ulrik) = await PairAsync(10, 6);
        var lead = (await FamiliesOfCase.ReadAsync(shared.Town, ulrik, second.Id)).Open.Single();
        var number = (await DecideLead.HandleAsync(shared.Town, ulrik, second.Id, lead.Id, true, "Samme billede.")).Value;
        var family = await town.AskAsync<Guid>("select id from family where number = @number", new { number });

        await DeleteAsync(first.Id);
        (await town.AskAsync<long>("select count(*) from fingerprint where family_id = @family and represents", new { family })).ShouldBe(1);
        (await ReadFamily.HandleAsync(shared.Town, ulrik, number)).Value.Inside!.Others.ShouldBe(0);
        // What is near the one that is left is found, though the first is gone from memory too.
        var third = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Near(FamilyTown.Hash(10), 6)));
        (await FamiliesOfCase.OfReportAsync(shared.Town, shared["nogle1"], third.Report)).ShouldHaveSingleItem().Body.Distance.ShouldBe(0);

        await DeleteAsync(second.Id);
        (await town.AskAsync<long>("select count(*) from family where id = @family", new { family })).ShouldBe(0);
        await using (var work = await shared.Town.Database.BeginAsync(Acting.System))
        {
            (await DeletionCertificate.ReadAsync(work, family)).Value.Kind.ShouldBe("family");
        }

        // The third was only a lead: now it is the first of its kind.
        await town.WorkAsync();
        (await town.AskAsync<bool>("select represents from fingerprint where report_id = @id", new { id = third.Report.Value })).ShouldBeTrue();
    }

    private async Task<(string? Police, RemovalStatus? Removal)> StatusAsync(StaffMember staff, string number)
    {
        var inside = (await ReadFamily.HandleAsync(shared.Town, staff, number)).Value.Inside!;
        return (inside.Police?.State, inside.Removal);
    }

    private async Task<(OpenedCase First, OpenedCase Second, StaffMember Ulrik)> PairAsync(int seed, int distance)
    {
        var ulrik = await town.KeyPersonAsync(shared.Fyrlund, "Ulrik Prøvesen");
        var first = await town.ReportAsync(shared.Tanghoj, FamilyTown.Json(FamilyTown.Hash(seed)));
        var one = await town.CaseAsync(shared["nogle1"], shared.Tanghoj.Id, first.Report);
        var second = await town.ReportAsync(shared.Fyrlund, FamilyTown.Json(FamilyTown.Near(FamilyTown.Hash(seed), distance)));
        return (one, await town.CaseAsync(ulrik, shared.Fyrlund.Id, second.Report), ulrik);
    }

    // As a case ends: its key and those of its reports are destroyed, and its row goes.
    private async Task DeleteAsync(CaseId caseId)
    {
        await using var work = await shared.Town.Database.BeginAsync(Acting.System);
        await work.ExecuteAsync(
            """
            delete from data_key where owner_id = @id or owner_id in (select id from report where case_id = @id);
            delete from report where case_id = @id;
            delete from case_file where id = @id
            """,
            new { id = caseId.Value });
        await work.CommitAsync();
    }
}
