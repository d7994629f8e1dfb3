using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Vaern.App.Preparedness;
using Vaern.TestKit;

namespace Vaern.Web.Tests.Staff;

/// <summary>The rest of J6 through the pages without script: exercise, police, talk card, documents, own pages, removal, narrative, review, book and calendar.</summary>
public sealed class PreparednessRoomPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();
    private PreparednessPeople people = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        people = await PreparednessPeople.JoinAsync(site.Town);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task An_exercise_is_begun_from_its_page_and_runs_in_the_same_screens_with_a_banner()
    {
        using var nanna = site.As("bered1");
        var page = await nanna.OpenAsync("/beredskab/oevelse");
        page = await nanna.PressAsync(page, "Begynd øvelsen");
        page.QuerySelector("#Scenario-error").ShouldNotBeNull();
        page = await nanna.PressAsync(page, "Begynd øvelsen", ("Scenario", "truet-skole"));
        nanna.At.ShouldBe("/beredskab");
        page.QuerySelector(".v-drillband")!.TextContent.ShouldContain("øvelse i gang");
        page.QuerySelector(".v-alert--drill h2")!.TextContent.ShouldStartWith("Øvelse:");

        var room = await nanna.PressAsync(page, "Ja, det er én sag", ("Title", "Øvelse om angreb"));
        room.QuerySelector(".v-drillband")!.TextContent.ShouldContain("Ingen uden for rummet får besked");
        var address = nanna.At;
        await AssessAsync(nanna, address);
        foreach (var part in new[] { "/svar", "/politi", "/samtalekort", "/situation", "/fortaelling" })
        {
            (await nanna.OpenAsync(address + part)).QuerySelector(".v-drillband").ShouldNotBeNull(part);
        }

        page = await nanna.PressAsync(await nanna.OpenAsync("/beredskab/oevelse"), "Slut øvelsen");
        page.Body!.TextContent.ShouldContain("Øvet før");
        (await nanna.OpenAsync("/beredskab")).QuerySelectorAll(".v-tipgroup").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_room_writes_documents_that_name_nobody()
    {
        var address = await AnsweredAsync();
        using var nanna = site.As("bered1");
        var situation = await nanna.OpenAsync(address + "/situation");
        situation.QuerySelector(".v-roomdoc h1")!.TextContent.ShouldContain("Situationsrapport");
        situation.Body!.TextContent.ShouldContain("De to er kendt. Ingen trussel mod skoler.");
        var pack = await nanna.OpenAsync(address + "/krisepakke");
        pack.Body!.TextContent.ShouldContain("Kære forældre");

        foreach (var (part, som, type) in new[]
        {
            ("situation", "txt", "text/plain"), ("situation", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), ("krisepakke", "txt", "text/plain"),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/{part}?som={som}");
            using var answer = await nanna.SendAsync(request);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            answer.Content.Headers.ContentDisposition!.FileName!.ShouldContain(part);
        }

        await nanna.OpenAsync($"{address}/situation?som=exe");
        nanna.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_talk_card_is_published_by_another_person_and_every_colleague_reads_it()
    {
        var address = await AnsweredAsync();
        using var rune = site.As("kom1");
        var card = await rune.OpenAsync(address + "/samtalekort");
        ((IHtmlTextAreaElement)card.QuerySelector("#Say")!).Value.ShouldContain("Politiet oplyser");
        card = await rune.PressAsync(card, "Gem kortet", ("ExpiresOn", "2027-02-01"));
        card.QuerySelector("#ExpiresOn-error").ShouldNotBeNull();
        card = await rune.PressAsync(card, "Gem kortet", ("ExpiresOn", "2027-02-15"));
        card.Body!.TextContent.ShouldContain("Du har skrevet kortet. En anden skal udgive det.");
        card.QuerySelectorAll("button").ShouldNotContain(button => button.TextContent.Trim() == "Udgiv til skolerne");

        using var nanna = site.As("bered1");
        await nanna.PressAsync(await nanna.OpenAsync(address + "/samtalekort"), "Udgiv til skolerne");
        using var signe = site.As("laerer1");
        (await signe.OpenAsync("/samtalekort")).QuerySelector(".v-talkcard")!.TextContent.ShouldContain("Gælder til og med mandag 15. februar 2027");
        (await signe.OpenAsync("/rygter")).QuerySelectorAll("a[href='/samtalekort']").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_hidden_comment_has_rule_and_reason_for_the_writer_and_an_appeal_to_another_person()
    {
        using var rune = site.As("kom1");
        var form = await rune.OpenAsync("/beredskab/moderering/skjul");
        form = await rune.PressAsync(form, "Gem, og vis beskeden", ("OwnPage", "facebook"), ("Rule", "3"), ("Words", "De er alle ens, siger Storm Prøvesen"), ("Reason", ""));
        form.QuerySelector("#Reason-error").ShouldNotBeNull();
        var one = await rune.PressAsync(form, "Gem, og vis beskeden", ("Reason", "Du taler ned til en gruppe."), ("Rule", "3"));
        one.QuerySelector(".v-letter")!.TextContent.ShouldContain("efter regel 3: Ingen trusler og intet had.");
        one.Body!.TextContent.ShouldNotContain("røvesen");
        var address = rune.At;
        var words = one.QuerySelector(".v-letter")!.TextContent.Split("med ordene: ")[1].Split('.')[0];

        using var writer = site.As("");
        var seen = await writer.PressAsync(await writer.OpenAsync("/kommentar"), "Vis afgørelsen", ("Words", "kun tre ord"));
        seen.QuerySelector("#Words-error").ShouldNotBeNull();
        seen = await writer.PressAsync(seen, "Vis afgørelsen", ("Words", words));
        seen.QuerySelector("main")!.TextContent.ShouldContain("Du taler ned til en gruppe.");
        seen = await writer.PressAsync(seen, "Send klagen", ("Why", ""));
        seen.QuerySelector("#Why-error").ShouldNotBeNull();
        seen = await writer.PressAsync(seen, "Send klagen", ("Why", "Det var et citat."));
        seen.QuerySelector("main")!.TextContent.ShouldContain("Din klage er modtaget");

        (await rune.OpenAsync(address)).Body!.TextContent.ShouldContain("Du skjulte kommentaren. En anden afgør klagen.");
        using var lise = site.As("dir1");
        (await lise.OpenAsync("/beredskab/moderering?vis=klager")).QuerySelectorAll(".v-tiplist a").ShouldHaveSingleItem();
        var decided = await lise.PressAsync(await lise.OpenAsync(address), "Gem afgørelsen", ("Outcome", "vis"), ("Answer", "Det var et citat."));
        decided.Body!.TextContent.ShouldContain("Klagen har fået medhold.");
        seen = await writer.PressAsync(await writer.OpenAsync("/kommentar"), "Vis afgørelsen", ("Words", words));
        seen.QuerySelector("main")!.TextContent.ShouldContain("Du fik medhold.");
        (await lise.OpenAsync("/beredskab/moderering")).Body!.TextContent.ShouldContain("Klager med medhold: 1 af 1.");
    }

    [Fact]
    public async Task Rules_are_written_by_one_and_published_by_another_and_the_public_reads_them()
    {
        using var rune = site.As("kom1");
        var form = await rune.OpenAsync("/beredskab/moderering/regler");
        form = await rune.PressAsync(form, "Gem udkastet");
        form.Body!.TextContent.ShouldContain("Udkast til udgave 3");
        form.Body!.TextContent.ShouldContain("Du har skrevet udkastet.");
        using var lise = site.As("dir1");
        await lise.PressAsync(await lise.OpenAsync("/beredskab/moderering/regler"), "Udgiv udgave 3");
        using var anybody = site.As("");
        var rules = await anybody.OpenAsync("/om/kommentarer");
        rules.QuerySelector("main")!.TextContent.ShouldContain("Udgave 3");
        rules.QuerySelectorAll("details").Length.ShouldBe(2);
        rules.QuerySelectorAll("main a[href='/kommentar']").ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_issue_is_laid_in_a_narrative_closed_and_reviewed_into_a_new_version_of_the_card()
    {
        var address = await AnsweredAsync();
        using var nanna = site.As("bered1");
        var room = await nanna.PressAsync(await nanna.OpenAsync(address + "/fortaelling"), "Gem fortællingen", ("Title", "Skoler angribes"), ("Story", "Kommer efter vold i byen."));
        room.Body!.TextContent.ShouldContain("Lagt i fortællingen »Skoler angribes«.");
        (await nanna.OpenAsync("/beredskab/fortaellinger")).QuerySelectorAll(".v-tipgroup").ShouldHaveSingleItem();
        await nanna.OpenAsync(address + "/evaluering");
        nanna.Status.ShouldBe(HttpStatusCode.NotFound);

        room = await nanna.PressAsync(await nanna.OpenAsync(address + "/luk"), "Luk sagen", ("Learned", "Der er ro."));
        room.Body!.TextContent.ShouldContain("Evaluer senest");
        var review = await nanna.OpenAsync(address + "/evaluering");
        review = await nanna.PressAsync(review, "Gem evalueringen", ("Worked", "Svaret."), ("Late", "Politiet."), ("Change", "ret"));
        review.QuerySelector("#Step-error").ShouldNotBeNull();
        review = await nanna.PressAsync(
            review, "Gem evalueringen", ("Change", "ret"), ("Step", "ring-vagtchef"), ("StepTitle", "Ring til vagtchefen"), ("How", "Med det samme."), ("StepRole", "police"), ("Minutes", "10"));
        review.Body!.TextContent.ShouldContain("P-RYGTE har fået udgave 5.");
        var card = await nanna.OpenAsync("/beredskab/kort");
        card.Body!.TextContent.ShouldContain("»Politiet.«");
        card.QuerySelectorAll("a[href$='/evaluering']").Length.ShouldBe(4);
    }

    [Fact]
    public async Task The_ladder_of_an_issue_has_the_rungs_of_a_case()
    {
        var address = await AnsweredAsync();
        using var nanna = site.As("bered1");
        var ladder = await nanna.PressAsync(
            await nanna.OpenAsync(address + "/fjernelse"), "Tilføj", ("Platform", "facebook"), ("Link", "https://opslag.example/9"), ("What", "Trussel mod en skole"));
        var rung = ladder.QuerySelectorAll(".v-rungs a").First(link => link.GetAttribute("href")!.EndsWith("/platform", StringComparison.Ordinal));
        var form = await nanna.OpenAsync(rung.GetAttribute("href")!);
        ((IHtmlInputElement)form.QuerySelector("#ContactName")!).Value.ShouldBe(site.Town.Town.Name);
        ladder = await nanna.PressAsync(form, "Skriv, at det er sendt", ("Reasons", "Straffeloven § 266."), ("ContactMail", "post@fjordby.example"), ("GoodFaith", "true"));
        ladder.QuerySelectorAll(".v-rungs .v-status--calm").ShouldNotBeEmpty();

        using var signe = site.As("laerer1");
        await signe.OpenAsync(address + "/fjernelse");
        signe.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_book_and_the_calendar_keep_what_was_typed_and_change_what_is_there()
    {
        using var nanna = site.As("bered1");
        var book = await nanna.PressAsync(await nanna.OpenAsync("/beredskab/kontakter"), "Gem", ("Office", "Vagtchefen"), ("Kind", "police"));
        book.QuerySelector("#Call-error").ShouldNotBeNull();
        ((IHtmlInputElement)book.QuerySelector("#Office")!).Value.ShouldBe("Vagtchefen");
        book = await nanna.PressAsync(book, "Gem", ("Call", "00 11 44 00"));
        book.QuerySelector("a[href='tel:00114400']").ShouldNotBeNull();
        var change = await nanna.OpenAsync(book.QuerySelector(".v-rowacts a")!.GetAttribute("href")!);
        book = await nanna.PressAsync(change, "Gem", ("Call", "00 11 44 01"));
        book.QuerySelectorAll(".v-tiplist li").ShouldHaveSingleItem().TextContent.ShouldContain("00 11 44 01");

        var calendar = await nanna.PressAsync(await nanna.OpenAsync("/beredskab/kalender"), "Gem", ("Title", "Retssag"), ("Kind", "trial"), ("From", "2027-02-10"), ("To", "2027-02-08"));
        calendar.QuerySelector("#To-error").ShouldNotBeNull();
        calendar = await nanna.PressAsync(calendar, "Gem", ("To", "2027-02-11"));
        calendar.QuerySelectorAll(".v-tiplist li").ShouldHaveSingleItem();
        (await nanna.OpenAsync("/beredskab")).QuerySelector(".v-roomfoot")!.TextContent.ShouldContain("Retssag");
    }

    private static async Task<IHtmlDocument> AssessAsync(StaffBrowser nanna, string address) =>
        await nanna.PressAsync(await nanna.OpenAsync(address + "/vurder"), "Gem vurderingen", ("Reach", "3"), ("Harm", "4"), ("OwnTask", "ja"), ("Level", "3"), ("Reason", "Mange børn er bange."));

    // Through the program to an answer that everybody has; the pages up to there are walked elsewhere.
    private async Task<string> AnsweredAsync()
    {
        foreach (var text in new[] { "Der kommer et angreb på Tanghøj Skole på mandag", "jeg har hørt der sker et angreb på tanghøj skole mandag", "Er det rigtigt at der er angreb på Tanghøj skole på mandag?" })
        {
            await people.TipAsync(text);
        }

        using var nanna = site.As("bered1");
        await nanna.PressAsync(await nanna.OpenAsync("/beredskab"), "Ja, det er én sag", ("Title", "Angreb på skole mandag"));
        var address = nanna.At;
        await AssessAsync(nanna, address);
        await nanna.PressAsync(await nanna.OpenAsync(address), "Gå ind", ("RoomRole", "officer"));
        var police = await nanna.PressAsync(await nanna.OpenAsync(address + "/politi"), "Skriv i loggen", ("Office", "Vagtchefen"), ("Fact", "De to er kendt. Ingen trussel mod skoler."));
        police.Body!.TextContent.ShouldContain("Kilde: Vagtchefen");
        var (town, issue) = (site.Town.Town, (await ReadIssues.OneAsync(site.Town.Town, site.Town["bered1"], address[(address.LastIndexOf('/') + 1)..], Cancel))!.Id);
        (await IssueLines.WriteAsync(town, site.Town["kom1"], issue, new LineBody("Politiet oplyser, at der ikke er en trussel mod nogen skole.", "", "Ring til skolens kontor."), 0, Cancel)).IsOk.ShouldBeTrue();
        await IssueLines.ApproveAsync(town, site.Town["bered1"], issue, 1, Cancel);
        await IssueLines.ApproveAsync(town, site.Town["dir1"], issue, 1, Cancel);
        (await Answers.SendAsync(town, site.Town["kom1"], issue, Cancel)).Value.Answered.ShouldBe(3);
        return address;
    }
}
