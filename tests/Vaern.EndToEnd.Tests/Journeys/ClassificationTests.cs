using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>What a matter may be covered by: asked before a case is opened and within the public report, on a phone and without script.</summary>
public sealed class ClassificationTests(TestBrowser browser)
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_leader_answers_five_questions_opens_the_case_and_starts_the_clock_that_fits(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(1, 12, 9, 0);
        var kirsten = await scene.VisitorAsync();
        await Desk.SignInAsync(kirsten, "leder1");
        await kirsten.OpenAsync("/sager/ny");
        await kirsten.FollowAsync("Besvar fem spørgsmål");
        foreach (var (question, answer) in new[]
        {
            ("Er nogen i fare lige nu?", "Nej"), ("Hvem går det ud over?", "En under 15 år"), ("Hvad er der sket?", "Drillerier, mobning"),
            ("Hvor gammel er den, der måske har gjort det?", "0–14 år"), ("Hvilken relation er der mellem dem?", "Elev og elev"),
        })
        {
            await kirsten.SeeHeadingAsync(question);
            await kirsten.LookAsync("klassificering-" + question.Split(' ')[1].TrimEnd('?'));
            await kirsten.ChooseAsync(answer);
            await kirsten.PressAsync("Næste");
        }

        await kirsten.SeeAsync("Det kan være mobning eller noget lignende efter undervisningsmiljøloven");
        await kirsten.LookAsync("klassificering-udfald");
        await kirsten.FollowAsync("Fortsæt til at oprette sagen");
        await kirsten.LookAsync("sag-ny-klassificeret");
        await kirsten.WriteAsync("Hvad handler det om?", "Mobning i gruppechat, 8.B");
        await kirsten.WriteAsync("Hvorfor oprettes sagen?", "En forælder ringede.");
        await kirsten.PressAsync("Opret sag");
        var number = kirsten.At.Split('/')[^1];

        var opened = await scene.CaseAsync("leder1", number);
        opened.Classification.ShouldNotBeNull().Result.Outcome.ShouldBe("bullying-minor");
        opened.Clocks.ShouldBeEmpty("a clock was started that nobody asked for");
        await kirsten.OpenAsync($"/sager/{number}/klassificering");
        await kirsten.LookAsync("klassificering-i-sagen");
        await kirsten.PressAsync("Start fristen: Handlingsplan");
        (await scene.CaseAsync("leder1", number)).Clocks.ShouldHaveSingleItem().Rule.Id.ShouldBe("B-03");
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_pupil_is_told_what_to_do_now_and_writes_on(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(1, 11, 20, 17);
        var pupil = await scene.VisitorAsync();
        await pupil.OpenAsync("/?enhed=TANG-4172");
        await pupil.FollowAsync("Jeg er barn eller ung");
        await pupil.ChooseAsync("Nej");
        await pupil.PressAsync("Næste");
        await pupil.PressAsync("Begynd");
        await pupil.ChooseAsync("Mig");
        await pupil.PressAsync("Næste");
        await pupil.ChooseAsync("Nogen mobber");
        await pupil.PressAsync("Næste");
        await pupil.WriteAsync("Hvad er der sket?", "De griner af mig.");
        await pupil.PressAsync("Svar på to korte spørgsmål");
        await pupil.SeeHeadingAsync("Hvor gammel er du?");
        await pupil.LookAsync("anmeld-hjaelp-alder");
        await pupil.ChooseAsync("Under 15");
        await pupil.PressAsync("Næste");
        await pupil.LookAsync("anmeld-hjaelp-relation");
        await pupil.ChooseAsync("En fra skolen");
        await pupil.PressAsync("Næste");
        await pupil.SeeHeadingAsync("Det kan du gøre nu");
        await pupil.LookAsync("anmeld-hjaelp");
        pupil.At.ShouldBe("/anmeld/hjaelp", "the address tells nothing of what was answered");
        await pupil.PressAsync("Skriv videre");
        (await pupil.Field("Hvad er der sket?").InputValueAsync()).ShouldBe("De griner af mig.");
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Duties_are_read_by_a_leader_and_by_anybody(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(1, 12, 9, 0);
        var anybody = await scene.VisitorAsync();
        await anybody.OpenAsync("/pligter");
        await anybody.LookAsync("pligter");
        await anybody.FollowAsync("Folkeskole");
        await anybody.SeeAsync("Handlingsplan inden 10 arbejdsdage");
        await anybody.LookAsync("pligter-folkeskole");
        await anybody.OpenAsync("/raad/om/threat/barn");
        await anybody.LookAsync("raad-trussel-barn");
        var kirsten = await scene.VisitorAsync();
        await Desk.SignInAsync(kirsten, "leder1");
        await kirsten.OpenAsync("/regler/pligter");
        await kirsten.LookAsync("regler-pligter");
        await kirsten.FollowAsync("Folkeskole");
        await kirsten.SeeAsync("Kun anbefalet – ikke lov");
        await kirsten.LookAsync("regler-pligter-folkeskole");
    }
}
