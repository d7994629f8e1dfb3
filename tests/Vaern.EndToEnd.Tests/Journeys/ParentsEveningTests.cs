using Microsoft.Playwright;
using Vaern.App.Learning.Parents;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J8: a teacher prepares an evening, parents guess, try and answer, take lessons at home, and a mother asks a human.</summary>
public sealed class ParentsEveningTests(TestBrowser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task A_calm_evening_with_true_figures_and_nothing_kept_of_anybody(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await LearningPeople.JoinAsync(scene.Town);
        await LearningPeople.SkipAsync(scene.Town, "E", 2027, 5);
        scene.Clock.SetDanish(2027, 2, 26, 10);
        var lone = await scene.StaffAsync("tryg1");
        await lone.OpenAsync("/foraeldremoede/tal");
        await lone.SelectAsync("Klasse", "6. klasse");
        await lone.SelectAsync("Spørgsmål", "Har delt et billede uden lov");
        await lone.WriteAsync("Hvor mange sagde ja?", "19");
        await lone.WriteAsync("Hvor mange svarede?", "214");
        await lone.WriteAsync("Kilde", "Trivselsspørgsmål, januar 2027");
        await lone.WriteAsync("Målt den", "2027-01-15");
        await lone.WriteAsync("Vises til", "2027-12-31");
        await lone.LookAsync("foraeldremoede-tal");
        await lone.PressAsync("Gem tallet");
        await lone.SeeAsync("Tallet er gemt");

        scene.Clock.SetDanish(2027, 3, 1, 15);
        var jonas = await scene.StaffAsync("laerer2");
        await jonas.OpenAsync("/foraeldremoede");
        await jonas.SelectAsync("Klasse", "6. klasse");
        await jonas.ChooseAsync("45 minutter");
        await jonas.LookAsync("foraeldremoede");
        await jonas.PressAsync("Vis materialet");
        jonas.At.ShouldBe("/foraeldremoede/6?minutter=45");
        await jonas.SeeAsync("FM-6, version 3");
        await jonas.LookAsync("foraeldremoede-materiale");
        await jonas.SelectAsync("Vis tal for", "klassen");
        await jonas.PressAsync("Vis");
        await jonas.SeeAsync("For få svar til at vise klassen.");
        await jonas.SeeAsync("Her er kommunen (n = 214).");
        (await jonas.Page.Locator("#beskedtekst").InputValueAsync()).ShouldContain("/raad/6-klasse/foraelder");
        await FilesAsync(jonas);
        await jonas.OpenAsync("/foraeldremoede/6/slides?minutter=45");
        await jonas.LookAsync("foraeldremoede-slides");
        await jonas.OpenAsync("/foraeldremoede/6?minutter=45");
        await jonas.WriteAsync("Dag", "2027-03-02");
        await jonas.WriteAsync("Antal familier", "24");
        await jonas.PressAsync("Planlæg");
        jonas.At.ShouldBe("/foraeldremoede/aften/E-2027-006");
        await jonas.LookAsync("foraeldremoede-aften");
        var code = await scene.ReadAsync<string>("select pulse_code from parent_meeting");

        scene.Clock.SetDanish(2027, 3, 2, 19, 5);
        var parent = await scene.VisitorAsync();
        for (var n = 0; n < 19; n++)
        {
            await AnswerAsync(parent, code, "foer", n < 8, n == 0 ? "puls" : null);
        }

        scene.Clock.SetDanish(2027, 3, 2, 19, 44);
        for (var n = 0; n < 17; n++)
        {
            await AnswerAsync(parent, code, "efter", n < 12, null);
        }

        scene.Clock.SetDanish(2027, 3, 2, 20, 30);
        await parent.OpenAsync("/raad/6-klasse/foraelder");
        await parent.SeeAsync("9 % i 6. klasse");
        await parent.SeeAsync("Mit barn er den, der har delt");
        await parent.LookAsync("raad-6-klasse");
        (await parent.Context.CookiesAsync()).ShouldBeEmpty("no cookie was set");
        parent.AskedElsewhere.ShouldBeEmpty();
        await LessonsAsync(parent);

        scene.Clock.SetDanish(2027, 3, 3, 8);
        jonas = await scene.StaffAsync("laerer2");
        await jonas.OpenAsync("/foraeldremoede/aften/E-2027-006");
        await jonas.SeeAsync("42 % (8 af 19)");
        await jonas.SeeAsync("71 % (12 af 17)");
        await jonas.SeeAsync("åbnet 22, gennemført 17");
        await jonas.LookAsync("foraeldremoede-bagefter");

        scene.Clock.SetDanish(2027, 3, 3, 20, 10);
        var mother = await scene.VisitorAsync();
        await mother.OpenAsync("/raad/6-klasse/foraelder");
        await mother.FollowAsync("Spørg et menneske");
        await mother.SeeAsync("senest i morgen kl. 20.10");
        await mother.WriteAsync("Hvad vil du spørge om?", "Oscar Prøvesen sender grimme film til min søn. Hvad gør jeg?");
        await mother.PressAsync("Send spørgsmålet");
        await mother.SeeAsync("Noget ligner et navn");
        await mother.LookAsync("spoerg-navn");
        await mother.PressAsync("Dæk det, og send");
        await mother.SeeAsync("Dit spørgsmål er modtaget");
        await mother.LookAsync("spoerg-modtaget");
        (await mother.Context.CookiesAsync()).ShouldBeEmpty("asking takes no cookie either");
        var words = string.Join(' ', await mother.Page.Locator(".v-words li").AllInnerTextsAsync());
        var number = await scene.ReadAsync<string>("select number from report");

        scene.Clock.SetDanish(2027, 3, 4, 11, 30);
        lone = await scene.StaffAsync("tryg1");
        await lone.OpenAsync($"/henvendelser/{number}");
        (await lone.Page.ContentAsync()).ShouldNotContain("Prøvesen");
        await Desk.ReplyAsync(lone, number, "Sig tak, fordi han fortæller det. Bed ikke om at se filmen, og kontakt skolen i morgen.");
        await mother.OpenAsync("/svar");
        await mother.WriteAsync("Skriv dine seks ord", words);
        await mother.PressAsync("Åbn");
        await mother.SeeAsync("Bed ikke om at se filmen");

        // The end state.
        var (meeting, pulse, lessons) = (await ParentMeetings.OneAsync(scene.Town.Town, scene.Town["laerer2"], "E-2027-006", Cancel)).Value;
        (meeting.KitVersion, meeting.HeldOn, meeting.Invited).ShouldBe((3, new DateOnly(2027, 3, 2), 24));
        pulse.ShouldBe([new PulseResult("before", 8, 19, true), new PulseResult("after", 12, 17, true)]);
        lessons.ShouldBe([new LessonCount("1-tre-saetninger", 22, 17)]);
        (await scene.ReadAsync<long>("select count(*) from pulse_count")).ShouldBe(2, "no row a person or a device");
        (await scene.ReadAsync<long>("select count(*) from lesson_count")).ShouldBeLessThanOrEqualTo(4);
        (await scene.ReadAsync<long>("select count(*) from report where answered_at = '2027-03-04 10:30+00' and answered_at < reply_by")).ShouldBe(1);
        scene.Web.Log.Text.ShouldNotContain("Prøvesen");
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task What_can_go_wrong_in_a_parents_question(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var parent = await scene.VisitorAsync();
        await parent.OpenAsync("/foraeldre");
        await parent.LookAsync("foraeldre");
        await parent.OpenAsync("/foraeldre/spoerg");
        await parent.WriteAsync("Hvad vil du spørge om?", "Findes der en app, der kan se alt, hvad hun skriver?");
        await parent.PressAsync("Send spørgsmålet");
        await parent.SeeAsync("Læs, hvad der virker i stedet");
        await parent.LookAsync("spoerg-overvaagning");
        await parent.WriteAsync("Hvad vil du spørge om?", "Hendes papfar slår hende, siger hun.");
        await parent.PressAsync("Send spørgsmålet");
        await parent.SeeAsync("Er et barn i fare?");
        await parent.LookAsync("spoerg-fare");
        (await scene.ReadAsync<long>("select count(*) from report")).ShouldBe(0, "it is told before it is sent");
        await parent.PressAsync("Send spørgsmålet");
        await parent.SeeAsync("Dit spørgsmål er modtaget");
        foreach (var page in new[] { "/lektion/1-tre-saetninger", "/lektion/1-tre-saetninger/ar", "/en/lektion/2-billeder-uden-lov", "/viden/elev/billeder", "/viden/foraelder/overvaagning" })
        {
            await parent.OpenAsync(page);
            await parent.LookAsync("side" + page.Replace('/', '-'));
        }
    }

    private static async Task AnswerAsync(Visitor parent, string code, string phase, bool yes, string? look)
    {
        await parent.OpenAsync($"/puls/{code}/{phase}");
        if (look is not null)
        {
            await parent.LookAsync(look);
        }

        await parent.ChooseAsync(yes ? "Ja" : "Nej, eller ikke helt");
        await parent.PressAsync("Send svaret");
        await parent.SeeAsync("Tak for svaret");
    }

    // 22 open the first lesson, in four languages, and 17 finish it.
    private static async Task LessonsAsync(Visitor parent)
    {
        string[] addresses = ["/lektion/1-tre-saetninger", "/en/lektion/1-tre-saetninger", "/lektion/1-tre-saetninger/ar", "/lektion/1-tre-saetninger/uk"];
        for (var n = 0; n < 22; n++)
        {
            await parent.OpenAsync(addresses[n % addresses.Length]);
            if (n < addresses.Length)
            {
                await parent.LookAsync("lektion-" + n);
            }

            if (n >= 5)
            {
                await parent.GoAsync(() => parent.Page.Locator("main form button, form .v-button").First.ClickAsync());
            }
        }
    }

    // Fetched on Monday, for a school without a network: the same content under the same version number.
    private static async Task FilesAsync(Visitor jonas)
    {
        var text = await jonas.Context.APIRequest.GetAsync("/foraeldremoede/6/fil/txt?minutter=45");
        text.Status.ShouldBe(200);
        var body = await text.TextAsync();
        body.ShouldContain("version 3");
        body.ShouldContain("Hvordan er der i jeres chat for tiden?");
        body.ShouldContain("9 % i 6. klasse");
        foreach (var format in new[] { "pdf", "docx" })
        {
            (await jonas.Context.APIRequest.GetAsync($"/foraeldremoede/6/fil/{format}?minutter=45")).Status.ShouldBe(200, format);
        }
    }
}
