using System.Net;
using Shouldly;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>The catalogue, ordering, the grade plan, the calendar and the register of measures, through the pages and without script.</summary>
public sealed class CoursePageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();

    private TestTown Town => site.Town;

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await Town.HireAsync("udvalg1", "Grethe Sund", "municipal_council");
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_school_orders_a_talk_sees_it_in_its_plan_and_in_its_calendar()
    {
        using var ssp = site.As("ssp1");
        var page = await ssp.OpenAsync("/kurser");
        page.Body!.TextContent.ShouldContain("Kataloget er tomt");
        page = await ssp.PressAsync(await ssp.OpenAsync("/kurser/nyt"), "Læg i kataloget", ("CourseTitle", ""));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv titel");
        page = await ssp.PressAsync(
            page, "Læg i kataloget", ("CourseTitle", "Billeder og lov"), ("About", "Loven og cases."), ("SupplierName", "SSP Fjordby"), ("GradeFrom", "7"), ("GradeTo", "9"), ("IsCrisis", "true"));
        var course = ssp.At;
        page = await ssp.PressAsync(page, "Sæt dato på", ("StartsAt", "2027-01-01T09:00"), ("Minutes", "90"), ("Capacity", "1"), ("Place", "Aulaen"));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("ikke er gået");
        page = await ssp.PressAsync(page, "Sæt dato på", ("StartsAt", "2027-02-01T09:00"), ("Minutes", "90"), ("Capacity", "1"), ("Place", "Aulaen"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Datoen er sat på");

        using var leader = site.As("leder1");
        page = await leader.PressAsync(await leader.OpenAsync(course), "Bestil", ("Grade", "8"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Bestilt og bekræftet");
        using var other = site.As("leder2");
        page = await other.PressAsync(await other.OpenAsync(course), "Bestil", ("Grade", "8"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("venteliste");
        page.Body!.TextContent.ShouldContain("Venteliste, nummer 1");

        page = await leader.PressAsync(await leader.OpenAsync($"/kurser/aarsplan/{Town.Tanghoj.Id.Value}"), "Gem", ("Grade", "4"), ("Month", "10"), ("What", "Samtykke"));
        page.Body!.TextContent.ShouldContain("Billeder og lov – februar");
        page.Body!.TextContent.ShouldContain("Samtykke – oktober");
        using var chief = site.As("chef1");
        page = await chief.OpenAsync("/kurser/daekning");
        page.QuerySelectorAll("tbody th").Select(cell => cell.TextContent).ShouldBe(["Fyrlund Skole", "Tanghøj Skole"]);
        await leader.OpenAsync("/kurser/daekning");
        leader.Status.ShouldBe(HttpStatusCode.NotFound);

        page = await leader.PressAsync(await leader.OpenAsync("/kurser"), "Lav en kalenderadresse");
        var address = new Uri(page.QuerySelector(".v-mono")!.TextContent.Trim()).AbsolutePath;
        using var client = new StaffBrowser(leader.Address, "");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            var feed = await client.SendAsync(new HttpRequestMessage(method, address));
            feed.StatusCode.ShouldBe(HttpStatusCode.OK);
            feed.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        }

        (await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/kalender/{new string('0', 32)}.ics"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page = await leader.PressAsync(await leader.OpenAsync("/kurser"), "Bestil pakken", ("trin", "9"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Pakken er bestilt: 1 tilbud");
    }

    [Fact]
    public async Task Measures_and_limits_are_written_by_those_who_work_and_read_by_the_committee()
    {
        using var ssp = site.As("ssp1");
        var page = await ssp.PressAsync(await ssp.OpenAsync("/tal/indsatser"), "Gem", ("Name", "Oplæg"), ("What", "Fra 5. klasse"), ("EffectKind", "measured"), ("Since", "2026-01-01"));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Er effekten kendt");
        page = await ssp.PressAsync(page, "Gem", ("Name", "=Oplæg"), ("What", "Fra 5. klasse"), ("EffectKind", "unknown"), ("Since", "2026-01-01"));
        page.Body!.TextContent.ShouldContain("Ved ikke");
        using var committee = site.As("udvalg1");
        page = await committee.OpenAsync("/tal/indsatser");
        page.Body!.TextContent.ShouldContain("=Oplæg");
        page.QuerySelectorAll("form[method=post] textarea").ShouldBeEmpty();
        var csv = await (await committee.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/tal/indsatser/csv"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        csv.ShouldContain("Fjordby Kommune;'=Oplæg;talks;pupils;;;unknown;;2026-01-01;;Fra 5. klasse");
        using var teacher = site.As("laerer1");
        await teacher.OpenAsync("/tal/indsatser");
        teacher.Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
