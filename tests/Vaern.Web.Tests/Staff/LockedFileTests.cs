using System.Net;
using Shouldly;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>A file that turns out to be restricted, by the pages and without script: warned, locked, two people, the answer of the police.</summary>
public sealed class LockedFileTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task Locking_warns_first_and_then_leaves_nobody_without_a_next_step()
    {
        var opened = await A.CaseWithPicturesAsync(Town);
        using var farid = site.As("nogle1");
        var item = await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001");
        item.QuerySelectorAll($"a[href='/sager/{opened.Number}/bevis/B-001/laas']").ShouldNotBeEmpty();

        var warned = await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001/laas");
        warned.Body!.TextContent.ShouldContain("Se ikke på den igen.");
        warned.Body!.TextContent.ShouldContain("Låsen kan ikke fjernes igen.");
        var locked = await farid.PressAsync(warned, "Lås filen nu", ("Note", "Jeg blev i tvivl om alderen."));

        farid.At.ShouldStartWith("/sager/laast/");
        locked.Body!.TextContent.ShouldContain("Filen er låst. Den vises ikke for nogen. To personer skal kontakte politiet nu.");
        locked.QuerySelector("a[href='tel:114']").ShouldNotBeNull();
        locked.Body!.TextContent.ShouldContain("Ingen har skrevet under endnu");
        locked.Body!.TextContent.ShouldContain("En anden med adgang til sagen skriver politiets svar.");
        locked.QuerySelectorAll("input[name=Outcome]").ShouldBeEmpty("the one who locked it does not decide");

        var shown = await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001");
        shown.QuerySelectorAll("textarea[name=Reason]").ShouldBeEmpty();
        (await farid.OpenAsync($"/sager/{opened.Number}")).QuerySelector(".v-hour")!.TextContent.ShouldContain("Kontakt politiet (114) – to personer: B-001");
        (await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001/laas")).Body!.TextContent.ShouldContain("Låst fil");
    }

    [Fact]
    public async Task Two_people_sign_and_a_second_person_writes_what_the_police_said()
    {
        var opened = await A.CaseWithPicturesAsync(Town);
        using var farid = site.As("nogle1");
        using var kirsten = site.As("leder1");
        await farid.PressAsync(await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001/laas"), "Lås filen nu");
        var address = farid.At;
        var task = (await A.ReadAsync(Town, opened.Number)).Tasks.Single(one => one.TakesTwo);

        var signed = await farid.PressAsync(await farid.OpenAsync($"/sager/{opened.Number}/opgave/{task.Id}"), "Færdig", ("Note", "Ringet 114 kl. 10.31."));
        signed.Body!.TextContent.ShouldContain("Du har skrevet under som den første.");
        var half = await kirsten.OpenAsync(address);
        half.Body!.TextContent.ShouldContain("Farid Elmquist har skrevet under som den første. En anden mangler.");
        await kirsten.PressAsync(await kirsten.OpenAsync($"/sager/{opened.Number}/opgave/{task.Id}"), "Færdig");

        var empty = await kirsten.PressAsync(half, "Skriv beslutningen");
        empty.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vælg, hvad der skal ske med filen.");
        var unnumbered = await kirsten.PressAsync(empty, "Skriv beslutningen", ("Outcome", "handed-over"), ("Reason", "Politiet hentede den."));
        unnumbered.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv det nummer, politiet gav.");
        var over = await kirsten.PressAsync(unnumbered, "Skriv beslutningen", ("Outcome", "handed-over"), ("PoliceNumber", "PRØVE-77124"));
        over.Body!.TextContent.ShouldContain("Begge har skrevet under");
        over.QuerySelectorAll("input[value='handed-over']").ShouldBeEmpty();
        var gone = await kirsten.PressAsync(over, "Skriv beslutningen", ("Outcome", "destroyed"), ("Reason", "Politiet bad om det."), ("PoliceNumber", "PRØVE-77124"));

        gone.Body!.TextContent.ShouldContain("Sagen om filen er afgjort.");
        var found = (await Quarantines.OfCaseAsync(Town.Town, Town["leder1"], opened.Id)).ShouldHaveSingleItem();
        (found.HandedOver!.By, found.Destroyed!.Reason).ShouldBe(("Kirsten Vadmose", "Politiet bad om det."));
        (await A.ReadAsync(Town, opened.Number)).MissingToClose.ShouldNotContain("quarantine");
    }

    [Fact]
    public async Task A_file_of_a_report_is_locked_from_its_page_and_leads_to_a_case()
    {
        var report = await A.ReportWithPicturesAsync(Town, 2);
        using var farid = site.As("nogle1");
        var page = await farid.OpenAsync($"/henvendelser/{report.Number}");
        var link = page.QuerySelectorAll("#filer ~ .v-evidence a").Select(found => found.GetAttribute("href")!).First(href => href.EndsWith("/laas", StringComparison.Ordinal));

        var locked = await farid.PressAsync(await farid.OpenAsync(link), "Lås filen nu");

        locked.Body!.TextContent.ShouldContain("Henvendelsen har ingen sag endnu.");
        locked.QuerySelector($"a[href='/sager/ny?henvendelse={report.Number}']").ShouldNotBeNull();
        (await farid.OpenAsync($"/henvendelser/{report.Number}")).Body!.TextContent.ShouldContain("Se, hvad der skal ske med den låste fil");
        (await StaffReports.ReadAsync(Town.Town, Town["nogle1"], report.Number)).Value.Files.Count(file => file.IsLocked).ShouldBe(1);
        using var stranger = site.As("leder2");
        await stranger.OpenAsync(farid.At);
        await stranger.OpenAsync(link);
        stranger.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_first_hour_stands_on_a_restricted_case_with_its_steps()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");

        var page = await browser.OpenAsync($"/sager/{opened.Number}");
        page.QuerySelector(".v-hour")!.TextContent.ShouldContain("Se det ikke. Bed ikke om at få det vist. Send det ikke.");
        page.QuerySelectorAll(".v-hour__steps li").Length.ShouldBeGreaterThan(8);

        var ordinary = await A.CaseAsync(Town);
        (await browser.OpenAsync($"/sager/{ordinary.Number}")).QuerySelector(".v-hour").ShouldBeNull();
    }
}
