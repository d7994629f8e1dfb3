using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>Things outside the system, and what the check of a saved page found, as people without script see it.</summary>
public sealed class CustodyPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_officer_signs_with_name_and_number_without_script()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");
        var notes = await browser.OpenAsync($"/sager/{opened.Number}/forvaring");
        notes.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
        await browser.PressAsync(notes, "Gem notat", ("Chosen", "H-001"), ("Holder", "hos lederen"), ("Place", "pose 1"));
        browser.At.ShouldBe($"/sager/{opened.Number}/forvaring");

        var form = await browser.OpenAsync($"/sager/{opened.Number}/forvaring/overlevering");
        form.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
        form.QuerySelector("[data-sign]")!.HasAttribute("hidden").ShouldBeTrue("drawing is for those who have script");
        var refused = await browser.PressAsync(form, "Underskriv", ("Chosen", "H-001"), ("Authority", "Midt- og Vestkredsen"), ("Officer", "Betjent Prøvesen"), ("ServiceNumber", "PRØVE-4711"));
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("skal bekræfte");
        refused.QuerySelector("#Officer")!.GetAttribute("value").ShouldBe("Betjent Prøvesen");
        var signed = await browser.PressAsync(refused, "Underskriv", ("Chosen", "H-001"), ("Confirmed", "true"));

        browser.At.ShouldBe($"/sager/{opened.Number}/forvaring");
        var last = signed.QuerySelectorAll(".v-keep")[^1].TextContent;
        last.ShouldContain("Overleveret: H-001");
        last.ShouldContain("Betjent Prøvesen, PRØVE-4711");
        last.ShouldContain("bekræftet, at tingene er modtaget");
        (await browser.OpenAsync($"/sager/{opened.Number}/sporbarhed")).Body!.TextContent.ShouldContain("overdraget H-001");
    }

    [Fact]
    public async Task A_bag_is_written_in_a_case_that_has_nothing_else_and_followed_from_hand_to_hand()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/forvaring");
        form.QuerySelectorAll("[name=Chosen]").ShouldBeEmpty();
        form.QuerySelector("[name=NewThing]")!.GetAttribute("value").ShouldBe("BH-1");

        var named = await browser.PressAsync(form, "Gem notat", ("Kind", "received"), ("NewThing", "Frejas telefon"), ("Holder", "hos lederen"));
        named.QuerySelector("#v-errors")!.TextContent.ShouldContain("aldrig et navn");
        named.QuerySelector("[name=Holder]")!.GetAttribute("value").ShouldBe("hos lederen");
        var first = await browser.PressAsync(named, "Gem notat", ("NewThing", "1"));
        first.QuerySelector(".v-keep")!.TextContent.ShouldContain("Afleveret: BH-1");
        first.QuerySelector("[name=NewThing]")!.GetAttribute("value").ShouldBeNullOrEmpty("a thing that is known is chosen, not written again");
        var paper = await browser.PressAsync(first, "Gem notat", ("Kind", "handed-over"), ("Chosen", "BH-1"), ("Holder", "politiet"));
        paper.QuerySelector("#v-errors")!.TextContent.ShouldContain("hvor kvitteringen ligger");
        await browser.PressAsync(paper, "Gem notat", ("Chosen", "BH-1"), ("Remark", "Kvittering i sagsmappen."));

        var page = await browser.OpenAsync($"/sager/{opened.Number}");
        var evidence = page.QuerySelector("#beviser")!.Closest("section")!.TextContent;
        evidence.ShouldContain("BH-1");
        evidence.ShouldContain("politiet");
        page.Body!.TextContent.ShouldContain("Overleveret: BH-1. politiet. Kvittering i sagsmappen.");
        await browser.OpenAsync($"/sager/{opened.Number}/handling/custody");
        browser.Status.ShouldBe(HttpStatusCode.NotFound, "there is one place for such notes");
    }

    [Fact]
    public async Task A_drawn_signature_is_shown_as_lines_and_what_is_no_drawing_is_refused()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/forvaring/overlevering");
        (string, string)[] typed = [("Chosen", "H-001"), ("Authority", "Politiet"), ("Officer", "Betjent Prøvesen"), ("ServiceNumber", "1"), ("Confirmed", "true")];

        var refused = await browser.PressAsync(form, "Underskriv", [.. typed, ("Strokes", "data:image/png;base64,AAAA")]);
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Navnet alene er nok");
        var signed = await browser.PressAsync(refused, "Underskriv", [.. typed, ("Strokes", "10,20 30,40")]);

        signed.QuerySelector(".v-keep svg.v-signed path")!.GetAttribute("d").ShouldBe("M10 20L30 40");
    }

    [Fact]
    public async Task A_file_sent_to_the_pages_of_a_restricted_case_is_refused()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");
        foreach (var address in new[] { "forvaring", "forvaring/overlevering" })
        {
            using var content = new MultipartFormDataContent { { new ByteArrayContent(A.PngBytes), "Strokes", "a.png" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sager/{opened.Number}/{address}", UriKind.Relative)) { Content = content };
            using var answer = await browser.SendAsync(request);
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.UnsupportedMediaType, HttpStatusCode.BadRequest);
        }

        (await A.ReadAsync(Town, opened.Number)).Items.ShouldBeEmpty();
        (await A.ReadAsync(Town, opened.Number)).Custody.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_page_of_a_saved_page_says_what_the_check_found_and_no_more()
    {
        var opened = await A.CaseAsync(Town);
        await AddAsync(opened, "WARC/1.0\r\nContent-Length: 3\r\n\r\nhej\r\n\r\n"u8.ToArray(), "side.warc");
        await AddAsync(opened, "WARC/1.0\r\nContent-Length: 300\r\n\r\nhej"u8.ToArray(), "skaaret.warc");
        using var browser = site.As("leder1");
        (await browser.OpenAsync($"/sager/{opened.Number}/bevis/B-001")).Body!.TextContent.ShouldContain("ikke åbnet og kontrolleret endnu");
        await WorkAsync();

        var whole = (await browser.OpenAsync($"/sager/{opened.Number}/bevis/B-001")).Body!.TextContent;
        whole.ShouldContain("Der er ikke fundet fejl i filen");
        whole.ShouldContain("Alle 1 poster er læst til ende");
        whole.ShouldContain("Det viser ikke, at indholdet er ægte");
        var cut = (await browser.OpenAsync($"/sager/{opened.Number}/bevis/B-002")).Body!.TextContent;
        cut.ShouldContain("Kontrollen fandt fejl i filen");
        cut.ShouldContain("Filen er skåret over");
        cut.ShouldContain("Filen er gemt, som den kom");
    }

    [Fact]
    public async Task A_file_that_is_never_shown_is_explained_with_a_way_on()
    {
        var opened = await A.CaseAsync(Town);
        await AddAsync(opened, [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBPVP8 "u8], "billede.webp");
        await AddAsync(opened, [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[12]], "film.mp4");
        using var browser = site.As("leder1");

        var picture = await browser.OpenAsync($"/sager/{opened.Number}/bevis/B-001");
        picture.Body!.TextContent.ShouldContain("billede i formatet WebP");
        picture.QuerySelector("details.v-original")!.HasAttribute("open").ShouldBeTrue();
        picture.QuerySelectorAll("#Reason").ShouldBeEmpty("a reason that leads nowhere is not asked for");
        (await browser.OpenAsync($"/sager/{opened.Number}/bevis/B-002")).Body!.TextContent.ShouldContain("Det er en film");
    }

    private async Task AddAsync(OpenedCase opened, byte[] bytes, string name)
    {
        var meta = new ItemMeta(
            "", null, "other", null, null, null, null, null, "stated", null, "file-from-device", null, "school_leader", "school_leader", DateTimeOffset.UnixEpoch, "web-form", "none stated", "none stated");
        (await AddEvidence.HandleAsync(Town.Town, Town["leder1"], opened.Id, meta, null, OneAsync(new IncomingFile(name, null, new MemoryStream(bytes))), Cancel)).IsOk.ShouldBeTrue();
    }

    private static async IAsyncEnumerable<IncomingFile> OneAsync(IncomingFile file)
    {
        await Task.CompletedTask;
        yield return file;
    }

    private async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, Town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(Town.Town, Cancel))
        {
        }
    }
}
