using Npgsql;
using Shouldly;
using Vaern.App.Preparedness;
using Vaern.App.Removal;
using Vaern.Data;
using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>The room to its last line: tasks, police, talk card, narrative, those who rang, removal, review.</summary>
public sealed class RoomTests : IAsyncLifetime
{
    private static readonly LineBody Line = new("Politiet oplyser, at der ikke er en trussel mod nogen skole.", "Vi ved ikke, hvor opslaget begyndte.", "Ring til skolens kontor fra klokken 8.");
    private static readonly TalkCardBody Card = new("Der er ingen trussel mod skolen.", "Er det sandt? Nej.", "Gentag ikke rygtet.", "Gå til skolens kontor.");
    private readonly PreparednessTown town = new();

    private Municipality Fjordby => town.Municipality;

    private DateOnly Today => Rules.DanishTime.DayOf(town.Town.Clock.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task An_issue_keeps_the_version_of_the_card_it_began_with_and_its_tasks_are_done_or_skipped_with_a_reason()
    {
        var issue = await town.AssessedAsync();
        issue.CardVersion.ShouldBe(1);
        (await RoomTasks.ReadAsync(Fjordby, town.Officer, issue, Cancel)).Select(task => task.State).Distinct().ShouldBe(["open"]);

        (await RoomTasks.SettleAsync(Fjordby, town.Officer, issue.Id, "findes-ikke", false, null, Cancel)).Error.Code.ShouldBe("task.step");
        (await RoomTasks.SettleAsync(Fjordby, town.Officer, issue.Id, "samtalekort", true, " ", Cancel)).Error.Code.ShouldBe("reason.missing");
        (await RoomTasks.SettleAsync(Fjordby, town.Officer, issue.Id, "samtalekort", true, "Der er ferie.", Cancel)).IsOk.ShouldBeTrue();
        (await RoomTasks.SettleAsync(Fjordby, town.Director, issue.Id, "samtalekort", false, null, Cancel)).IsOk.ShouldBeTrue();
        (await RoomTasks.SettleAsync(Fjordby, town.Director, issue.Id, "vurder", false, null, Cancel)).IsOk.ShouldBeTrue();

        var tasks = (await RoomTasks.ReadAsync(Fjordby, town.Officer, issue, Cancel)).ToDictionary(task => task.Step.Key);
        (tasks["samtalekort"].State, tasks["samtalekort"].Why, tasks["samtalekort"].SettledBy).ShouldBe(("skipped", "Der er ferie.", town.Officer.Account));
        tasks["vurder"].State.ShouldBe("done");
    }

    [Fact]
    public async Task A_talk_with_the_police_is_kept_as_fact_statement_and_assessment_and_twice_is_once()
    {
        var issue = await town.AssessedAsync();
        var id = Guid.CreateVersion7();
        var talk = new PoliceTalk("Vagtchefen", town.Town.Clock.GetUtcNow(), "De to er kendt.", "De regner med ro i nat.", "Vi tror, at det dør ud.");

        (await PoliceTalks.WriteAsync(Fjordby, town.Officer, issue.Id, id, talk with { Office = "" }, Cancel)).Error.Code.ShouldBe("police.office");
        (await PoliceTalks.WriteAsync(Fjordby, town.Officer, issue.Id, id, new PoliceTalk("Vagtchefen", talk.At, null, " ", null), Cancel)).Error.Code.ShouldBe("entry.empty");
        (await PoliceTalks.WriteAsync(Fjordby, town.Officer, issue.Id, id, talk, Cancel)).Value.ShouldBe(3);
        (await PoliceTalks.WriteAsync(Fjordby, town.Officer, issue.Id, id, talk, Cancel)).Value.ShouldBe(3);

        var lines = (await town.ReadAgainAsync(issue)).Log.Where(entry => entry.Police).ToArray();
        lines.Select(entry => (entry.Kind, entry.Source)).ShouldBe([("assessment", null), ("statement", "Vagtchefen"), ("fact", "Vagtchefen")]);
    }

    [Fact]
    public async Task A_talk_card_needs_an_approved_answer_and_another_person_and_is_gone_after_its_day()
    {
        var issue = await town.AssessedAsync();
        (await TalkCards.WriteAsync(Fjordby, town.Communication, issue.Id, Card, Today.AddDays(8), 0, Cancel)).Error.Code.ShouldBe("line.not-approved");
        await ApproveAsync(issue);
        (await TalkCards.WriteAsync(Fjordby, town.Communication, issue.Id, Card, Today, 0, Cancel)).Error.Code.ShouldBe("talk.expires");
        (await TalkCards.WriteAsync(Fjordby, town.Communication, issue.Id, Card with { Avoid = "" }, Today.AddDays(8), 0, Cancel)).Error.Code.ShouldBe("talk.empty");
        (await TalkCards.WriteAsync(Fjordby, town.Communication, issue.Id, Card, Today.AddDays(8), 0, Cancel)).Value.ShouldBe(1);
        (await TalkCards.WriteAsync(Fjordby, town.Director, issue.Id, Card, Today.AddDays(8), 0, Cancel)).Error.Code.ShouldBe("line.stale");
        (await TalkCards.PublishAsync(Fjordby, town.Communication, issue.Id, 1, Cancel)).Error.Code.ShouldBe("talk.own");
        (await TalkCards.NowAsync(Fjordby, town.Teacher, Cancel)).ShouldBeEmpty();

        (await TalkCards.PublishAsync(Fjordby, town.Officer, issue.Id, 1, Cancel)).IsOk.ShouldBeTrue();
        (await TalkCards.NowAsync(Fjordby, town.Teacher, Cancel)).ShouldHaveSingleItem().Body.ShouldBe(Card);
        town.Town.Clock.Advance(TimeSpan.FromDays(8));
        (await TalkCards.NowAsync(Fjordby, town.Teacher, Cancel)).ShouldHaveSingleItem();
        town.Town.Clock.Advance(TimeSpan.FromDays(1));
        (await TalkCards.NowAsync(Fjordby, town.Teacher, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_rang_is_rung_by_a_person_and_gets_a_correction_too()
    {
        var issue = await town.AssessedAsync();
        var rang = (await SubmitTip.HandleAsync(Fjordby, town.Teacher, new NewTip("der er angreb på Tanghøj Skole mandag, passer det?", false, RingBack: true), "token-of-somebody-who-rang", Cancel)).Value;
        await ApproveAsync(issue);
        var sent = (await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel)).Value;
        (sent.Asked, sent.Answered, sent.ToRing).ShouldBe((4, 3, 1));
        (await ReadIssues.ToRingAsync(Fjordby, town.Officer, issue.Id, 1, Cancel)).ShouldHaveSingleItem().Number.ShouldBe(rang.Number);

        town.Town.Clock.Advance(TimeSpan.FromMinutes(39));
        (await Answers.RungAsync(Fjordby, town.Officer, issue.Id, rang.Tip, Cancel)).Value.ToRing.ShouldBe(0);
        (await Answers.RungAsync(Fjordby, town.Officer, issue.Id, rang.Tip, Cancel)).Value.Answered.ShouldBe(4);
        (await town.ReadAgainAsync(issue)).Sent!.LastAt.ShouldBe(town.Town.Clock.GetUtcNow());

        await ApproveAsync(issue, after: 1);
        (await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel)).Value.ToRing.ShouldBe(1);
        await Answers.RungAsync(Fjordby, town.Officer, issue.Id, rang.Tip, Cancel);
        (await AskedTips.MineAsync(Fjordby, town.Teacher, Cancel)).First(tip => tip.Number == rang.Number).Answers.Select(answer => answer.Correction).ShouldBe([true, false]);
    }

    [Fact]
    public async Task An_issue_lies_in_one_narrative_and_an_exercise_never_in_a_real_one()
    {
        var issue = await town.AssessedAsync();
        var id = Guid.CreateVersion7();
        (await Narratives.WriteAsync(Fjordby, town.Officer, issue.Id, id, new NarrativeBody("Skoler angribes", "", ""), 0, Cancel)).Error.Code.ShouldBe("narrative.empty");
        (await Narratives.WriteAsync(Fjordby, town.Officer, issue.Id, id, new NarrativeBody("Skoler angribes", "Kommer efter vold i byen.", "Politiet siger nej."), 0, Cancel)).Value.ShouldBe(id);
        (await Narratives.WriteAsync(Fjordby, town.Officer, issue.Id, id, new NarrativeBody("Skoler angribes", "Andet.", ""), 7, Cancel)).Error.Code.ShouldBe("narrative.stale");
        (await Narratives.ListAsync(Fjordby, town.Officer, Cancel)).ShouldHaveSingleItem().Issues.ShouldBe([issue.Number]);

        await DrillMode.BeginAsync(Fjordby, town.Officer, Guid.CreateVersion7(), "giftigt-vand", Cancel);
        var drill = (await ReadIssues.WaitingAsync(Fjordby, town.Officer, 0, Cancel)).First(group => group.Count > 1);
        var exercise = (await OpenIssue.HandleAsync(Fjordby, town.Officer, Guid.CreateVersion7(), drill.Group, "Vandet", Cancel)).Value;
        (await Narratives.PlaceAsync(Fjordby, town.Officer, exercise.Id, id, Cancel)).Error.Code.ShouldBe("narrative.not-found");
    }

    [Fact]
    public async Task A_review_is_due_in_five_working_days_and_makes_a_new_version_of_the_card()
    {
        var issue = await town.AssessedAsync();
        await ApproveAsync(issue);
        await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel);
        (await IssueReviews.WriteAsync(Fjordby, town.Officer, issue.Id, new ReviewBody("Alt.", "Intet."), null, Cancel)).Error.Code.ShouldBe("review.open");
        (await CloseIssue.HandleAsync(Fjordby, town.Officer, issue.Id, "Der er ro.", false, (await town.ReadAgainAsync(issue)).Version, Cancel)).IsOk.ShouldBeTrue();
        (await IssueReviews.ReadAsync(Fjordby, town.Officer, issue.Id, Cancel))!.DueOn.ShouldBe(Rules.DanishCalendar.AddWorkingDays(Today, 5)!.Value);

        var change = new CardChange("ring-vagtchef", "police", 20, "Ring til vagtchefen", "Før svaret skrives.");
        (await IssueReviews.WriteAsync(Fjordby, town.Officer, issue.Id, new ReviewBody("Svaret.", ""), change, Cancel)).Error.Code.ShouldBe("review.empty");
        (await IssueReviews.WriteAsync(Fjordby, town.Officer, issue.Id, new ReviewBody("Svaret.", "Politiet blev ringet op sent."), change with { Step = "ukendt" }, Cancel)).Error.Code.ShouldBe("card.step");
        (await IssueReviews.WriteAsync(Fjordby, town.Officer, issue.Id, new ReviewBody("Svaret.", "Politiet blev ringet op sent."), change with { Minutes = 0 }, Cancel)).Error.Code.ShouldBe("card.change");
        (await IssueReviews.WriteAsync(Fjordby, town.Officer, issue.Id, new ReviewBody("Svaret.", "Politiet blev ringet op sent."), change, Cancel)).Value.ShouldBe(2);
        (await IssueReviews.WriteAsync(Fjordby, town.Officer, issue.Id, new ReviewBody("Svaret.", "Igen."), null, Cancel)).Error.Code.ShouldBe("review.done");

        var card = await Cards.ReadAsync(Fjordby, town.Officer, null, Cancel);
        (card.Version, card.Issue, card.Why).ShouldBe((2, issue.Number, "Politiet blev ringet op sent."));
        card.Steps.Single(step => step.Key == "ring-vagtchef").Minutes.ShouldBe(20);
        (await town.ReadAgainAsync(issue)).CardVersion.ShouldBe(1);
        (await Cards.HistoryAsync(Fjordby, town.Officer, Cancel)).Select(one => one.Version).ShouldBe([2, 1]);
    }

    [Fact]
    public async Task An_issue_has_a_ladder_of_its_own_that_only_the_team_sees()
    {
        var issue = await town.AssessedAsync();
        var id = Guid.CreateVersion7();
        var body = new ContentBody("https://opslag.example/77", "Trussel mod en skole", null);
        (await IssueRemoval.AddAsync(Fjordby, town.Teacher, issue.Id, id, "facebook", body, Cancel)).Error.Code.ShouldBe("issue.not-found");
        (await IssueRemoval.AddAsync(Fjordby, town.Officer, issue.Id, id, "facebook", body, Cancel)).Value.ShouldBe(id);
        (await IssueRemoval.WriteAsync(Fjordby, town.Officer, issue.Id, id, "platform", new StepBody(Reasons: "Straffeloven § 266.", GoodFaith: true, ContactName: "Fjordby Kommune", ContactMail: "post@fjordby.example"), town.Town.Clock.GetUtcNow(), null, 0, Cancel)).IsOk.ShouldBeTrue();
        town.Town.Clock.Advance(TimeSpan.FromMinutes(90));
        (await IssueRemoval.GoneAsync(Fjordby, town.Officer, issue.Id, id, null, Cancel)).IsOk.ShouldBeTrue();

        (await IssueRemoval.ListAsync(Fjordby, town.Officer, issue.Id, Cancel)).ShouldHaveSingleItem().Minutes.ShouldBe(90);
        (await IssueRemoval.ListAsync(Fjordby, town.Teacher, issue.Id, Cancel)).ShouldBeEmpty();
        (await RemovalTimes.ReadAsync(Fjordby, town.Town.Clock.GetUtcNow().AddDays(-1), town.Town.Clock.GetUtcNow().AddDays(1), Cancel)).ShouldHaveSingleItem().Suppressed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_contact_is_an_office_and_a_day_of_risk_is_an_event()
    {
        var id = Guid.CreateVersion7();
        (await RoomBook.SaveContactAsync(Fjordby, town.Officer, id, "police", new ContactBody("Vagtchefen", "", "", ""), 0, Cancel)).Error.Code.ShouldBe("contact.empty");
        (await RoomBook.SaveContactAsync(Fjordby, town.Teacher, id, "police", new ContactBody("Vagtchefen", "00 11 44 00", "", ""), 0, Cancel)).Error.Code.ShouldBe("preparedness.not-allowed");
        (await RoomBook.SaveContactAsync(Fjordby, town.Officer, id, "police", new ContactBody("Vagtchefen", "00 11 44 00", "", "Hele døgnet"), 0, Cancel)).IsOk.ShouldBeTrue();
        (await RoomBook.SaveContactAsync(Fjordby, town.Officer, id, "police", new ContactBody("Vagtchefen", "00 11 44 01", "", ""), 3, Cancel)).Error.Code.ShouldBe("book.stale");
        var contact = (await RoomBook.ContactsAsync(Fjordby, town.Officer, Cancel)).ShouldHaveSingleItem();
        contact.Body.Call.ShouldBe("00 11 44 00");
        contact.IsOldOn(Today.AddDays(184)).ShouldBeTrue();

        var day = Guid.CreateVersion7();
        (await RoomBook.SaveDayAsync(Fjordby, town.Officer, day, "trial", Today.AddDays(3), Today, new RiskBody("Retssag", ""), 0, Cancel)).Error.Code.ShouldBe("risk.days");
        (await RoomBook.SaveDayAsync(Fjordby, town.Officer, day, "trial", Today.AddDays(3), Today.AddDays(4), new RiskBody("Retssag i byretten", ""), 0, Cancel)).IsOk.ShouldBeTrue();
        (await RoomBook.SaveDayAsync(Fjordby, town.Officer, day, "trial", Today.AddDays(3), Today.AddDays(4), new RiskBody("Retssag i byretten", ""), 0, Cancel)).IsOk.ShouldBeTrue();
        (await RoomBook.DaysAsync(Fjordby, town.Officer, Today.AddDays(2), Cancel)).ShouldBeEmpty();
        (await RoomBook.DaysAsync(Fjordby, town.Officer, Today.AddDays(14), Cancel)).ShouldHaveSingleItem();
        (await RoomBook.RemoveAsync(Fjordby, town.Officer, day, day: true, Cancel)).IsOk.ShouldBeTrue();
        (await RoomBook.RemoveAsync(Fjordby, town.Officer, day, day: true, Cancel)).Error.Code.ShouldBe("book.not-found");
    }

    [Fact]
    public async Task A_version_of_the_card_cannot_be_changed_by_anyone()
    {
        foreach (var acting in new Acting[] { Acting.System, new Acting.Staff(town.Officer.Account.Value) })
        {
            await using var work = await Fjordby.Database.BeginAsync(acting, Cancel);
            (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync("update prep_card set valid_from = valid_from", cancel: Cancel))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    private async Task ApproveAsync(Issue issue, int after = 0)
    {
        (await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, Line, after, Cancel)).Value.ShouldBe(after + 1);
        await IssueLines.ApproveAsync(Fjordby, town.Officer, issue.Id, after + 1, Cancel);
        (await IssueLines.ApproveAsync(Fjordby, town.Director, issue.Id, after + 1, Cancel)).Value.ShouldBe(2);
    }
}
