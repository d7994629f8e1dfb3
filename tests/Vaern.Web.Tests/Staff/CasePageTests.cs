using System.Net;
using Shouldly;
using Vaern.App.Cases;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

public sealed class CasePageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task The_clock_says_law_source_and_that_nobody_verified_it()
    {
        var opened = await A.CaseAsync(Town);
        (await EstablishBullying.HandleAsync(Town.Town, Town["leder1"], opened.Id, "Udelukkelse og hån i en gruppechat.", null)).IsOk.ShouldBeTrue();
        using var browser = site.As("leder1");

        var page = await browser.OpenAsync($"/sager/{opened.Number}");

        var clock = page.QuerySelectorAll(".v-clock").First(card => card.TextContent.Contains("Handlingsplan", StringComparison.Ordinal));
        clock.QuerySelector(".v-status--law").ShouldNotBeNull();
        clock.QuerySelector(".v-clock__left")!.TextContent.ShouldBe("10 arbejdsdage");
        clock.QuerySelector(".v-clock__due")!.TextContent.ShouldBe("senest mandag 25. januar 2027");
        clock.QuerySelector(".v-clock__source")!.TextContent.ShouldContain("undervisningsmiljøloven § 1 c, regelversion DK-2026-11");
        clock.QuerySelector(".v-clock__source")!.TextContent.ShouldContain("Ikke verificeret");
    }

    [Fact]
    public async Task An_entry_needs_a_kind_and_keeps_what_was_typed_until_it_has_one()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var page = await browser.OpenAsync($"/sager/{opened.Number}");

        var refused = await browser.PressAsync(page, "Skriv internt notat", ("EntryText", "Signe har flyttet pladserne."));

        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vælg, hvad det er, du skriver.");
        refused.QuerySelector("#EntryText")!.TextContent.Trim().ShouldBe("Signe har flyttet pladserne.");

        var saved = await browser.PressAsync(refused, "Skriv internt notat", ("EntryKind", "fact"));

        browser.At.ShouldStartWith($"/sager/{opened.Number}");
        saved.QuerySelector("[role=status]")!.TextContent.ShouldContain("Kendsgerningen er skrevet");
        saved.QuerySelector(".v-entry--fact .v-entry__text")!.TextContent.ShouldContain("Signe har flyttet pladserne.");
    }

    [Fact]
    public async Task A_restricted_case_has_no_control_that_takes_a_file()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");

        var page = await browser.OpenAsync($"/sager/{opened.Number}");

        page.QuerySelectorAll("input[type=file], form[enctype]").ShouldBeEmpty();
        page.QuerySelectorAll(".v-evidence--restricted").ShouldHaveSingleItem().TextContent.ShouldContain("H-001");
    }

    [Fact]
    public async Task A_case_of_others_and_a_case_that_is_not_there_are_the_same_answer()
    {
        var opened = await A.CaseAsync(Town);
        using var stranger = site.As("leder2");

        var hidden = await stranger.OpenAsync($"/sager/{opened.Number}");
        stranger.Status.ShouldBe(HttpStatusCode.NotFound);
        var missing = await stranger.OpenAsync("/sager/F-2027-9999");
        stranger.Status.ShouldBe(HttpStatusCode.NotFound);

        hidden.QuerySelector("main")!.InnerHtml.ShouldBe(missing.QuerySelector("main")!.InnerHtml);
    }

    [Fact]
    public async Task The_chronology_can_be_read_one_kind_at_a_time()
    {
        var opened = await A.CaseAsync(Town);
        await WriteEntry.HandleAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "fact", "Klassen har holdt møde.", null);
        await WriteEntry.HandleAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "assessment", "Jeg tror, det hjalp.", null);
        using var browser = site.As("nogle1");

        var page = await browser.OpenAsync($"/sager/{opened.Number}?slags=assessment");

        page.QuerySelectorAll(".v-entry").ShouldHaveSingleItem().TextContent.ShouldContain("Jeg tror, det hjalp.");
        page.QuerySelector(".v-chips [aria-current]")!.TextContent.ShouldBe("Vurdering 1");
    }
}
