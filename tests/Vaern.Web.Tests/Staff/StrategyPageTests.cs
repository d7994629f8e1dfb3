using System.Net;
using AngleSharp.Html.Dom;
using Shouldly;
using Vaern.App;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>J9 through the pages, without script: a school's strategy from an empty page to the public one, and what can go wrong on the way.</summary>
public sealed class StrategyPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestTown Town => site.Town;

    private string Fyrlund => $"/planer/{Town.Fyrlund.Id.Value}/strategi";

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await using var work = await Town.Town.Database.BeginAsync(Acting.System);
        await work.ExecuteAsync("insert into membership (account_id, unit_id, role) values (@ulla, @fyrlund, 'key_person')", new { ulla = Town["nogle2"].Account.Value, fyrlund = Town.Fyrlund.Id.Value });
        await work.CommitAsync();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_strategy_goes_from_an_empty_page_through_the_board_to_the_public_page()
    {
        using var leader = site.As("leder2");
        var page = await leader.OpenAsync("/planer");
        page.Body!.TextContent.ShouldContain("Mangler");
        page = await leader.OpenAsync(Fyrlund);
        page = await leader.PressAsync(page, "Gem", ("EarlierOn", "2024-03-01"));
        page.Body!.TextContent.ShouldContain("vedtaget 1. marts 2024, uden en digital del");

        page = await leader.PressAsync(page, "Begynd den første udgave");
        page = await FillAsync(leader, but: "digital");
        page = await leader.PressAsync(page, "Giv videre til skolebestyrelsen");
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Strategien skal handle om digital mobning. Skriv definitionen – eller gem som kladde.");

        page = await leader.OpenAsync($"{Fyrlund}/kapitel/definition");
        page.QuerySelectorAll(".v-proposal")[1].TextContent.ShouldContain("Digital mobning er mobning");
        await leader.PressAsync(page, "Gem kapitlet", ("svar[digital]", "Digital mobning er mobning på nettet. Det står der på Tanghøj, hos Tanghøj og i Tanghøjs chat."));
        page = await leader.OpenAsync(Fyrlund);
        page.Body!.TextContent.ShouldContain("Der står »Tanghøj« 3 steder.");
        page = await leader.PressAsync(page, "Giv videre til skolebestyrelsen");
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Teksten står fast nu");

        page = await leader.OpenAsync($"{Fyrlund}/beslutning");
        page = await leader.PressAsync(page, "Gem beslutningen", ("Outcome", "changed"), ("Words", "TR skal med."), ("On", "2027-01-11"));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("mindst et kapitel");
        page.QuerySelector("#Words")!.TextContent.ShouldContain("TR skal med.");
        page = await leader.PressAsync(page, "Gem beslutningen", ("Outcome", "changed"), ("Words", "TR skal med."), ("On", "2027-01-11"), ("Chapters", "roller"));
        page.Body!.TextContent.ShouldContain("Godkendt 11. januar 2027 med en ændring");
        (await leader.OpenAsync($"{Fyrlund}/kapitel/definition")).QuerySelector("#svar-digital")!.HasAttribute("readonly").ShouldBeTrue();
        page = await leader.OpenAsync($"{Fyrlund}/kapitel/roller");
        page = await leader.PressAsync(page, "Gem kapitlet", ("svar[roller]", "Leder, nøgleperson og TR."));
        page = await leader.OpenAsync(Fyrlund);
        page = await leader.PressAsync(page, "Ændringen er skrevet");
        page = await leader.PressAsync(page, "Offentliggør");
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Næste gennemgang er 11. januar 2028");

        using var anybody = new StaffBrowser(leader.Address, "");
        var open = await anybody.OpenAsync("/skoler/fyrlund-skole/strategi");
        open.QuerySelector("main")!.TextContent.ShouldContain("Leder, nøgleperson og TR.");
        open.QuerySelector("main")!.TextContent.ShouldContain("Godkendt af skolebestyrelsen 11. januar 2027.");
        open.QuerySelector("main")!.TextContent.ShouldContain("ikke lov");
        open.QuerySelector("main")!.TextContent.ShouldNotContain("TR skal med");
        (await anybody.OpenAsync("/skoler/FYRL-9035/strategi")).QuerySelector("h1")!.TextContent.ShouldBe("Antimobbestrategi");

        page = await leader.OpenAsync($"{Fyrlund}/udgave/2?sammenlign=1");
        page.QuerySelectorAll("ins").Select(one => one.TextContent).ShouldContain(text => text.Contains("nøgleperson og TR.", StringComparison.Ordinal));
        Town.Clock.SetDanish(2028, 1, 12, 9);
        (await anybody.OpenAsync("/skoler/fyrlund-skole/strategi")).QuerySelector("main")!.TextContent.ShouldContain("Næste gennemgang var 11. januar 2028.");
    }

    [Fact]
    public async Task Two_who_write_at_once_both_see_the_other_and_nothing_is_lost()
    {
        using var leader = site.As("leder2");
        using var ulla = site.As("nogle2");
        await leader.PressAsync(await leader.OpenAsync(Fyrlund), "Begynd den første udgave");
        var mine = await leader.OpenAsync($"{Fyrlund}/kapitel/roller");
        Town.Clock.Advance(TimeSpan.FromMinutes(5));
        await ulla.PressAsync(await ulla.OpenAsync($"{Fyrlund}/kapitel/roller"), "Gem kapitlet", ("svar[roller]", "Ulla skrev dette."));

        mine = await leader.PressAsync(mine, "Gem kapitlet", ("svar[roller]", "Jens-Ole skrev dette."));

        mine.Body!.TextContent.ShouldContain("Ulla Brink har ændret kapitlet i dag kl. 20.22");
        mine.QuerySelector(".v-both")!.TextContent.ShouldContain("Ulla skrev dette.");
        ((IHtmlTextAreaElement)mine.QuerySelector("#svar-roller")!).Value.ShouldBe("Jens-Ole skrev dette.");
        mine = await leader.PressAsync(mine, "Gem kapitlet", ("svar[roller]", "Ulla og Jens-Ole skrev dette."));
        mine.QuerySelector("[role=status]")!.TextContent.ShouldContain("er gemt");
    }

    [Fact]
    public async Task The_head_of_schools_sees_every_school_by_name_and_not_a_word_of_a_draft()
    {
        using var leader = site.As("leder2");
        await leader.PressAsync(await leader.OpenAsync(Fyrlund), "Begynd den første udgave");
        await FillAsync(leader, but: "digital");
        using var chief = site.As("chef1");

        var page = await chief.OpenAsync("/planer/status?plan=strategi");
        var rows = page.QuerySelectorAll("tbody tr").Select(row => string.Join(' ', row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToArray();
        rows.Length.ShouldBe(2);
        rows[0].ShouldStartWith("Fyrlund Skole Antimobbestrategi Mangler På vej: kladde Mangler på Fyrlund Skole – kommunalbestyrelsen fastsætter en");
        rows[1].ShouldStartWith("Tanghøj Skole");
        page.Body!.TextContent.ShouldNotContain("Sådan gør vi");
        foreach (var hidden in new[] { Fyrlund, $"{Fyrlund}/kapitel/definition", $"{Fyrlund}/udgave/1", $"{Fyrlund}/udgave/1/fil/txt", $"{Fyrlund}/hoering", $"{Fyrlund}/beslutning", $"/planer/{Town.Fyrlund.Id.Value}/selvevaluering" })
        {
            await chief.OpenAsync(hidden);
            chief.Status.ShouldBe(HttpStatusCode.NotFound, hidden);
        }

        await leader.OpenAsync("/planer/status");
        leader.Status.ShouldBe(HttpStatusCode.NotFound);
        var csv = await (await chief.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/planer/status/csv?plan=strategi"))).Content.ReadAsStringAsync(Cancel);
        csv.Split("\r\n").Length.ShouldBe(4);
        csv.ShouldContain("Fyrlund Skole;Antimobbestrategi;Mangler;lacks;;draft;;;;;;;;");
    }

    [Fact]
    public async Task A_pupil_comments_by_link_and_a_closed_link_says_so()
    {
        using var leader = site.As("leder2");
        await leader.PressAsync(await leader.OpenAsync(Fyrlund), "Begynd den første udgave");
        await FillAsync(leader, but: "digital");
        var page = await leader.PressAsync(await leader.OpenAsync($"{Fyrlund}/hoering"), "Lav linket", ("Party", "pupils"), ("ClosesOn", "2027-01-15"));
        var link = page.QuerySelector("main a[href^='/hoering/']")!.GetAttribute("href")!;
        using var pupil = new StaffBrowser(leader.Address, "");

        var asked = await pupil.OpenAsync(link);
        asked.QuerySelector("main")!.TextContent.ShouldContain("Sådan gør vi: roller.");
        asked = await pupil.PressAsync(asked, "Send kommentaren", ("Text", ""));
        asked.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv en kommentar");
        asked = await pupil.PressAsync(asked, "Send kommentaren", ("Text", "Skriv, at vi selv kan hjælpe."), ("Chapter", "roller"));
        asked.QuerySelector("[role=status]")!.TextContent.ShouldContain("Din kommentar er gemt");

        page = await leader.OpenAsync($"{Fyrlund}/hoering");
        page.QuerySelector(".v-comments")!.TextContent.ShouldContain("Skriv, at vi selv kan hjælpe.");
        page = await leader.PressAsync(page, "Teksten er ændret", ("svar", "Skrevet ind."));
        page.QuerySelector(".v-comments")!.TextContent.ShouldContain("Skrevet ind.");
        Town.Clock.Advance(TimeSpan.FromDays(5));
        (await pupil.OpenAsync(link)).QuerySelector("h1")!.TextContent.ShouldBe("Linket virker ikke mere");
        pupil.Status.ShouldBe(HttpStatusCode.NotFound);
        await pupil.OpenAsync("/hoering/opfundet-link-som-ingen-har");
        pupil.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_self_review_shows_the_next_step_and_puts_it_on_the_list()
    {
        using var leader = site.As("leder2");
        var at = $"/planer/{Town.Fyrlund.Id.Value}/selvevaluering";
        await leader.PressAsync(await leader.OpenAsync(at), "Begynd");
        var page = await leader.OpenAsync($"{at}/digitalt");
        page = await leader.PressAsync(page, "Gem svaret", ("Words", "Vi har en plan."));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vælg det niveau");

        page = await leader.PressAsync(page, "Gem svaret", ("Level", "2"), ("Words", "Vi har en plan, men ikke for billeder."));
        var step = page.QuerySelector("[aria-labelledby=naeste]")!;
        step.TextContent.ShouldContain("Niveau 3 ser sådan ud: Vi har en skriftlig plan, også for billeder.");
        ((IHtmlTextAreaElement)page.QuerySelector("#What")!).Value.ShouldBe("Skriv, hvordan I stopper spredning, og hvad I gør med billeder.");
        page = await leader.PressAsync(page, "Skriv det på listen", ("Owner", "Nøglepersonen"), ("DueOn", "2027-04-30"));
        page.QuerySelector("[aria-labelledby=opgaver]")!.TextContent.ShouldContain("Nøglepersonen · senest fredag 30. april");

        page = await leader.OpenAsync(at);
        page.QuerySelector("svg title")!.TextContent.ShouldContain("1 af 20");
        page.QuerySelectorAll("rect.v-levels__on").Length.ShouldBe(2);
        page.QuerySelector("table")!.TextContent.ShouldContain("2 af 5");
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("pdf")]
    public async Task The_published_plan_is_a_file_that_opens_and_can_be_read_by_anybody(string format)
    {
        using var leader = site.As("leder2");
        await leader.PressAsync(await leader.OpenAsync(Fyrlund), "Begynd den første udgave");
        var page = await FillAsync(leader, but: null);
        await leader.PressAsync(page, "Giv videre til skolebestyrelsen");
        await leader.PressAsync(await leader.OpenAsync($"{Fyrlund}/beslutning"), "Gem beslutningen", ("Outcome", "approved"), ("On", "2027-01-11"));
        await leader.PressAsync(await leader.OpenAsync(Fyrlund), "Offentliggør");

        var answer = await leader.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/skoler/fyrlund-skole/strategi?fil={format}"));
        var file = await answer.Content.ReadAsByteArrayAsync(Cancel);

        (await (format == "pdf" ? DocumentChecks.PdfFaultsAsync(file, Cancel) : Task.FromResult(DocumentChecks.DocxFaults(file)))).ShouldBeEmpty();
        if (format == "docx")
        {
            (await DocumentChecks.InLibreOfficeAsync(file, "docx", Cancel)).ShouldNotBeNull().ShouldContain("Hvad er digital mobning hos os?");
        }
    }

    private async Task<IHtmlDocument> FillAsync(StaffBrowser browser, string? but)
    {
        foreach (var chapter in PlanTemplate.Find("strategy")!.Chapters)
        {
            var typed = chapter.Questions.Where(question => question.Key != but).Select(question => ($"svar[{question.Key}]", $"Sådan gør vi: {question.Key}.")).ToArray();
            await browser.PressAsync(await browser.OpenAsync($"{Fyrlund}/kapitel/{chapter.Key}"), "Gem kapitlet", typed);
        }

        return await browser.OpenAsync(Fyrlund);
    }
}
