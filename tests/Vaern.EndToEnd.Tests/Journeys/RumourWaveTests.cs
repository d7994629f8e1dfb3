using Vaern.App.Preparedness;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J6: a rumour wave after a stabbing, from the third alike tip to the new version of the card.</summary>
public sealed class RumourWaveTests(TestBrowser browser)
{
    private const string Number = "I-2027-003";
    private const string Room = "/beredskab/" + Number;

    // After the first three: eight alike, one apart that belongs, one that does not, and one by telephone makes fourteen.
    private static readonly (int Hour, int Minute, string Text)[] Later =
    [
        (22, 43, "angreb på tanghøj skole på mandag siger de andre"), (22, 47, "Storm Prøvesen skriver at der kommer et angreb på Tanghøj Skole på mandag"), (22, 50, "der er angreb på Tanghøj Skole mandag, passer det?"),
        (22, 54, "Er der angreb på Tanghøj Skole på mandag"), (22, 57, "angreb på Tanghøj Skole mandag?"), (23, 0, "jeg læser at et angreb rammer tanghøj skole mandag"), (23, 3, "passer det med angrebet på tanghøj skole på mandag"),
        (23, 5, "Der kommer angreb på Tanghøj Skole mandag morgen"), (23, 8, "Folk er bange for at sende børn afsted efter weekenden"), (23, 10, "Parkeringen ved Havneplads er et rod"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task A_rumour_wave_ends_with_one_calm_answer_a_decision_trail_and_a_better_card(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var people = await PreparednessPeople.JoinAsync(scene.Town);
        var words = await ThreeAlikeAsync(scene, people);
        await OpenAsync(scene);
        await TheOthersAsync(scene, people);
        await PoliceAndLineAsync(scene);
        await AnswerAsync(scene, words);
        await TalkCardAsync(scene);
        await OwnPageAsync(scene);
        await EndAsync(scene);
        await ReachedAsync(scene);
    }

    private static async Task<string> ThreeAlikeAsync(Scene scene, PreparednessPeople people)
    {
        scene.At(2, 6, 22, 31);
        var anybody = await scene.VisitorAsync();
        await anybody.OpenAsync("/tip");
        await anybody.LookAsync("rygte");
        await anybody.WriteAsync("Hvad har du hørt eller set?", "Der kommer et angreb på Tanghøj Skole på mandag");
        await anybody.ChooseAsync("Nej");
        await anybody.PressAsync("Send");
        await anybody.SeeAsync("Vi svarer i aften");
        await anybody.LookAsync("rygte-modtaget");
        var words = string.Join(' ', await anybody.Page.Locator(".v-words li").AllTextContentsAsync());
        scene.At(2, 6, 22, 33);
        await people.TipAsync("jeg har hørt der sker et angreb på tanghøj skole mandag");
        scene.At(2, 6, 22, 35);
        await people.TipAsync("Er det rigtigt at der er angreb på Tanghøj skole på mandag?");
        var nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync("/beredskab");
        await nanna.SeeAsync("3 ens på kort tid");
        await nanna.SeeAsync("De deler ordene");
        await nanna.LookAsync("beredskab-alarm");
        return words;
    }

    private static async Task OpenAsync(Scene scene)
    {
        scene.At(2, 6, 22, 40);
        var nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync("/beredskab");
        await nanna.WriteAsync("Hvad handler det om?", "Angreb på skole mandag");
        await nanna.PressAsync("Ja, det er én sag");
        await nanna.SeeAsync($"{Number} er oprettet.");
        scene.At(2, 6, 22, 48);
        await nanna.FollowAsync("Vurder sagen");
        await nanna.Page.Locator("label[for^='Reach']").Filter(new() { HasText = "3 –" }).ClickAsync();
        await nanna.Page.Locator("label[for^='Harm']").Filter(new() { HasText = "4 –" }).ClickAsync();
        await nanna.ChooseAsync("Ja");
        await nanna.PressAsync("Vis forslag");
        await nanna.SeeAsync("Kriterierne foreslår: 3 Rum");
        await nanna.LookAsync("beredskab-vurder");
        await nanna.ChooseAsync("3 Rum");
        await nanna.WriteAsync("Hvorfor?", "Mange børn er bange, og det handler om vores skole.");
        await nanna.PressAsync("Gem vurderingen");
        scene.At(2, 6, 22, 52);
        await nanna.SelectAsync("Din rolle", "Vagthavende");
        await nanna.PressAsync("Gå ind");
        await nanna.SeeAsync("Rummet er åbnet. Rolle: Vagthavende.");
        await nanna.SeeAsync("P-RYGTE, Udgave 4");
        await nanna.LookAsync("beredskab-rum");
        foreach (var (login, role) in new[] { ("kom1", "Kommunikation"), ("dir1", "Beslutter") })
        {
            var other = await scene.StaffAsync(login);
            await other.OpenAsync(Room);
            await other.SelectAsync("Din rolle", role);
            await other.PressAsync("Gå ind");
            await other.SeeAsync($"Gået ind i rummet. Rolle: {role}.");
        }
    }

    private static async Task TheOthersAsync(Scene scene, PreparednessPeople people)
    {
        foreach (var (hour, minute, text) in Later)
        {
            scene.At(2, 6, hour, minute);
            await people.TipAsync(text);
        }

        scene.At(2, 6, 23, 11);
        var signe = await scene.StaffAsync("laerer1");
        await signe.OpenAsync("/rygter");
        await signe.WriteAsync("Hvad har du hørt eller set?", "En mor ringer: er der angreb på Tanghøj Skole på mandag");
        await signe.ChooseAsync("Nej");
        await signe.ChooseAsync("Nogen ringede til mig");
        await signe.PressAsync("Send");
        await signe.LookAsync("rygter-medarbejder");

        var nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync(Room);
        await nanna.SeeAsync("Har skrevet om det: 12");
        await nanna.OpenAsync("/beredskab");
        await nanna.Page.Locator(".v-tiplist li").Filter(new() { HasText = "Folk er bange" }).GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await nanna.SelectAsync("Læg det i", $"{Number} Angreb på skole mandag");
        await nanna.LookAsync("beredskab-rygte");
        await nanna.PressAsync("Læg i sagen");
        await nanna.OpenAsync("/beredskab");
        await nanna.Page.Locator(".v-tiplist li").Filter(new() { HasText = "Parkeringen" }).GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await nanna.WriteAsync("Hvorfor lukkes det?", "parkering – ikke vores opgave");
        await nanna.PressAsync("Luk");
        await nanna.SeeAsync("Lukket, fordi: parkering – ikke vores opgave");
        await nanna.OpenAsync(Room);
        await nanna.SeeAsync("Har skrevet om det: 13");
    }

    private static async Task PoliceAndLineAsync(Scene scene)
    {
        scene.At(2, 6, 23, 20);
        var nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync($"{Room}/politi");
        await nanna.WriteAsync("Hvilket kontor?", "Vagtchefen");
        await nanna.WriteAsync("Det er bekræftet", "De to involverede er kendt. Der er ingen trussel mod nogen skole.");
        await nanna.WriteAsync("Det siger de", "De regner med ro i nat.");
        await nanna.WriteAsync("Det tror vi selv", "Rygtet dør ud, hvis vi svarer i aften.");
        await nanna.LookAsync("beredskab-politi");
        await nanna.PressAsync("Skriv i loggen");
        await nanna.SeeAsync("Kilde: Vagtchefen");

        scene.At(2, 6, 23, 24);
        var rune = await scene.StaffAsync("kom1");
        await rune.OpenAsync($"{Room}/svar");
        await rune.Page.Locator("#Known").FillAsync("Politiet oplyser, at der ikke er en trussel mod nogen skole. Skolerne er åbne mandag.");
        await rune.Page.Locator("#NotKnown").FillAsync("Vi ved ikke, hvor opslaget begyndte.");
        await rune.WriteAsync("Her kan man spørge", "Ring til skolens kontor fra klokken 8.");
        await rune.PressAsync("Gem til godkendelse");
        await rune.SeeAsync("Du har skrevet teksten. En anden skal godkende.");
        await rune.SeeAsync("Der mangler to godkendere.");
        (await rune.Button("Godkend svaret").CountAsync()).ShouldBe(0);

        scene.At(2, 6, 23, 29);
        var lise = await scene.StaffAsync("dir1");
        await lise.OpenAsync($"{Room}/svar");
        await lise.PressAsync("Godkend svaret");
        await lise.SeeAsync("Der mangler én godkender.");
        await lise.SeeAsync("Intet kan sendes før. Ring til: Nanna Gyldenvang");
        (await lise.Button("Send til").CountAsync()).ShouldBe(0);
        await lise.LookAsync("beredskab-en-godkender");
        nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync($"{Room}/svar");
        await nanna.PressAsync("Godkend svaret");
        await nanna.SeeAsync("Godkendt af to.");
    }

    private static async Task AnswerAsync(Scene scene, string words)
    {
        scene.At(2, 6, 23, 31);
        var rune = await scene.StaffAsync("kom1");
        await rune.OpenAsync($"{Room}/svar");
        await rune.PressAsync("Send til 12");
        await rune.SeeAsync("Skal ringes op: 1");
        await rune.LookAsync("beredskab-svar");
        var anybody = await scene.VisitorAsync();
        await anybody.OpenAsync("/tip/svar");
        await anybody.WriteAsync("Skriv dine seks ord", words);
        await anybody.PressAsync("Vis svaret");
        await anybody.SeeAsync("Politiet oplyser, at der ikke er en trussel mod nogen skole.");
        await anybody.LookAsync("rygte-svar");

        scene.At(2, 7, 0, 10);
        rune = await scene.StaffAsync("kom1");
        await rune.OpenAsync($"{Room}/svar");
        await rune.PressAsync("Svaret er ringet");
        await rune.SeeAsync("Skrevet ned. 13 har fået svaret.");
        await rune.OpenAsync(Room);
        await rune.SeeAsync("Fra alarm til godkendt svar: 54 minutter.");
        await rune.SeeAsync("Fra alarm til sidste svar: 95 minutter.");
        await rune.OpenAsync($"{Room}/situation");
        await rune.SeeAsync("De to involverede er kendt.");
        await rune.LookAsync("beredskab-situation");
    }

    private static async Task TalkCardAsync(Scene scene)
    {
        scene.At(2, 7, 10, 0);
        var rune = await scene.StaffAsync("kom1");
        await rune.OpenAsync($"{Room}/samtalekort");
        await rune.WriteAsync("Det kan børnene spørge om", "Er skolen åben? Ja, helt som den plejer.");
        await rune.WriteAsync("Gælder til og med", "2027-02-15");
        await rune.PressAsync("Gem kortet");
        await rune.SeeAsync("Du har skrevet kortet. En anden skal udgive det.");
        await rune.LookAsync("beredskab-samtalekort");
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync("/samtalekort");
        await kirsten.SeeAsync("Der er ingen kort lige nu");
        var nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync($"{Room}/samtalekort");
        await nanna.PressAsync("Udgiv til skolerne");
        await kirsten.OpenAsync("/samtalekort");
        await kirsten.SeeAsync("Gælder til og med mandag 15. februar 2027");
        await kirsten.LookAsync("samtalekort");
        await nanna.OpenAsync($"{Room}/krisepakke");
        await nanna.SeeAsync("Besked til forældre");
        await nanna.LookAsync("beredskab-krisepakke");
    }

    private static async Task OwnPageAsync(Scene scene)
    {
        scene.At(2, 7, 14, 0);
        var rune = await scene.StaffAsync("kom1");
        await rune.OpenAsync("/beredskab/moderering/skjul");
        await rune.SelectAsync("Hvilken side?", "Facebook");
        await rune.WriteAsync("Kommentaren", "De er alle sammen ens, smid dem ud, siger Storm Prøvesen");
        await rune.ChooseAsync("3. Ingen trusler og intet had");
        await rune.WriteAsync("Begrundelse", "Du taler ned til en hel gruppe.");
        await rune.SelectAsync("Hører til sagen", $"{Number} Angreb på skole mandag");
        await rune.LookAsync("moderering-skjul");
        await rune.PressAsync("Gem, og vis beskeden");
        await rune.SeeAsync("Vi har skjult din kommentar efter regel 3: Ingen trusler og intet had.");
        await rune.LookAsync("moderering-besked");
        var (town, me) = (scene.Town.Town, scene.Town["kom1"]);
        var issue = (await ReadIssues.OneAsync(town, me, Number, Cancel))!.Id;
        for (var n = 2; n <= 9; n++)
        {
            (await Moderate.HideAsync(town, me, Guid.CreateVersion7(), new HiddenComment("facebook", 3, $"Endnu en hadefuld kommentar, nummer {n}", "Du taler ned til en hel gruppe.", issue), Cancel)).IsOk.ShouldBeTrue();
        }

        await rune.OpenAsync("/beredskab/moderering/svar?forslag=afraid");
        await rune.SelectAsync("Hvilken side?", "Facebook");
        await rune.SelectAsync("Hører til sagen", $"{Number} Angreb på skole mandag");
        await rune.LookAsync("moderering-svar");
        await rune.PressAsync("Jeg har sendt svaret");
        foreach (var key in Moderate.Suggestions.Skip(1))
        {
            (await Moderate.ReplyAsync(town, me, Guid.CreateVersion7(), new SentReply("facebook", "Jeg kan godt forstå, at du er bange.", key, issue), Cancel)).IsOk.ShouldBeTrue();
        }

        await rune.OpenAsync("/beredskab/moderering");
        await rune.WriteAsync("Hvor mange har du læst igennem?", "212");
        await rune.SelectAsync("Hører til sagen", $"{Number} Angreb på skole mandag");
        await rune.PressAsync("Gem");
        await rune.SeeAsync("9 skjult af 212 kommentarer, der er læst. 5 svar.");
        await rune.LookAsync("moderering");

        scene.At(2, 8, 9, 30);
        var first = (await ReadModeration.ListAsync(town, me, issue, false, 0, Cancel)).Where(one => one.Kind == "hidden").OrderBy(one => one.Number, StringComparer.Ordinal).First();
        var writer = await scene.VisitorAsync();
        await writer.OpenAsync("/om/kommentarer");
        await writer.SeeAsync("Udgave 2, gælder fra 1. september 2026");
        await writer.LookAsync("om-kommentarer");
        await writer.FollowAsync("Er din kommentar skjult?");
        await writer.WriteAsync("Skriv dine seks ord", first.Receipt!);
        await writer.PressAsync("Vis afgørelsen");
        await writer.SeeAsync("Du taler ned til en hel gruppe.");
        await writer.LookAsync("kommentar");
        await writer.WriteAsync("Hvorfor skal kommentaren vises?", "Jeg citerede, hvad en anden skrev, og tog afstand fra det.");
        await writer.PressAsync("Send klagen");
        await writer.SeeAsync("Din klage er modtaget");
        rune = await scene.StaffAsync("kom1");
        await rune.OpenAsync($"/beredskab/moderering/{first.Number}");
        await rune.SeeAsync("Du skjulte kommentaren. En anden afgør klagen.");
        var lise = await scene.StaffAsync("dir1");
        await lise.OpenAsync($"/beredskab/moderering/{first.Number}");
        await lise.ChooseAsync("Vis kommentaren igen");
        await lise.WriteAsync("Svar til den, der klagede", "Det var et citat. Kommentaren vises igen.");
        await lise.LookAsync("moderering-klage");
        await lise.PressAsync("Gem afgørelsen");
        await lise.SeeAsync("Klagen har fået medhold.");
    }

    private static async Task EndAsync(Scene scene)
    {
        scene.At(2, 9, 14, 0);
        var nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync($"{Room}/fortaelling");
        await nanna.WriteAsync("Hvad handler historien om?", "Skoler angribes efter vold i byen");
        await nanna.WriteAsync("Hvordan går historien?", "Den kommer, når der har været vold i weekenden. Den stopper, når politiet siger nej.");
        await nanna.LookAsync("beredskab-fortaelling");
        await nanna.PressAsync("Gem fortællingen");
        await nanna.OpenAsync($"{Room}/luk");
        await nanna.WriteAsync("Hvordan endte det", "Alle har fået svar, og skolen var rolig mandag.");
        await nanna.PressAsync("Luk sagen");
        await nanna.SeeAsync("Evaluer senest 16. februar 2027");
        await nanna.LookAsync("beredskab-lukket");

        scene.At(2, 12, 10, 0);
        nanna = await scene.StaffAsync("bered1");
        await nanna.OpenAsync($"{Room}/evaluering");
        await nanna.WriteAsync("Hvad virkede?", "Ét svar til alle, og to der godkendte.");
        await nanna.WriteAsync("Hvad kom for sent", "Politiet blev ringet op en halv time efter alarmen.");
        await nanna.ChooseAsync("Ret et trin");
        await nanna.SelectAsync("Hvilket trin?", "Ring til politiets vagtchef");
        await nanna.WriteAsync("Hvad skal gøres?", "Ring til politiets vagtchef med det samme");
        await nanna.WriteAsync("Hvordan?", "Før I vurderer, når rygtet handler om sikkerhed.");
        await nanna.SelectAsync("Hvem?", "Kontakt til politiet");
        await nanna.WriteAsync("Senest hvor mange minutter", "10");
        await nanna.LookAsync("beredskab-evaluering");
        await nanna.PressAsync("Gem evalueringen");
        await nanna.SeeAsync("P-RYGTE har fået udgave 5");
        await nanna.OpenAsync("/beredskab/kort");
        await nanna.SeeAsync("gælder fra 12. februar 2027");
        await nanna.LookAsync("beredskab-kort");
        scene.At(2, 16, 8, 0);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync("/samtalekort");
        await kirsten.SeeAsync("Der er ingen kort lige nu");
    }

    private static async Task ReachedAsync(Scene scene)
    {
        var issue = (await ReadIssues.OneAsync(scene.Town.Town, scene.Town["bered1"], Number, Cancel))!;
        (issue.State, issue.Level, issue.TipCount, issue.CardVersion).ShouldBe(("closed", 3, 13, 4));
        (issue.Sent!.Version, issue.Sent.Answered, issue.Sent.ToRing, issue.Sent.LastAt).ShouldBe((1, 13, 0, Danish.At(2, 7, 0, 10)));
        (issue.ToLine, issue.ToLastAnswer).ShouldBe((54, 95));
        issue.Log.Count.ShouldBeGreaterThanOrEqualTo(11);
        var line = issue.Lines.ShouldHaveSingleItem();
        line.Author.ShouldBe(scene.Town["kom1"].Account);
        line.Approvals.ShouldBe([(scene.Town["dir1"].Account, Danish.At(2, 6, 23, 29)), (scene.Town["bered1"].Account, Danish.At(2, 6, 23, 29))], ignoreOrder: true);
        issue.Log.Where(entry => entry.Police).Select(entry => entry.Kind).Order().ShouldBe(["assessment", "fact", "statement"]);
        (await scene.ReadAsync<long>("select count(*) from tip where state = 'closed' and why is not null")).ShouldBe(1);

        var figures = await ReadModeration.FiguresAsync(scene.Town.Town, scene.Town["bered1"], issue.Id, Cancel);
        figures.ShouldBe(new ModerationFigures(212, 9, 5, 1, 1));
        (await scene.ReadAsync<long>("select count(*) from moderation where kind = 'hidden' and (rule is null or rules_version <> 2)")).ShouldBe(0);
        (await scene.ReadAsync<long>("select count(*) from moderation_appeal a join moderation m on m.id = a.moderation_id where a.outcome = 'restored' and a.decided_by <> m.decided_by")).ShouldBe(1);

        var card = await Cards.ReadAsync(scene.Town.Town, scene.Town["bered1"], null, Cancel);
        (card.Version, card.ValidFrom, card.Issue).ShouldBe((5, new DateOnly(2027, 2, 12), Number));
        (await scene.ReadAsync<int>("select r.card_version from issue_review r join issue i on i.id = r.issue_id where i.number = 'I-2027-003'")).ShouldBe(5);

        // Every page of the room, read by the officer: the planted surname is nowhere, and no list of persons has an address.
        var nanna = await scene.StaffAsync("bered1");
        foreach (var page in new[] { "", "/svar", "/politi", "/situation", "/samtalekort", "/krisepakke", "/fortaelling", "/evaluering", "/fjernelse" })
        {
            (await nanna.OpenAsync(Room + page)).Status.ShouldBe(200, page);
            (await nanna.Page.ContentAsync()).ShouldNotContain("Prøvesen", Case.Sensitive, page);
        }

        foreach (var page in new[] { "/beredskab", "/beredskab?vis=lukkede", "/beredskab/moderering", "/beredskab/fortaellinger", "/beredskab/kort", "/beredskab/kalender", "/beredskab/kontakter", "/beredskab/oevelse", "/beredskab/vagt" })
        {
            (await nanna.OpenAsync(page)).Status.ShouldBe(200, page);
            (await nanna.Page.ContentAsync()).ShouldNotContain("Prøvesen", Case.Sensitive, page);
        }

        (await nanna.OpenAsync("/beredskab/personer")).Status.ShouldBe(404);
        scene.Web.Log.Text.ShouldNotContain("Prøvesen");
        scene.Visitors.SelectMany(visitor => visitor.Asked).Select(Uri.UnescapeDataString).ShouldAllBe(address => !address.Contains("Prøvesen"));
    }
}
