using System.Net;
using Vaern.App.Cases;
using Vaern.TestKit;

namespace Vaern.Web.Tests.Staff;

/// <summary>The playbook in a case and on the wall: the same steps, each with who, when and where it comes from.</summary>
public sealed class PlaybookPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task Every_step_of_the_checklist_names_law_or_advice_time_role_and_source()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");

        var page = await browser.OpenAsync($"/sager/{opened.Number}/drejebog");

        var steps = page.QuerySelectorAll(".v-check");
        steps.Length.ShouldBe(Playbook.All.Single(book => book.Id == "P-MOBNING").Steps.Count);
        steps.ShouldAllBe(step => step.QuerySelector(".v-stepfacts .v-status") != null);
        var plan = steps.Single(step => step.TextContent.Contains("Skriv handlingsplanen færdig"));
        plan.TextContent.ShouldContain("Lov");
        plan.TextContent.ShouldContain("inden 10 arbejdsdage efter konstateringen");
        plan.TextContent.ShouldContain("Skoleleder");
        plan.TextContent.ShouldContain("undervisningsmiljøloven § 1 c");
        plan.TextContent.ShouldContain("Ikke verificeret");
        steps[0].TextContent.ShouldContain("Anbefaling");
        page.QuerySelector(".v-origin")!.TextContent.ShouldContain("Rekonstruktion");
    }

    [Fact]
    public async Task A_step_is_moved_with_a_reason_and_put_back()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var task = (await A.ReadAsync(Town, opened.Number)).Tasks[6];
        var form = await browser.OpenAsync($"/sager/{opened.Number}/opgave/{task.Id}/flyt");

        var refused = await browser.PressAsync(form, "Flyt trinnet", ("To", "2"));
        refused.QuerySelector("#v-errors").ShouldNotBeNull();
        var moved = await browser.PressAsync(refused, "Flyt trinnet", ("To", "2"), ("Reason", "Mor venter i telefonen."));

        browser.At.ShouldBe($"/sager/{opened.Number}/drejebog");
        moved.QuerySelectorAll(".v-check")[1].TextContent.ShouldContain("Flyttet fra plads 7: Mor venter i telefonen.");
        var back = await browser.PressAsync(moved, "Læg det tilbage");
        back.QuerySelectorAll(".v-check__reason").ShouldBeEmpty();
        (await A.ReadAsync(Town, opened.Number)).Tasks[6].Id.ShouldBe(task.Id);
    }

    [Fact]
    public async Task Another_playbook_is_added_once()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var page = await browser.OpenAsync($"/sager/{opened.Number}/drejebog");

        var added = await browser.PressAsync(page, "Læg trinene til", ("Book", "P-TRUSSEL"), ("Reason", "Der er også truet."));

        added.Body!.TextContent.ShouldContain("13 trin er lagt til");
        added.QuerySelectorAll("select[name=Book] option").Select(option => option.GetAttribute("value")).ShouldNotContain("P-TRUSSEL");
    }

    [Theory]
    [InlineData("mobning")]
    [InlineData("billede")]
    [InlineData("trussel")]
    [InlineData("afpresning")]
    [InlineData("falsk-profil")]
    [InlineData("private-oplysninger")]
    [InlineData("ansat")]
    [InlineData("bekymring")]
    public async Task Every_card_leads_to_its_steps_and_they_name_no_page_that_needs_a_sign_in(string topic)
    {
        using var browser = site.As("leder1");
        var card = await browser.OpenAsync($"/kort/{topic}");
        card.QuerySelector($"a[href$='/kort/{topic}/trin']").ShouldNotBeNull();
        card.Body!.TextContent.ShouldContain(Playbook.OfCard(topic)!.Id);

        var steps = await browser.OpenAsync($"/kort/{topic}/trin");

        steps.QuerySelectorAll("main .v-check").Length.ShouldBe(Playbook.OfCard(topic)!.Steps.Count);
        steps.QuerySelectorAll("main a[href*='/regler/']").ShouldBeEmpty();
        await browser.OpenAsync("/kort/findes-ikke/trin");
        browser.Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
