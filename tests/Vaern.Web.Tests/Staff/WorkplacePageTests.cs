using System.Net;
using AngleSharp.Html.Dom;
using Shouldly;
using Vaern.App.Cases;
using Vaern.App.Workplace;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>A site with the people of journey J5, on the morning it begins.</summary>
public sealed class WorkplaceSite : IAsyncLifetime
{
    public StaffSite Site { get; } = new();

    public TestTown Town => Site.Town;

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        await Town.HireForWorkplaceAsync();
        Town.Clock.SetDanish(2027, 1, 20, 8, 8);
        (await UnitContacts.SaveAsync(Town.Town, Town["leder3"], Town.Ydelse.Id, new UnitContact("Ydelseskontoret", "Fjordgade 1, 0000 Fjordby", "ydelse@fjordby.example", "00 00 00 00", "", 0))).IsOk.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    public async Task<ToldIncident> TellAsync(string sender = "citizen")
    {
        Town.Clock.SetDanish(2027, 1, 20, 8, 8);
        return (await ReportIncident.HandleAsync(Town.Town, Town["sagsb1"], new Incident(
            Guid.CreateVersion7(), null, "Han har lagt min private adresse ud.", ["post", "private-info"], sender, "Keld Prøvesen", null, "facebook", "https://opslag.example/gruppe/4711",
            new DateTimeOffset(2027, 1, 19, 16, 30, 0, TimeSpan.FromHours(1)), true, false))).Value;
    }
}

public sealed class WorkplacePageTests(WorkplaceSite here) : IClassFixture<WorkplaceSite>
{
    private TestTown Town => here.Town;

    [Fact]
    public async Task An_employee_tells_on_one_page_and_sees_who_was_told_and_which_limit_is_watched()
    {
        Town.Clock.SetDanish(2027, 1, 20, 8, 5);
        using var helle = here.Site.As("sagsb1");
        var form = await helle.OpenAsync("/arbejdsplads/ny");
        var refused = await helle.PressAsync(form, "Send", ("Whom", "me"));
        refused.Body!.TextContent.ShouldContain("Skriv, hvad der er sket. Et par ord er nok.");

        var told = await helle.PressAsync(
            form, "Send", ("Whom", "me"), ("Story", "Han har lagt min adresse ud."), ("Forms", "post"), ("Forms", "private-info"), ("PostedAt", "2027-01-19T16:30"), ("Sender", "citizen"), ("SenderName", "Keld Prøvesen"), ("Afraid", "true"));
        helle.At.ShouldBe("/arbejdsplads/modtaget");
        var text = told.Body!.TextContent;
        text.ShouldContain("Thomas Kvistrup får besked nu");
        text.ShouldContain("Du skal ikke svare afsenderen.");
        text.ShouldContain("Ring 112 ved fare.");
        text.ShouldContain("fredag 22. januar 2027 kl. 16.30");
        text.ShouldContain("72 timer fra handlingen");
        text.ShouldContain("ikke verificeret");

        var again = await helle.PressAsync(form, "Send", ("Whom", "me"), ("Story", "Han har lagt min adresse ud."), ("Forms", "post"), ("Sender", "citizen"));
        again.QuerySelector("main strong, .v-wrap strong")!.TextContent.ShouldBe(told.QuerySelector("main strong, .v-wrap strong")!.TextContent, "sent twice, told once");
    }

    [Fact]
    public async Task Without_a_yes_there_is_no_button_to_send_and_an_attempt_sends_nothing()
    {
        var told = await here.TellAsync();
        using var thomas = here.Site.As("leder3");
        var page = await thomas.OpenAsync($"/sager/{told.Number}/politi");
        page.QuerySelectorAll("button").ShouldNotContain(button => button.TextContent.Contains("anmeldelsen er sendt"));
        page.Body!.TextContent.ShouldContain("Fjordgade 1, 0000 Fjordby");
        ((IHtmlTextAreaElement)page.QuerySelector("#Where")!).Value.ShouldContain("https://opslag.example/gruppe/4711");
        ((IHtmlTextAreaElement)page.QuerySelector("#WhenText")!).Value.ShouldContain("tirsdag 19. januar 2027 kl. 16.30");

        var draft = page.QuerySelectorAll("form").First(form => form.QuerySelector("#Who") is not null);
        draft.SetAttribute("action", $"/sager/{told.Number}/politi?handler=Send");
        var refused = await thomas.PressAsync(page, "Gem kladde");
        refused.ShouldNotBeNull();
        (await WorkplaceFile.ReadAsync(Town.Town, Town["leder3"], told.Id)).Police!.State.ShouldBe("draft");
        foreach (var button in page.QuerySelectorAll("button[formaction]").ToArray())
        {
            button.RemoveAttribute("formaction");
        }

        var forced = await thomas.PressAsync(page, "Gem kladde");
        forced.Body!.TextContent.ShouldContain("Medarbejderen har ikke sagt ja på det tidspunkt. Intet er sendt.");

        await thomas.PressAsync(await thomas.OpenAsync($"/sager/{told.Number}/politi"), "Gem svaret", ("Answer", "yes"));
        (await thomas.OpenAsync($"/sager/{told.Number}/politi")).QuerySelectorAll("button").ShouldContain(button => button.TextContent.Contains("anmeldelsen er sendt"));
    }

    [Fact]
    public async Task The_employee_says_no_and_reads_what_it_means()
    {
        var told = await here.TellAsync();
        using var helle = here.Site.As("sagsb1");
        var mine = await helle.OpenAsync($"/arbejdsplads/min/{told.Number}");
        mine.Body!.TextContent.ShouldContain("Det bestemmer du. Uden anmeldelse inden fredag 22. januar 2027 kl. 16.30 kan statslig erstatning gå tabt. Du kan ændre mening.");
        var after = await helle.PressAsync(mine, "Gem mit svar", ("Answer", "no"));
        after.Body!.TextContent.ShouldContain("Nej til anmeldelse er gemt. Det kan ændres.");
        (await helle.OpenAsync($"/sager/{told.Number}")).ShouldNotBeNull();
        helle.Status.ShouldBe(HttpStatusCode.NotFound, "nobody handles a case about themselves");
        using var other = here.Site.As("amr1");
        await other.OpenAsync($"/arbejdsplads/min/{told.Number}");
        other.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task There_is_no_way_from_here_to_a_citizens_own_case()
    {
        var told = await here.TellAsync();
        using var thomas = here.Site.As("leder3");
        foreach (var path in new[] { "borgersag", "ydelsessag", "borger/sag", "journal" })
        {
            await thomas.OpenAsync($"/sager/{told.Number}/{path}");
            thomas.Status.ShouldBe(HttpStatusCode.NotFound);
        }

        var page = await thomas.OpenAsync($"/sager/{told.Number}/borger");
        thomas.Status.ShouldBe(HttpStatusCode.OK);
        page.QuerySelectorAll("a[href^='http']").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_measure_is_told_in_a_letter_with_norm_end_complaint_and_rights()
    {
        var told = await here.TellAsync();
        using var thomas = here.Site.As("leder3");
        var page = await thomas.OpenAsync($"/sager/{told.Number}/borger");
        var decided = await thomas.PressAsync(
            page, "Gem som kladde", ("Kind", "written-only"), ("Reason", "Opslaget med en privat adresse."), ("Decision", "Skriv til os, så svarer vi inden fem dage."), ("From", "2027-01-25"), ("Until", "2027-04-22"));
        decided.Body!.TextContent.ShouldContain("Kladde: gælder ikke, før brevet er sendt");
        var link = decided.QuerySelectorAll("a").First(a => a.GetAttribute("href")!.Contains("som=docx")).GetAttribute("href")!;
        var docx = await (await thomas.SendAsync(new HttpRequestMessage(HttpMethod.Get, link))).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        DocumentChecks.DocxFaults(docx).ShouldBeEmpty();
        var text = await (await thomas.SendAsync(new HttpRequestMessage(HttpMethod.Get, link.Replace("docx", "txt")))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var said in new[] { "22. april 2027", "Kun skriftlig kontakt", "ophører af sig selv", "klage", "artikel 15 og 16", "artikel 17", "ingen betydning for din egen sag", "Fjordgade 1" })
        {
            text.ShouldContain(said);
        }
    }

    [Fact]
    public async Task The_police_document_uses_the_workplaces_address_and_opens_without_faults()
    {
        var told = await here.TellAsync();
        using var thomas = here.Site.As("leder3");
        var saved = await thomas.PressAsync(await thomas.OpenAsync($"/sager/{told.Number}/politi"), "Gem kladde");
        saved.Body!.TextContent.ShouldContain("Kladden til politiet er gemt.");
        var docx = await (await thomas.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/sager/{told.Number}/politi?handler=Document&som=docx"))).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        DocumentChecks.DocxFaults(docx).ShouldBeEmpty();
        var text = await (await thomas.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/sager/{told.Number}/politi?handler=Document&som=txt"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldContain("Fjordgade 1, 0000 Fjordby");
        text.ShouldContain("ikke givet: dette er et udkast");
        text.ShouldContain("kan være strafbart");
    }

    [Theory]
    [InlineData("colleague", "whistleblowerordningen")]
    [InlineData("in-care", "pædagogiske hensyn tale imod anmeldelse")]
    public async Task Another_sender_is_another_path(string sender, string said)
    {
        var told = await here.TellAsync(sender);
        using var thomas = here.Site.As("leder3");
        (await thomas.OpenAsync($"/sager/{told.Number}/arbejdsplads")).Body!.TextContent.ShouldContain(said);
    }

    [Fact]
    public async Task The_guide_suggests_and_what_is_probably_lawful_still_gives_support()
    {
        var told = await here.TellAsync();
        using var thomas = here.Site.As("leder3");
        var guide = await thomas.OpenAsync($"/sager/{told.Number}/vurdering");
        guide.Body!.TextContent.ShouldContain("Drøft altid sagen med egen jurist");
        var suggested = await thomas.PressAsync(guide, "Vis forslag", ("Signs", "rude"));
        suggested.Body!.TextContent.ShouldContain("Forslag: Ubehageligt, men sandsynligvis lovligt");
        suggested.Body!.TextContent.ShouldContain("Du kan stadig få støtte og tale om det.");
        var refused = await thomas.PressAsync(suggested, "Gem vurderingen", ("Level", "may-be-punishable"), ("Reason", "Det er strafbart."));
        refused.Body!.TextContent.ShouldContain("Skriv »kan være«, ikke »er«.");
    }

    [Fact]
    public async Task A_passed_clock_says_what_still_helps()
    {
        var told = await here.TellAsync();
        Town.Clock.SetDanish(2027, 1, 23, 9, 0);
        using var thomas = here.Site.As("leder3");
        (await thomas.OpenAsync($"/sager/{told.Number}/politi")).Body!.TextContent.ShouldContain("Fristen er passeret. Anmeld alligevel – dispensation kan søges.");
    }

    [Fact]
    public async Task Repeats_and_conditions_are_pages_of_one_person_each()
    {
        foreach (var (login, path, status) in new[]
        {
            ("aml1", "/arbejdsplads/gentagelser", HttpStatusCode.OK), ("leder3", "/arbejdsplads/gentagelser", HttpStatusCode.NotFound), ("dpo1", "/arbejdsplads/gentagelser", HttpStatusCode.NotFound),
            ("dpo1", "/arbejdsplads/betingelser", HttpStatusCode.OK), ("aml1", "/arbejdsplads/betingelser", HttpStatusCode.NotFound), ("amr1", "/arbejdsplads/statistik", HttpStatusCode.OK),
        })
        {
            using var browser = here.Site.As(login);
            await browser.OpenAsync(path);
            browser.Status.ShouldBe(status, $"{login} {path}");
        }
    }

    [Fact]
    public async Task The_ladder_is_climbed_on_its_pages_and_the_letter_names_nobody()
    {
        var told = await here.TellAsync();
        using var thomas = here.Site.As("leder3");
        var ladder = await thomas.OpenAsync($"/sager/{told.Number}/fjernelse");
        ladder.Body!.TextContent.ShouldContain("https://opslag.example/gruppe/4711");
        var author = await thomas.OpenAsync(ladder.QuerySelectorAll(".v-rungs a")[0].GetAttribute("href")!);
        ladder = await thomas.PressAsync(author, "Spring trinet over", ("SkipReason", "Trussel"));
        ladder.Body!.TextContent.ShouldContain("Trinet er sprunget over med en grund.");
        var platform = await thomas.OpenAsync(ladder.QuerySelectorAll(".v-rungs a")[1].GetAttribute("href")!);
        ((IHtmlInputElement)platform.QuerySelector("#ContactMail")!).Value.ShouldBe("ydelse@fjordby.example");
        (await thomas.PressAsync(platform, "Skriv, at det er sendt")).Body!.TextContent.ShouldContain("skal sige, at den er i god tro");
        (await thomas.PressAsync(platform, "Skriv, at det er sendt", ("GoodFaith", "true"), ("Reasons", "Helle er udsat."))).Body!.TextContent.ShouldContain("Teksten nævner en, det handler om.");
        ladder = await thomas.PressAsync(platform, "Skriv, at det er sendt", ("GoodFaith", "true"));
        ladder.Body!.TextContent.ShouldContain("Sendt, venter på svar");

        var letter = await (await thomas.SendAsync(new HttpRequestMessage(HttpMethod.Get, ladder.QuerySelectorAll(".v-rungs a")[1].GetAttribute("href") + "?handler=Letter&som=txt"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        letter.ShouldContain("DSA artikel 16");
        letter.ShouldContain("god tro");
        letter.ShouldNotContain("Helle");
        letter.ShouldNotContain("Stormgaard");
    }
}
