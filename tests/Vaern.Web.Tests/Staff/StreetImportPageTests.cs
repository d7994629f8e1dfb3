using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Shouldly;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.StreetWork.Imports;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>From the file to the deletion by the pages: handed in, read, judged by two, counted; and each refusal with its reason.</summary>
public sealed class StreetImportPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();
    private readonly string spool = Path.Combine(Path.GetTempPath(), $"vaern-spool-{Guid.CreateVersion7():N}");
    private StreetPeople people = null!;

    private TestTown Town => site.Town;

    private string Source => $"{people.Mandate}:{people.Sources[3].Id}";

    public async ValueTask InitializeAsync()
    {
        Town.Clock.SetDanish(2026, 8, 1, 9);
        await site.InitializeAsync();
        people = await (await StreetPeople.JoinAsync(Town)).ApproveAsync();
        Town.Town.Spool = new ImportSpool(spool);
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        if (Directory.Exists(spool))
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    [Fact]
    public async Task An_export_becomes_a_list_that_two_read_and_everything_goes_on_its_day()
    {
        using var mille = site.As("gade1");
        (await mille.OpenAsync("/gadeplan/indlaesninger")).Body!.TextContent.ShouldContain("Der er ikke indlæst noget");
        var page = await HandInAsync(mille, ChannelExports.Telegram("Fjordby Snak", ChannelExports.Mixed()));
        page.Body!.TextContent.ShouldContain("Du kan gå herfra.");
        page.QuerySelector("progress").ShouldNotBeNull();
        var import = mille.At;
        await WorkAsync();
        page = await mille.OpenAsync(import);
        page.Body!.TextContent.ShouldContain("44 læst, 44 taget, 44 var nye");
        page.Body.TextContent.ShouldContain("torsdag 31. december 2026");

        page = await mille.PressAsync(page, "Lav listen", ("Route", "concern"), ("Budget", "20"));
        page.Body!.TextContent.ShouldContain("er lavet.");
        page.QuerySelector(".v-street__tree")!.TextContent.ShouldContain("Indlæsning");
        var list = mille.At;
        page = await mille.OpenAsync(list + "/laes");
        page.Body!.TextContent.ShouldContain("jeg slår dig ihjel hvis du kommer herned");
        page.Body.TextContent.ShouldContain("Foreslået af regler og en statistisk model, afgjort af et menneske.");
        page = await mille.OpenAsync(list + "/laes/1");
        page.QuerySelectorAll("mark").ShouldNotBeEmpty();
        page.Body!.TextContent.ShouldNotContain("0,9");
        page = await mille.PressAsync(page, "Gem læsningen");
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vælg, hvad det er.");
        page = await mille.PressAsync(page, "Gem læsningen", ("Verdict", "agree"), ("Note", "Mette Hansen siger det"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Din læsning af nr. 1 er gemt.");

        using var oskar = site.As("gade2");
        page = await oskar.PressAsync(await oskar.OpenAsync(list + "/laes/1"), "Gem læsningen", ("Verdict", "not-a-problem"));
        page = await mille.OpenAsync(list + "/laes/1");
        page.Body!.TextContent.ShouldContain("Læserne er uenige. Begge svar bliver stående.");
        page.Body.TextContent.ShouldNotContain("Hansen");
        (await mille.OpenAsync(list)).Body!.TextContent.ShouldContain("Læserne er uenige om 1.");

        page = await mille.PressAsync(await mille.OpenAsync(import), "Lav listen", ("Route", "care"), ("Budget", "20"));
        page = await mille.OpenAsync(mille.At + "/laes/1");
        page.Body!.TextContent.ShouldContain("Her kan nogen have brug for hjælp");
        page.Body.TextContent.ShouldContain("Opret en bekymring");
        page = await mille.PressAsync(await mille.OpenAsync(import), "Lav en rapport");
        page.Body!.TextContent.ShouldContain("færre end 5");
        (await mille.OpenAsync("/gadeplan/tendenser")).Body!.TextContent.ShouldContain("Trusler");

        using var vibeke = site.As("dpo1");
        (await vibeke.OpenAsync(list)).QuerySelectorAll("button").Select(button => button.TextContent.Trim()).ShouldNotContain("Lav listen");
        await vibeke.OpenAsync(list + "/laes");
        vibeke.Status.ShouldBe(HttpStatusCode.NotFound);
        using var ditte = site.As("vagt1");
        await ditte.OpenAsync(import);
        ditte.Status.ShouldBe(HttpStatusCode.NotFound);

        foreach (var address in new[] { "/gadeplan/indlaesninger", import, list, list + "/laes", list + "/laes/1", "/gadeplan/tendenser" })
        {
            (await mille.OpenAsync(address)).Body!.TextContent.ShouldNotContain(ChannelExports.Surname, Case.Insensitive, address);
        }

        Town.Clock.SetDanish(2027, 1, 1, 0, 5);
        await mille.OpenAsync(list + "/laes/1");
        mille.At.ShouldBe(list, "past its day nothing is shown, whether or not the deletion has run");
        await DatasetRemoval.DeleteDueAsync(Town.Town);
        page = await mille.OpenAsync(import);
        page.Body!.TextContent.ShouldContain("Slettet fredag 1. januar 2027");
        page.Body.TextContent.ShouldContain("Nøglen er destrueret");
    }

    [Theory]
    [InlineData("telegram-private.json", "Samtalen er privat, eller filen siger ikke, at den er offentlig.")]
    [InlineData("telegram-whole-account.json", "Filen er en hel konto.")]
    [InlineData("telegram-public.json", "Filen er fra en anden kanal end den, du valgte.")]
    public async Task A_refused_file_says_why_and_that_nothing_was_kept(string file, string reason)
    {
        using var mille = site.As("gade1");
        await HandInAsync(mille, File.OpenRead(RepositoryFolder.Combine("samples", "imports", file)));
        await WorkAsync();
        var page = await mille.OpenAsync(mille.At);
        page.Body!.TextContent.ShouldContain(reason);
        page.Body.TextContent.ShouldContain("Intet fra filen er gemt");
    }

    [Theory]
    [InlineData("https://t.me/+Hemmelig", "Værn registrerer ikke lukkede grupper.")]
    [InlineData("https://andet.example/snak", "Kilden er ikke på mandatets liste.")]
    [InlineData("https://chat.example/kanal3", "Linket hører til en anden kilde på listen.")]
    public async Task An_address_outside_the_source_is_refused_beside_its_field(string address, string text)
    {
        using var mille = site.As("gade1");
        var page = await HandInAsync(mille, ChannelExports.Telegram("Fjordby Snak", ChannelExports.Mixed(3)), address);
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain(text);
        page.Body!.InnerHtml.ShouldNotContain("Hemmelig");
        mille.At.ShouldBe("/gadeplan/indlaesninger/ny");
    }

    [Fact]
    public async Task Without_a_running_mandate_there_is_no_form()
    {
        Town.Clock.SetDanish(2027, 1, 13, 10);
        using var mille = site.As("gade1");
        var page = await mille.OpenAsync("/gadeplan/indlaesninger/ny");
        page.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
        page.Body!.TextContent.ShouldContain("Uden mandat ingen iagttagelse.");
    }

    [Theory]
    [InlineData("ja", true)]
    [InlineData("nej", false)]
    public async Task What_is_answered_about_sexual_pictures_in_a_concern_counts(string answer, bool restricted)
    {
        using var mille = site.As("gade1");
        var page = await mille.PressAsync(
            await mille.OpenAsync("/sager/bekymring/ny"), "Send til Børnemodtagelsen", ("Called", "Emil Prøvesen"), ("Category", "violence-filmed"), ("Known", "Jeg kender ham."), ("Reason", "Vold."), ("Restricted", answer));
        page.QuerySelector("[role=status]").ShouldNotBeNull();
        await using var work = await Town.Town.Database.BeginAsync(Data.Acting.System);
        (await work.SingleAsync<long>("select count(*) from evidence_referral")).ShouldBe(restricted ? 1 : 0);
    }

    private async Task<IHtmlDocument> HandInAsync(StaffBrowser browser, Stream export, string address = "https://chat.example/kanal4")
    {
        var form = await browser.OpenAsync("/gadeplan/indlaesninger/ny");
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var id = form.QuerySelector("input[name=Id]")!.GetAttribute("value")!;
        using var file = new StreamContent(export);
        using var body = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(id), "Id" }, { new StringContent(Source), "Source" }, { new StringContent(address), "Address" }, { file, "Export", "result.json" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/gadeplan/indlaesninger/ny", UriKind.Relative)) { Content = body };
        using var answer = await browser.SendAsync(request);
        var to = answer.RequestMessage!.RequestUri!.PathAndQuery;
        if (to != "/gadeplan/indlaesninger/ny")
        {
            return await browser.OpenAsync(to);
        }

        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(html), TestContext.Current.CancellationToken);
    }

    private async Task WorkAsync()
    {
        var worker = new Worker(new MunicipalityRegistry([Town.Town]), new NoMail(), Town.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(Town.Town))
        {
        }
    }

    private sealed class NoMail : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
