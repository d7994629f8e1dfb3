using Vaern.App.Removal;
using Vaern.App.Workplace;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J5 from the first press to the last state: cared for, removed, reported in time, learned from, and the citizen knows what was decided.</summary>
public sealed class WorkplaceWayTests(TestBrowser browser)
{
    private const string Case = WorkplaceWay.Case;

    [Theory]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task An_employee_is_cared_for_from_the_post_to_the_learning(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await scene.Town.HireForWorkplaceAsync();
        await ApproveConditionAsync(scene);
        await WorkplaceWay.TellAsync(scene);
        await WorkplaceWay.CareAsync(scene);
        await WorkplaceWay.EvidenceAsync(scene);
        await WorkplaceWay.JudgeAndRemoveAsync(scene);
        await WorkplaceWay.AdviseAndCheckAsync(scene);
        await WorkplaceWay.ReportAsync(scene);
        await WorkplaceWay.InjuryAndCitizenAsync(scene);
        await WorkplaceWay.TalkAsync(scene, 1, 28, "Næsten");
        await WorkplaceWay.TalkAsync(scene, 2, 10, "Næsten");
        await WorkplaceWay.TalkAsync(scene, 3, 17, "Ja");
        await CloseAsync(scene);
        await RepeatAsync(scene);
        await EndStateAsync(scene);
    }

    private static async Task ApproveConditionAsync(Scene scene)
    {
        scene.At(1, 19, 9, 0);
        var vibeke = await scene.StaffAsync("dpo1");
        await vibeke.OpenAsync("/arbejdsplads/betingelser");
        await vibeke.SelectAsync("Arbejdsplads", "Ydelseskontoret");
        await vibeke.WriteAsync("Betingelsen", "Kun ved trusler og private oplysninger. Ses af arbejdsmiljølederen. Slettes med sagen.");
        await vibeke.Page.Locator("#From").FillAsync("2027-01-01");
        await vibeke.Page.Locator("#Until").FillAsync("2027-12-31");
        await vibeke.LookAsync("arbejdsplads-betingelser");
        await vibeke.PressAsync("Godkend betingelsen");
        await vibeke.SeeAsync("Betingelsen er godkendt.");
    }

    private static async Task CloseAsync(Scene scene)
    {
        scene.At(3, 18, 9, 0);
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync($"/sager/{Case}/raad");
        await thomas.Page.GetByText("Skriv, hvad gruppen besluttede").ClickAsync();
        await thomas.WriteAsync("Hvad lærte I, og hvad ændres?", "Vi ringer, før et afslag sendes, og siger navnene på enheden i stedet for på en person.");
        await thomas.ChooseAsync("Arbejdspladsvurderingen");
        await thomas.PressAsync("Gem opfølgningen");
        await thomas.SeeAsync("Opfølgningen er gemt.");
        await thomas.OpenAsync($"/sager/{Case}/borger");
        await thomas.PressAsync("Mærk afsenderen");
        await thomas.SeeAsync("Afsenderen er mærket.");
        await Desk.InformAsync(thomas, Case, "Helle Stormgaard", informed: true, "Talt med hende 17. marts.");
        await Desk.InformAsync(thomas, Case, "Keld Prøvesen", informed: true, "Brev 25. januar.");
        await thomas.OpenAsync($"/sager/{Case}/luk");
        await thomas.SelectAsync("Hvordan endte det?", "det er stoppet");
        await thomas.WriteAsync("Hvorfor slutter sagen nu?", "Opslaget er væk, og der er ro.");
        await thomas.WriteAsync("Hvad har I lært?", "Ring, før et afslag sendes.");
        await thomas.PressAsync("Luk sagen");
        await thomas.SeeAsync("Lukket");
    }

    private static async Task RepeatAsync(Scene scene)
    {
        // Another case of the same sender, so that there is something to see.
        scene.At(3, 20, 8, 0);
        var told = (await ReportIncident.HandleAsync(scene.Town.Town, scene.Town["sagsb1"], new Incident(
            Guid.CreateVersion7(), null, "Han skriver igen.", ["message"], "citizen", "keld prøvesen", null, null, null, scene.Town.Town.Now.AddHours(-2), false, false), TestContext.Current.CancellationToken)).Value;
        (await Repeats.MarkAsync(scene.Town.Town, scene.Town["leder3"], told.Id, TestContext.Current.CancellationToken)).IsOk.ShouldBeTrue();
        var henrik = await scene.StaffAsync("aml1");
        await henrik.OpenAsync("/arbejdsplads/gentagelser");
        await henrik.SeeAsync("Samme afsender: 1 tidligere hændelse, senest i 2027");
        (await henrik.Page.ContentAsync()).ShouldNotContain("Prøvesen", Shouldly.Case.Insensitive);
        await henrik.WriteAsync("Hvorfor åbner du navnet?", "Fælles samtale med borgeren.");
        await henrik.PressAsync("Åbn navnet");
        await henrik.SeeAsync("Keld Prøvesen");
        await henrik.LookAsync("arbejdsplads-gentagelser");
    }

    // The end state of the journey, line by line.
    private static async Task EndStateAsync(Scene scene)
    {
        var cancel = TestContext.Current.CancellationToken;
        var closed = await scene.CaseAsync("leder3", Case);
        (closed.State, closed.ClosedAt).ShouldBe(("closed", Danish.At(3, 18, 9, 0)));
        var police = closed.Clocks.Single(clock => clock.Rule.Id == "A-01");
        (police.State, police.SettledAt, police.DueAt, police.Missed).ShouldBe(("met", Danish.At(1, 21, 13, 5), Danish.At(1, 22, 16, 30), false));
        var accident = closed.Clocks.Single(clock => clock.Rule.Id == "A-06");
        (accident.State, accident.SettledAt, accident.DueOn).ShouldBe(("met", Danish.At(1, 28, 10, 0), new DateOnly(2027, 2, 4)));
        var contact = closed.Clocks.Single(clock => clock.Rule.Id == "GOAL-LEADER-CONTACT");
        (contact.SettledAt, contact.Missed).ShouldBe((Danish.At(1, 20, 8, 31), false), "23 minutes after it was told; goal: two working hours");
        var decision = closed.Clocks.Single(clock => clock.Rule.Id == "GOAL-POLICE-DECISION");
        (decision.SettledAt!.Value - Danish.At(1, 19, 16, 30)).ShouldBe(new TimeSpan(42, 35, 0), "goal: 48 hours");
        (police.SettledAt!.Value - Danish.At(1, 19, 16, 30)).ShouldBe(new TimeSpan(44, 35, 0));
        (police.DueAt!.Value - police.SettledAt.Value).ShouldBe(new TimeSpan(27, 25, 0), "in reserve");
        closed.Clocks.Where(clock => clock.Rule.Id.StartsWith("GOAL-TALK", StringComparison.Ordinal)).Select(clock => clock.State).ShouldBe(["met", "met", "met"]);

        var item = closed.Items.ShouldHaveSingleItem();
        item.Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(AnonymousReport.Screenshot("x.png", 40_000).Buffer)));
        (item.Meta.PostedAt, item.Meta.ObservedAt).ShouldBe((Danish.At(1, 19, 16, 30), Danish.At(1, 20, 9, 12)));

        var file = await WorkplaceFile.ReadAsync(scene.Town.Town, scene.Town["leder3"], closed.Id, cancel);
        (file.Consent!.Answer, file.Consent.AnsweredAt).ShouldBe(("yes", Danish.At(1, 21, 11, 5)));
        (file.Police!.SentAt, file.Police.Reference).ShouldBe((Danish.At(1, 21, 13, 5), "PRØVE-77310"));
        file.Of("legal").ShouldHaveSingleItem().DoneByName.ShouldBe("Palle Sindholt");
        file.Of("own-check").ShouldHaveSingleItem().DoneByName.ShouldBe("Inge Bisgård");
        file.Of("own-check").Single().DoneBy.ShouldNotBe(scene.Town["leder3"].Account);
        var debrief = file.Of("debrief").ShouldHaveSingleItem();
        (debrief.Minutes, debrief.Text).ShouldBe((40, null));
        file.Talks.Select(talk => talk.PlannedOn).ShouldBe([new DateOnly(2027, 1, 27), new DateOnly(2027, 2, 10), new DateOnly(2027, 3, 17)]);
        var measure = file.Measures.ShouldHaveSingleItem();
        (measure.State, measure.UntilOn, measure.LetterAt).ShouldBe(("in-force", new DateOnly(2027, 4, 22), Danish.At(1, 25, 10, 0)));

        var content = (await CaseRemoval.ListAsync(scene.Town.Town, scene.Town["leder3"], closed.Id, cancel)).ShouldHaveSingleItem();
        (content.Step("author")!.State, content.Step("author")!.Body.Skipped, content.Step("author")!.SettledBy).ShouldBe(("skipped", "Trussel", "Thomas Kvistrup"));
        (content.Step("platform")!.Answer, content.Minutes).ShouldBe(("removed", 1345));

        (await MedFigures.OfUnitAsync(scene.Town.Town, scene.Town["amr1"], scene.Town.Ydelse.Id, cancel)).Value.ShouldHaveSingleItem().ShouldBe(new MedEvent(new DateOnly(2027, 1, 1), "post", true));
        (await scene.ReadAsync<long>("select count(*) from repeat_search")).ShouldBe(1);
        scene.Clock.SetDanish(2027, 4, 23, 0, 1);
        (await WorkplaceFile.ReadAsync(scene.Town.Town, scene.Town["leder3"], closed.Id, cancel)).Measures.Single().State.ShouldBe("over", "it ends by itself");
    }
}
