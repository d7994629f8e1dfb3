using System.IO.Compression;
using System.Text;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Sharing;

/// <summary>Content passes between rooms only as a transition: ground, preview, second person, accept or reject (J11).</summary>
public sealed class TransitionTests(TestTown town) : IClassFixture<TestTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<(OpenedCase Case, IReadOnlyList<Guid> People, IReadOnlyList<Guid> Entries)> GroupAsync()
    {
        var files = Enumerable.Range(1, 3).Select(n => A.Png(4_000 + n)).ToArray();
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.Files(files), Cancel)).Value;
        var opened = (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "violence-filmed", false, "Slagsmål bliver filmet", null, false, report.Report, "Skolen har set film."), Cancel)).Value;
        // Written down a moment apart, as people do: aliases follow the order of the ids, and two of one millisecond have none.
        var people = new List<Guid>();
        foreach (var (role, name) in new[] { ("alleged", "Noah Prøvesen"), ("witness", "Sara Prøvesen"), ("affected", "Emil Prøvesen"), ("parent", "Lis Prøvesen") })
        {
            people.Add((await Parties.AddAsync(town.Town, town["nogle1"], opened.Id, Guid.CreateVersion7(town.Clock.GetUtcNow().AddMilliseconds(people.Count)), role, new PartyBody(name, null, null), Cancel)).Value);
        }

        var entries = new List<Guid>();
        foreach (var (kind, text) in new[] { ("fact", "Noah filmede, mens Sara og Emil stod ved siden af."), ("statement", "Saras mor siger, at Emil kaldes »Skrappe«."), ("assessment", "Efterforskes af politiet.") })
        {
            entries.Add((await WriteEntry.HandleAsync(town.Town, town["nogle1"], opened.Id, Guid.CreateVersion7(), kind, text, null, null, Cancel)).Value);
        }

        return (opened, people, entries);
    }

    private async Task<Guid> DraftAsync(OpenedCase opened, string kind, UnitId? unit, string ground, HandOverChoice choice)
    {
        var id = (await HandOverDrafts.BeginAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), kind, unit, "Forebyggende enhed", "Fælles indsats", Cancel)).Value;
        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["leder1"], opened.Id, id, ground, false, null, Cancel)).IsOk.ShouldBeTrue();
        (await HandOverDrafts.ChooseAsync(town.Town, town["leder1"], opened.Id, id, choice, Cancel)).IsOk.ShouldBeTrue();
        return id;
    }

    private async Task<HandOverPreview> PreviewAsync(OpenedCase opened, Guid id) => (await HandOverPreview.ReadAsync(town.Town, town["leder1"], opened.Id, id, Cancel)).Value;

    private async Task AskAsync(OpenedCase opened, Guid id)
    {
        var preview = await PreviewAsync(opened, id);
        (await HandOverDrafts.SendToApprovalAsync(town.Town, town["leder1"], opened.Id, id, preview.PayloadSha256, [.. preview.Extract!.Masks.Select(mask => mask.Alias)], true, Cancel)).IsOk.ShouldBeTrue();
    }

    private async Task<HandOver> ReadAsync(OpenedCase opened, Guid id, string login = "leder1") => (await HandOverList.OfCaseAsync(town.Town, town[login], opened.Id, Cancel)).Single(one => one.Id == id);

    private async Task ApproveAsync(OpenedCase opened, Guid id) =>
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, true, null, (await ReadAsync(opened, id)).PayloadSha256!, Cancel)).IsOk.ShouldBeTrue();

    private static HandOverChoice Choice(IReadOnlyList<Guid> about, params IReadOnlyList<Guid> entries) => HandOverChoice.Nothing with { About = about, Entries = entries, Necessity = "Gruppen skal mødes samlet." };

    [Fact]
    public async Task Prevention_never_goes_to_an_investigation_and_no_override_opens_it()
    {
        var (opened, _, _) = await GroupAsync();
        var id = (await HandOverDrafts.BeginAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "police", null, "Kredsen", "Efterforskning", Cancel)).Value;

        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["leder1"], opened.Id, id, "prevention", false, null, Cancel)).Error.Code.ShouldBe("handover.never");
        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["leder1"], opened.Id, id, null, false, null, Cancel)).Error.Code.ShouldBe("handover.ground");
        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["leder1"], opened.Id, id, "supervision", true, "Haster", Cancel)).Error.Code.ShouldBe("handover.override-not-allowed");
        (await ReadAsync(opened, id)).State.ShouldBe("draft");
        Grounds.All.Where(ground => ground.WithoutInvestigation).ShouldAllBe(ground => ground.Forbids("police") && ground.Forbids("anmelddet") && !ground.Allows("police"));
    }

    [Fact]
    public async Task What_belongs_to_an_investigation_is_kept_back_by_the_ground()
    {
        var (opened, people, entries) = await GroupAsync();
        await InvestigationMarks.SetAsync(town.Town, town["nogle1"], opened.Id, [entries[2].ToString("N"), "B-002", "noget andet"], Cancel);
        var id = await DraftAsync(opened, "police-prevention", null, "prevention", Choice([people[0]], entries[0]) with { Labels = ["B-001"] });

        (await HandOverDrafts.ChooseAsync(town.Town, town["leder1"], opened.Id, id, Choice([people[0]], entries[2]), Cancel)).Error.Code.ShouldBe("handover.investigation");
        (await HandOverDrafts.ChooseAsync(town.Town, town["leder1"], opened.Id, id, Choice([people[0]], entries[0]) with { Labels = ["B-002"] }, Cancel)).Error.Code.ShouldBe("handover.investigation");
        (await HandOverDrafts.ChooseAsync(town.Town, town["leder1"], opened.Id, id, HandOverChoice.Nothing with { Necessity = "Ja" }, Cancel)).Error.Code.ShouldBe("handover.empty");
        (await HandOverDrafts.ChooseAsync(town.Town, town["leder1"], opened.Id, id, Choice([people[0]], entries[0]) with { Necessity = " " }, Cancel)).Error.Code.ShouldBe("handover.necessity");

        var body = (await ReadAsync(opened, id)).Body;
        body.Blocked.Count.ShouldBe(2);
        body.Blocked.ShouldContain("B-002");
        body.LeftOut.ShouldContain("B-003");
    }

    [Fact]
    public async Task The_preview_is_the_payload_and_third_children_are_not_in_it()
    {
        var (opened, people, entries) = await GroupAsync();
        var id = await DraftAsync(opened, "police-prevention", null, "prevention", Choice([people[0]], entries[0], entries[1]) with { Labels = ["B-001"], Words = [new HiddenWord("Skrappe", "barn B")] });
        var preview = await PreviewAsync(opened, id);

        preview.Extract!.Text.ShouldContain("Noah filmede, mens barn A og barn B stod ved siden af.");
        preview.Extract.Text.ShouldContain("barn As mor siger, at barn B kaldes »barn B«.");
        preview.Extract.Masks.Select(mask => (mask.Alias, mask.Times)).ShouldBe([("barn A", 2), ("barn B", 3)]);
        (await HandOverDrafts.SendToApprovalAsync(town.Town, town["leder1"], opened.Id, id, preview.PayloadSha256, ["barn A"], true, Cancel)).Error.Code.ShouldBe("handover.unchecked");
        (await HandOverDrafts.SendToApprovalAsync(town.Town, town["leder1"], opened.Id, id, preview.PayloadSha256, ["barn A", "barn B"], false, Cancel)).Error.Code.ShouldBe("handover.unread");
        (await HandOverDrafts.SendToApprovalAsync(town.Town, town["leder1"], opened.Id, id, new string('0', 64), ["barn A", "barn B"], true, Cancel)).Error.Code.ShouldBe("handover.changed");
        await AskAsync(opened, id);
        (await HandOvers.DecideAsync(town.Town, town["leder1"], opened.Id, id, true, null, preview.PayloadSha256, Cancel)).Error.Code.ShouldBe("handover.second-person");
        await ApproveAsync(opened, id);
        await town.WorkAsync();

        var sent = await ReadAsync(opened, id);
        (sent.State, sent.PackageState, sent.Package).ShouldBe(("approved", "ready", sent.Number), sent.PackageError);
        using var zip = new MemoryStream();
        await MakePackage.CopyAsync(town.Town, town["leder1"], opened.Id, sent.PackageId!.Value, zip, Cancel);
        using var archive = new ZipArchive(zip);
        var extract = await TextAsync(archive.Entries.Single(entry => entry.FullName.EndsWith("/data/U-001/original/uddrag.txt", StringComparison.Ordinal)));
        extract.ShouldBe(preview.Extract.Text);
        foreach (var entry in archive.Entries)
        {
            var text = await TextAsync(entry);
            text.ShouldNotContain("Sara", Case.Insensitive, entry.FullName);
            text.ShouldNotContain("Emil", Case.Insensitive, entry.FullName);
            text.ShouldNotContain("Skrappe", Case.Insensitive, entry.FullName);
        }

        var lines = await LinesAsync(opened);
        lines.ShouldContain(line => line.Contains("handover.self-approval"));
        (await CustodyRecord.ReadAsync(town.Town, town["leder1"], opened.Id, Cancel)).Lines.ShouldContain(line => line.Action == "transferred" && line.Item == "B-001");
    }

    [Fact]
    public async Task An_entry_that_changed_since_the_preview_stops_the_approval()
    {
        var (opened, people, entries) = await GroupAsync();
        var id = await DraftAsync(opened, "unit", town.Ssp.Id, "prevention", Choice([people[0]], entries[0]));
        await AskAsync(opened, id);
        await WriteEntry.HandleAsync(town.Town, town["nogle1"], opened.Id, Guid.CreateVersion7(), "fact", "Det var ikke Noah.", null, entries[0], Cancel);

        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, true, null, (await ReadAsync(opened, id)).PayloadSha256!, Cancel)).Error.Code.ShouldBe("handover.changed");
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, false, " ", "", Cancel)).Error.Code.ShouldBe("reason.missing");
        (await HandOvers.DecideAsync(town.Town, town["nogle1"], opened.Id, id, false, "Maskering mangler, side 3", "", Cancel)).IsOk.ShouldBeTrue();

        var back = await ReadAsync(opened, id);
        (back.State, back.Body.Decision).ShouldBe(("draft", "Maskering mangler, side 3"));
        (await PreviewAsync(opened, id)).Extract!.Text.ShouldContain("Det var ikke Noah.", Case.Sensitive, "a correction goes along wherever the entry goes");
    }

    [Fact]
    public async Task A_room_that_accepts_gets_a_copy_in_its_own_case_and_each_knows_that_the_other_exists()
    {
        var (opened, people, entries) = await GroupAsync();
        var id = await DraftAsync(opened, "unit", town.Ssp.Id, "prevention", Choice([people[0]], entries[0]));
        (await HandOverInbox.OpenAsync(town.Town, town["ssp1"], id, Cancel)).Error.Code.ShouldBe("handover.not-found", "a draft is nobody's but the sender's");
        await AskAsync(opened, id);
        await ApproveAsync(opened, id);

        (await HandOverInbox.ListAsync(town.Town, town["ssp1"], Cancel)).Single(line => line.Id == id).State.ShouldBe("approved");
        (await HandOverInbox.ListAsync(town.Town, town["leder2"], Cancel)).ShouldNotContain(line => line.Id == id);
        (await HandOverInbox.OpenAsync(town.Town, town["leder2"], id, Cancel)).Error.Code.ShouldBe("handover.not-found");
        var received = (await HandOverInbox.OpenAsync(town.Town, town["ssp1"], id, Cancel)).Value;
        received.Extract.ShouldBe(await HandOverPreview.FrozenAsync(town.Town, town["leder1"], opened.Id, id, Cancel));
        received.ExtractSha256.ShouldBe((await ReadAsync(opened, id)).Body.Parts.Single().Sha256);

        var theirs = (await OpenCase.HandleAsync(town.Town, town["ssp1"], new NewCase(
            Guid.CreateVersion7(), town.Ssp.Id, "child", "something-else", false, "Gruppe", null, false, null, "Modtaget."), Cancel)).Value;
        (await HandOverInbox.AcceptAsync(town.Town, town["ssp1"], id, opened.Number, Cancel)).Error.Code.ShouldBe("handover.case");
        (await HandOverInbox.AcceptAsync(town.Town, town["ssp1"], id, theirs.Number, Cancel)).Value.ShouldBe(theirs.Number);
        (await HandOverInbox.AcceptAsync(town.Town, town["ssp1"], id, theirs.Number, Cancel)).Error.Code.ShouldBe("handover.not-found", "it is answered once");

        (await ReadCase.HandleAsync(town.Town, town["ssp1"], theirs.Number, Cancel)).Value.Entries.ShouldContain(entry => entry.Text.Contains("Noah filmede, mens barn A og barn B stod ved siden af."));
        var rooms = await LinkedRooms.OfCaseAsync(town.Town, town["ssp1"], theirs.Id, Cancel);
        rooms.Select(room => (room.Unit, room.Contact)).ShouldBe([(town.Tanghoj.Id, "Farid Elmquist")]);
        (await LinkedRooms.OfCaseAsync(town.Town, town["leder1"], opened.Id, Cancel)).Single().Unit.ShouldBe(town.Ssp.Id);
        (await LinkedRooms.OfCaseAsync(town.Town, town["leder2"], opened.Id, Cancel)).ShouldBeEmpty();
        (await ReadCase.HandleAsync(town.Town, town["ssp1"], opened.Number, Cancel)).Error.Code.ShouldBe("case.not-found");
        var accepted = await ReadAsync(opened, id);
        (accepted.State, accepted.AnsweredBy).ShouldBe(("accepted", "Bo Hedelund"));
        (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Clocks.Single(clock => clock.Rule.Id == "GOAL-PACKAGE-RECEIPT").State.ShouldBe("met");
    }

    [Fact]
    public async Task A_room_that_turns_it_down_is_left_with_nothing_and_the_sender_reads_why()
    {
        var (opened, people, entries) = await GroupAsync();
        var id = await DraftAsync(opened, "unit", town.Ssp.Id, "prevention", Choice([people[0]], entries[0]));
        await AskAsync(opened, id);
        await ApproveAsync(opened, id);

        (await HandOverInbox.RejectAsync(town.Town, town["ssp2"], id, " ", Cancel)).Error!.Code.ShouldBe("reason.missing");
        (await HandOverInbox.RejectAsync(town.Town, town["ssp2"], id, "Forkert enhed", Cancel)).IsOk.ShouldBeTrue();

        (await HandOverInbox.OpenAsync(town.Town, town["ssp2"], id, Cancel)).Error.Code.ShouldBe("handover.not-found");
        await using (var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["ssp2"].Account.Value), Cancel))
        {
            (await work.SingleAsync<long>("select count(*) from handover where id = @id", new { id }, Cancel)).ShouldBe(0);
        }

        var rejected = await ReadAsync(opened, id);
        (rejected.State, rejected.Body.Answer).ShouldBe(("rejected", "Forkert enhed"));
    }

    [Fact]
    public async Task Calling_back_what_went_to_the_wrong_one_takes_it_away_and_starts_the_clock_of_a_breach()
    {
        var (opened, people, entries) = await GroupAsync();
        var id = await DraftAsync(opened, "unit", town.Ssp.Id, "prevention", Choice([people[0]], entries[0]));
        await AskAsync(opened, id);
        await ApproveAsync(opened, id);
        await HandOverInbox.OpenAsync(town.Town, town["ssp1"], id, Cancel);

        (await HandOvers.RecallAsync(town.Town, town["leder1"], opened.Id, id, "", true, Cancel)).Error.Code.ShouldBe("reason.missing");
        (await HandOvers.RecallAsync(town.Town, town["leder1"], opened.Id, id, "Forkert sag", true, Cancel)).IsOk.ShouldBeTrue();

        (await HandOverInbox.OpenAsync(town.Town, town["ssp1"], id, Cancel)).Error.Code.ShouldBe("handover.not-found");
        var read = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value;
        var breach = read.Clocks.Single(clock => clock.Rule.Id == "F-05");
        (breach.DueAt!.Value - breach.StartedAt).ShouldBe(TimeSpan.FromHours(72));
        read.Tasks.ShouldContain(task => task.Title.Contains("brud på persondatasikkerheden"));
        (await HandOvers.RecallAsync(town.Town, town["leder1"], opened.Id, id, "Igen", false, Cancel)).Error.Code.ShouldBe("handover.settled");
    }

    [Fact]
    public async Task Whether_the_person_is_told_is_decided_with_a_day_or_a_reason()
    {
        var (opened, people, entries) = await GroupAsync();
        var id = await DraftAsync(opened, "unit", town.Ssp.Id, "prevention", Choice([people[0]], entries[0]));
        (await HandOvers.InformAsync(town.Town, town["leder1"], opened.Id, id, "letter", null, null, Cancel)).Error.Code.ShouldBe("handover.not-ready");
        await AskAsync(opened, id);
        await ApproveAsync(opened, id);

        (await HandOvers.InformAsync(town.Town, town["leder1"], opened.Id, id, "måske", null, null, Cancel)).Error.Code.ShouldBe("handover.inform");
        (await HandOvers.InformAsync(town.Town, town["leder1"], opened.Id, id, "not", null, " ", Cancel)).Error.Code.ShouldBe("reason.missing");
        (await HandOvers.InformAsync(town.Town, town["leder1"], opened.Id, id, "postponed", new DateOnly(2020, 1, 1), "Afhøring", Cancel)).Error.Code.ShouldBe("handover.inform-day");
        (await HandOvers.InformAsync(town.Town, town["leder1"], opened.Id, id, "letter", null, null, Cancel)).IsOk.ShouldBeTrue();

        (await ReadAsync(opened, id)).Inform.ShouldBe("letter");
    }

    [Fact]
    public async Task Two_cases_are_linked_by_hand_only_by_somebody_who_can_write_in_both()
    {
        var (first, _, _) = await GroupAsync();
        var (second, _, _) = await GroupAsync();
        (await LinkedRooms.LinkAsync(town.Town, town["leder1"], first.Id, second.Number, " ", Cancel)).Error.Code.ShouldBe("reason.missing");
        (await LinkedRooms.LinkAsync(town.Town, town["leder1"], first.Id, "F-1999-0001", "Samme film", Cancel)).Error.Code.ShouldBe("link.case");
        (await LinkedRooms.LinkAsync(town.Town, town["leder1"], first.Id, second.Number, "Samme film", Cancel)).IsOk.ShouldBeTrue();
        (await LinkedRooms.OfCaseAsync(town.Town, town["leder1"], second.Id, Cancel)).Single().Unit.ShouldBe(town.Tanghoj.Id);
    }

    [Fact]
    public async Task An_override_is_a_permission_with_a_reason_and_stays_on_record()
    {
        var opened = (await OpenCase.HandleAsync(town.Town, town["ssp1"], new NewCase(
            Guid.CreateVersion7(), town.Ssp.Id, "child", "something-else", false, "Gruppe", null, false, null, "Møde."), Cancel)).Value;
        var id = (await HandOverDrafts.BeginAsync(town.Town, town["ssp1"], opened.Id, Guid.CreateVersion7(), "supervision", null, "Tilsynet", "Tilsyn", Cancel)).Value;

        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["ssp1"], opened.Id, id, "disclosure", false, null, Cancel)).Error.Code.ShouldBe("handover.basis");
        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["ssp1"], opened.Id, id, "disclosure", true, "", Cancel)).Error.Code.ShouldBe("reason.missing");
        (await HandOverDrafts.ChooseGroundAsync(town.Town, town["ssp1"], opened.Id, id, "disclosure", true, "Tilsynet har bedt om det med hjemmel i egen lov.", Cancel)).IsOk.ShouldBeTrue();

        var one = (await HandOverList.OfCaseAsync(town.Town, town["ssp1"], opened.Id, Cancel)).Single();
        (one.Overridden, one.Body.Override).ShouldBe((true, "Tilsynet har bedt om det med hjemmel i egen lov."));
        (await LinesAsync(opened)).ShouldContain(line => line.Contains("handover.override") && !line.Contains("hjemmel i egen lov"));
    }

    [Fact]
    public async Task A_phenomenon_holds_codes_only()
    {
        var (opened, _, _) = await GroupAsync();
        var meta = new ItemMeta("", null, "description", "Sara er i den", null, "Saras gruppe på Snapchat", null, null, "unknown", null, "seen", null, "key_person", "key_person", town.Clock.GetUtcNow(), "meeting", "", "");
        await OrdinaryItems.AddAsync(town.Town, town["nogle1"], opened.Id, meta, null, Cancel);
        await OrdinaryItems.AddAsync(town.Town, town["nogle1"], opened.Id, meta with { Platform = "Emil Prøvesens server" }, null, Cancel);

        var note = (await Phenomenon.OfCaseAsync(town.Town, town["nogle1"], opened.Id, Cancel)).Value;

        note.Platforms.ShouldBe(["Snapchat", "other"]);
        note.Kinds.Values.ShouldAllBe(count => count == null);
        System.Text.Json.JsonSerializer.Serialize(note).ShouldNotContain("Prøvesen");
        (await Phenomenon.OfCaseAsync(town.Town, town["leder2"], opened.Id, Cancel)).Error.Code.ShouldBe("case.not-found");
    }

    private async Task<IReadOnlyList<string>> LinesAsync(OpenedCase opened)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return [.. (await work.Streams.LinesAsync(opened.Id.Value, Cancel)).Select(Encoding.UTF8.GetString)];
    }

    private static async Task<string> TextAsync(ZipArchiveEntry entry)
    {
        await using var stream = await entry.OpenAsync(Cancel);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Cancel);
    }
}
