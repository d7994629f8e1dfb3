using System.Net;
using AngleSharp.Dom;
using Shouldly;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.App.LawBook;
using Vaern.Rules;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

public sealed class ClassificationPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private const string Bullying = "danger.no~affected.under-15~what.teasing~actor.under-15~relation.pupil-pupil";

    private TestTown Town => site.Town;

    [Fact]
    public async Task The_questions_are_walked_one_a_page_and_the_case_is_opened_with_what_they_say()
    {
        using var browser = site.As("leder1");
        var page = await browser.OpenAsync("/sager/ny");
        page.QuerySelector("a[href='/sager/ny/klassificering']")!.TextContent.ShouldContain("Besvar fem spørgsmål");
        page = await browser.OpenAsync("/sager/ny/klassificering");
        foreach (var answer in new[] { "no", "under-15", "teasing", "under-15" })
        {
            page.QuerySelectorAll("fieldset").Length.ShouldBe(1);
            page = await GoAsync(browser, page, answer);
        }

        page = await GoAsync(browser, page, "pupil-pupil");
        page.QuerySelector("h1")!.TextContent.ShouldContain("sandsynligvis lovligt");
        page.QuerySelector(".v-outcome")!.TextContent.ShouldContain("kan være mobning");
        page.QuerySelector(".v-outcome")!.TextContent.ShouldContain("Ikke verificeret");
        page = await browser.OpenAsync(page.QuerySelectorAll("a.button").Single().GetAttribute("href")!);
        page = await browser.PressAsync(page, "Opret sag", ("Title", "Mobning i gruppechat"), ("Reason", "En forælder ringede."));

        page.QuerySelector("#klassificering")!.TextContent.ShouldContain("Kirsten Vadmose, mandag 11. januar 2027 kl. 20.17");
        var read = await A.ReadAsync(Town, browser.At.Split('/')[^1]);
        (read.Classification!.Result.Outcome, read.Clocks.Count, read.Track, read.Category).ShouldBe(("bullying-minor", 0, "school", "digital-bullying"));
    }

    [Fact]
    public async Task The_questions_can_be_left_at_any_step_and_an_empty_answer_is_asked_again()
    {
        using var browser = site.As("leder1");
        var page = await browser.OpenAsync("/sager/ny/klassificering?svar=danger.no&frem=1");

        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vælg det svar, der passer bedst.");
        page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")).ShouldContain("/sager/ny");
        (await browser.OpenAsync("/sager/ny/klassificering?svar=danger.no~affected.wizard~what.threat")).QuerySelector("h1, legend")!.TextContent.ShouldContain("Hvem går det ud over?");
    }

    [Fact]
    public async Task From_a_report_what_it_already_says_is_suggested()
    {
        var content = new ReportContent { Story = "De truer mig.", Answers = new Dictionary<string, string> { ["affected"] = "under-15", ["relation"] = "stranger" } };
        var receipt = (await SubmitReport.HandleAsync(Town.Town, new ReportSubmission("child", "threat", false, Town.Tanghoj, content, null), Guid.CreateVersion7().ToString(), A.NoFiles())).Value;
        using var browser = site.As("nogle1");

        (await browser.OpenAsync($"/henvendelser/{receipt.Number}")).Body!.TextContent.ShouldContain("Hvem går det ud over? En under 15 år");
        var page = await browser.OpenAsync($"/sager/ny/klassificering?henvendelse={receipt.Number}&svar=danger.no");
        page.QuerySelector("input[name=Choice]:checked")!.GetAttribute("value").ShouldBe("under-15");
        page = await browser.OpenAsync($"/sager/ny/klassificering?henvendelse={receipt.Number}&svar=danger.no~affected.under-15");
        page.QuerySelector("input[name=Choice]:checked")!.GetAttribute("value").ShouldBe("threat");
        using var stranger = site.As("leder2");
        await stranger.OpenAsync($"/sager/ny/klassificering?henvendelse={receipt.Number}");
        stranger.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task In_a_case_clocks_are_offered_and_start_when_somebody_says_so()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var page = await browser.OpenAsync($"/sager/{opened.Number}/klassificer?svar={Bullying}");
        page = await browser.PressAsync(page, "Gem i sagen");

        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Ingen frist er startet.");
        page.QuerySelectorAll(".v-offer").Length.ShouldBe(2);
        (await A.ReadAsync(Town, opened.Number)).Clocks.ShouldBeEmpty();

        var plan = page.QuerySelectorAll(".v-offer").Single(offer => offer.TextContent.Contains("Handlingsplan", StringComparison.Ordinal));
        plan.QuerySelector("button")!.TextContent = "Start planen";
        page = await browser.PressAsync(page, "Start planen", ("Start", "2027-01-11T20:00"));
        page.QuerySelectorAll(".v-offer").Length.ShouldBe(1);
        (await A.ReadAsync(Town, opened.Number)).Clocks.ShouldHaveSingleItem().Rule.Id.ShouldBe("B-03");
    }

    [Fact]
    public async Task A_second_answer_keeps_the_first_and_a_stale_one_is_told()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var first = await browser.OpenAsync($"/sager/{opened.Number}/klassificer?svar={Bullying}");
        await browser.PressAsync(first, "Gem i sagen");

        var refused = await browser.PressAsync(first, "Gem i sagen");
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("En anden har klassificeret sagen");
        var again = await browser.OpenAsync($"/sager/{opened.Number}/klassificer?svar={Bullying.Replace("teasing", "threat", StringComparison.Ordinal)}");
        var page = await browser.PressAsync(again, "Gem i sagen");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Trussel");
        page = await browser.OpenAsync($"/sager/{opened.Number}/klassificering?v=1");
        page.QuerySelector("h1")!.TextContent.ShouldContain("Ubehageligt");
        page.Body!.TextContent.ShouldContain("Det her er en tidligere klassificering");
    }

    [Fact]
    public async Task What_may_show_somebody_under_18_says_that_the_case_closes_for_files()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var page = await browser.OpenAsync($"/sager/{opened.Number}/klassificer?svar={Bullying.Replace("teasing", "sexual-image-shared", StringComparison.Ordinal)}");

        page.Body!.TextContent.ShouldContain("Sagen lukkes for filer, når du gemmer");
        page.QuerySelector(".v-outcome")!.TextContent.ShouldNotContain("Tag skærmbillede");
        await browser.PressAsync(page, "Gem i sagen");
        page = await browser.OpenAsync($"/sager/{opened.Number}");
        page.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
        (await A.ReadAsync(Town, opened.Number)).Restricted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_newer_version_stands_beside_the_one_the_case_keeps()
    {
        await using var later = new StaffSite();
        await later.InitializeAsync();
        var opened = await A.CaseAsync(later.Town);
        (await EstablishBullying.HandleAsync(later.Town.Town, later.Town["leder1"], opened.Id, "Udelukkelse i en gruppe.", null)).IsOk.ShouldBeTrue();

        await NewerRules.ShipAsync(later.Town.Town, "B-03", 5, new DateOnly(2027, 6, 1));

        using var browser = later.As("leder1");
        var page = await browser.OpenAsync($"/sager/{opened.Number}");
        var clock = page.QuerySelectorAll(".v-clock").First(card => card.TextContent.Contains("Handlingsplan", StringComparison.Ordinal));
        clock.QuerySelector(".v-clock__left")!.TextContent.ShouldBe("10 arbejdsdage");
        clock.QuerySelector(".v-clock__newer")!.TextContent.ShouldBe("Reglen har en nyere version 2 fra 1. juni 2027: 5 arbejdsdage. Sagen beholder version 1.");
        (await browser.OpenAsync($"/sager/{opened.Number}/frister")).Body!.TextContent.ShouldContain("Sagen beholder version 1.");

        page = await browser.OpenAsync("/regler/B-03?v=1");
        page.QuerySelector(".v-notice--warning")!.TextContent.ShouldContain("Den gælder fra 1. juni 2027.");
        page = await browser.OpenAsync("/regler/B-03");
        page.QuerySelector(".v-eyebrow")!.TextContent.ShouldContain("version 2");
        page.QuerySelectorAll("ul a[href^='/regler/B-03?v=']").Length.ShouldBe(2);
        (await A.ReadAsync(later.Town, opened.Number)).Clocks.Single(one => one.Rule.Id == "B-03").DueOn.ShouldBe(new DateOnly(2027, 1, 25));
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> GoAsync(StaffBrowser browser, AngleSharp.Html.Dom.IHtmlDocument page, string choice)
    {
        page.QuerySelector($"input[name=Choice][value='{choice}']").ShouldNotBeNull(browser.At);
        var trail = page.QuerySelector("input[name=svar]")!.GetAttribute("value");
        return await browser.OpenAsync($"/sager/ny/klassificering?svar={trail}&Choice={choice}&frem=1");
    }
}
