using Vaern.App;
using Vaern.App.Background;
using Vaern.App.StreetWork;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J1: a shift on the digital street, from the mandate to the deletion of the raw note. J2: a young person writes and is carried across.</summary>
public sealed class StreetShiftTests(TestBrowser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task A_shift_leaves_a_phenomenon_without_persons_and_a_child_in_the_right_hands(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var people = await (await StreetPeople.JoinAsync(scene.Town)).ApproveAsync();
        await people.SkipAsync("V", 2026, 116);
        await people.SkipAsync("O", 2026, 30);
        await people.SkipAsync("B", 2026, 8);
        await people.ShiftAsync("gade2");
        var mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan");
        await mille.SeeAsync("Mandat M-7: gyldigt, 42 dage tilbage");
        await mille.LookAsync("gadeplan");
        await mille.PressAsync("Start vagt");
        await mille.SeeAsync("Vagt V-2026-118 er startet");
        var anybody = await scene.VisitorAsync();
        await anybody.OpenAsync("/om/gadeplan");
        await anybody.SeeAsync("Vi er online til 21.30.");
        await anybody.LookAsync("om-gadeplan");

        scene.Clock.SetDanish(2026, 12, 1, 19, 12);
        mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan/faenomener/nyt");
        await mille.SelectAsync("Slags", "Vold delt");
        await mille.SelectAsync("Kilde", "S-4 Fjordby Snak");
        await mille.SelectAsync("Anslået alder", "12–15 år");
        await mille.WriteAsync("Link", "https://chat.example/kanal4/812");
        await mille.WriteAsync("Note", "Dreng slås af flere, Oscar P filmer");
        await mille.PressAsync("Gem fænomenet");
        await mille.SeeAsync("Ligner et navn. Fjern det – eller opret en bekymring.");
        await mille.LookAsync("faenomen-advarsel");
        scene.Clock.SetDanish(2026, 12, 1, 19, 14);
        await mille.WriteAsync("Note", "flere slår, én filmer");
        await mille.PressAsync("Gem fænomenet");
        await mille.SeeAsync("Fænomen O-2026-031 gemt");
        await mille.LookAsync("faenomen");

        scene.Clock.SetDanish(2026, 12, 1, 19, 18);
        await mille.FollowAsync("Muligt kendt barn");
        await mille.SeeAsync("Du forlader observation.");
        await mille.WriteAsync("Barnets navn", "Emil Prøvesen");
        await mille.SelectAsync("Handler om", "Vold, der er filmet");
        await mille.WriteAsync("Hvad ved du, og hvordan?", "Jeg kender ham fra Lanternen.");
        await mille.WriteAsync("Hvorfor underretter du?", "Han er udsat for vold.");
        await mille.LookAsync("bekymring");
        await mille.PressAsync("Send til Børnemodtagelsen");
        await mille.SeeAsync("B-2026-009");
        scene.Clock.SetDanish(2026, 12, 1, 19, 31);
        var ditte = await scene.StaffAsync("vagt1");
        await ditte.OpenAsync("/sager/bekymringer");
        await ditte.LookAsync("bekymringer");
        await ditte.PressAsync("Jeg har modtaget den");
        await ditte.SeeAsync("Emil Prøvesen");
        await mille.OpenAsync("/sager/bekymring/B-2026-009");
        await mille.SeeAsync("Modtaget af vagthavende 19.31");
        await mille.LookAsync("bekymring-sendt");

        scene.Clock.SetDanish(2026, 12, 1, 19, 40);
        mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan/faenomener/O-2026-031");
        await mille.SelectAsync("Begrundelse", "Vold");
        await mille.PressAsync("Byg anmeldelsen");
        await mille.SeeAsync("Vedhæft ikke noget");
        await mille.LookAsync("anmeldelse");
        await mille.PressAsync("Jeg har sendt den");
        await mille.SeeAsync("Se efter igen i morgen kl. 19.40");

        scene.Clock.SetDanish(2026, 12, 1, 21, 30);
        mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan/vagt/slut");
        await mille.WriteAsync("Samtaler", "4");
        await mille.LookAsync("vagt-slut");
        await mille.PressAsync("Slut vagt");
        await mille.ChooseAsync("3 – midt imellem");
        await mille.LookAsync("hvordan-har-du-det");
        await mille.PressAsync("Gem for mig selv");
        await mille.SeeAsync("Kun du kan læse det");

        scene.Clock.SetDanish(2026, 12, 2, 9);
        mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan/bulletiner");
        await mille.PressAsync("Lav kladde");
        await mille.LookAsync("bulletin-kladde");
        var karina = await scene.StaffAsync("ssp2");
        await karina.OpenAsync("/gadeplan/bulletiner/2026-49");
        await karina.PressAsync("Udgiv");
        await anybody.OpenAsync("/bulletin/2026-49");
        await anybody.SeeAsync("Ugens fænomener");
        await anybody.LookAsync("bulletin");

        scene.Clock.SetDanish(2027, 1, 1, 0, 5);
        var worker = new Worker(new MunicipalityRegistry([scene.Town.Town]), new NoMail(), scene.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<Worker>.Instance);
        await worker.RoundAsync(scene.Town.Town, Cancel);
        (await scene.ReadAsync<long>("select count(*) from phenomenon_link")).ShouldBe(0);
        (await scene.ReadAsync<long>("select count(*) from phenomenon where kind = 'violence-shared' and note is null and gone_at is not null")).ShouldBe(1);
        (await scene.ReadAsync<long>("select count(*) from destroyed_key d join phenomenon p on p.id = d.id where d.kind = 'street'")).ShouldBe(1);
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);
        scene.Web.Log.Text.ShouldNotContain("Prøvesen");
        scene.Visitors.SelectMany(visitor => visitor.Asked).Select(Uri.UnescapeDataString).ShouldAllBe(address => !address.Contains("Prøvesen") && !address.Contains("kanal4/812"));
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task A_young_person_is_answered_guided_and_met_without_a_name_outside_the_concern(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var people = await (await StreetPeople.JoinAsync(scene.Town)).ApproveAsync();
        await people.SkipAsync("K", 2026, 43);
        await people.SkipAsync("B", 2026, 9);
        scene.Clock.SetDanish(2026, 12, 3, 18, 30);
        await people.ShiftAsync();
        await people.ShiftAsync("gade2");
        scene.Clock.SetDanish(2026, 12, 3, 19, 6);
        var mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan/kontakter/ny");
        await mille.ChooseAsync("Afpresning med billede");
        await mille.WriteAsync("Den unge skrev", "2026-12-03T19:04");
        await mille.LookAsync("ny-kontakt");
        await mille.PressAsync("Åbn kontakten");
        await mille.SeeAsync("K-2026-044");
        await mille.LookAsync("kontakt");
        scene.Clock.SetDanish(2026, 12, 3, 19, 9);
        await mille.PressAsync("Jeg har svaret");
        await mille.SeeAsync("5 minutter");
        scene.Clock.SetDanish(2026, 12, 3, 19, 14);
        await mille.PressAsync("Kollega med");
        var oskar = await scene.StaffAsync("gade2");
        await oskar.OpenAsync("/gadeplan");
        await oskar.SeeAsync("Mille er i en svær samtale");
        await oskar.LookAsync("gadeplan-linje");
        var alma = await scene.VisitorAsync();
        await alma.OpenAsync("/raad/afpresning/barn");
        await alma.SeeAsync("Take It Down");

        scene.Clock.SetDanish(2026, 12, 3, 19, 47);
        mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/sager/bekymring/ny?fra=K-2026-044&restricted=ja");
        await mille.WriteAsync("Barnets navn", "Alma Prøvesen");
        await mille.SelectAsync("Handler om", "Afpresning med billeder eller penge");
        await mille.WriteAsync("Hvad ved du, og hvordan?", "Hun skriver, at nogen vil dele et billede.");
        await mille.WriteAsync("Hvorfor underretter du?", "Overgreb mod et barn.");
        await mille.WriteAsync("Barnets eget ønske", "Ring ikke til min far, før jeg har talt med nogen.");
        await mille.WriteAsync("Hvornår skete det?", "2026-12-03T18:20");
        await mille.PressAsync("Send til Børnemodtagelsen");
        await mille.SeeAsync("B-2026-010");
        scene.Clock.SetDanish(2026, 12, 3, 20, 5);
        var ditte = await scene.StaffAsync("vagt1");
        await ditte.OpenAsync("/sager/bekymringer");
        await ditte.PressAsync("Jeg har modtaget den");
        await ditte.UnfoldAsync("Forløb");
        await ditte.SeeAsync("Ring ikke til min far, før jeg har talt med nogen.");

        await mille.OpenAsync("/gadeplan/kontakter/K-2026-044");
        await mille.WriteAsync("Hvornår mødes I?", "2026-12-04T14:00");
        await mille.PressAsync("Gem mødet");
        await mille.SeeAsync("fredag 4. december 2026 kl. 14.00, i ungehuset");
        (await App.StreetWork.Contacts.StepAsync(scene.Town.Town, scene.Town["gade1"], "K-2026-044", "notify", true, null, Cancel)).IsOk.ShouldBeTrue();
        scene.Clock.SetDanish(2026, 12, 3, 20, 25);
        mille = await scene.StaffAsync("gade1");
        await mille.OpenAsync("/gadeplan/kontakter/K-2026-044");
        await mille.SelectAsync("Udfald", "varm overlevering");
        await mille.Page.Locator("#ClosingAge").SelectOptionAsync("15-17");
        await mille.PressAsync("Luk");
        await mille.SeeAsync("K-2026-044 er lukket.");
        await mille.LookAsync("kontakt-lukket");
        (await scene.ReadAsync<long>("select count(*) from evidence_referral")).ShouldBe(1);
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);
        (await scene.ReadAsync<long>("select count(*) from street_contact where age = '15-17' and outcome = 'warm-hand-over' and answered_at - wrote_at = interval '5 minutes' and colleague_at is not null")).ShouldBe(1);
        scene.Web.Log.Text.ShouldNotContain("Prøvesen");
    }

    private sealed class NoMail : IMailTransport
    {
        public Task SendAsync(Mail mail, CancellationToken cancel) => Task.CompletedTask;
    }
}
