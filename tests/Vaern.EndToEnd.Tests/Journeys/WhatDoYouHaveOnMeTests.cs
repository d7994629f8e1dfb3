using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J12: a young citizen asks what the municipality has on her, reads a true answer in time, contests it and gets a decision; the nightly run and the officer's page; the end state line by line.</summary>
public sealed class WhatDoYouHaveOnMeTests(TestBrowser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_true_answer_in_time_a_voice_in_the_file_and_proof_that_what_should_be_gone_is_gone(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(4, 20, 10, 0);
        var number = await CaseAsync(scene);

        // Mon 3 May 12:00
        scene.At(5, 3, 12, 0);
        var sara = await scene.VisitorAsync();
        var words = await AskAsync(sara);

        // Tue 4 May 09:30
        scene.At(5, 4, 9, 30);
        var vibeke = await scene.StaffAsync("dpo1");
        var desk = await SearchAsync(vibeke, number);

        // Fri 7 May: the room judges.
        scene.At(5, 7, 10, 0);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{number}/indsigt");
        await kirsten.LookAsync("indsigt-rum");
        await kirsten.ChooseAsync("med i svaret");
        await kirsten.PressAsync("Gem vurderingen");
        await kirsten.SeeAsync("Vurderingen er gemt.");

        // Mon 10 May: the answer, read.
        scene.At(5, 10, 9, 0);
        vibeke = await scene.StaffAsync("dpo1");
        await vibeke.OpenAsync(desk);
        await vibeke.SeeAsync("barn A filmede, mens Sara stod ved siden af.");
        await vibeke.Page.Locator("#ReadAll").CheckAsync();
        await vibeke.LookAsync("indsigt-svar-foer");
        await vibeke.PressAsync("Giv svaret");
        await OpenAsync(sara, words);
        await sara.SeeAsync("barn A filmede, mens Sara stod ved siden af.");
        (await sara.Page.Locator(".v-extract").InnerTextAsync()).ShouldNotContain("Noah");
        await sara.LookAsync("indsigt-svar");

        // Wed 12 May: contested.
        scene.At(5, 12, 15, 0);
        await OpenAsync(sara, words);
        await sara.SelectAsync("Hvilken del?", number);
        await sara.WriteAsync("Hvad er forkert?", "Det passer ikke, at jeg filmede.");
        await sara.PressAsync("Læg mine ord ved");
        await sara.SeeAsync("Dine ord er lagt ved.");

        // Fri 21 May: decided.
        scene.At(5, 21, 11, 0);
        vibeke = await scene.StaffAsync("dpo1");
        await vibeke.OpenAsync(desk);
        await vibeke.ChooseAsync("Bliver stående");
        await vibeke.WriteAsync("Regel", "artikel 16");
        await vibeke.WriteAsync("Hvorfor? Personen læser det", "Det var det, man vidste dengang.");
        await vibeke.LookAsync("indsigt-afgoerelse-foer");
        await vibeke.PressAsync("Giv afgørelsen");
        await vibeke.SeeAsync("afgjort");
        await OpenAsync(sara, words);
        await sara.SeeAsync("Det var det, man vidste dengang.");
        await sara.SeeAsync("Du kan klage til Datatilsynet på datatilsynet.dk, eller få det prøvet ved domstolene.");
        await sara.LookAsync("indsigt-afgoerelse");

        // Mon 31 May 02:00: the nightly run. Tue 1 June: the officer's page.
        scene.At(5, 31, 2, 0);
        await RunAsync(scene);
        scene.At(6, 1, 9, 0);
        await LookAtPagesAsync(scene);
        await EndStateAsync(scene, number);
    }

    private static async Task<string> CaseAsync(Scene scene)
    {
        var town = scene.Town;
        var opened = (await OpenCase.HandleAsync(town.Town, town["leder1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "violence-filmed", false, "Slagsmål bliver filmet", null, false, null, "Set."), Cancel)).Value;
        (await Parties.AddAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Noah Prøvesen", null, null), Cancel)).IsOk.ShouldBeTrue();
        (await Parties.AddAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "witness", new PartyBody("Sara Prøvesen", "9.A", null, new DateOnly(2010, 8, 14)), Cancel)).IsOk.ShouldBeTrue();
        (await WriteEntry.HandleAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "fact", "Noah filmede, mens Sara stod ved siden af.", null, null, Cancel)).IsOk.ShouldBeTrue();
        return opened.Number;
    }

    private static async Task<string> AskAsync(Visitor sara)
    {
        await sara.OpenAsync("/indsigt");
        await sara.LookAsync("indsigt-spoerg");
        await sara.ChooseAsync("Se, hvad I har om mig");
        await sara.ChooseAsync("En anden");
        await sara.WriteAsync("Navn på den, det handler om", "Sara Prøvesen");
        await sara.WriteAsync("Fødselsdag", "2010-08-14");
        await sara.PressAsync("Send");
        await sara.SeeAsync("Vi kan kun svare om dig selv eller dit barn.");
        await sara.ChooseAsync("Mig selv");
        await sara.PressAsync("Send");
        await sara.SeeAsync("Svar senest torsdag 3. juni 2027");
        await sara.SeeAsync("Vi kan ikke finde anonyme henvendelser.");
        await sara.LookAsync("indsigt-modtaget");
        return string.Join(' ', await sara.Page.Locator(".v-words li").AllInnerTextsAsync());
    }

    private static async Task<string> SearchAsync(Visitor vibeke, string number)
    {
        await vibeke.OpenAsync("/administration/indsigt");
        await vibeke.LookAsync("indsigt-liste");
        await vibeke.FollowAsync("R-2027");
        await vibeke.WriteAsync("Hvordan ved vi det", "Mødte op med billedlegitimation.");
        await vibeke.PressAsync("Det er sikkert");
        await vibeke.PressAsync("Søg");
        await vibeke.SeeAsync("Skriv");
        await vibeke.WriteAsync("Hvorfor søger du?", "Anmodning om indsigt");
        await vibeke.PressAsync("Søg");
        await vibeke.SeeAsync("1 fund");
        await vibeke.SeeAsync($"Sag {number}, Tanghøj Skole");
        await vibeke.LookAsync("indsigt-fund");
        return vibeke.At;
    }

    private static async Task OpenAsync(Visitor sara, string words)
    {
        await sara.OpenAsync("/indsigt/svar");
        await sara.Page.Locator("#Words").FillAsync(words);
        await sara.PressAsync("Åbn");
    }

    private static async Task RunAsync(Scene scene)
    {
        await using var registry = new MunicipalityRegistry([]);
        var worker = new Worker(registry, new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N"))), scene.Clock, NullLogger<Worker>.Instance);
        await worker.RoundAsync(scene.Town.Town, Cancel);
        while (await worker.WorkOnceAsync(scene.Town.Town, Cancel))
        {
        }
    }

    private static async Task LookAtPagesAsync(Scene scene)
    {
        var vibeke = await scene.StaffAsync("dpo1");
        await vibeke.OpenAsync("/administration/databeskyttelse");
        await vibeke.SeeAsync("Opslag for hver medarbejder");
        await vibeke.LookAsync("databeskyttelse");
        await vibeke.OpenAsync("/administration/opbevaring");
        await vibeke.SeeAsync("udløbet, men gemt");
        await vibeke.LookAsync("opbevaring");
        await vibeke.Page.Locator("a[href^='/administration/opbevaring/']").First.ClickAsync();
        await vibeke.SeeAsync("Linjerne svarer til fingeraftrykket.");
        await vibeke.LookAsync("slettecertifikat");
    }

    // The end state of J12, line by line.
    private static async Task EndStateAsync(Scene scene, string number)
    {
        (await scene.ReadAsync<string>("select state from rights_request")).ShouldBe("decided");
        (await scene.ReadAsync<string>("select due_on::text from rights_request")).ShouldBe("2027-06-03");
        (await scene.ReadAsync<bool>("select answered_at::date <= due_on from rights_request")).ShouldBeTrue("answered within the month");
        (await scene.CaseAsync("leder1", number)).Entries.Count(entry => entry.Text == "Det passer ikke, at jeg filmede." && entry.Corrects is not null).ShouldBe(1);
        (await scene.ReadAsync<int>("select kept from retention_run order by started_at desc limit 1")).ShouldBe(0);
        (await scene.ReadAsync<int>("select broken_before + broken_after from retention_run order by started_at desc limit 1")).ShouldBe(0);
        (await scene.ReadAsync<long>("""select count(*) from stream_event where encode(line, 'escape') like '%"action":"rights.searched"%'""")).ShouldBe(1);
        (await scene.ReadAsync<long>("select count(*) from stream_event where encode(line, 'escape') like '%Prøvesen%' or convert_from(line, 'UTF8') like '%Prøvesen%'")).ShouldBe(0);
        foreach (var visitor in scene.Visitors)
        {
            visitor.Asked.ShouldAllBe(address => !address.Contains("Sara", StringComparison.OrdinalIgnoreCase) && !address.Contains("Pr%C3%B8vesen", StringComparison.OrdinalIgnoreCase));
        }
    }
}
