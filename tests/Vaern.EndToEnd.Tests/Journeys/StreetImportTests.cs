using Microsoft.Playwright;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.StreetWork.Imports;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>An export of an open channel, from the file to the certificate of its deletion, in the browser.</summary>
public sealed class StreetImportTests(TestBrowser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task An_export_is_masked_read_by_two_and_gone_on_its_day(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var people = await (await StreetPeople.JoinAsync(scene.Town)).ApproveAsync();
        var spool = Path.Combine(Path.GetTempPath(), $"vaern-spool-{Guid.CreateVersion7():N}");
        scene.Town.Town.Spool = new ImportSpool(spool);
        var worker = new Worker(new MunicipalityRegistry([scene.Town.Town]), new NoMail(), scene.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        var mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan/indlaesninger");
        await mille.SeeAsync("Der er ikke indlæst noget");
        await mille.LookAsync("indlaesninger-tom");
        await mille.FollowAsync("Indlæs en eksport");
        await mille.SelectAsync("Kilde", "S-4 Fjordby Snak");
        await mille.WriteAsync("Kanalens adresse", "https://t.me/+Hemmelig");
        await mille.LookAsync("indlaes");
        await FileAsync(mille, ChannelExports.Text("Fjordby Snak", "public_channel", ChannelExports.Mixed()));
        await mille.PressAsync("Indlæs filen");
        await mille.SeeAsync("Værn registrerer ikke lukkede grupper.");
        await mille.LookAsync("indlaes-lukket-gruppe");
        await mille.SelectAsync("Kilde", "S-4 Fjordby Snak");
        await mille.WriteAsync("Kanalens adresse", "https://chat.example/kanal4");
        await FileAsync(mille, ChannelExports.Text("Fjordby Snak", "private_group", ChannelExports.Mixed()));
        await mille.PressAsync("Indlæs filen");
        await DoAsync(worker, scene);
        await mille.FollowAsync("Hent siden igen");
        await mille.SeeAsync("Samtalen er privat");
        await mille.LookAsync("indlaesning-afvist");

        await mille.OpenAsync("/gadeplan/indlaesninger/ny");
        await mille.SelectAsync("Kilde", "S-4 Fjordby Snak");
        await mille.WriteAsync("Kanalens adresse", "https://chat.example/kanal4");
        await FileAsync(mille, ChannelExports.Text("Fjordby Snak", "public_channel", ChannelExports.Mixed()));
        await mille.PressAsync("Indlæs filen");
        await mille.SeeAsync("Du kan gå herfra.");
        await mille.LookAsync("indlaesning-venter");
        await DoAsync(worker, scene);
        await mille.FollowAsync("Hent siden igen");
        await mille.SeeAsync("44 læst, 44 taget, 44 var nye");
        await mille.LookAsync("indlaesning");
        var import = new Uri(mille.Page.Url).AbsolutePath;
        await mille.WriteAsync("Hvor mange er der tid til at læse?", "20");
        await mille.PressAsync("Lav listen");
        await mille.LookAsync("laeseliste-data");
        await mille.FollowAsync("Læs");
        await mille.SeeAsync("jeg slår dig ihjel hvis du kommer herned");
        await mille.LookAsync("laeseliste");
        await mille.FollowAsync("Læs nr. 1");
        await mille.LookAsync("besked");
        await mille.ChooseAsync("Forslaget er rigtigt");
        await mille.PressAsync("Gem læsningen");
        await mille.SeeAsync("Din læsning af nr. 1 er gemt.");
        var list = new Uri(mille.Page.Url).AbsolutePath.Replace("/laes/2", "", StringComparison.Ordinal);
        var oskar = await scene.StaffAsync("gade2");
        await oskar.OpenAsync($"{list}/laes/1");
        await oskar.ChooseAsync("Det er ikke et problem");
        await oskar.PressAsync("Gem læsningen");
        await oskar.OpenAsync($"{list}/laes/1");
        await oskar.SeeAsync("Læserne er uenige. Begge svar bliver stående.");
        await oskar.LookAsync("besked-uenige");
        await mille.OpenAsync(import);
        await mille.ChooseAsync("Nogen, der måske har brug for hjælp");
        await mille.PressAsync("Lav listen");
        await mille.OpenAsync(new Uri(mille.Page.Url).AbsolutePath + "/laes/1");
        await mille.SeeAsync("Her kan nogen have brug for hjælp");
        await mille.LookAsync("besked-omsorg");
        await DatasetRemoval.SampleWeeklyAsync(scene.Town.Town, Cancel);
        await mille.OpenAsync("/gadeplan/indlaesninger?Filter=sample");
        await mille.LookAsync("indlaesninger");
        var sample = (await DatasetList.PageAsync(scene.Town.Town, scene.Town["gade1"], "sample", 1, Cancel)).Lines.Single();
        await mille.OpenAsync($"/gadeplan/data/{sample.Number}/laes/1");
        await mille.LookAsync("stikproeve-besked");
        await mille.OpenAsync("/gadeplan/tendenser");
        await mille.LookAsync("tendenser");

        scene.Clock.SetDanish(2027, 1, 1, 0, 5);
        await worker.RoundAsync(scene.Town.Town, Cancel);
        mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync(import);
        await mille.SeeAsync("Slettet fredag 1. januar 2027");
        await mille.LookAsync("indlaesning-slettet");
        (await scene.ReadAsync<long>("select count(*) from street_message")).ShouldBe(0);
        Directory.GetFiles(spool).ShouldBeEmpty();
        Directory.Delete(spool);
        scene.Web.Log.Text.ShouldNotContain("Prøvesen");
        scene.Web.Log.Text.ShouldNotContain("Hemmelig");
        people.Sources.Count.ShouldBe(9);
    }

    private static Task FileAsync(Visitor visitor, string text) =>
        visitor.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "result.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });

    private static async Task DoAsync(Worker worker, Scene scene)
    {
        while (await worker.WorkOnceAsync(scene.Town.Town, Cancel))
        {
        }
    }

    private sealed class NoMail : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
