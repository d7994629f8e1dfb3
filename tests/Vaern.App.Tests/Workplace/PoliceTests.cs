using Npgsql;
using Vaern.App.Cases;
using Vaern.App.Workplace;
using Vaern.Data;

namespace Vaern.App.Tests.Workplace;

public sealed class PoliceTests(WorkplaceTown town) : IClassFixture<WorkplaceTown>
{
    private static readonly PoliceBody Body = new("Ydelseskontoret anmelder for en medarbejder.", "Privat adresse lagt ud.", "En åben gruppe.", "19. januar kl. 16.30.", "Opslag.", "Utilfreds borger.", "B-001.");

    [Fact]
    public async Task Without_a_yes_nothing_is_sent_and_with_one_the_72_hours_are_met()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 21, 11, 0);
        (await Police.SendAsync(town.Here, town["leder3"], told.Id, Body, null, null, 0)).Error.Code.ShouldBe("police.consent-missing");
        var clock = (await town.ReadAsync(told)).Clocks.Single(one => one.Rule.Id == "A-01");
        (await SettleClock.HandleAsync(town.Here, town["leder3"], told.Id, clock.Id, "met", "Anmeldt.", null, clock.Version)).Error.Code.ShouldBe("clock.consent-missing");

        town.Clock.SetDanish(2027, 1, 21, 11, 5);
        (await Police.AskedAsync(town.Here, town["leder3"], told.Id, "yes", null)).IsOk.ShouldBeTrue();
        town.Clock.SetDanish(2027, 1, 21, 13, 5);
        (await Police.SendAsync(town.Here, town["leder3"], told.Id, Body, WorkplaceTown.Danish(21, 11, 0), null, 0)).Error.Code.ShouldBe("police.consent-missing", "not before the answer");
        (await Police.SendAsync(town.Here, town["leder3"], told.Id, Body, null, null, 0)).IsOk.ShouldBeTrue();
        (await Police.ReferenceAsync(town.Here, town["leder3"], told.Id, "PRØVE-77310", 1)).IsOk.ShouldBeTrue();

        var view = await town.ReadAsync(told);
        (clock = view.Clocks.Single(one => one.Rule.Id == "A-01")).State.ShouldBe("met");
        (clock.SettledAt, clock.DueAt, clock.Missed).ShouldBe((WorkplaceTown.Danish(21, 13, 5), WorkplaceTown.Danish(22, 16, 30), false));
        var file = await town.FileAsync(told);
        (file.Consent!.Answer, file.Consent.AnsweredAt, file.Police!.Reference).ShouldBe(("yes", WorkplaceTown.Danish(21, 11, 5), "PRØVE-77310"));
        (await Police.SaveAsync(town.Here, town["leder3"], told.Id, Body, 2)).Error.Code.ShouldBe("police.sent");
    }

    [Fact]
    public async Task The_database_refuses_a_report_without_acceptance()
    {
        var told = await town.TellAsync();
        await Police.SaveAsync(town.Here, town["leder3"], told.Id, Body, 0);
        await using var work = await town.Here.Database.BeginAsync(new Acting.Staff(town["leder3"].Account.Value));
        var refused = await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync(
            "update police_report set state = 'sent', sent_at = now(), sent_by = @me where case_id = @id", new { id = told.Id.Value, me = town["leder3"].Account.Value }));
        refused.SqlState.ShouldBe("23514");
    }

    [Fact]
    public async Task The_employee_says_no_on_their_own_page_and_can_change_their_mind()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 20, 12, 0);
        (await MyIncident.AnswerAsync(town.Here, town["amr1"], told.Number, "yes")).Error.Code.ShouldBe("incident.not-found");
        (await MyIncident.AnswerAsync(town.Here, town["sagsb1"], told.Number, "måske")).Error.Code.ShouldBe("consent.answer-missing");
        (await MyIncident.AnswerAsync(town.Here, town["sagsb1"], told.Number, "no")).IsOk.ShouldBeTrue();
        (await town.ReadAsync(told)).Clocks.Where(clock => clock.Rule.Id is "A-01" or "GOAL-POLICE-DECISION").Select(clock => clock.State).ShouldBe(["dispensed", "met"], ignoreOrder: true);
        (await Police.SendAsync(town.Here, town["leder3"], told.Id, Body, null, null, 0)).Error.Code.ShouldBe("police.consent-missing");

        town.Clock.SetDanish(2027, 1, 20, 13, 0);
        (await MyIncident.AnswerAsync(town.Here, town["sagsb1"], told.Number, "yes")).IsOk.ShouldBeTrue();
        var clock = (await town.ReadAsync(told)).Clocks.Single(one => one.Rule.Id == "A-01");
        (clock.State, clock.DueAt).ShouldBe(("running", WorkplaceTown.Danish(22, 16, 30)));
        (await town.FileAsync(told)).Consents.Select(one => (one.Answer, one.BySelf)).ShouldBe([("yes", true), ("no", true)]);
    }

    [Fact]
    public async Task A_passed_clock_still_takes_a_report_and_shows_that_it_was_late()
    {
        var told = await town.TellAsync();
        town.Clock.SetDanish(2027, 1, 23, 9, 0);
        await Police.AskedAsync(town.Here, town["leder3"], told.Id, "yes", null);
        (await Police.SendAsync(town.Here, town["leder3"], told.Id, Body, null, "PRØVE-1", 0)).IsOk.ShouldBeTrue();
        var clock = (await town.ReadAsync(told)).Clocks.Single(one => one.Rule.Id == "A-01");
        (clock.State, clock.Missed).ShouldBe(("met", true));
    }

    [Fact]
    public async Task A_resident_in_care_leads_to_a_dated_memo()
    {
        var told = await town.TellAsync(WorkplaceTown.Told("in-care", "En beboer"));
        (await Police.NotApplicableAsync(town.Here, town["leder3"], told.Id, "")).Error.Code.ShouldBe("reason.missing");
        (await Police.NotApplicableAsync(town.Here, town["leder3"], told.Id, "Pædagogiske hensyn taler imod. Vurderet af Thomas Kvistrup i dag.")).IsOk.ShouldBeTrue();
        var view = await town.ReadAsync(told);
        view.Clocks.Single(clock => clock.Rule.Id == "A-01").State.ShouldBe("not-applicable");
        view.Entries.ShouldContain(entry => entry.Kind == "decision" && entry.Text.StartsWith("Pædagogiske"));
    }

    [Fact]
    public async Task The_employees_own_contact_never_stands_in_the_report()
    {
        var told = await town.TellAsync();
        var affected = (await town.ReadAsync(told)).Parties.First(party => party.Role == "affected");
        await Parties.ChangeAsync(town.Here, town["leder3"], told.Id, affected.Id, "affected", affected.Body with { Contact = "Solvej 12, 0000 Fjordby" }, affected.Version);
        (await Police.SaveAsync(town.Here, town["leder3"], told.Id, Body with { Where = "Hun bor solvej 12, 0000 fjordby." }, 0)).Error.Code.ShouldBe("police.private-contact");
        typeof(PoliceBody).GetProperties().ShouldNotContain(property => property.Name.Contains("Address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_judgement_says_may_be_and_a_lawful_one_ends_the_police_track_but_not_the_case()
    {
        var told = await town.TellAsync();
        Assessment.Suggest(["rude", "threat"]).ShouldBe("may-be-punishable");
        Assessment.Suggest(["criticism"]).ShouldBe("tolerated");
        Assessment.Suggest([]).ShouldBe("unpleasant");
        (await Assessment.JudgeAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), [], "", "Fordi.")).Error.Code.ShouldBe("assessment.level-missing");
        (await Assessment.JudgeAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), [], "harassment", "")).Error.Code.ShouldBe("assessment.reason-missing");
        (await Assessment.JudgeAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), ["threat"], "may-be-punishable", "Det er strafbart.")).Error.Code.ShouldBe("assessment.says-is");
        (await Assessment.JudgeAsync(town.Here, town["leder3"], told.Id, Guid.CreateVersion7(), ["rude"], "unpleasant", "Han skriver, at hun er doven.")).IsOk.ShouldBeTrue();

        var view = await town.ReadAsync(told);
        view.State.ShouldBe("handling");
        view.Clocks.Single(clock => clock.Rule.Id == "A-01").State.ShouldBe("not-applicable");
        var judged = (await town.FileAsync(told)).Assessment!;
        (judged.Suggestion, judged.Level, judged.RuleId, judged.RuleSet, judged.MadeBy).ShouldBe(("unpleasant", "unpleasant", "S-2", "DK-2026-11", "Thomas Kvistrup"));
    }
}
