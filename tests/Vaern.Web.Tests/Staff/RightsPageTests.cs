using System.Net;
using AngleSharp.Dom;
using Shouldly;
using Vaern.App.Cases;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>J12 as its pages tell it, without script: the public question, the officer's desk, the room's judgement, the answer, the statement, the decision.</summary>
public sealed class RightsPageTests : IAsyncLifetime
{
    // A town of its own for each test: a search finds what is there, and what another test wrote would be found too.
    private readonly StaffSite site = new();

    private TestTown Town => site.Town;

    public ValueTask InitializeAsync() => site.InitializeAsync();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task From_the_question_to_the_decision()
    {
        Town.Clock.SetDanish(2027, 5, 3, 12, 0);
        var opened = await CaseAsync();
        using var sara = site.As("");
        var form = await sara.OpenAsync("/indsigt");
        (string, string)[] about = [("Kind", "access"), ("Name", "Sara Prøvesen"), ("Born", "2010-08-14")];
        var other = await sara.PressAsync(form, "Send", [.. about, ("Asker", "other")]);
        other.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vi kan kun svare om dig selv eller dit barn.");
        var receipt = await sara.PressAsync(other, "Send", ("Asker", "self"));
        receipt.Body!.TextContent.ShouldContain("Svar senest torsdag 3. juni 2027");
        receipt.Body.TextContent.ShouldContain("Vi kan ikke finde anonyme henvendelser");
        var words = string.Join(' ', receipt.QuerySelectorAll(".v-words li").Select(word => word.TextContent.Trim()));

        using var officer = site.As("dpo1");
        var list = await officer.OpenAsync("/administration/indsigt");
        list.Body!.TextContent.ShouldNotContain("Prøvesen");
        var desk = list.QuerySelectorAll("a").First(link => link.TextContent.StartsWith("R-2027", StringComparison.Ordinal)).GetAttribute("href")!;
        var page = await officer.PressAsync(await officer.OpenAsync(desk), "Det er sikkert", ("Note", "Mødte op med billedlegitimation."), ("Known", "true"));
        page = await officer.PressAsync(page, "Søg");
        page.QuerySelector("#v-errors")!.ShouldNotBeNull("a search takes a reason");
        page = await officer.PressAsync(page, "Søg", ("Reason", "Indsigt"));
        page.Body!.TextContent.ShouldContain($"Sag {opened.Number}, Tanghøj Skole");

        using var leader = site.As("leder1");
        var room = await leader.OpenAsync($"/sager/{opened.Number}/indsigt");
        await leader.PressAsync(room, "Gem vurderingen", ("Decision", "include"));
        page = await officer.OpenAsync(desk);
        page.QuerySelector(".v-extract")!.TextContent.ShouldContain("barn A filmede, mens Sara stod ved siden af.");
        page = await officer.PressAsync(page, "Giv svaret", ("ReadAll", "true"));
        page.Body!.TextContent.ShouldContain("besvaret");

        var box = await sara.PressAsync(await sara.OpenAsync("/indsigt/svar"), "Åbn", ("Words", words));
        box.QuerySelector(".v-extract")!.TextContent.ShouldContain("barn A filmede");
        box.QuerySelector(".v-extract")!.TextContent.ShouldNotContain("Noah");
        var part = box.QuerySelectorAll("#Part option")[^1].GetAttribute("value")!;
        var said = await sara.PressAsync(box, "Læg mine ord ved", ("Part", part), ("Statement", "Det passer ikke, at jeg stod der."));
        said.Body!.TextContent.ShouldContain("Dine ord er lagt ved.");
        (await leader.OpenAsync($"/sager/{opened.Number}")).Body!.TextContent.ShouldContain("Det passer ikke, at jeg stod der.");

        page = await officer.PressAsync(await officer.OpenAsync(desk), "Giv afgørelsen", ("Outcome", "stays"), ("Rule", "artikel 16"), ("Because", "Det var det, man vidste."));
        page.Body!.TextContent.ShouldContain("afgjort");
        box = await sara.PressAsync(await sara.OpenAsync("/indsigt/svar"), "Åbn", ("Words", words));
        box.Body!.TextContent.ShouldContain("Det var det, man vidste.");
        box.Body.TextContent.ShouldContain("Du kan klage til Datatilsynet");
    }

    [Fact]
    public async Task The_words_of_another_open_nothing_and_a_forged_key_neither()
    {
        using var sara = site.As("");
        var box = await sara.PressAsync(await sara.OpenAsync("/indsigt/svar"), "Åbn", ("Words", "en to tre fire fem seks"));
        box.QuerySelector("#v-errors").ShouldNotBeNull();
        box.QuerySelector(".v-extract").ShouldBeNull();
    }

    [Theory]
    [InlineData("/administration/databeskyttelse")]
    [InlineData("/administration/opbevaring")]
    [InlineData("/administration/indsigt")]
    public async Task The_officers_pages_are_nobody_elses(string address)
    {
        using var officer = site.As("dpo1");
        (await officer.OpenAsync(address)).QuerySelector("h1").ShouldNotBeNull();
        officer.Status.ShouldBe(HttpStatusCode.OK);
        using var leader = site.As("leder1");
        await leader.OpenAsync(address);
        leader.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_hold_is_placed_with_reason_owner_and_day_and_shown()
    {
        var opened = await CaseAsync();
        using var officer = site.As("dpo1");
        var form = await officer.OpenAsync("/administration/opbevaring");
        (string, string)[] hold = [("Number", opened.Number), ("Owner", Town["leder1"].Account.Value.ToString())];
        var refused = await officer.PressAsync(form, "Hold tilbage", [.. hold, ("Reason", "")]);
        refused.QuerySelector("#v-errors")!.ShouldNotBeNull();
        var held = await officer.PressAsync(refused, "Hold tilbage", ("Reason", "Straffesag, efter aftale med politiet"), ("ReviewOn", "2027-09-01"));
        held.Body!.TextContent.ShouldContain("Straffesag, efter aftale med politiet");
        held.Body.TextContent.ShouldContain("0 udløbet, men gemt");
    }

    private async Task<OpenedCase> CaseAsync()
    {
        var opened = await A.CaseAsync(Town);
        await Parties.AddAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "alleged", new PartyBody("Noah Prøvesen", null, null));
        await Parties.AddAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "witness", new PartyBody("Sara Prøvesen", null, null, new DateOnly(2010, 8, 14)));
        await WriteEntry.HandleAsync(Town.Town, Town["leder1"], opened.Id, Guid.CreateVersion7(), "fact", "Noah filmede, mens Sara stod ved siden af.", null);
        return opened;
    }
}
