using Microsoft.Playwright;
using Vaern.App.Cases;
using Vaern.App.Learning.KeyPersons;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.CrossChecks;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J9: a school leader renews the anti-bullying strategy, from the reminder to the public page; what can go wrong goes wrong on the way.</summary>
public sealed class StrategyRenewedTests(TestBrowser browser)
{
    private const string Definition = "Digital mobning er, når nogen igen og igen bliver gjort til grin i chat, spil eller på billeder, og det er svært selv at stoppe det.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_strategy_is_reviewed_written_heard_decided_on_and_published(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(3, 15, 9, 0);
        await PrepareAsync(scene);
        var jensOle = await scene.StaffAsync("leder2");

        await ReviewAsync(scene, jensOle);
        await WriteAsync(scene, jensOle);
        await TwoAtOnceAsync(scene, jensOle);
        await KeyPersonsAsync(scene, jensOle);
        var draftReady = scene.Clock.GetUtcNow();
        await HearAsync(scene, jensOle);
        await DecideAsync(scene);
        await PublishAsync(scene);
        await PractiseAsync(scene);
        await MereteSeesAsync(scene);
        await LaterAsync(scene);

        (draftReady - Danish.At(3, 15, 9, 0)).ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(90), "goal: a complete draft in 90 minutes of the journey's clock");
        var leader = scene.Town["leder2"];
        var fyrlund = scene.Town.Fyrlund.Id;
        var plan = (await UnitPlans.ReadAsync(scene.Town.Town, leader, fyrlund, "strategy", Cancel)).Value;
        var inForce = plan.InForce.ShouldNotBeNull();
        (inForce.Number, inForce.PublishedAt, inForce.BodyDecided, inForce.DecidedOn, inForce.Digital).ShouldBe((2, Danish.At(3, 23, 8, 0), "board", new DateOnly(2027, 3, 22), true));
        inForce.NextReview.ShouldBe(new DateOnly(2028, 3, 23));
        plan.InForceText!.Chapter("definition")["digital"].ShouldBe(Definition);
        var review = (await SelfReviews.ReadAsync(scene.Town.Town, leader, fyrlund, Cancel)).Value.ShouldNotBeNull();
        review.Answers.Count.ShouldBe(20);
        var actions = (await UnitActions.ListAsync(scene.Town.Town, leader, fyrlund, Cancel)).Value.Where(action => action.Source == "review").ToArray();
        actions.Length.ShouldBe(6);
        actions.ShouldAllBe(action => action.Words.Owner.Length > 0 && action.DueOn > new DateOnly(2027, 3, 15));
        (await UnitActions.ListAsync(scene.Town.Town, leader, fyrlund, Cancel)).Value.Count(action => action.Source == "drill" && action.DoneAt is null).ShouldBe(2);
        var people = (await KeyPersonRegister.ListAsync(scene.Town.Town, leader, fyrlund, Cancel)).Value;
        people.Select(person => (person.From, person.Words.Deputy is not null)).ShouldBe([(new DateOnly(2027, 3, 23), true), (new DateOnly(2027, 3, 23), true)]);
        await Privacy.CheckAsync(scene, [], ["Prøvesen", Definition]);
    }

    // The old strategy, and a deputy who writes with him.
    private static async Task PrepareAsync(Scene scene)
    {
        await using (var work = await scene.Town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync("insert into membership (account_id, unit_id, role) values (@ulla, @fyrlund, 'key_person')", new { ulla = scene.Town["nogle2"].Account.Value, fyrlund = scene.Town.Fyrlund.Id.Value }, Cancel);
            await work.CommitAsync(Cancel);
        }

        (await UnitPlans.RegisterEarlierAsync(scene.Town.Town, scene.Town["leder2"], scene.Town.Fyrlund.Id, "strategy", new DateOnly(2024, 3, 1), false, Cancel)).IsOk.ShouldBeTrue();
    }

    private static async Task ReviewAsync(Scene scene, Visitor leader)
    {
        await leader.OpenAsync("/planer");
        await leader.SeeAsync("uden en digital del");
        await leader.LookAsync("planer");
        await leader.FollowAsync("Selvevaluering");
        await leader.LookAsync("selvevaluering-tom");
        await leader.PressAsync("Begynd");
        scene.At(3, 15, 9, 2);
        // The first through the page like all others, one with a refusal, six with a next step; the rest by the handler the page calls.
        await leader.OpenAsync($"{Unit(scene)}/selvevaluering/digitalt");
        await leader.WriteAsync("Skriv det med én sætning", "Vi har en plan, men den siger ikke noget om billeder.");
        await leader.PressAsync("Gem svaret");
        await leader.SeeAsync("Vælg det niveau, der ligner jer mest.");
        await leader.ChooseAsync("2. Vi har en plan, men ikke for det digitale.");
        await leader.PressAsync("Gem svaret");
        scene.At(3, 15, 9, 25);
        await leader.SeeAsync("Skriv, hvordan I stopper spredning, og hvad I gør med billeder.");
        await leader.LookAsync("selvevaluering-spoergsmaal");
        await leader.WriteAsync("Hvem gør det?", "Nøglepersonen");
        await leader.WriteAsync("Hvornår er det gjort?", "2027-04-30");
        await leader.PressAsync("Skriv det på listen");
        await leader.SeeAsync("Det står på listen.");
        scene.At(3, 15, 9, 40);
        var (town, me, fyrlund) = (scene.Town.Town, scene.Town["leder2"], scene.Town.Fyrlund.Id);
        foreach (var (aspect, index) in ReviewQuestions.Current.Aspects.Where(one => one.Key != "digitalt").Select((one, index) => (one, index)))
        {
            (await SelfReviews.AnswerAsync(town, me, fyrlund, aspect.Key, index % 4 + 1, new ReviewWords("Sådan er det hos os.", null), 0, Cancel)).IsOk.ShouldBeTrue();
            if (index < 5)
            {
                (await UnitActions.AddAsync(town, me, fyrlund, Guid.CreateVersion7(), "review", aspect.Key, new ActionWords(aspect.Steps[index % 4].Da, "Lederen"), new DateOnly(2027, 5, 1), Cancel)).IsOk.ShouldBeTrue();
            }
        }

        await leader.OpenAsync($"{Unit(scene)}/selvevaluering");
        await leader.PressAsync("Afslut selvevalueringen");
        await leader.LookAsync("selvevaluering");
    }

    private static async Task WriteAsync(Scene scene, Visitor leader)
    {
        scene.At(3, 15, 9, 45);
        await leader.OpenAsync($"{Unit(scene)}/strategi");
        await leader.LookAsync("strategi-tom");
        await leader.PressAsync("Begynd den første udgave");
        await leader.SeeAsync("Udgave 1");
        foreach (var chapter in PlanTemplate.Find("strategy")!.Chapters)
        {
            await leader.OpenAsync($"{Unit(scene)}/strategi/kapitel/{chapter.Key}");
            foreach (var question in chapter.Questions.Where(question => question.Key != "digital"))
            {
                await leader.WriteAsync(question.Title.Da, $"Sådan gør vi på Tanghøj: {question.Key}.".Replace(" på Tanghøj", question.Key is "hverdagen" or "tegn" or "straks" ? " på Tanghøj" : "", StringComparison.Ordinal));
            }

            await leader.PressAsync("Gem kapitlet");
        }

        // Without a definition it goes nowhere, and nothing typed is lost.
        scene.At(3, 15, 10, 4);
        await leader.LookAsync("strategi-kladde");
        await leader.PressAsync("Giv videre til skolebestyrelsen");
        await leader.SeeAsync("Strategien skal handle om digital mobning. Skriv definitionen – eller gem som kladde.");
        await leader.LookAsync("strategi-mangler");
        scene.At(3, 15, 10, 5);
        await leader.OpenAsync($"{Unit(scene)}/strategi/kapitel/definition");
        await leader.LookAsync("strategi-kapitel");
        await leader.WriteAsync("Hvad er digital mobning hos os?", Definition);
        await leader.PressAsync("Gem kapitlet");
        await leader.OpenAsync($"{Unit(scene)}/strategi");
        await leader.SeeAsync("Der står »Tanghøj« 3 steder.");
    }

    private static async Task TwoAtOnceAsync(Scene scene, Visitor leader)
    {
        scene.At(3, 15, 10, 6);
        var ulla = await scene.StaffAsync("nogle2");
        await leader.OpenAsync($"{Unit(scene)}/strategi/kapitel/roller");
        await ulla.OpenAsync($"{Unit(scene)}/strategi/kapitel/roller");
        await ulla.WriteAsync("Hvem gør hvad?", "Leder, nøgleperson og stedfortræder.");
        await ulla.PressAsync("Gem kapitlet");
        scene.At(3, 15, 10, 8);
        await leader.WriteAsync("Hvem gør hvad?", "Lederen konstaterer.");
        await leader.PressAsync("Gem kapitlet");
        await leader.SeeAsync("Ulla Brink har ændret kapitlet");
        await leader.SeeAsync("Leder, nøgleperson og stedfortræder.");
        await leader.LookAsync("strategi-to-paa-en-gang");
        await leader.WriteAsync("Hvem gør hvad?", "Leder, nøgleperson og stedfortræder. Lederen konstaterer.");
        await leader.PressAsync("Gem kapitlet");
        foreach (var (chapter, question) in new[] { ("forebyggelse", "Hvad gør vi i hverdagen?"), ("opdagelse", "Hvilke tegn holder de voksne øje med?"), ("haandtering", "Hvad sker der med det samme?") })
        {
            await leader.OpenAsync($"{Unit(scene)}/strategi/kapitel/{chapter}");
            await leader.WriteAsync(question, "Sådan gør vi på Fyrlund.");
            await leader.PressAsync("Gem kapitlet");
        }
    }

    private static async Task KeyPersonsAsync(Scene scene, Visitor leader)
    {
        scene.At(3, 15, 10, 12);
        foreach (var (name, deputy, area) in new[] { ("Ulla Brink", "Jens-Ole Krathus", "indskoling"), ("Jonas Havrelund", "Ulla Brink", "udskoling") })
        {
            await leader.OpenAsync($"{Unit(scene)}/noeglepersoner");
            await leader.WriteAsync("Navn", name);
            await leader.WriteAsync("Stedfortræderens navn", deputy);
            await leader.WriteAsync("Område", area);
            await leader.WriteAsync("Fra hvilken dag?", "2027-03-23");
            await leader.PressAsync("Skriv ind");
            await leader.SeeAsync("Nøglepersonen er skrevet ind.");
        }

        await leader.LookAsync("noeglepersoner");
        scene.At(3, 15, 10, 22);
        await leader.OpenAsync($"{Unit(scene)}/strategi");
        await leader.LookAsync("strategi-faerdig-kladde");
    }

    private static async Task HearAsync(Scene scene, Visitor leader)
    {
        await leader.OpenAsync($"{Unit(scene)}/strategi/hoering");
        await leader.WriteAsync("Åbent til og med", "2027-03-19");
        await leader.PressAsync("Lav linket");
        var link = new Uri(await leader.Page.Locator("main a[href^='/hoering/']").GetAttributeAsync("href") ?? "", UriKind.Relative).OriginalString;
        scene.At(3, 16, 12, 0);
        var pupil = await scene.VisitorAsync();
        foreach (var comment in new[] { "Skriv, at vi også selv kan hjælpe.", "Hvem hjælper Karla Prøvesen?", "Det er for langt." })
        {
            await pupil.OpenAsync(link);
            await pupil.WriteAsync("Din kommentar", comment);
            await pupil.PressAsync("Send kommentaren");
            await pupil.SeeAsync("Din kommentar er gemt.");
        }

        await pupil.LookAsync("hoering-tak");
        scene.At(3, 19, 9, 0);
        var back = await scene.StaffAsync("leder2");
        await back.OpenAsync($"{Unit(scene)}/strategi/hoering");
        (await back.Page.Locator("main").InnerTextAsync()).ShouldNotContain("Prøvesen");
        await back.LookAsync("hoering");
        await back.GoAsync(() => back.Button("Teksten er ændret").First.ClickAsync());
        await back.SeeAsync("Svaret på kommentaren er gemt.");
        scene.At(3, 20, 9, 0);
        await pupil.OpenAsync(link);
        await pupil.SeeAsync("Linket virker ikke mere");
        scene.At(3, 19, 9, 20);
        await back.OpenAsync($"{Unit(scene)}/strategi");
        await back.PressAsync("Giv videre til skolebestyrelsen");
        await back.SeeAsync("Teksten står fast nu.");
    }

    private static async Task DecideAsync(Scene scene)
    {
        scene.At(3, 22, 20, 0);
        var leader = await scene.StaffAsync("leder2");
        await leader.OpenAsync($"{Unit(scene)}/strategi");
        await leader.FollowAsync("Skriv beslutningen");
        await leader.LookAsync("strategi-beslutning");
        await leader.ChooseAsync("Godkendt med en ændring");
        await leader.WriteAsync("Hvad sagde de?", "TR skal nævnes under roller.");
        await leader.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Roller" }).CheckAsync();
        await leader.PressAsync("Gem beslutningen");
        await leader.SeeAsync("Udgave 2");
        await leader.SeeAsync("TR skal nævnes under roller.");
        await leader.LookAsync("strategi-aendring");
        await leader.OpenAsync($"{Unit(scene)}/strategi/kapitel/roller");
        await leader.WriteAsync("Hvem gør hvad?", "Leder, nøgleperson, stedfortræder og TR. Lederen konstaterer.");
        await leader.PressAsync("Gem kapitlet");
        await leader.OpenAsync($"{Unit(scene)}/strategi");
        await leader.PressAsync("Ændringen er skrevet");
        await leader.OpenAsync($"{Unit(scene)}/strategi/udgave/2?sammenlign=1");
        (await leader.Page.Locator("main ins").AllInnerTextsAsync()).ShouldContain("TR.");
        await leader.LookAsync("strategi-forskel");
    }

    private static async Task PublishAsync(Scene scene)
    {
        scene.At(3, 23, 8, 0);
        var leader = await scene.StaffAsync("leder2");
        await leader.OpenAsync($"{Unit(scene)}/strategi");
        await leader.PressAsync("Offentliggør");
        await leader.SeeAsync("Næste gennemgang er 23. marts 2028.");
        await leader.LookAsync("strategi-gaelder");
        var anybody = await scene.VisitorAsync();
        await anybody.OpenAsync("/skoler/fyrlund-skole/strategi");
        await anybody.SeeAsync(Definition);
        await anybody.SeeAsync("Ulla Brink (indskoling)");
        await anybody.SeeAsync("Godkendt af skolebestyrelsen 22. marts 2027.");
        await anybody.LookAsync("offentlig-strategi");
        (await anybody.Context.CookiesAsync()).ShouldBeEmpty("a page to read sets no cookie");
    }

    // The exercise «billede», with an invented story: what did not work goes on the school's list.
    private static async Task PractiseAsync(Scene scene)
    {
        scene.At(4, 8, 14, 0);
        var leader = await scene.StaffAsync("leder2");
        await leader.OpenAsync("/oevelser");
        await leader.SelectAsync("Hvilken drejebog?", Playbook.All.Single(book => book.Id == "P-BILLEDE").Title.Da);
        await leader.PressAsync("Begynd øvelsen");
        await leader.SeeAsync("D-2027-");
        await leader.LookAsync("oevelse");
        foreach (var (_, index) in Playbook.All.Single(book => book.Id == "P-BILLEDE").Steps.Select((step, index) => (step, index)))
        {
            await leader.ChooseAsync(index is 3 or 7 ? "Nej, det mangler" : "Ja, vi ved hvem og hvordan");
            await leader.PressAsync("Næste trin");
        }

        scene.At(4, 8, 14, 20);
        await leader.PressAsync("Afslut øvelsen");
        foreach (var what in new[] { "Skriv numrene op ved telefonen", "Aftal, hvem der ringer, når lederen er væk" })
        {
            await leader.WriteAsync("Hvad gør I?", what);
            await leader.WriteAsync("Hvem gør det?", "Nøglepersonen");
            await leader.WriteAsync("Hvornår er det gjort?", "2027-05-01");
            await leader.PressAsync("Skriv det på listen");
            await leader.SeeAsync(what);
        }

        await leader.LookAsync("oevelse-resultat");
    }

    private static async Task MereteSeesAsync(Scene scene)
    {
        scene.At(4, 8, 15, 0);
        var merete = await scene.StaffAsync("chef1");
        await merete.OpenAsync("/planer/status?plan=strategi");
        var row = merete.Page.Locator("tbody tr", new() { HasText = "Fyrlund Skole" });
        (await row.InnerTextAsync()).ShouldSatisfyAllConditions(text => text.ShouldContain("Har"), text => text.ShouldContain("Ja"), text => text.ShouldContain("23. marts 2027"), text => text.ShouldContain("23. marts 2028"));
        await merete.LookAsync("planer-status");
        await merete.OpenAsync("/planer/rustet");
        await merete.SeeAsync("Øvelsen gav 87 af 100.");
        await merete.LookAsync("planer-rustet");
        (await merete.OpenAsync($"{Unit(scene)}/strategi")).Status.ShouldBe(404);
        (await merete.OpenAsync($"{Unit(scene)}/strategi/hoering")).Status.ShouldBe(404);
        (await merete.OpenAsync($"{Unit(scene)}/selvevaluering")).Status.ShouldBe(404);
    }

    // A key person leaves, the review day passes: the public page says both.
    private static async Task LaterAsync(Scene scene)
    {
        scene.At(4, 20, 9, 0);
        await using (var work = await scene.Town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync("update account set disabled_at = @now where id = @ulla", new { now = work.Now, ulla = scene.Town["nogle2"].Account.Value }, Cancel);
            await work.CommitAsync(Cancel);
        }

        var anybody = await scene.VisitorAsync();
        await anybody.OpenAsync("/skoler/fyrlund-skole/strategi");
        await anybody.SeeAsync("Jens-Ole Krathus (indskoling)");
        var leader = await scene.StaffAsync("leder2");
        await leader.OpenAsync($"{Unit(scene)}/rustet");
        await leader.LookAsync("rustet");
        scene.Clock.SetDanish(2028, 3, 24, 9);
        await anybody.OpenAsync("/skoler/fyrlund-skole/strategi");
        await anybody.SeeAsync("Næste gennemgang var 23. marts 2028.");
    }

    private static string Unit(Scene scene) => $"/planer/{scene.Town.Fyrlund.Id.Value}";
}
