using System.Net;
using AngleSharp.Dom;
using Shouldly;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.Concerns;
using Vaern.App.StreetWork;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>J1 and J2 by the pages, in a browser without script, with what can go wrong.</summary>
public sealed class StreetPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();
    private StreetPeople people = null!;

    private TestTown Town => site.Town;

    public async ValueTask InitializeAsync()
    {
        Town.Clock.SetDanish(2026, 8, 1, 9);
        await site.InitializeAsync();
        people = await (await StreetPeople.JoinAsync(Town)).ApproveAsync();
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task J1_a_shift_from_start_to_the_last_line_of_its_end_state()
    {
        await people.SkipAsync("O", 2026, 30);
        await people.SkipAsync("B", 2026, 8);
        await people.ShiftAsync("gade2");
        using var mille = site.As("gade1");
        var page = await mille.OpenAsync("/gadeplan");
        page.Body!.TextContent.ShouldContain("Mandat M-7: gyldigt, 42 dage tilbage");
        page.Body.TextContent.ShouldContain("Dine profiler (3)");
        page.Body.TextContent.ShouldContain("Kilder (9)");
        page.Body.TextContent.ShouldContain("Oskar Brandlund");
        (await mille.PressAsync(page, "Start vagt")).QuerySelector("[role=status]")!.TextContent.ShouldContain("V-2026-");
        (await mille.OpenAsync("/om/gadeplan")).Body!.TextContent.ShouldContain("Vi er online til 21.30.");

        Town.Clock.SetDanish(2026, 12, 1, 19, 12);
        page = await mille.OpenAsync("/gadeplan/faenomener/nyt");
        page.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
        (string, string)[] fields = [("Kind", "violence-shared"), ("Source", people.Sources[3].Id.ToString()), ("Age", "12-15"), ("SeenAt", "2026-12-01T19:12"), ("Link", "https://chat.example/kanal4/812")];
        page = await mille.PressAsync(page, "Gem fænomenet", [.. fields, ("Note", "Dreng slås af flere, Oscar P filmer")]);
        page.QuerySelector(".v-street__warning")!.TextContent.ShouldContain("Ligner et navn. Fjern det – eller opret en bekymring.");
        page.QuerySelector("#Note")!.TextContent.ShouldContain("Oscar P", Case.Sensitive, "what was typed stays");
        Town.Clock.SetDanish(2026, 12, 1, 19, 14);
        page = await mille.PressAsync(page, "Gem fænomenet", ("Note", "flere slår, én filmer"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Fænomen O-2026-031 gemt");
        page.Body!.TextContent.ShouldContain("torsdag 31. december 2026");

        Town.Clock.SetDanish(2026, 12, 1, 19, 18);
        page = await mille.OpenAsync("/sager/bekymring/ny?fra=O-2026-031");
        page.Body!.TextContent.ShouldContain("Du forlader observation.");
        page.Body.TextContent.ShouldContain("Her må du skrive navne. Det går til Børnemodtagelsen.");
        page = await mille.PressAsync(
            page, "Send til Børnemodtagelsen", ("Called", "Emil Prøvesen"), ("Place", "Tanghøj Skole"), ("Category", "violence-filmed"), ("Known", "Jeg kender ham fra Lanternen."), ("Reason", "Han er udsat for vold."),
            ("KnownAt", "2026-12-01T19:15"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("B-2026-009");
        page.Body!.TextContent.ShouldNotContain("Prøvesen");
        Town.Clock.SetDanish(2026, 12, 1, 19, 31);
        using var ditte = site.As("vagt1");
        page = await ditte.PressAsync(await ditte.OpenAsync("/sager/bekymringer"), "Jeg har modtaget den");
        ditte.At.ShouldBe("/sager/B-2026-009");
        page.Body!.TextContent.ShouldContain("Emil Prøvesen");
        (await mille.OpenAsync("/sager/bekymring/B-2026-009")).Body!.TextContent.ShouldContain("Modtaget af vagthavende 19.31");
        await mille.OpenAsync("/sager/B-2026-009");
        mille.Status.ShouldBe(HttpStatusCode.NotFound);
        using var oskar = site.As("gade2");
        await oskar.OpenAsync("/sager/B-2026-009");
        oskar.Status.ShouldBe(HttpStatusCode.NotFound);

        Town.Clock.SetDanish(2026, 12, 1, 19, 40);
        page = await mille.OpenAsync("/gadeplan/faenomener/O-2026-031?Reason=violence");
        page.QuerySelector(".v-street__letter")!.TextContent.ShouldContain("https://chat.example/kanal4/812");
        page.Body!.TextContent.ShouldContain("Vedhæft ikke noget");
        page = await mille.PressAsync(page, "Jeg har sendt den");
        page.Body!.TextContent.ShouldContain("Se efter igen i morgen kl. 19.40");

        Town.Clock.SetDanish(2026, 12, 1, 21, 30);
        page = await mille.OpenAsync("/gadeplan/vagt/slut");
        page.QuerySelector("#Phenomena")!.GetAttribute("value").ShouldBe("1");
        page.QuerySelector("#Concerns")!.GetAttribute("value").ShouldBe("1");
        page = await mille.PressAsync(page, "Slut vagt", ("Talks", "4"), ("News", "Film af slagsmål deles igen"));
        page.QuerySelector("h1")!.TextContent.ShouldBe("Hvordan har du det?");
        (await mille.PressAsync(page, "Gem for mig selv", ("Value", "3"))).QuerySelector("[role=status]")!.TextContent.ShouldContain("Kun du kan læse det");
        using var karina = site.As("ssp2");
        page = await karina.OpenAsync("/gadeplan/vagter");
        page.Body!.TextContent.ShouldContain("Mille Tangaa");
        page = await karina.OpenAsync(page.QuerySelectorAll("td a").First(link => link.ParentElement!.ParentElement!.TextContent.Contains("Mille", StringComparison.Ordinal)).GetAttribute("href")!);
        page.Body!.TextContent.ShouldContain("Film af slagsmål deles igen");
        page.Body.TextContent.ShouldNotContain("midt imellem");

        foreach (var address in new[] { "/gadeplan", "/gadeplan/faenomener", "/gadeplan/faenomener/O-2026-031", "/gadeplan/vagter", "/gadeplan/kontakter", "/om/gadeplan" })
        {
            (await mille.OpenAsync(address)).Body!.TextContent.ShouldNotContain("Prøvesen", Case.Insensitive, address);
        }

        Town.Clock.SetDanish(2026, 12, 2, 9);
        page = await mille.PressAsync(await mille.OpenAsync("/gadeplan/bulletiner"), "Lav kladde");
        page.Body!.TextContent.ShouldContain("O-2026-031");
        page.Body.TextContent.ShouldNotContain("kanal4/812");
        page = await karina.PressAsync(await karina.OpenAsync("/gadeplan/bulletiner/2026-49"), "Udgiv");
        page = await mille.OpenAsync("/bulletin");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Ugens fænomener");
        page.Body!.TextContent.ShouldContain("Færre end 5 iagttagelser");
        page.Body.TextContent.ShouldNotContain("O-2026-031");
        Town.Clock.SetDanish(2027, 1, 1, 0, 5);
        await RawNotes.DeleteDueAsync(Town.Town);
        page = await mille.OpenAsync("/gadeplan/faenomener");
        page.Body!.TextContent.ShouldContain("Noten er slettet");
        page.Body.TextContent.ShouldNotContain("flere slår");
    }

    [Fact]
    public async Task What_can_go_wrong_on_a_shift_is_answered_as_the_journey_says()
    {
        using var mille = site.As("gade1");
        Town.Clock.SetDanish(2027, 1, 13, 18, 30);
        var page = await mille.OpenAsync("/gadeplan");
        page.Body!.TextContent.ShouldContain("Mandat M-7 udløb 12. januar 2027. Uden mandat ingen iagttagelse. Ejer: Karina Fjeldsø.");
        page.QuerySelectorAll("button").Select(button => button.TextContent.Trim()).ShouldNotContain("Start vagt");
        using var karina = site.As("ssp2");
        (await karina.OpenAsync("/gadeplan")).Body!.TextContent.ShouldContain("M-7 udløb 12. januar 2027. Forny det");
        (await mille.OpenAsync("/om/gadeplan")).Body!.TextContent.ShouldContain("Vi følger ikke noget lige nu");

        Town.Clock.SetDanish(2026, 12, 1, 18, 30);
        await people.ShiftAsync();
        page = await mille.OpenAsync("/gadeplan/faenomener/nyt");
        (string, string)[] fields = [("Kind", "violence-shared"), ("Source", people.Sources[3].Id.ToString()), ("Age", "12-15"), ("Note", "flere slår, én filmer")];
        page = await mille.PressAsync(page, "Gem fænomenet", [.. fields, ("Link", "https://andet.example/1")]);
        page.Body!.TextContent.ShouldContain("Kilden er ikke på mandatets liste. Du kan foreslå den.");
        page = await mille.PressAsync(page, "Gem fænomenet", ("Link", "https://t.me/+Hemmelig"));
        page.Body!.TextContent.ShouldContain("Værn registrerer ikke lukkede grupper.");
        page.Body.InnerHtml.ShouldNotContain("Hemmelig");
        page = await mille.PressAsync(page, "Gem fænomenet", ("Restricted", "ja"), ("Link", "https://chat.example/kanal4/9"));
        mille.At.ShouldBe("/gadeplan/roedt-kort");
        page.Body!.TextContent.ShouldContain("Åbn det ikke igen. Videresend ikke. Gem ikke.");
        (await PhenomenonList.PageAsync(Town.Town, Town["gade1"], null, 1)).Lines.ShouldBeEmpty();

        using var form = new MultipartFormDataContent { { new ByteArrayContent(A.PngBytes), "fil", "billede.png" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/gadeplan/faenomener/nyt", UriKind.Relative)) { Content = form };
        (await mille.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_mandate_without_an_impact_assessment_cannot_be_made_active_and_says_so()
    {
        using var karina = site.As("ssp2");
        var page = await karina.PressAsync(
            await karina.OpenAsync("/gadeplan/mandater/ny"), "Gem kladden", ("Heading1", "Nyt forsøg"), ("Purpose", "Viden"), ("Necessity", "Ingen anden vej"), ("From", "2026-12-01"), ("To", "2027-03-01"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("gemt som kladde");

        page = await karina.PressAsync(page, "Gør mandatet aktivt");
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Mandatet mangler konsekvensanalyse. Det kan ikke gøres aktivt.");
        page.Body!.TextContent.ShouldContain("Kladde");
    }

    [Fact]
    public async Task The_duty_that_does_not_accept_is_passed_by_and_one_that_is_down_is_rung()
    {
        Town.Town.DutyLine = new Line();
        Town.Clock.SetDanish(2026, 12, 1, 19, 18);
        var number = (await SendConcern.HandleAsync(Town.Town, Town["gade1"], new NewConcern(
            Guid.CreateVersion7(), null, null, "violence-filmed", "Et barn bliver slået.", "Vold.", null, null, null, false, null, false))).Value;
        await WorkAsync();
        Town.Clock.SetDanish(2026, 12, 1, 19, 33);
        await WorkAsync();
        using var mille = site.As("gade1");
        (await mille.OpenAsync($"/sager/bekymring/{number}")).Body!.TextContent.ShouldContain("Ditte har ikke kvitteret. Peter er ringet op.");

        Town.Town.DutyLine = null;
        var second = (await SendConcern.HandleAsync(Town.Town, Town["gade1"], new NewConcern(
            Guid.CreateVersion7(), null, null, "violence-filmed", "Et barn bliver slået.", "Vold.", null, null, null, false, null, false))).Value;
        await WorkAsync();
        var page = await mille.OpenAsync($"/sager/bekymring/{second}");
        page.Body!.TextContent.ShouldContain("Værn når ikke vagtsystemet. Ring til kommunens vagt nu, og noter navnet her.");
        (await mille.PressAsync(page, "Gem", ("Answered", "Ditte"))).QuerySelector("[role=status]")!.TextContent.ShouldContain("hvem du talte med");
    }

    [Fact]
    public async Task J2_a_young_person_writes_and_is_carried_across()
    {
        Town.Clock.SetDanish(2026, 12, 3, 18, 30);
        await people.ShiftAsync();
        await people.ShiftAsync("gade2");
        await people.SkipAsync("K", 2026, 43);
        await people.SkipAsync("B", 2026, 9);
        using var mille = site.As("gade1");
        (await mille.OpenAsync("/om/gadeplan")).Body!.TextContent.ShouldContain("Det kan vi være nødt til at sige videre");
        Town.Clock.SetDanish(2026, 12, 3, 19, 6);
        var page = await mille.PressAsync(await mille.OpenAsync("/gadeplan/kontakter/ny"), "Åbn kontakten", ("About", "extortion"), ("Platform", "Telegram"), ("WroteAt", "2026-12-03T19:04"));
        mille.At.ShouldBe("/gadeplan/kontakter/K-2026-044");
        page.Body!.TextContent.ShouldContain("Du har ikke gjort noget forkert.");
        page.QuerySelectorAll("input").Select(input => input.GetAttribute("name")).ShouldNotContain(name => name != null && (name.Contains("Name", StringComparison.Ordinal) || name.Contains("Navn", StringComparison.Ordinal)));
        Town.Clock.SetDanish(2026, 12, 3, 19, 9);
        page = await mille.PressAsync(page, "Jeg har svaret");
        page.Body!.TextContent.ShouldContain("5 minutter");
        page.Body.TextContent.ShouldContain("/raad/afpresning/barn");
        (await mille.OpenAsync("/raad/afpresning/barn")).Body!.TextContent.ShouldContain("Take It Down");
        page = await mille.PressAsync(await mille.OpenAsync("/gadeplan/kontakter/K-2026-044"), "Kollega med");
        using var oskar = site.As("gade2");
        (await oskar.OpenAsync("/gadeplan")).Body!.TextContent.ShouldContain("Mille er i en svær samtale");

        Town.Clock.SetDanish(2026, 12, 3, 19, 47);
        var concern = await mille.OpenAsync("/sager/bekymring/ny?fra=K-2026-044&restricted=ja");
        concern = await mille.PressAsync(
            concern, "Send til Børnemodtagelsen", ("Called", "Alma Prøvesen"), ("Place", "Tanghøj Skole"), ("Category", "sextortion"), ("Known", "Hun skriver, at nogen vil dele et billede."),
            ("Reason", "Overgreb mod et barn."), ("Wish", "Ring ikke til min far, før jeg har talt med nogen."), ("KnownAt", "2026-12-03T19:30"), ("ActAt", "2026-12-03T18:20"));
        mille.At.ShouldBe("/sager/bekymring/B-2026-010");
        Town.Clock.SetDanish(2026, 12, 3, 20, 5);
        using var ditte = site.As("vagt1");
        var file = await ditte.PressAsync(await ditte.OpenAsync("/sager/bekymringer"), "Jeg har modtaget den");
        file.Body!.TextContent.ShouldContain("»Ring ikke til min far, før jeg har talt med nogen.«");
        file.Body.TextContent.ShouldContain("søndag 6. december 2026");
        (await mille.OpenAsync("/sager/bekymring/B-2026-010")).Body!.TextContent.ShouldContain("Modtaget af vagthavende 20.05");
        using var upload = new MultipartFormDataContent { { new ByteArrayContent(A.PngBytes), "Attached", "billede.png" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/sager/B-2026-010/bevis/ny", UriKind.Relative)) { Content = upload };
        (await ditte.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);

        page = await mille.PressAsync(await mille.OpenAsync("/gadeplan/kontakter/K-2026-044"), "Gem mødet", ("MeetAt", "2026-12-04T14:00"), ("Where", "club"));
        page.Body!.TextContent.ShouldContain("fredag 4. december 2026 kl. 14.00, i ungehuset");
        page = await mille.PressAsync(page, "Luk", ("Outcome", "warm-hand-over"), ("ClosingAge", "15-17"));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Der kan være pligt til at underrette.");
        (await Contacts.StepAsync(Town.Town, Town["gade1"], "K-2026-044", "notify", true, null)).IsOk.ShouldBeTrue();
        Town.Clock.SetDanish(2026, 12, 3, 20, 25);
        page = await mille.PressAsync(await mille.OpenAsync("/gadeplan/kontakter/K-2026-044"), "Luk", ("Outcome", "warm-hand-over"), ("ClosingAge", "15-17"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("K-2026-044 er lukket.");
        page.Body!.TextContent.ShouldNotContain("Prøvesen");
        (await mille.OpenAsync("/gadeplan/kontakter")).QuerySelector("table:last-of-type")!.TextContent.ShouldContain("15–17");
    }

    [Fact]
    public async Task The_annex_says_what_is_collected_from_where_how_long_and_who_reads()
    {
        using var karina = site.As("ssp2");

        var page = await karina.OpenAsync("/gadeplan/mandater/7/bilag");

        var text = page.Body!.TextContent;
        text.ShouldContain("Vibeke Ranum, 26. august 2026");
        text.ShouldContain("Fjordby Snak");
        text.ShouldContain("30 dage");
        text.ShouldContain("Kun medarbejderen selv");
        using var mille = site.As("gade1");
        await mille.OpenAsync("/gadeplan/mandater/7/bilag");
        mille.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task WorkAsync()
    {
        var worker = new Worker(new MunicipalityRegistry([Town.Town]), new NoMail(), Town.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(Town.Town))
        {
        }
    }

    private sealed class Line : IDutyLine
    {
        public Task AlertAsync(DutyAlert alert, CancellationToken cancel) => Task.CompletedTask;
    }

    private sealed class NoMail : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
