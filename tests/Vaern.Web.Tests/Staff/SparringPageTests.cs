using System.Net;
using AngleSharp.Dom;
using Vaern.App.Background;
using Vaern.App;
using Vaern.App.Learning.Library;
using Vaern.TestKit;

namespace Vaern.Web.Tests.Staff;

/// <summary>Journey J7 through the pages, as a browser without script walks it, and what can go wrong in it.</summary>
public sealed class SparringPageTests : IAsyncLifetime
{
    private const string Plain = "Drengene på 13–14 kører på Telegram med voldsvideoer – hvad siger jeg?";
    private readonly StaffSite site = new();

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await LearningPeople.JoinAsync(site.Town);
        await LearningPeople.SkipAsync(site.Town, "S", 2027, 20);
        site.Town.Clock.SetDanish(2027, 2, 10, 13, 10);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_pedagogue_asks_is_answered_and_a_child_comes_into_the_right_hands_without_a_trace_in_the_thread()
    {
        using var malik = site.As("paed1");
        (await malik.OpenAsync("/mit")).QuerySelectorAll("nav a").ShouldContain(link => link.GetAttribute("href") == "/sparring");
        (await malik.OpenAsync("/sparring")).QuerySelectorAll("a").ShouldContain(link => link.GetAttribute("href") == "/sparring/nyt");
        var form = await malik.OpenAsync("/sparring/nyt");
        form.Body!.TextContent.ShouldContain("Skriv uden navne. Svar senest i morgen kl. 13.10.");
        form.Body.TextContent.ShouldContain("kommunens mål, ikke lov");

        form = await malik.PressAsync(form, "Send spørgsmålet", ("About", "children"), ("Topic", "violence"), ("Age", "13-15"), ("Text", "Storm viste en film"));
        form.QuerySelector(".v-notice--warning h2, .v-notice--warning strong, .v-notice--warning")!.TextContent.ShouldContain("Skriv uden navn");
        var thread = await malik.PressAsync(form, "Send spørgsmålet", ("Text", Plain));
        malik.At.ShouldBe("/sparring/S-2027-021");
        thread.Body!.TextContent.ShouldContain("Mens du venter");
        var cards = thread.QuerySelectorAll(".v-sheetcard").Select(card => card.TextContent).ToArray();
        cards.ShouldContain(card => card.Contains("Vold delt"));
        cards.ShouldContain(card => card.Contains("13–15"));
        cards.ShouldAllBe(card => card.Contains("Ansvarlig:") && card.Contains("Gennemgået") && card.Contains("Gælder til"));

        site.Town.Clock.SetDanish(2027, 2, 11, 9, 37);
        using var lone = site.As("tryg1");
        var desk = await lone.OpenAsync("/sparring/bord");
        desk.Body!.TextContent.ShouldContain("S-2027-021");
        var answer = await lone.PressAsync(await lone.OpenAsync("/sparring/S-2027-021"), "Send svaret", ("Text", "Spørg: hvad gør I, når sådan en dukker op? Bed ikke om at se noget. Jeg tager gerne med."));
        answer.Body!.TextContent.ShouldContain("inden for løftet");

        site.Town.Clock.SetDanish(2027, 2, 11, 10, 15);
        thread = await malik.PressAsync(await malik.OpenAsync("/sparring/s-2027-021"), "Gem", ("Helped", "yes"));
        thread.Body!.TextContent.ShouldContain("Det hjalp");
        thread.QuerySelector(".v-dutycard h2")!.Closest("details").ShouldNotBeNull("nothing gives reason yet");
        thread = await malik.PressAsync(thread, "Send til teamet", ("Text", "En af drengene siger, at hans stedfar slår ham."));
        var card = thread.QuerySelector(".v-dutycard")!;
        card.Closest("details").ShouldBeNull();
        card.TextContent.ShouldContain("du selv, ikke din leder");
        card.TextContent.ShouldContain("ikke verificeret", Case.Insensitive);
        card.QuerySelector("a.button")!.GetAttribute("href").ShouldBe("/sager/bekymring/ny");

        var concern = await malik.PressAsync(
            await malik.OpenAsync("/sager/bekymring/ny"), "Send til Børnemodtagelsen",
            ("Called", "Noah Prøvesen"), ("Category", "something-else"), ("Known", "Han siger, at hans stedfar slår ham."), ("Reason", "Grund til at antage overgreb."));
        malik.Status.ShouldBe(HttpStatusCode.OK);
        malik.At.ShouldStartWith("/sager/bekymring/B-2027-");
        concern.Body!.TextContent.ShouldContain("B-2027-");
        (await malik.OpenAsync("/sparring/S-2027-021")).Body!.TextContent.ShouldNotContain("B-2027");

        var fresh = await lone.OpenAsync("/sparring/viden/ny?fra=S-2027-021");
        fresh.Body!.TextContent.ShouldNotContain("S-2027-021");
        var item = await lone.PressAsync(fresh, "Gem kladden", ("Heading", "Når film med vold går rundt"));
        item.Body!.TextContent.ShouldContain("Du har skrevet det. En anden fra teamet gennemgår det.");
        var address = lone.At;
        site.Town.Clock.SetDanish(2027, 2, 15, 10);
        using var anders = site.As("tryg2");
        item = await anders.PressAsync(await anders.OpenAsync(address), "Jeg har læst det", ("Until", "2027-08-15"));
        item.Body!.TextContent.ShouldContain("15. august 2027");
        (await malik.OpenAsync(address)).Body!.TextContent.ShouldContain("Når film med vold går rundt");

        using var leader = site.As("leder5");
        await leader.OpenAsync("/sparring/S-2027-021");
        leader.Status.ShouldBe(HttpStatusCode.NotFound);
        var figures = await leader.OpenAsync("/sparring/tal");
        figures.Body!.TextContent.ShouldContain("Sparring er mellem den ansatte og teamet");
        figures.QuerySelectorAll("tbody td").Select(cell => cell.TextContent.Trim()).ShouldBe(["1", "1 af 1", "1 af 1"]);
        await leader.OpenAsync("/sparring/bord");
        leader.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_name_sent_all_the_same_is_masked_by_one_press()
    {
        using var malik = site.As("paed1");
        var form = await malik.OpenAsync("/sparring/nyt");
        form = await malik.PressAsync(form, "Send spørgsmålet", ("About", "children"), ("Topic", "violence"), ("Age", "13-15"), ("Text", "Oscar Prøvesen viste en film"));
        await malik.PressAsync(form, "Send alligevel");
        malik.At.ShouldBe("/sparring/S-2027-021");

        using var lone = site.As("tryg1");
        var thread = await lone.OpenAsync("/sparring/S-2027-021");
        thread.Body!.TextContent.ShouldContain("Navn fundet – masker?");
        thread = await lone.PressAsync(thread, "Masker");
        thread.Source.Text.ShouldNotContain("Prøvesen");
        thread.QuerySelector(".v-thread__text")!.TextContent.ShouldContain("[person]");
    }

    [Fact]
    public async Task About_a_colleague_it_points_elsewhere_and_keeps_nothing()
    {
        using var malik = site.As("paed1");
        var form = await malik.PressAsync(await malik.OpenAsync("/sparring/nyt"), "Send spørgsmålet", ("About", "colleague"), ("Topic", "other"), ("Age", "unknown"), ("Text", "Min kollega råber ad børnene."));
        form.Body!.TextContent.ShouldContain("whistleblowerordning");
        form.Body.TextContent.ShouldContain("Det, du skrev, er ikke gemt.");
        form.Source.Text.ShouldNotContain("råber");
        (await malik.OpenAsync("/sparring")).QuerySelectorAll(".v-questions li").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_answer_names_who_has_been_told()
    {
        using var malik = site.As("paed1");
        await malik.PressAsync(await malik.OpenAsync("/sparring/nyt"), "Send spørgsmålet", ("About", "children"), ("Topic", "violence"), ("Age", "13-15"), ("Text", Plain));
        site.Town.Clock.SetDanish(2027, 2, 11, 13, 11);
        var worker = new Worker(new MunicipalityRegistry([site.Town.Town]), new NoMail(), site.Town.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(site.Town.Town, TestContext.Current.CancellationToken))
        {
        }

        var notice = (await malik.OpenAsync("/sparring/S-2027-021")).QuerySelector("main .v-notice--warning")!.TextContent;
        notice.ShouldContain("Forsinket.");
        notice.ShouldContain("Karina er orienteret.");
    }

    [Fact]
    public async Task An_expired_guide_is_marked_wherever_it_shows_and_the_team_finds_it_on_its_desk()
    {
        var guide = Library.Find("samtale", "13-15", "da")!;
        var day = guide.Expires.AddDays(1);
        site.Town.Clock.SetDanish(day.Year, day.Month, day.Day, 10);
        using var malik = site.As("paed1");
        var mark = $"Udløbet {guide.Expires.ToString("d. MMMM yyyy", System.Globalization.CultureInfo.GetCultureInfo("da-DK"))} – brug med omtanke.";
        (await malik.OpenAsync("/sparring")).QuerySelectorAll(".v-sheetcard").Single(card => card.TextContent.Contains("13–15")).TextContent.ShouldContain(mark);
        (await malik.OpenAsync("/viden/samtale/13-15")).QuerySelector("main .v-notice")!.TextContent.ShouldContain(mark);
        (await malik.OpenAsync("/viden")).Body!.TextContent.ShouldContain(mark);

        using var lone = site.As("tryg1");
        (await lone.OpenAsync("/sparring/bord")).Body!.TextContent.ShouldContain("Skal gennemgås");
        var list = await lone.OpenAsync("/sparring/viden");
        list.QuerySelector("tbody tr")!.TextContent.ShouldContain("Udløbet");
        var row = list.QuerySelectorAll("tbody tr").Single(one => one.TextContent.Contains(guide.Title));
        list = await lone.PressAsync(list, row.QuerySelector("button")!.TextContent.Trim(), ("Sheet", guide.Name));
        list.QuerySelectorAll("tbody tr").Single(one => one.TextContent.Contains(guide.Title)).TextContent.ShouldNotContain("Udløbet");
        (await malik.OpenAsync("/viden/samtale/13-15")).QuerySelector("main .v-notice").ShouldBeNull();
        (await malik.OpenAsync("/viden/samtale/13-15")).QuerySelector(".v-origin")!.TextContent.ShouldContain("Lone Bøgh");
    }

    [Theory]
    [InlineData("/viden")]
    [InlineData("/viden/lov")]
    [InlineData("/viden/platform/aabne-kanaler")]
    [InlineData("/viden/elev/billeder")]
    [InlineData("/viden/tegn/unge")]
    [InlineData("/en/viden/samtale/13-15")]
    public async Task Knowledge_is_read_without_login_and_without_a_cookie(string address)
    {
        using var anybody = site.As("");
        var answer = await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Every_rule_of_the_law_page_says_whether_somebody_has_verified_it()
    {
        using var anybody = site.As("");
        var items = (await anybody.OpenAsync("/viden/lov")).QuerySelectorAll(".v-lawitem");
        items.Length.ShouldBeGreaterThan(15);
        foreach (var item in items)
        {
            item.TextContent.ShouldContain("verificeret", Case.Insensitive);
        }
    }

    private sealed class NoMail : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
