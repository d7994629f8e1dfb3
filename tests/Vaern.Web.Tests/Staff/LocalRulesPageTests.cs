using AngleSharp.Dom;
using Shouldly;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.LawBook;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>The editor's pages, in a town of their own: what the municipality sets itself, and what is due to be verified again.</summary>
public sealed class LocalRulesPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await using var work = await site.Town.Town.Database.BeginAsync(Acting.System);
        await work.ExecuteAsync(
            "insert into membership (account_id, unit_id, role) values (@me, @unit, 'editor')", new { me = site.Town["dpo1"].Account.Value, unit = site.Town.Town.Units.Root.Id.Value });
        await work.CommitAsync();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_limit_in_law_is_refused_with_the_reason_and_what_was_typed_stays()
    {
        using var browser = site.As("dpo1");
        var page = await browser.OpenAsync("/regler/lokalt");

        page = await browser.PressAsync(page, "Gem målet", ("Rule", "B-03"), ("Value", "12"), ("From", "2027-01-01"));

        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("En frist i loven kan ikke lempes");
        page.QuerySelector("#Value")!.GetAttribute("value").ShouldBe("12");
        site.Town.Town.LawVersion.ShouldBe(0);

        page = await browser.PressAsync(page, "Gem målet", ("Value", "8"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("gælder nu");
        page.QuerySelector("#maal")!.TextContent.ShouldContain("8 arbejdsdage");
        site.Town.Town.Law.Find("LOCAL-B-03").Value.Limit.Value.ShouldBe(8);
        page.QuerySelector("#historik")!.TextContent.ShouldContain("Vibeke Ranum");
    }

    [Fact]
    public async Task Closed_days_stand_as_a_note_beside_the_law_and_move_nothing()
    {
        using var browser = site.As("dpo1");
        var page = await browser.OpenAsync("/regler/lokalt");
        (await browser.PressAsync(page, "Gem lukkedagene", ("ClosedDays", "juleaften"))).QuerySelector("#v-errors")!.TextContent.ShouldContain("En lukkedag kan ikke læses");
        await browser.PressAsync(page, "Gem lukkedagene", ("ClosedDays", "2027-01-12\n12-24"));
        var opened = await A.CaseAsync(site.Town);
        (await EstablishBullying.HandleAsync(site.Town.Town, site.Town["leder1"], opened.Id, "Udelukkelse i en gruppe.", null)).IsOk.ShouldBeTrue();

        using var leader = site.As("leder1");
        var clock = (await leader.OpenAsync($"/sager/{opened.Number}")).QuerySelectorAll(".v-clock").First(card => card.TextContent.Contains("Handlingsplan", StringComparison.Ordinal));
        clock.QuerySelector(".v-clock__due")!.TextContent.ShouldBe("senest mandag 25. januar 2027");
        clock.TextContent.ShouldContain("Med de lokale lukkedage ville dagen være tirsdag 26. januar 2027. Lukkedage flytter ikke en lovfrist.");
    }

    [Fact]
    public async Task A_contact_is_filled_in_and_stands_on_the_public_pages()
    {
        using var browser = site.As("dpo1");
        var page = await browser.OpenAsync("/regler/lokalt");
        page.Body!.TextContent.ShouldContain("Kontakten mangler");
        page = await browser.OpenAsync("/regler/lokalt/kontakt/CT-03");

        (await browser.PressAsync(page, "Gem", ("Phone", ""), ("CheckedOn", "2027-01-11"))).QuerySelector("#v-errors")!.TextContent.ShouldContain("et nummer eller en https-adresse");
        await browser.PressAsync(page, "Gem", ("Phone", "00 11 22 33"), ("CheckedOn", "2027-01-11"));

        browser.At.ShouldBe("/regler/lokalt");
        (await browser.OpenAsync("/raad/mobning/foraelder")).Body!.TextContent.ShouldContain("00\u00a011\u00a022\u00a033");
        using var stranger = site.As("leder1");
        await stranger.OpenAsync("/regler/lokalt/kontakt/CT-03");
        stranger.Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task After_a_year_the_rule_stands_in_the_editors_day_and_is_verified_again_on_its_page()
    {
        var editor = site.Town["dpo1"] with { Posts = [new Post(site.Town.Town.Units.Root.Id, "editor")] };
        (await RuleVerifications.VerifyAsync(site.Town.Town, editor, "A-01", 1, new DateOnly(2027, 1, 11), "Retsinformation")).IsOk.ShouldBeTrue();
        site.Town.Clock.SetDanish(2028, 1, 12, 9);
        using var browser = site.As("dpo1");

        (await browser.OpenAsync("/mit")).QuerySelector("[aria-labelledby=igen]")!.TextContent.ShouldContain("A-01");
        var page = await browser.OpenAsync("/regler/A-01");
        page.Body!.TextContent.ShouldContain("Det er et år siden");
        page = await browser.PressAsync(page, "Markér", ("SourceSeen", "LBK 1400 af 26/11/2025, læst igen"));
        page.Body!.TextContent.ShouldContain("12. januar 2028");
        (await browser.OpenAsync("/mit")).QuerySelector("[aria-labelledby=igen]").ShouldBeNull();
        using var leader = site.As("leder1");
        (await leader.OpenAsync("/mit")).QuerySelector("[aria-labelledby=igen]").ShouldBeNull();
        (await leader.OpenAsync("/regler?vis=foerst")).QuerySelectorAll("ol.v-bullets > li").Single(entry => entry.QuerySelector("a[href='/regler/A-01']") is not null).TextContent.ShouldMatch(@"A-01\s+verificeret\.");
    }
}
