using System.Net;
using AngleSharp.Dom;
using Shouldly;
using Vaern.App.Cases;
using Vaern.App.Sharing;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>J11 as its pages tell it, without script.</summary>
public sealed class SharingPageTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task From_share_to_accepted_by_another_room()
    {
        var (number, entry, noah) = await GroupAsync();
        using var leader = site.As("leder1");
        var form = await leader.OpenAsync($"/sager/{number}/overdragelse");
        var nobody = await leader.PressAsync(form, "Videre til grundlag", ("Purpose", "Fælles indsats"));
        nobody.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vælg, hvem der skal have det.");

        var grounds = await leader.PressAsync(nobody, "Videre til grundlag", ("To", $"unit:{Town.Ssp.Id.Value}"));
        leader.At.ShouldEndWith("/grundlag");
        grounds.Body!.TextContent.ShouldContain("Må ikke bruges til efterforskning. Ingen har pligt til at dele.");
        grounds.Body.TextContent.ShouldContain("ikke verificeret");
        var unchosen = await leader.PressAsync(grounds, "Videre til indhold");
        unchosen.QuerySelector("#v-errors")!.TextContent.ShouldContain("Uden grundlag kan intet sendes.");

        var content = await leader.PressAsync(unchosen, "Videre til indhold", ("Chosen", "prevention"));
        var unsaid = await leader.PressAsync(content, "Se præcis", ("About", noah.ToString()), ("Chosen", entry.ToString()));
        unsaid.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv, hvorfor det er nødvendigt.");
        var preview = await leader.PressAsync(unsaid, "Se præcis", ("Necessity", "Gruppen skal mødes samlet."), ("Words", "Skrappe = barn A"));
        preview.QuerySelector(".v-extract")!.TextContent.ShouldContain("Noah filmede barn A, som kaldes »barn A«.");
        preview.QuerySelector(".v-extract")!.TextContent.ShouldNotContain("Sara");

        var unchecked_ = await leader.PressAsync(preview, "Bed om godkendelse", ("ReadAll", "true"));
        unchecked_.QuerySelector("#v-errors")!.TextContent.ShouldContain("Sæt kryds ved hver person");
        var waiting = await leader.PressAsync(unchecked_, "Bed om godkendelse", ("ReadAll", "true"), ("Checked", "barn A"));
        waiting.Body!.TextContent.ShouldContain("afventer godkendelse");
        var address = leader.At;
        var own = await leader.PressAsync(waiting, "Godkend, og lav pakken");
        own.QuerySelector("#v-errors")!.TextContent.ShouldContain("Du kan ikke godkende din egen deling.");

        using var second = site.As("nogle1");
        var seen = await second.OpenAsync(address);
        seen.QuerySelector(".v-extract")!.TextContent.ShouldContain("Noah filmede barn A");
        var approved = await second.PressAsync(seen, "Godkend, og lav pakken");
        approved.Body!.TextContent.ShouldContain("sendt");

        using var ssp = site.As("ssp1");
        var inbox = await ssp.OpenAsync("/deling");
        var link = inbox.QuerySelectorAll("a").Last(one => one.GetAttribute("href")?.StartsWith("/deling/", StringComparison.Ordinal) == true);
        var received = await ssp.OpenAsync(link.GetAttribute("href")!);
        received.QuerySelector(".v-extract")!.TextContent.ShouldBe(seen.QuerySelector(".v-extract")!.TextContent, "what is sent is what was seen");
        var unnamed = await ssp.PressAsync(received, "Tag imod");
        unnamed.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv nummeret på en åben sag");
        var taken = await ssp.PressAsync(unnamed, "Tag imod", ("Title", "Gruppe, der filmer slagsmål"));
        taken.Body!.TextContent.ShouldContain("accepteret");

        using var stranger = site.As("leder2");
        await stranger.OpenAsync(link.GetAttribute("href")!);
        stranger.Status.ShouldBe(HttpStatusCode.NotFound);
        await stranger.OpenAsync(address);
        stranger.Status.ShouldBe(HttpStatusCode.NotFound);
        (await leader.OpenAsync($"/sager/{number}/overdragelse")).Body!.TextContent.ShouldContain("SSP Fjordby har en sag");
    }

    [Fact]
    public async Task Prevention_is_shown_with_the_reason_where_the_recipient_investigates()
    {
        var (number, _, _) = await GroupAsync();
        using var leader = site.As("leder1");
        var grounds = await leader.PressAsync(await leader.OpenAsync($"/sager/{number}/overdragelse"), "Videre til grundlag", ("To", "police"), ("Recipient", "Kredsen"), ("Purpose", "Efterforskning"));

        grounds.QuerySelectorAll("input[name=Chosen]").Select(input => input.GetAttribute("value")).ShouldNotContain("prevention");
        grounds.Body!.TextContent.ShouldContain("§ 115 kan ikke bruges til denne modtager. Politiet kan bede om oplysninger ad den almindelige vej.");
        var forged = await leader.PressAsync(grounds, "Videre til indhold", ("Chosen", "prevention"));
        forged.QuerySelector("#v-errors")!.TextContent.ShouldContain("Politiet kan bede om oplysninger ad den almindelige vej.");
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("txt")]
    public async Task The_frozen_extract_is_a_file_with_number_and_purpose(string format)
    {
        var (number, entry, noah) = await GroupAsync();
        var opened = await A.ReadAsync(Town, number);
        var id = (await HandOverDrafts.BeginAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "unit", Town.Ssp.Id, "", "Fælles indsats")).Value;
        await HandOverDrafts.ChooseGroundAsync(Town.Town, Town["leder1"], opened.Id, id, "prevention", false, null);
        await HandOverDrafts.ChooseAsync(Town.Town, Town["leder1"], opened.Id, id, HandOverChoice.Nothing with { About = [noah], Entries = [entry], Necessity = "Møde" });
        using var leader = site.As("leder1");
        (await FileAsync(leader, number, id, format)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a draft has no file");
        var preview = (await HandOverPreview.ReadAsync(Town.Town, Town["leder1"], opened.Id, id)).Value;
        await HandOverDrafts.SendToApprovalAsync(Town.Town, Town["leder1"], opened.Id, id, preview.PayloadSha256, ["barn A"], true);

        var answer = await FileAsync(leader, number, id, format);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length.ShouldBeGreaterThan(200);
    }

    private static Task<HttpResponseMessage> FileAsync(StaffBrowser browser, string number, Guid id, string format) =>
        browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/sager/{number}/overdragelse/{id}/fil/{format}"));

    private async Task<(string Number, Guid Entry, Guid Noah)> GroupAsync()
    {
        var opened = await A.CaseAsync(Town);
        var noah = (await Parties.AddAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Noah Prøvesen", null, null))).Value;
        await Parties.AddAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "witness", new PartyBody("Sara Prøvesen", null, null));
        var entry = (await WriteEntry.HandleAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "fact", "Noah filmede Sara, som kaldes »Skrappe«.", null)).Value;
        return (opened.Number, entry, noah);
    }
}
