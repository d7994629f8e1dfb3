using System.Net;
using AngleSharp.Dom;
using Shouldly;
using Vaern.App.Intake;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>The pages of families, references, look-ups and lists, without script: what they say, refuse and hide.</summary>
public sealed class FamilyPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task A_restricted_case_is_tied_by_the_police_number_and_can_be_untied()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var kirsten = site.As("leder1");
        (await kirsten.OpenAsync($"/sager/{opened.Number}")).Body!.TextContent.ShouldContain("Der laves ikke fingeraftryk i denne sag.");
        var page = await kirsten.OpenAsync($"/sager/{opened.Number}/reference");
        page.Body!.TextContent.ShouldContain("Der laves aldrig fingeraftryk her");

        var wrong = await kirsten.PressAsync(page, "Knyt sagen", ("Kind", "police"), ("Reference", "nr. 7"));
        wrong.QuerySelector("#v-errors")!.TextContent.ShouldContain("mindst tre tal");
        ((AngleSharp.Html.Dom.IHtmlInputElement)wrong.QuerySelector("input[name=Reference]")!).Value.ShouldBe("nr. 7");
        var tied = await kirsten.PressAsync(wrong, "Knyt sagen", ("Kind", "police"), ("Reference", "PRØVE-4410-771"));
        kirsten.At.ShouldStartWith("/familier/FA-");
        tied.Body!.TextContent.ShouldContain("1 sag");
        var family = kirsten.At;

        using var thomas = site.As("leder3");
        (await thomas.OpenAsync(family)).Body!.TextContent.ShouldContain("Fællesskabet findes. Du har ikke en sag i det.");
        using var helle = site.As("sagsb1");
        await helle.OpenAsync(family);
        helle.Status.ShouldBe(HttpStatusCode.NotFound);

        page = await kirsten.OpenAsync($"/sager/{opened.Number}/reference");
        page.Body!.TextContent.ShouldContain("PRØVE-4410-771");
        (await kirsten.PressAsync(page, "Fjern tilknytningen", ("Reason", " "))).QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv hvorfor.");
        (await kirsten.PressAsync(page, "Fjern tilknytningen", ("Reason", "Et tal var forkert."))).Body!.TextContent.ShouldContain("Sagen er ikke længere knyttet til nummeret.");
    }

    [Fact]
    public async Task A_picture_says_that_it_is_not_computed_and_a_look_up_needs_a_fingerprint()
    {
        var opened = await A.CaseWithPicturesAsync(Town);
        using var farid = site.As("nogle1");
        var item = await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001");
        item.QuerySelectorAll($"a[href='/sager/{opened.Number}/bevis/B-001/opslag']").ShouldNotBeEmpty();

        var page = await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001/opslag");

        page.Body!.TextContent.ShouldContain("Ikke beregnet.");
        page.QuerySelectorAll("textarea[name=Purpose]").ShouldBeEmpty();
        using var jens = site.As("leder2");
        await jens.OpenAsync($"/sager/{opened.Number}/bevis/B-001/opslag");
        jens.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_lead_is_judged_with_a_reason_and_nothing_of_the_other_case_is_on_the_page()
    {
        var (first, second) = await PairAsync();
        using var farid = site.As("nogle1");
        var page = await farid.OpenAsync($"/sager/{second}");
        var link = page.QuerySelectorAll("#familier a").Single(found => found.TextContent.Contains("Tag stilling", StringComparison.Ordinal)).GetAttribute("href")!;
        var lead = await farid.OpenAsync(link);
        lead.Body!.TextContent.ShouldContain("Ligner");
        lead.Body!.TextContent.ShouldContain("80 af 100 her, 90 af 100 i den anden sag");
        lead.Body!.TextContent.ShouldNotContain(first);

        var without = await farid.PressAsync(lead, "Gem svaret", ("Verdict", "other"), ("Reason", ""));
        without.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv hvorfor.");
        var rejected = await farid.PressAsync(without, "Gem svaret", ("Verdict", "other"), ("Reason", "To forskellige opslag."));

        rejected.Body!.TextContent.ShouldContain("Du bliver ikke spurgt om det samme igen.");
        rejected.QuerySelector("#familier")!.TextContent.ShouldContain("Lignede noget i en anden sag: afvist");
        (await farid.OpenAsync(link)).Body!.TextContent.ShouldContain("To forskellige opslag.");
        using var jens = site.As("leder2");
        await jens.OpenAsync(link);
        jens.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_are_shown_to_those_who_oversee_them_and_to_nobody_else()
    {
        using var vibeke = site.As("dpo1");
        var page = await vibeke.OpenAsync("/administration/lister");
        page.Body!.TextContent.ShouldContain("Aldrig lister over seksuelle billeder af børn");
        page.QuerySelectorAll("a[href='/administration/lister/ny']").ShouldBeEmpty("who oversees takes nothing in");
        (await vibeke.OpenAsync("/administration/lister/opslag")).Body!.TextContent.ShouldContain("Opslag i lister");
        await vibeke.OpenAsync("/administration/lister/ny");
        vibeke.Status.ShouldBe(HttpStatusCode.NotFound);
        using var farid = site.As("nogle1");
        await farid.OpenAsync("/administration/lister");
        farid.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    // Two cases of one school: within 31 bits, but far enough to be only alike.
    private async Task<(string First, string Second)> PairAsync()
    {
        const string Known = "f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0";
        const string Asked = "0f0f0f00f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0";
        return (await CaseAsync(Known, 90), await CaseAsync(Asked, 80));
    }

    private async Task<string> CaseAsync(string hash, int quality)
    {
        var token = Drafts.NewToken();
        await Drafts.SaveAsync(Town.Town, token, answers => answers with { Role = "child", Category = "digital-bullying", Story = "Et billede.", MayShowMinorSexually = false });
        var json = $$"""{"hash":"{{hash}}","quality":{{quality}},"ties":1,"width":640,"height":480,"form":0,"decoder":"Firefox 128"}""";
        await Drafts.AddFingerprintAsync(Town.Town, token, DeviceFingerprints.Read(json).Value, null);
        var content = new ReportContent { Story = "Et billede." };
        var sent = (await SubmitDraft.HandleAsync(Town.Town, token, _ => new ReportSubmission("child", "digital-bullying", false, Town.Tanghoj, content, null))).Value;
        await StaffFamilies.WorkAsync(Town.Town, Town.Clock);
        return (await Vaern.App.Cases.OpenCase.HandleAsync(Town.Town, Town["nogle1"], new Vaern.App.Cases.NewCase(
            Guid.CreateVersion7(), Town.Tanghoj.Id, "school", "digital-bullying", false, "Et delt billede", null, false, sent.Report, "Der er behov for en plan."))).Value.Number;
    }
}

internal static class StaffFamilies
{
    /// <summary>Does what waits in the background.</summary>
    public static async Task WorkAsync(Vaern.App.Municipality municipality, TimeProvider clock)
    {
        await using var registry = new Vaern.App.MunicipalityRegistry([]);
        var mail = new Vaern.App.Background.MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Vaern.App.Background.Worker(registry, mail, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Vaern.App.Background.Worker>.Instance);
        while (await worker.WorkOnceAsync(municipality))
        {
        }
    }
}
