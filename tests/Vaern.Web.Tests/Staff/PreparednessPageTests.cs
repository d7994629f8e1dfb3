using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Vaern.App.Preparedness;

namespace Vaern.Web.Tests.Staff;

/// <summary>Journey J6 through the pages, as a browser without script walks it: tips, grouping, assessment, room, one answer for all.</summary>
public sealed class PreparednessPageTests : IAsyncLifetime
{
    private static readonly (string, string)[] Line = [("Known", "Politiet oplyser, at der ikke er en trussel mod nogen skole."), ("NotKnown", "Vi ved ikke, hvor opslaget begyndte."), ("Ask", "Ring til skolens kontor fra klokken 8.")];
    private readonly StaffSite site = new();

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        (await Alerts.SetChainAsync(site.Town.Town, site.Town["bered1"], [site.Town["bered1"].Account, site.Town["dir1"].Account], TestContext.Current.CancellationToken)).IsOk.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_rumour_wave_gets_one_calm_answer_that_two_have_approved()
    {
        var words = await TipAsync("Der kommer et angreb på Tanghøj Skole på mandag");
        await TipAsync("jeg har hørt der sker et angreb på tanghøj skole mandag");
        await TipAsync("Er det rigtigt at der er angreb på Tanghøj skole på mandag?");
        using var nanna = site.As("bered1");
        var desk = await nanna.OpenAsync("/beredskab");
        desk.QuerySelector(".v-alert h2")!.TextContent.ShouldBe("3 ens på kort tid");
        desk.QuerySelector(".v-tipgroup h3")!.TextContent.ShouldBe("3 ligner hinanden");
        desk.QuerySelector(".v-tipgroup header p")!.TextContent.ShouldContain("angreb");

        var room = await nanna.PressAsync(desk, "Ja, det er én sag", ("Title", "Angreb på skole mandag"));
        nanna.At.ShouldMatch("^/beredskab/I-[0-9]{4}-[0-9]{3}$");
        var address = nanna.At;
        (await nanna.OpenAsync("/beredskab")).QuerySelector(".v-alert").ShouldBeNull();

        var assess = await nanna.OpenAsync(address + "/vurder");
        assess = await nanna.PressAsync(assess, "Vis forslag", ("Reach", "3"), ("Harm", "4"), ("OwnTask", "ja"));
        assess.Body!.TextContent.ShouldContain("Kriterierne foreslår: 3 Rum");
        assess = await nanna.PressAsync(assess, "Gem vurderingen", ("Reach", "3"), ("Harm", "4"), ("OwnTask", "ja"), ("Level", "3"), ("Reason", ""));
        assess.QuerySelector("#Reason-error").ShouldNotBeNull();
        room = await nanna.PressAsync(assess, "Gem vurderingen", ("Reason", "Mange børn er bange."));
        nanna.At.ShouldBe(address);

        room = await nanna.PressAsync(room, "Gå ind", ("RoomRole", "officer"));
        room = await nanna.PressAsync(room, "Skriv i loggen", ("Kind", "fact"), ("Text", "De to er kendt. Ingen trussel mod skoler."));
        room.QuerySelector("#Source-error").ShouldNotBeNull();
        room = await nanna.PressAsync(room, "Skriv i loggen", ("Kind", "fact"), ("Text", "De to er kendt. Ingen trussel mod skoler."), ("Source", "Vagtchefen"));
        room.QuerySelectorAll(".v-entry").Length.ShouldBe(4);

        using var rune = site.As("kom1");
        var line = await rune.PressAsync(await rune.OpenAsync(address + "/svar"), "Gem til godkendelse", Line);
        line.Body!.TextContent.ShouldContain("Der mangler to godkendere.");
        line.Body!.TextContent.ShouldContain("Du har skrevet teksten. En anden skal godkende.");
        line.QuerySelectorAll("button").ShouldNotContain(button => button.TextContent.Trim() == "Godkend svaret");

        line = await nanna.PressAsync(await nanna.OpenAsync(address + "/svar"), "Godkend svaret");
        line.Body!.TextContent.ShouldContain("Der mangler én godkender.");
        line.Body!.TextContent.ShouldContain("Lise Marthedal");
        line.QuerySelectorAll("button").ShouldNotContain(button => button.TextContent.Trim().StartsWith("Send til", StringComparison.Ordinal));

        using var lise = site.As("dir1");
        line = await lise.PressAsync(await lise.OpenAsync(address + "/svar"), "Godkend svaret");
        line = await lise.PressAsync(line, "Send til 3");
        line.Body!.TextContent.ShouldContain("Sendt til alle 3");

        (await AnswerAsync(words)).ShouldContain("Politiet oplyser");
        var later = await TipAsync("passer det med angrebet på tanghøj skole på mandag");
        (await AnswerAsync(later)).ShouldContain("Ring til skolens kontor");

        var close = await nanna.OpenAsync(address + "/luk");
        room = await nanna.PressAsync(close, "Luk sagen", ("Learned", "Svaret kom i tide."));
        room.QuerySelector(".v-status")!.TextContent.ShouldBe("Lukket");
    }

    [Fact]
    public async Task A_threat_shows_the_red_card_before_anything_else()
    {
        await TipAsync("Han skriver, at han tager en kniv med i morgen.", danger: true);
        using var nanna = site.As("bered1");
        var desk = await nanna.OpenAsync("/beredskab");
        desk.QuerySelector(".v-alert h2")!.TextContent.ShouldContain("112 eller 114");

        var tip = await nanna.OpenAsync(desk.QuerySelector(".v-tiplist a")!.GetAttribute("href")!);
        tip.QuerySelector("main .v-notice")!.TextContent.ShouldContain("Meldt som en trussel");
        tip = await nanna.PressAsync(tip, "Politiet er ringet op");
        tip.Body!.TextContent.ShouldContain("Politiet blev ringet op");
    }

    [Fact]
    public async Task What_was_typed_is_kept_when_something_is_missing_and_twice_is_once()
    {
        using var browser = site.As("laerer1");
        var form = await browser.OpenAsync("/rygter");
        form = await browser.PressAsync(form, "Send", ("Text", "Kantinen lukker."));
        form.QuerySelector("#Danger-error").ShouldNotBeNull();
        ((IHtmlTextAreaElement)form.QuerySelector("#Text")!).Value.ShouldBe("Kantinen lukker.");

        (await browser.PressAsync(form, "Send", ("Danger", "nej"))).QuerySelectorAll(".v-asked").Length.ShouldBe(1);
        (await browser.PressAsync(form, "Send", ("Danger", "nej"))).QuerySelectorAll(".v-asked").Length.ShouldBe(1);
    }

    [Fact]
    public async Task Wrong_words_say_what_to_do_and_a_receipt_in_the_address_ends_after_half_an_hour()
    {
        using var browser = site.As("");
        var page = await browser.PressAsync(await browser.OpenAsync("/tip/svar"), "Vis svaret", ("Words", "kun tre ord"));
        page.QuerySelector("#Words-error").ShouldNotBeNull();

        await browser.OpenAsync("/tip/modtaget?k=noget-andet");
        browser.At.ShouldBe("/tip/svar");
    }

    [Fact]
    public async Task The_planted_surname_is_nowhere_in_the_preparedness()
    {
        await TipAsync("Storm Prøvesen har startet et rygte om, at skolen brænder");
        using var nanna = site.As("bered1");
        var desk = await nanna.OpenAsync("/beredskab");
        desk.Source.Text.ShouldNotContain("røvesen");
        desk.QuerySelector(".v-tiplist")!.TextContent.ShouldContain("[person]");
    }

    private async Task<string> TipAsync(string text, bool danger = false)
    {
        using var browser = site.As("");
        var page = await browser.PressAsync(await browser.OpenAsync("/tip"), "Send", ("Text", text), ("Danger", danger ? "ja" : "nej"));
        browser.Status.ShouldBe(HttpStatusCode.OK);
        browser.At.ShouldStartWith("/tip/modtaget");
        return string.Join(' ', page.QuerySelectorAll(".v-words li").Select(word => word.TextContent));
    }

    private async Task<string> AnswerAsync(string words)
    {
        using var browser = site.As("");
        return (await browser.PressAsync(await browser.OpenAsync("/tip/svar"), "Vis svaret", ("Words", words))).QuerySelector(".v-tipanswer")!.TextContent;
    }
}
