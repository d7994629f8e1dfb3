using System.Net;
using AngleSharp.Dom;
using Vaern.App;
using Vaern.App.Intake;
using Vaern.TestKit;
using Vaern.Web.Pages.Public.Report;

namespace Vaern.Web.Tests.Public;

public sealed partial class ReportFormTests(WebTown web) : IClassFixture<WebTown>
{
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[2_000]];

    [Fact]
    public async Task A_pupil_reports_bullying_keeps_the_words_and_writes_in_the_mailbox()
    {
        using var visitor = await BeginAsync("barn", "TANG-4172");
        visitor.At.ShouldBe("/anmeld/velkommen", "the code of the poster is gone from the address");
        visitor.Main.ShouldContain("Farid Elmquist læser det");
        visitor.Main.ShouldContain("tirsdag 12. januar kl. 14");
        await visitor.PressAsync("Begynd");
        await visitor.PressAsync("Næste", ("Who", "me"));
        await visitor.PressAsync("Næste", ("Category", "digital-bullying"));
        await visitor.PressAsync("Næste", ("Story", "De griner i gruppechatten."));
        await visitor.PressAsync("Næste", ("Day", "yesterday"), ("Clock", "20.15"));
        await visitor.PressAsync("Næste", ("Platform", "Snapchat"), ("Links", "https://chat.example/1\nhttps://chat.example/2"));
        await visitor.PressAsync("Næste", ("Persons", "Storm (det er et gæt)"));
        visitor.At.ShouldBe("/anmeld/vis");
        visitor.Page.QuerySelectorAll("input[type=file]").ShouldBeEmpty("no upload control before the question of age");
        await visitor.PressAsync("Næste", ("Show", "no"));
        await visitor.UploadAsync("Tilføj", [("skærm.png", Png), ("to.png", Png)]);
        visitor.Main.ShouldContain("skærm.png");
        await visitor.PressAsync("Næste");
        visitor.At.ShouldBe("/anmeld/voksen", "the poster has told the unit");
        await visitor.PressAsync("Næste", ("Adult", "no"));
        await visitor.PressAsync("Næste", ("Wish", "At de stopper."));
        await visitor.PressAsync("Næste", ("Tell", "no"));
        visitor.At.ShouldBe("/anmeld/tjek");
        visitor.Main.ShouldContain("søndag 10. januar 2027 kl. 20.15");
        await visitor.PressAsync("Send");

        visitor.At.ShouldBe("/anmeld/kvittering");
        var words = Words(visitor);
        words.Length.ShouldBe(6);
        await visitor.PressAsync("Jeg har gemt ordene", ("Word2", words[0]), ("Word4", words[3]), ("Word6", words[5]));
        visitor.Main.ShouldContain("Ord 2 passer ikke");
        await visitor.PressAsync("Jeg har gemt ordene", ("Word2", words[1].ToUpperInvariant()), ("Word4", words[3]), ("Word6", words[5]));
        visitor.At.ShouldBe("/anmeld/tak");
        await visitor.OpenAsync("/anmeld/kvittering");
        visitor.At.ShouldBe("/anmeld/slut", "the words are shown until they are kept, and never after");

        await visitor.OpenAsync("/svar");
        await visitor.PressAsync("Åbn", ("Words", $"1. {words[0]}, 2. {words[1]} {words[2]} - {words[3]} · {words[4]} {words[5].ToUpperInvariant()}"));
        visitor.At.ShouldBe("/svar/kasse");
        visitor.Main.ShouldContain("De griner i gruppechatten.");
        await visitor.UploadAsync("Send besked", [("mere.png", Png)], ("Text", "Det skete igen."));
        visitor.Main.ShouldContain("Det skete igen.");
        visitor.Main.ShouldContain("mere.png");
        await visitor.PressAsync("Luk postkassen");
        await visitor.OpenAsync("/svar/kasse");
        visitor.At.ShouldBe("/svar");
    }

    [Theory]
    [InlineData("sexual-image-under-18", null)]
    [InlineData("sextortion", "yes")]
    [InlineData("sextortion", "unsure")]
    [InlineData("adult-contacting-child", "unsure")]
    public async Task A_report_that_may_show_a_child_sexually_never_meets_an_upload_control(string category, string? age)
    {
        using var visitor = await BeginAsync("barn", "TANG-4172");
        await visitor.PressAsync("Begynd");
        await visitor.PressAsync("Næste", ("Who", "me"));
        await visitor.PressAsync("Næste", ("Category", category));
        if (age is not null)
        {
            visitor.At.ShouldBe("/anmeld/alder");
            await visitor.PressAsync("Næste", ("Sexual", age));
        }

        visitor.At.ShouldBe("/anmeld/stop");
        visitor.Main.ShouldContain("Take It Down");
        await visitor.PressAsync("Skriv videre");
        await visitor.PressAsync("Næste", ("Story", "Der går et billede rundt."));
        await visitor.PressAsync("Næste", ("Day", "unknown"));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste");
        visitor.At.ShouldBe("/anmeld/voksen", "neither the page that shows nor the page that uploads is on the way");
        foreach (var address in new[] { "/anmeld/filer", "/anmeld/vis" })
        {
            await visitor.OpenAsync(address);
            visitor.At.ShouldBe("/anmeld/voksen");
            visitor.Page.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
        }

        await visitor.PressAsync("Næste", ("Adult", "no"));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste", ("Tell", "no"));
        await visitor.PressAsync("Send");
        var words = Words(visitor);
        await visitor.OpenAsync("/svar");
        await visitor.PressAsync("Åbn", ("Words", string.Join(' ', words)));
        visitor.Page.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
        await visitor.UploadAsync("Send besked", [("b.png", Png)], ("Text", "Her"));
        visitor.Main.ShouldContain("Vi kan ikke tage imod filer her");
    }

    [Fact]
    public async Task Files_shown_before_a_doubt_about_age_are_gone_after_it()
    {
        using var visitor = await ToFilesAsync();
        await visitor.UploadAsync("Næste", [("a.png", Png)]);
        await visitor.OpenAsync("/anmeld/vis");
        await visitor.PressAsync("Næste", ("Show", "unsure"));

        visitor.At.ShouldBe("/anmeld/stop");
        await visitor.OpenAsync("/anmeld/filer");
        visitor.At.ShouldNotBe("/anmeld/filer");
        (await Drafts.ReadAsync(web.Town.Town, DraftToken(visitor)))!.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_disguised_file_is_refused_by_name_and_the_good_one_is_kept()
    {
        using var visitor = await ToFilesAsync();
        await visitor.UploadAsync("Tilføj", [("billede.png", [0x4D, 0x5A, .. new byte[600]]), ("god.png", Png), ("tom.png", [])]);

        visitor.Main.ShouldContain("»billede.png« er en slags fil, vi ikke kan åbne");
        visitor.Main.ShouldContain("»tom.png« er tom");
        visitor.Page.QuerySelectorAll(".v-filelist li").Length.ShouldBe(1);
        await visitor.PressAsync("Fjern");
        visitor.Page.QuerySelectorAll(".v-filelist li").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_with_files_and_a_foreign_token_is_refused_before_a_file_is_read()
    {
        using var visitor = await ToFilesAsync();
        visitor.Page.QuerySelector("input[name=__RequestVerificationToken]")!.SetAttribute("value", "forged");
        await visitor.UploadAsync("Tilføj", [("a.png", Png)]);

        visitor.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Drafts.ReadAsync(web.Town.Town, DraftToken(visitor)))!.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_typed_stays_when_it_is_refused()
    {
        using var visitor = await BeginAsync("foraelder", null);
        await visitor.PressAsync("Begynd");
        await visitor.PressAsync("Næste");
        visitor.Page.QuerySelector(".v-errors a")!.GetAttribute("href").ShouldBe("#Who");
        await visitor.PressAsync("Næste", ("Who", "my-child"));
        await visitor.PressAsync("Næste", ("Category", "threat"));
        var longStory = new string('æ', 10_001);
        await visitor.PressAsync("Næste", ("Story", longStory));

        visitor.Page.QuerySelector("textarea")!.TextContent.ShouldEndWith(longStory);
        visitor.Page.QuerySelector("textarea")!.GetAttribute("aria-invalid").ShouldBe("true");
        visitor.Main.ShouldContain("10000 tegn");
    }

    [Fact]
    public async Task Sending_twice_gives_the_same_receipt()
    {
        using var visitor = await ToCheckAsync();
        var page = visitor.Page;
        await visitor.PressAsync("Send");
        var first = Words(visitor);
        await visitor.OpenAsync("/anmeld/tjek");

        visitor.At.ShouldBe("/anmeld/kvittering");
        Words(visitor).ShouldBe(first);
        page.ShouldNotBeNull();
    }

    [Fact]
    public async Task Twenty_eight_pupils_behind_one_address_get_twenty_eight_receipts()
    {
        var pupils = await Task.WhenAll(Enumerable.Range(0, 28).Select(_ => ToCheckAsync()));
        await Task.WhenAll(pupils.Select(pupil => pupil.PressAsync("Send")));

        pupils.ShouldAllBe(pupil => pupil.At == "/anmeld/kvittering");
        pupils.Select(pupil => string.Join(' ', Words(pupil))).Distinct().Count().ShouldBe(28);
        pupils.Select(pupil => pupil.Page.QuerySelector(".v-slip__number strong")!.TextContent).Distinct().Count().ShouldBe(28);
        foreach (var pupil in pupils)
        {
            pupil.Dispose();
        }
    }

    [Fact]
    public async Task A_changed_answer_leads_back_to_the_check_page()
    {
        using var visitor = await ToCheckAsync();
        await visitor.OpenAsync("/anmeld/fortael");
        await visitor.PressAsync("Næste", ("Story", "En anden historie."));

        visitor.At.ShouldBe("/anmeld/tjek");
        visitor.Main.ShouldContain("En anden historie.");
    }

    [Fact]
    public async Task A_report_about_the_leader_goes_one_level_up_and_says_so()
    {
        using var visitor = await ToCheckAsync(adult: "leader");
        visitor.Main.ShouldContain("Det går til nogle andre end den, det handler om");
        await visitor.PressAsync("Send");

        visitor.Main.ShouldContain("Denne henvendelse går til kommunens skolechef");
        visitor.Main.ShouldNotContain("Farid Elmquist");
    }

    [Fact]
    public async Task An_employees_receipt_says_who_is_told_and_which_limit_is_watched_and_a_pupils_does_not()
    {
        using var visitor = await BeginAsync("ansat", "YDEL-3301");
        await visitor.PressAsync("Begynd");
        await visitor.PressAsync("Næste", ("Who", "me"));
        await visitor.PressAsync("Næste", ("Category", "employee-harassment"));
        await visitor.PressAsync("Næste", ("Story", "Han har lagt min private adresse ud."));
        await visitor.PressAsync("Næste", ("Day", "yesterday"), ("Clock", "16.30"));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste", ("Show", "skip"));
        await visitor.PressAsync("Næste", ("Adult", "no"));
        await visitor.PressAsync("Næste");
        await visitor.PressAsync("Næste", ("Tell", "no"));
        await visitor.PressAsync("Send");

        visitor.At.ShouldBe("/anmeld/kvittering");
        visitor.Main.ShouldContain("Din leder får besked nu. Du skal ikke svare afsenderen. Ring 112 ved fare.");
        var due = Vaern.Rules.DanishTime.DayOf(web.Town.Clock.GetUtcNow()).AddDays(2).ToString("dddd d. MMMM yyyy 'kl. 16.30'", System.Globalization.CultureInfo.GetCultureInfo("da-DK"));
        visitor.Main.ShouldContain($"Fristen for politianmeldelse, hvis du senere vil søge erstatning: {due}. Vi følger den for dig.");
        visitor.Main.ShouldContain("72 timer fra handlingen, også i weekenden.");
        visitor.Main.ShouldContain("Reglen er ikke verificeret i kommunen endnu.");

        using var pupil = await ToCheckAsync();
        await pupil.PressAsync("Send");
        pupil.Main.ShouldNotContain("72 timer");
    }

    [Fact]
    public async Task A_question_cannot_be_jumped_over()
    {
        using var visitor = await BeginAsync("barn", null);
        await visitor.OpenAsync("/anmeld/tjek");
        visitor.At.ShouldBe("/anmeld/velkommen");
        await visitor.OpenAsync("/anmeld/filer");
        visitor.At.ShouldBe("/anmeld/velkommen");
    }

    [Fact]
    public async Task An_hour_of_silence_deletes_the_draft_and_the_page_says_so()
    {
        using var visitor = await ToCheckAsync();
        web.Town.Clock.Advance(TimeSpan.FromMinutes(61));
        await visitor.OpenAsync("/anmeld/tjek");

        visitor.At.ShouldBe("/anmeld/slut");
        visitor.Main.ShouldContain("Intet af det er sendt");
    }

    [Fact]
    public async Task Leaving_deletes_the_draft_at_once()
    {
        using var visitor = await ToCheckAsync();
        var token = DraftToken(visitor);
        using var leave = new HttpRequestMessage(HttpMethod.Post, "/forlad");
        using var answer = await visitor.SendAsync(leave);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Drafts.ReadAsync(web.Town.Town, token)).ShouldBeNull();
        await visitor.OpenAsync("/anmeld/tjek");
        visitor.At.ShouldBe("/anmeld/slut");
    }

    [Fact]
    public async Task The_form_is_complete_in_English()
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync("/en/anmeld/start/ansat");
        await visitor.PressAsync("Next", ("Danger", "no"));
        visitor.At.ShouldBe("/en/anmeld/velkommen");
        await visitor.PressAsync("Begin");
        await visitor.PressAsync("Next", ("Who", "me"));
        visitor.Heading.ShouldBe("What is it about?");
        visitor.Page.DocumentElement.GetAttribute("lang").ShouldBe("en");
        await visitor.PressAsync("Next", ("Category", "employee-harassment"));
        visitor.At.ShouldBe("/en/anmeld/fortael");
    }

    [Fact]
    public async Task Danger_comes_before_everything()
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync("/anmeld/start/barn?enhed=TANG-4172");
        await visitor.PressAsync("Næste", ("Danger", "unsure"));

        visitor.At.ShouldStartWith("/anmeld/fare/barn");
        visitor.Page.QuerySelector("a[href='tel:112']").ShouldNotBeNull();
        visitor.Cookies.GetAllCookies().ShouldNotContain(cookie => cookie.Name == Visit.DraftCookie);
        await visitor.PressAsync("Faren er ovre");
        visitor.Main.ShouldContain("Farid Elmquist");
    }

    [Fact]
    public async Task Three_wrong_attempts_make_the_visit_wait_and_nobody_else()
    {
        using var guesser = new PublicBrowser(web.Address);
        await guesser.OpenAsync("/svar");
        foreach (var words in new[] { "hej med dig", "havre lygte måge kanel kompas xyz", "havre lygte måge kanel kompas vinter" })
        {
            await guesser.PressAsync("Åbn", ("Words", words));
            guesser.Main.ShouldNotContain("Vent 30 sekunder");
        }

        await guesser.PressAsync("Åbn", ("Words", "havre lygte måge kanel kompas vinter"));
        guesser.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        guesser.Main.ShouldContain("Vent 30 sekunder");

        using var other = new PublicBrowser(web.Address);
        await other.OpenAsync("/svar");
        await other.PressAsync("Åbn", ("Words", "hej med dig"));
        other.Status.ShouldBe(HttpStatusCode.OK);

        web.Town.Clock.Advance(TimeSpan.FromSeconds(31));
        await guesser.PressAsync("Åbn", ("Words", "hej med dig"));
        guesser.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Telling_who_one_is_and_stopping_are_asked_twice()
    {
        using var visitor = await ToMailboxAsync();
        await visitor.OpenAsync("/svar/navn");
        await visitor.PressAsync("Fortæl hvem jeg er", ("ContactName", "Villads Prøvesen"));
        visitor.Main.ShouldContain("Sæt kryds");
        visitor.Page.QuerySelector("#ContactName")!.GetAttribute("value").ShouldBe("Villads Prøvesen");
        await visitor.PressAsync("Fortæl hvem jeg er", ("ContactName", "Villads Prøvesen"), ("Sure", "true"));
        visitor.At.ShouldBe("/svar/kasse");
        visitor.Main.ShouldContain("Du har sagt, hvem du er");

        await visitor.OpenAsync("/svar/stop");
        await visitor.PressAsync("Træk det tilbage", ("Sure", "true"));
        visitor.Main.ShouldContain("Du trak det tilbage");
        visitor.Page.QuerySelectorAll("textarea").ShouldBeEmpty();
    }

    [Fact]
    public async Task One_message_sent_twice_is_one_message()
    {
        using var visitor = await ToMailboxAsync();
        var token = visitor.Page.QuerySelector("input[name=Token]")!.GetAttribute("value")!;
        await visitor.PressAsync("Send besked", ("Text", "Kun en gang."));
        await visitor.PressAsync("Send besked", ("Text", "Kun en gang."), ("Token", token));

        visitor.Page.QuerySelectorAll("article.v-message").Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_mailbox_left_alone_closes_itself()
    {
        using var visitor = await ToMailboxAsync();
        web.Town.Clock.Advance(TimeSpan.FromMinutes(31));
        await visitor.OpenAsync("/svar/kasse");
        visitor.At.ShouldBe("/svar");
    }

    [Fact]
    public async Task The_log_holds_no_address_no_browser_no_word_and_no_path_of_a_visit()
    {
        using var visitor = await ToMailboxAsync("Mystisk-Browser/7", "Planteskole er et ord i historien.");
        await visitor.OpenAsync("/findes-ikke/planteskole");
        using var broken = new HttpRequestMessage(HttpMethod.Post, "/anmeld/start/barn") { Content = new StringContent("Danger=no&Enhed=planteskole") };
        (await visitor.SendAsync(broken)).Dispose();

        foreach (var telling in new[] { "Mystisk-Browser", "planteskole", "127.0.0.1", "::1", "/anmeld/", "/svar" })
        {
            web.Log.Text.ShouldNotContain(telling, Case.Insensitive);
        }
    }
}
