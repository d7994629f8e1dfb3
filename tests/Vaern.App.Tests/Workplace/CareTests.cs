using Vaern.App.Cases;
using Vaern.App.Workplace;
using Vaern.Data;

namespace Vaern.App.Tests.Workplace;

public sealed class CareTests(WorkplaceTown town) : IClassFixture<WorkplaceTown>
{
    [Theory]
    [InlineData("weeks", "2027-01-27 2027-02-10 2027-03-17")]
    [InlineData("days", "2027-01-21 2027-01-27 2027-02-19")]
    public async Task The_talks_are_planned_in_the_rhythm_that_was_agreed(string rhythm, string days)
    {
        var told = await town.TellAsync();
        (await Care.PlanAsync(town.Here, town["leder3"], told.Id, new CarePlan(rhythm, "accepted", "En kollega følger hende hjem.", "Borgerens sag går til en anden."))).IsOk.ShouldBeTrue();
        var file = await town.FileAsync(told);
        string.Join(' ', file.Talks.Select(talk => talk.PlannedOn!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(days);
        file.Of("psychologist").ShouldHaveSingleItem().Outcome.ShouldBe("accepted");
        file.Of("companion").ShouldHaveSingleItem().DoneByName.ShouldBe("Thomas Kvistrup");
    }

    [Fact]
    public async Task A_new_plan_replaces_talks_that_were_not_held_and_a_held_talk_meets_its_goal()
    {
        var told = await town.TellAsync();
        await Care.PlanAsync(town.Here, town["leder3"], told.Id, new CarePlan("days", "later", null, null));
        await Care.PlanAsync(town.Here, town["leder3"], told.Id, new CarePlan("weeks", "accepted", null, null));
        var talks = (await town.FileAsync(told)).Talks.ToList();
        talks.Count.ShouldBe(3);
        town.Clock.SetDanish(2027, 1, 27, 10, 0);
        (await Care.TalkAsync(town.Here, town["leder3"], told.Id, talks[0].Id, "Hun sover bedre.", "måske", null, 1)).Error.Code.ShouldBe("followup.answer-missing");
        (await Care.TalkAsync(town.Here, town["leder3"], told.Id, talks[0].Id, "Hun sover bedre.", "almost", null, 1)).IsOk.ShouldBeTrue();
        (await Care.TalkAsync(town.Here, town["leder3"], told.Id, talks[0].Id, "Igen.", "yes", null, 1)).Error.Code.ShouldBe("act.stale");
        var view = await town.ReadAsync(told);
        view.Clocks.Single(clock => clock.Rule.Id == "GOAL-TALK-1").State.ShouldBe("met");
        view.FollowUps.ShouldHaveSingleItem().Answer.ShouldBe("almost");
        (await MyIncident.ReadAsync(town.Here, town["sagsb1"], told.Number)).Value.Talks.ShouldAllBe(talk => talk.Text == null);
    }

    [Fact]
    public async Task Another_leader_checks_the_own_handling_and_a_mistake_leads_to_an_apology()
    {
        var told = await town.TellAsync();
        (await Care.CheckAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "none", "Alt i orden.")).Error.Code.ShouldBe("check.same-leader");
        (await Care.ApologiseAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "Undskyld.")).Error.Code.ShouldBe("apology.no-error");
        await CaseAccess.GrantAsync(town.Here, town["leder3"], told.Id, town["leder4"].Account, writes: true, "Kontrol af egen sagsbehandling.");
        await CaseAccess.GrantAsync(town.Here, town["leder3"], told.Id, town["amr1"].Account, writes: true, "Beviser.");
        (await Care.CheckAsync(town.Here, town["amr1"], told.Id, Guid.CreateVersion7(), "none", "Alt i orden.")).Error.Code.ShouldBe("check.not-leader");
        (await Care.CheckAsync(town.Here, town["leder4"], told.Id, Guid.CreateVersion7(), "found", "Ét brev var elleve dage forsinket.")).IsOk.ShouldBeTrue();
        (await Care.ApologiseAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "Beklagelse og samtale er tilbudt.")).IsOk.ShouldBeTrue();
        (await Care.MediateAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "declined", "Borgeren vil ikke.")).IsOk.ShouldBeTrue();
        (await town.FileAsync(told)).Of("own-check").ShouldHaveSingleItem().DoneByName.ShouldBe("Inge Bisgård");

        await using var work = await town.Here.Database.BeginAsync(Acting.System);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync(
            "insert into workplace_act (id, case_id, kind, done_at, done_by) values (gen_random_uuid(), @id, 'own-check', now(), @me)",
            new { id = told.Id.Value, me = town["leder3"].Account.Value }))).SqlState.ShouldBe("23514");
    }

    [Fact]
    public async Task A_debrief_is_logged_without_details_and_only_with_what_was_agreed()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 21, 14, 45);
        (await Care.DebriefAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), 40, agreed: false, null)).Error.Code.ShouldBe("debrief.agreed-missing");
        (await Care.DebriefAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), 0, agreed: true, null)).Error.Code.ShouldBe("debrief.minutes");
        (await Care.DebriefAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), 40, agreed: true, WorkplaceTown.Danish(21, 14))).IsOk.ShouldBeTrue();
        var debrief = (await town.FileAsync(told)).Of("debrief").ShouldHaveSingleItem();
        (debrief.Minutes, debrief.Text).ShouldBe((40, null));
    }

    [Fact]
    public async Task Legal_advice_is_a_lawyers_and_a_judgement_waits_for_it()
    {
        var told = await town.TellAsync();
        await Assessment.JudgeAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), ["threat"], "may-be-punishable", "Kan være en trussel.");
        (await town.FileAsync(told)).LacksLawyer.ShouldBeTrue();
        (await town.ReadAsync(told)).MissingToClose.ShouldContain("lawyer", "what is demanded holds the closing back");
        var view = await town.ReadAsync(told);
        (await CloseCase.HandleAsync(town.Here, town["leder3"], told.Id, "stopped", new Closing("Ro.", "Ring først.", null), view.Version)).Error.Message.ShouldContain("lawyer");
        await CaseAccess.GrantAsync(town.Here, town["leder3"], told.Id, town["jur1"].Account, writes: true, "Juridisk råd.");
        (await Care.AdviseAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "Anmeld.")).Error.Code.ShouldBe("act.not-lawyer");
        (await Care.AdviseAsync(town.Here, town["jur1"], told.Id, Guid.CreateVersion7(), "Kan være omfattet af § 266.")).IsOk.ShouldBeTrue();
        (await town.FileAsync(told)).LacksLawyer.ShouldBeFalse();
        (await town.ReadAsync(told)).MissingToClose.ShouldNotContain("lawyer");
    }

    [Fact]
    public async Task A_judgement_of_something_to_be_tolerated_asks_for_no_lawyer_before_closing()
    {
        var told = await town.TellAsync();
        await Assessment.JudgeAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), ["threat"], "may-be-punishable", "Kan være en trussel.");
        town.Clock.SetDanish(2027, 1, 20, 10, 0);
        await Assessment.JudgeAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), ["rude"], "unpleasant", "Det var en anden, der truede.");
        (await town.ReadAsync(told)).MissingToClose.ShouldNotContain("lawyer", "the newest judgement counts");
    }

    [Fact]
    public async Task The_first_day_of_absence_starts_fourteen_days_and_the_day_of_the_injury_does_not()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 22, 9, 0);
        var body = new InjuryBody("Trussel i et opslag.", "Angst og søvnløshed.", null);
        Task<Result<int>> Save(DateOnly? absence, bool entitled = false, string kind = "accident", int version = 0) =>
            Injuries.SaveAsync(town.Here, town["leder3"], told.Id, kind, new DateOnly(2027, 1, 20), absence, null, entitled, null, body, version);
        (await Save(new DateOnly(2027, 1, 20))).Error.Code.ShouldBe("injury.absence-day");
        (await Save(null, entitled: true)).IsOk.ShouldBeTrue();
        (await town.ReadAsync(told)).Clocks.Single(clock => clock.Rule.Id == "A-06b").DueOn.ShouldBe(new DateOnly(2027, 2, 3));
        (await Save(new DateOnly(2027, 1, 21), version: 1)).IsOk.ShouldBeTrue();

        var clocks = (await town.ReadAsync(told)).Clocks;
        clocks.Single(clock => clock.Rule.Id == "A-06").DueOn.ShouldBe(new DateOnly(2027, 2, 4));
        clocks.Single(clock => clock.Rule.Id == "A-06b").State.ShouldBe("not-applicable");
        town.Clock.SetDanish(2027, 1, 28, 10, 0);
        (await Injuries.ReportedAsync(town.Here, town["leder3"], told.Id, null, "EASY 1", 2)).IsOk.ShouldBeTrue();
        (await town.ReadAsync(told)).Clocks.Single(clock => clock.Rule.Id == "A-06").SettledAt.ShouldBe(WorkplaceTown.Danish(28, 10));
        (await Save(null, version: 3)).Error.Code.ShouldBe("injury.reported");
        var injury = (await town.FileAsync(told)).Injury!;
        var csv = Injuries.ToCsv(injury with { Body = body with { Harm = "=1+1;\"x\"" } }, "Helle Stormgaard", "Ydelseskontoret", (await town.FileAsync(told)).Contact, told.Number);
        csv.ShouldContain("\"'=1+1;\"\"x\"\"\"");
        csv.Split("\r\n").Length.ShouldBe(3);
        Injuries.ToJson(injury, "Helle Stormgaard", "Ydelseskontoret", (await town.FileAsync(told)).Contact, told.Number).ShouldContain("\"arbejdssted_adresse\": \"Fjordgade 1, 0000 Fjordby\"");
    }

    [Fact]
    public async Task Exposure_over_weeks_is_no_accident_to_report()
    {
        var told = await town.TellAsync();
        await Injuries.SaveAsync(
            town.Here, town["leder3"], told.Id, "exposure", new DateOnly(2027, 1, 4), null, null, true, new DateOnly(2027, 1, 20), new InjuryBody("Beskeder i to uger.", "Uro.", null), 0);
        (await Injuries.ReportedAsync(town.Here, town["leder3"], told.Id, null, null, 1)).Error.Code.ShouldBe("injury.not-owed");
        (await town.ReadAsync(told)).Clocks.ShouldNotContain(clock => clock.Rule.Id.StartsWith("A-06"));
    }

    [Fact]
    public async Task The_work_environment_group_gets_a_form_and_a_month_once_and_no_name()
    {
        var told = await town.TellAsync();
        (await Care.FollowAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "Keld skrev et opslag.", true)).Error.Code.ShouldBe("follow.names");
        (await Care.FollowAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "Vi ændrer, hvordan afslag sendes.", true)).IsOk.ShouldBeTrue();
        (await Care.FollowAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), "Igen.", false)).IsOk.ShouldBeTrue();
        var events = (await MedFigures.OfUnitAsync(town.Here, town["amr1"], town.Town.Ydelse.Id)).Value;
        events.ShouldHaveSingleItem().ShouldBe(new MedEvent(new DateOnly(2027, 1, 1), "post", false));
        (await MedFigures.OfUnitAsync(town.Here, town["leder4"], town.Town.Ydelse.Id)).Error.Code.ShouldBe("med.not-found");
        var year = await MedFigures.YearAsync(town.Here, 2027);
        (year.Total, year.Lines.ShouldHaveSingleItem().Count).ShouldBe((null, null));
    }
}
