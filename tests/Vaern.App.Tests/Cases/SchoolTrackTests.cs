using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.App.Intake;
using Vaern.App.Plans;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Cases;

/// <summary>The school's way besides the straight one: what is late, who is told, who is called, and what may not be said.</summary>
public sealed class SchoolTrackTests(TestTown town) : IClassFixture<TestTown>
{
    [Fact]
    public async Task A_missed_plan_says_why_and_when_and_stays_missed_for_ever()
    {
        town.Clock.SetDanish(2027, 1, 13, 14, 5);
        var opened = await OpenAsync();
        await EstablishBullying.HandleAsync(town.Town, town["leder1"], opened.Id, "Udelukkelse.", null);
        var plan = await ClockAsync(opened, "B-03");
        (await ExplainMiss.HandleAsync(town.Town, town["leder1"], opened.Id, plan.Id, "Sygdom.", new DateOnly(2027, 2, 1), plan.Version)).Error.Code.ShouldBe("clock.not-missed");

        town.Clock.SetDanish(2027, 1, 28, 9, 0);
        (await ExplainMiss.HandleAsync(town.Town, town["leder1"], opened.Id, plan.Id, "", new DateOnly(2027, 2, 1), plan.Version)).Error.Code.ShouldBe("reason.missing");
        (await ExplainMiss.HandleAsync(town.Town, town["leder1"], opened.Id, plan.Id, "Sygdom.", new DateOnly(2027, 1, 27), plan.Version)).Error.Code.ShouldBe("clock.promise-past");
        (await ExplainMiss.HandleAsync(town.Town, town["leder1"], opened.Id, plan.Id, "Sygdom.", null, plan.Version)).Error.Code.ShouldBe("clock.promise-past");
        (await ExplainMiss.HandleAsync(town.Town, town["leder1"], opened.Id, plan.Id, "Farid har været syg.", new DateOnly(2027, 2, 1), plan.Version)).IsOk.ShouldBeTrue();
        (await ExplainMiss.HandleAsync(town.Town, town["nogle1"], opened.Id, plan.Id, "Igen.", new DateOnly(2027, 2, 2), plan.Version)).Error.Code.ShouldBe("clock.stale");

        var late = await ClockAsync(opened, "B-03");
        (late.Missed, late.DueOn, late.PromisedOn, late.LateReason).ShouldBe((true, new DateOnly(2027, 1, 27), new DateOnly(2027, 2, 1), "Farid har været syg."));
        await FinishPlanAsync(opened);
        var met = await ClockAsync(opened, "B-03");
        (met.State, met.Missed, met.PromisedOn).ShouldBe(("met", true, new DateOnly(2027, 2, 1)));
    }

    [Fact]
    public async Task A_letter_that_names_another_child_is_not_sent()
    {
        var opened = await OpenAsync();
        var (villads, storm, mother) = await PeopleAsync(opened);
        var id = Guid.CreateVersion7();
        LetterBody Body(string text) => new("Kære Rikke", "Om Villads", text);

        (await SendAsync(Body("Storm har skrevet grimt."))).Error.ShouldBe(new Vaern.Data.Error("letter.names", "Storm"));
        (await SendAsync(Body("Det var storms skyld, og Ellens."))).Error.Message.ShouldBe("storms, Ellens");
        (await SendAsync(Body("Villads Prøvesen har fået en fast voksen."))).IsOk.ShouldBeTrue();
        (await SendAsync(Body("Igen."))).Error.Code.ShouldBe("letter.sent");

        var letter = (await Letters.ListAsync(town.Town, town["leder1"], opened.Id)).ShouldHaveSingleItem();
        letter.State.ShouldBe("sent");
        (await ReadAsync(opened)).Parties.Single(party => party.Id == mother).Informed.ShouldBe("informed");
        (await ReadAsync(opened)).Parties.Single(party => party.Id == storm).Informed.ShouldBe("pending");
        (await StreamVerifier.VerifyAsync(town.Town.Database)).Broken.ShouldBeEmpty();

        Task<Data.Result<Guid>> SendAsync(LetterBody body) =>
            Letters.SendAsync(town.Town, town["leder1"], opened.Id, id, "affected-parents", villads, mother, body, 0);
    }

    [Fact]
    public async Task A_message_to_the_class_names_nobody_not_the_one_who_is_hit_either()
    {
        var opened = await OpenAsync();
        await PeopleAsync(opened);

        (await Letters.SendAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "class", null, null, new LetterBody("Til 8.B", "Om chatten", "Lad Villads være."), 0))
            .Error.Message.ShouldBe("Villads");
        (await Letters.SendAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "class", null, null, new LetterBody("Til 8.B", "Om chatten", "Vi passer på hinanden."), 0)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_a_parent_is_suspected_no_letter_goes_home_before_the_duty_says_so()
    {
        var opened = await OpenAsync();
        var (villads, _, mother) = await PeopleAsync(opened);
        await ActAsync(opened, "leder1", "parent-suspected", new ActBody("Barnet er bange for at gå hjem.", Decision: "yes"));

        (await ReadAsync(opened)).ParentSuspected.ShouldBeTrue();
        (await Letters.SendAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "affected-parents", villads, mother, new LetterBody("Kære", "Om Villads", "Hej."), 0))
            .Error.Code.ShouldBe("letter.duty-first");
        await ActAsync(opened, "leder1", "parent-suspected", new ActBody("Børnemodtagelsen siger ja til at ringe.", Decision: "no"));
        (await ReadAsync(opened)).ParentSuspected.ShouldBeFalse();
    }

    [Fact]
    public async Task The_employee_sends_the_notification_herself_and_the_leader_can_neither_change_nor_send_it()
    {
        town.Clock.SetDanish(2027, 1, 14, 10, 20);
        var opened = await OpenAsync("laerer1", restricted: true);
        var id = Guid.CreateVersion7();
        var body = new NotificationBody("Freja Prøvesen, 7.A", "Hun fortæller, at et billede går rundt.", "Ringet 114.", "Hun ved det.", "");
        (await ChildNotifications.SaveAsync(town.Town, town["laerer1"], opened.Id, id, body, 0)).IsOk.ShouldBeTrue();

        (await ChildNotifications.SendAsync(town.Town, town["leder1"], opened.Id, id, body, 0)).Error.Code.ShouldBe("notification.not-yours");
        (await ChildNotifications.SaveAsync(town.Town, town["leder1"], opened.Id, id, body with { Worry = "Intet." }, 1)).Error.Code.ShouldBe("notification.stale");
        (await ChildNotifications.OfCaseAsync(town.Town, town["leder1"], opened.Id)).ShouldBeEmpty();
        (await ChildNotifications.InboxAsync(town.Town, town["vagt1"])).ShouldBeEmpty();

        town.Clock.SetDanish(2027, 1, 14, 12, 40);
        (await ChildNotifications.SendAsync(town.Town, town["laerer1"], opened.Id, id, body with { Worry = "" }, 1)).Error.Code.ShouldBe("notification.worry-missing");
        (await ChildNotifications.SendAsync(town.Town, town["laerer1"], opened.Id, id, body, 1)).IsOk.ShouldBeTrue();
        (await ChildNotifications.SaveAsync(town.Town, town["laerer1"], opened.Id, id, body, 3)).Error.Code.ShouldBe("notification.sent");
        var clock = await ClockAsync(opened, "D-01");
        (clock.State, clock.SettledAt, clock.SettledBy).ShouldBe(("met", town.Clock.GetUtcNow(), "Signe Rørbæk"));

        town.Clock.SetDanish(2027, 1, 14, 12, 52);
        var waiting = (await ChildNotifications.InboxAsync(town.Town, town["vagt1"])).Single(one => one.Id == id);
        (waiting.CaseNumber, waiting.Body.Child).ShouldBe(("", "Freja Prøvesen, 7.A"));
        (await ChildNotifications.AcceptAsync(town.Town, town["leder1"], id, waiting.Version)).Error.Code.ShouldBe("notification.not-duty");
        (await ChildNotifications.AcceptAsync(town.Town, town["leder2"], id, waiting.Version)).Error.Code.ShouldBe("notification.not-found");
        (await ChildNotifications.AcceptAsync(town.Town, town["vagt1"], id, waiting.Version)).IsOk.ShouldBeTrue();
        (await ChildNotifications.AcceptAsync(town.Town, town["vagt1"], id, waiting.Version)).Error.Code.ShouldBe("notification.stale");
        var accepted = (await ChildNotifications.OfCaseAsync(town.Town, town["laerer1"], opened.Id)).ShouldHaveSingleItem();
        (accepted.State, accepted.AcceptedAt, accepted.AcceptedBy).ShouldBe(("accepted", town.Clock.GetUtcNow(), "Ditte Havnsø"));
        (await ReadCase.HandleAsync(town.Town, town["vagt1"], opened.Number)).Error.Code.ShouldBe("case.not-found");
    }

    [Fact]
    public async Task A_call_to_the_police_meets_the_clock_at_its_own_time_and_the_number_comes_later()
    {
        town.Clock.SetDanish(2027, 1, 14, 10, 20);
        var opened = await OpenAsync("laerer1", restricted: true);
        town.Clock.SetDanish(2027, 1, 14, 10, 45);
        var called = town.Clock.GetUtcNow().AddMinutes(-14);
        (await ActAsync(opened, "leder1", "police-call", new ActBody("Lad telefonerne ligge.", "Vagthavende", Decision: "reported"), called)).IsOk.ShouldBeTrue();
        (await ActAsync(opened, "leder1", "police-number", new ActBody("", Reference: "PRØVE-77124"))).IsOk.ShouldBeTrue();

        var clock = await ClockAsync(opened, "A-01");
        (clock.State, clock.SettledAt).ShouldBe(("met", called));
        clock.Note.ShouldBe("Lad telefonerne ligge. PRØVE-77124");
        (await ClockAsync(opened, "GOAL-HELP-CONTACTED")).State.ShouldBe("met");
        (await ReadAsync(opened)).Acts.Select(act => act.Kind).ShouldBe(["police-call", "police-number"]);
    }

    [Fact]
    public async Task A_call_from_a_workplace_meets_no_limit_before_the_employee_has_said_yes()
    {
        var opened = (await OpenCase.HandleAsync(
            town.Town, town["leder3"], new NewCase(Guid.CreateVersion7(), town.Ydelse.Id, "workplace", "threat", false, "Trussel på telefonen", null, true, null, "Ringede selv."))).Value;

        (await CaseActs.RecordAsync(
            town.Town, town["leder3"], opened.Id, Guid.CreateVersion7(), "police-call", null, new ActBody("Ringet 114.", "Vagthavende", Decision: "reported"), "Opkald.")).IsOk.ShouldBeTrue();

        (await ReadCase.HandleAsync(town.Town, town["leder3"], opened.Number)).Value.Clocks.Single(clock => clock.Rule.Id == "A-01").State.ShouldBe("running");
    }

    [Fact]
    public async Task How_the_child_reacts_chooses_the_support_and_puts_it_on_todays_list()
    {
        var opened = await OpenAsync("laerer1", restricted: true);
        var before = (await ReadAsync(opened)).Tasks.Count;

        (await ActAsync(opened, "leder1", "reaction", new ActBody("Ryster.", Level: 6, Marks: ["Skolepsykolog i dag"]))).Error.Code.ShouldBe("act.level");
        (await ActAsync(opened, "leder1", "reaction", new ActBody("Ryster.", "Farid", Level: 4, Marks: ["Skolepsykolog i dag", "Hjem sammen med nogen, ikke alene"]))).IsOk.ShouldBeTrue();

        (await ReadAsync(opened)).Tasks.Skip(before).Select(task => task.Title).ShouldBe(["Skolepsykolog i dag", "Hjem sammen med nogen, ikke alene"]);
    }

    [Theory]
    [InlineData("phones", "look", "politiet", "act.decision-missing")]
    [InlineData("custody", "received", "eleven", "act.kind")]
    [InlineData("upload", "x", "x", "act.kind")]
    public async Task An_act_that_lacks_what_it_must_say_is_refused(string kind, string decision, string with, string code)
    {
        var opened = await OpenAsync("laerer1", restricted: true);

        (await CaseActs.RecordAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), kind, null, new ActBody("Ord.", with, Decision: decision), "x"))
            .Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task An_act_carries_words_and_no_coded_picture_and_is_written_once()
    {
        var opened = await OpenAsync("laerer1", restricted: true);
        var id = Guid.CreateVersion7();

        (await ActAsync(opened, "leder1", "wish", new ActBody(new string('A', 201)))).Error.Code.ShouldBe("act.encoded");
        (await ActAsync(opened, "leder1", "wish", new ActBody("Min mor skal ringes op."), town.Clock.GetUtcNow().AddHours(1))).Error.Code.ShouldBe("entry.time");
        for (var times = 0; times < 2; times++)
        {
            (await CaseActs.RecordAsync(town.Town, town["leder1"], opened.Id, id, "wish", null, new ActBody("Min mor skal ringes op."), "Ønske.")).IsOk.ShouldBeTrue();
        }

        (await ReadAsync(opened)).Acts.ShouldHaveSingleItem();
        (await ActAsync(opened, "nogle1", "wish-decision", new ActBody("Nej.", Decision: "not-follow"))).Error.Code.ShouldBe("act.not-leader");
        (await ActAsync(opened, "leder1", "wish-decision", new ActBody("Barnet er i fare.", Decision: "not-follow"))).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_linked_room_shows_that_it_exists_and_whom_to_call_and_nothing_else()
    {
        var tang = await OpenAsync();
        var fyrl = (await OpenCase.HandleAsync(
            town.Town, town["leder2"], new NewCase(Guid.CreateVersion7(), town.Fyrlund.Id, "school", "digital-bullying", false, "Elev i 8.C", null, false, null, "Ringet op."))).Value;
        (await RoomLinks.AskAsync(town.Town, town["leder1"], tang.Id, Guid.CreateVersion7(), town.Tanghoj.Id)).Error.Code.ShouldBe("room.own");
        (await RoomLinks.AskAsync(town.Town, town["leder1"], tang.Id, Guid.CreateVersion7(), town.Fyrlund.Id)).IsOk.ShouldBeTrue();
        (await RoomLinks.AskAsync(town.Town, town["leder1"], tang.Id, Guid.CreateVersion7(), town.Fyrlund.Id)).IsOk.ShouldBeTrue();

        var asked = (await RoomLinks.InboxAsync(town.Town, town["leder2"])).ShouldHaveSingleItem();
        (asked.Unit, asked.Call).ShouldBe((town.Tanghoj.Id, "Kirsten Vadmose"));
        (await RoomLinks.InboxAsync(town.Town, town["leder3"])).ShouldBeEmpty();
        (await RoomLinks.LinkAsync(town.Town, town["leder2"], asked.Id, tang.Id, asked.Version)).Error.Code.ShouldBe("case.not-found");
        (await RoomLinks.LinkAsync(town.Town, town["leder2"], asked.Id, fyrl.Id, asked.Version)).IsOk.ShouldBeTrue();
        (await RoomLinks.DeclineAsync(town.Town, town["leder2"], asked.Id, asked.Version)).Error.Code.ShouldBe("room.stale");

        var here = (await ReadAsync(tang)).Rooms.ShouldHaveSingleItem();
        (here.Unit, here.Call, here.State, here.Mine).ShouldBe((town.Fyrlund.Id, "Jens-Ole Krathus", "linked", true));
        var there = (await ReadCase.HandleAsync(town.Town, town["leder2"], fyrl.Number)).Value.Rooms.ShouldHaveSingleItem();
        (there.Unit, there.Call, there.Mine).ShouldBe((town.Tanghoj.Id, "Kirsten Vadmose", false));
        (await ReadCase.HandleAsync(town.Town, town["leder2"], tang.Number)).Error.Code.ShouldBe("case.not-found");
    }

    [Fact]
    public async Task Whether_it_has_stopped_is_asked_by_a_person_and_answered_in_the_mailbox()
    {
        town.Clock.SetDanish(2027, 1, 12, 9, 0);
        var report = (await SubmitReport.HandleAsync(town.Town, A.Report(town.Tanghoj), Guid.CreateVersion7().ToString(), A.NoFiles())).Value.Report;
        var opened = await OpenAsync("nogle1", report: report);
        await FinishPlanAsync(opened);
        var first = (await ReadAsync(opened)).FollowUps[0];
        (await FollowUpQuestions.AnswerAsync(town.Town, report, "yes")).Error.Code.ShouldBe("question.none");

        town.Clock.SetDanish(2027, 1, 26, 9, 0);
        (await FollowUpQuestions.AskAsync(town.Town, town["nogle1"], opened.Id, first.Id, report, " ", Guid.CreateVersion7())).Error.Code.ShouldBe("message.empty");
        (await FollowUpQuestions.AskAsync(town.Town, town["nogle1"], opened.Id, first.Id, report, "Er det stoppet?", Guid.CreateVersion7())).IsOk.ShouldBeTrue();
        (await FollowUpQuestions.AnswerAsync(town.Town, report, "maybe")).Error.Code.ShouldBe("question.answer");
        (await FollowUpQuestions.AnswerAsync(town.Town, report, "almost")).IsOk.ShouldBeTrue();

        var view = await ReadAsync(opened);
        view.Questions.ShouldHaveSingleItem().Answer.ShouldBe("almost");
        view.FollowUps[0].Answer.ShouldBeNull("it counts when staff have written it");
        view.Reports[0].Messages.ShouldContain(message => message.Text == "Er det stoppet?" && !message.FromReporter);
        (await FollowUpQuestions.OpenAsync(town.Town, report))!.Answer.ShouldBe("almost");
    }

    [Fact]
    public async Task Both_sides_are_heard_before_a_plan_is_finished()
    {
        var opened = await OpenAsync();
        await PeopleAsync(opened);

        (await ActionPlans.FinishAsync(town.Town, town["leder1"], opened.Id, Plan, 0)).Error.Message.ShouldBe("talks");
        (await ActionPlans.FinishAsync(town.Town, town["leder1"], opened.Id, Plan with { TalksWithOthers = "Storm siger, at det var for sjov." }, 0)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_parent_who_disagrees_is_heard_by_the_head_of_schools()
    {
        var opened = await OpenAsync();
        await FinishPlanAsync(opened);
        (await PlanDisagreements.RecordAsync(town.Town, town["leder1"], opened.Id, "Ring til forældrene.")).Error.Code.ShouldBe("disagreement.no-comment");
        await ActionPlans.SaveAsync(town.Town, town["leder1"], opened.Id, Plan with { ParentComment = "Vi er ikke enige." }, 1);

        (await PlanDisagreements.RecordAsync(town.Town, town["leder1"], opened.Id, "Ring til forældrene.")).IsOk.ShouldBeTrue();

        var seen = (await ReadCase.HandleAsync(town.Town, town["chef1"], opened.Number)).Value;
        seen.Plan!.Body.ParentComment.ShouldBe("Vi er ikke enige.");
        seen.Tasks.Single(task => task.Owner == town["chef1"].Account).Title.ShouldBe("Ring til forældrene.");
    }

    private static PlanBody Plan => PlanBody.Empty with
    {
        Goal = "Han er tryg.", PupilVoice = "De skal stoppe.", Parents = "Mor er ringet op.", Review = "Hver mandag.", Measures = [new Measure("Fast samtale", "Farid Elmquist", new DateOnly(2027, 2, 1))],
    };

    private async Task FinishPlanAsync(OpenedCase opened) => (await ActionPlans.FinishAsync(town.Town, town["leder1"], opened.Id, Plan, 0)).IsOk.ShouldBeTrue();

    private async Task<OpenedCase> OpenAsync(string login = "leder1", bool restricted = false, ReportId? report = null) =>
        (await OpenCase.HandleAsync(
            town.Town, town[login],
            new NewCase(Guid.CreateVersion7(), town.Tanghoj.Id, "school", restricted ? "sexual-image-under-18" : "digital-bullying", restricted, "Noget i 8.B", null, false, report, "En elev beder om hjælp."))).Value;

    private async Task<(Guid Villads, Guid Storm, Guid Mother)> PeopleAsync(OpenedCase opened)
    {
        var (villads, storm, ellen, mother) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (id, role, name) in new[]
        {
            (villads, "affected", "Villads Prøvesen"), (storm, "alleged", "Storm Prøvesen"), (ellen, "witness", "Ellen Prøvesen"), (mother, "parent", "Mor til Villads"),
        })
        {
            await Parties.AddAsync(town.Town, town["leder1"], opened.Id, id, role, new PartyBody(name, "8.B", null));
        }

        return (villads, storm, mother);
    }

    private Task<Data.Result<Guid>> ActAsync(OpenedCase opened, string login, string kind, ActBody body, DateTimeOffset? at = null) =>
        CaseActs.RecordAsync(town.Town, town[login], opened.Id, Guid.CreateVersion7(), kind, at, body, $"{kind}: {body.Words}");

    private async Task<CaseView> ReadAsync(OpenedCase opened) => (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number)).Value;

    private async Task<ClockView> ClockAsync(OpenedCase opened, string rule) => (await ReadAsync(opened)).Clocks.Single(clock => clock.Rule.Id == rule);
}
