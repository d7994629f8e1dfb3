using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Vaern.App;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Families;
using Vaern.App.Intake;
using Vaern.EndToEnd.Tests.Browser;
using static Vaern.EndToEnd.Tests.Journeys.DeviceReport;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>
/// The fingerprint that a reporter's own device makes: where only that is chosen no byte of the picture leaves the device, and where the picture is sent too, device
/// and server agree. Then the journey: two schools, one picture, one coordinator.
/// </summary>
public sealed class DeviceFingerprintTests(TestBrowser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Where_only_the_fingerprint_is_chosen_no_byte_of_the_picture_is_sent(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var pupil = await scene.VisitorAsync();
        var sent = Record(pupil);
        var picture = Picture(1);
        await ToFilesAsync(pupil, "TANG-4172");

        await pupil.Page.Locator("[data-print-picker]").SetInputFilesAsync(new FilePayload { Name = "hemmeligt navn.png", MimeType = "image/png", Buffer = picture });
        await pupil.SeeAsync("Det her bliver sendt, og intet andet:");
        var shown = await pupil.Page.Locator("[data-print-what] .v-print__hash").InnerTextAsync();
        shown.Length.ShouldBe(64);
        await pupil.LookAsync("anmeld-fingeraftryk");
        await pupil.PressAsync("Send kun fingeraftrykket");
        await pupil.SeeAsync("billedet bliver hos dig");
        await pupil.LookAsync("anmeld-fingeraftryk-valgt");
        await FinishAsync(pupil);

        sent.ShouldNotBeEmpty();
        foreach (var (address, body) in sent)
        {
            Holds(body, picture).ShouldBeFalse($"{address} carries bytes of the picture");
            body.Length.ShouldBeLessThan(8_000, address);
            System.Text.Encoding.UTF8.GetString(body).ShouldNotContain("hemmeligt navn");
        }

        sent.Count(one => System.Text.Encoding.UTF8.GetString(one.Body).Contains(shown, StringComparison.Ordinal)).ShouldBe(1, "what was shown is what was sent, once");
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);
        (await scene.ReadAsync<long>("select count(*) from attachment")).ShouldBe(0);
        (await scene.ReadAsync<string>("select source || ' ' || standing from fingerprint")).ShouldBe("device usable");
    }

    [Fact]
    public async Task Where_the_picture_is_sent_too_device_and_server_agree_and_both_are_kept()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        scene.Town.Town.Tools = tools;
        var pupil = await scene.VisitorAsync();
        var sent = Record(pupil);
        var picture = Picture(2);
        await ToFilesAsync(pupil, "TANG-4172");
        await ShowPictureAsync(pupil, picture, "Send også billedet");
        await pupil.SeeAsync("billedet er sendt med");
        await FinishAsync(pupil);
        await WorkAsync(scene);

        // The recorder sees bytes where there are any: what it did not see above was not there.
        sent.ShouldContain(one => Holds(one.Body, picture));
        var opened = await CaseAsync(scene, "nogle1", scene.Town.Tanghoj.Id, await scene.ReadAsync<string>("select number from report"));
        var item = (await scene.CaseAsync("nogle1", opened.Number)).Items.ShouldHaveSingleItem();
        var prints = await ItemFingerprint.OfAsync(scene.Town.Town, scene.Town["nogle1"], item.Blob!.Value, Cancel);
        prints.Select(print => (print.Source, print.Standing, print.Agrees)).ShouldBe([("server", "usable", true), ("device", "usable", true)]);
        prints[0].Decoder.ShouldNotBe(prints[1].Decoder);
    }

    [Fact]
    public async Task Without_script_and_after_yes_the_step_is_not_there()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.PhoneWithoutScript);
        var pupil = await scene.VisitorAsync();
        await ToFilesAsync(pupil, "TANG-4172");
        (await pupil.Page.Locator("[data-print-step]").IsVisibleAsync()).ShouldBeFalse();
        await pupil.LookAsync("anmeld-filer-uden-script");

        await pupil.OpenAsync("/anmeld/vis");
        await pupil.ChooseAsync("Ja");
        await pupil.PressAsync("Næste");
        await pupil.OpenAsync("/anmeld/filer");
        pupil.At.ShouldNotBe("/anmeld/filer", "no page where a fingerprint could be made");
    }

    [Fact]
    public async Task A_film_that_stays_on_the_phone_is_recognised_at_another_school()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var film = await FilmAsync(scene);
        var first = await scene.VisitorAsync();
        var sent = Record(first);
        await ToFilesAsync(first, "TANG-4172");
        await ShowFilmAsync(first, film);
        await first.LookAsync("anmeld-fingeraftryk-film");
        await first.PressAsync("Send kun fingeraftrykket");
        await first.SeeAsync("Fingeraftryk, der kommer med");
        await FinishAsync(first);
        await WorkAsync(scene);
        await CaseAsync(scene, "nogle1", scene.Town.Tanghoj.Id, await scene.ReadAsync<string>("select number from report"));

        sent.ShouldNotContain(one => Holds(one.Body, film), "no request carries bytes of the film");
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);

        var second = await scene.VisitorAsync();
        await ToFilesAsync(second, "FYRL-9035");
        await ShowFilmAsync(second, film);
        await second.PressAsync("Send kun fingeraftrykket");
        await second.SeeAsync("Fingeraftryk, der kommer med");
        await FinishAsync(second);
        await WorkAsync(scene);

        var staff = await scene.StaffAsync("tryg1");
        await staff.OpenAsync($"/henvendelser/{await scene.ReadAsync<string>("select number from report order by received_at desc, number desc limit 1")}");
        await staff.SeeAsync("Filmen ligner en, der indgår i en anden sag");
        await staff.LookAsync("henvendelse-film-ligner");
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Two_schools_one_picture(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        scene.Town.Town.Tools = tools;
        var picture = Picture(3);
        await ReportAsync(scene, "TANG-4172", picture, "Send også billedet");
        await WorkAsync(scene);
        var tanghoj = await CaseAsync(scene, "nogle1", scene.Town.Tanghoj.Id, await scene.ReadAsync<string>("select number from report"));
        await ReportAsync(scene, "FYRL-9035", picture, "Send kun fingeraftrykket");
        await WorkAsync(scene);

        // Fyrlund has no key person: the safety team reads, and the school's leader works on the case.
        var lone = await scene.StaffAsync("tryg1");
        var report = await scene.ReadAsync<string>("select number from report order by received_at desc, number desc limit 1");
        await lone.OpenAsync($"/henvendelser/{report}");
        await lone.SeeAsync("Billedet ligner et, der indgår i en anden sag");
        await lone.SeeAsync("Ring til: Farid Elmquist.");
        await lone.LookAsync("henvendelse-ligner");
        var fyrlund = await CaseAsync(scene, "tryg1", scene.Town.Fyrlund.Id, report);

        var jens = await scene.StaffAsync("leder2");
        await jens.OpenAsync($"/sager/{fyrlund.Number}");
        await jens.LookAsync("sag-ligner");
        await jens.UnfoldAsync("Samme indhold i andre sager");
        await jens.FollowAsync("Tag stilling");
        await jens.SeeAsync("Næsten ens");
        (await jens.Page.ContentAsync()).ShouldNotContain(tanghoj.Number);
        await jens.LookAsync("ligner");
        await jens.PressAsync("Gem svaret");
        await jens.SeeAsync("Svar ja eller nej.");
        await jens.ChooseAsync("Ja, det er det samme");
        await jens.WriteAsync("Hvorfor?", "Talt med Farid Elmquist: samme billede, samme tekst.");
        await jens.PressAsync("Gem svaret");
        jens.At.ShouldStartWith("/familier/FA-2027-");
        var family = jens.At;
        await jens.SeeAsync("1 sag, du ikke har adgang til");
        await jens.SeeAsync("Farid Elmquist");
        (await jens.Page.ContentAsync()).ShouldNotContain(tanghoj.Number);
        await jens.LookAsync("faellesskab");

        var farid = await scene.StaffAsync("nogle1");
        await farid.OpenAsync(family);
        await farid.SeeAsync("(dig)");
        await farid.SeeAsync(tanghoj.Number);
        (await farid.Page.ContentAsync()).ShouldNotContain(fyrlund.Number);
        await farid.LookAsync("faellesskab-koordinator");

        // Somebody without a room in it: it exists, and whom to call.
        var thomas = await scene.StaffAsync("leder3");
        await thomas.OpenAsync(family);
        await thomas.SeeAsync("Fællesskabet findes. Du har ikke en sag i det.");
        await thomas.SeeAsync("Farid Elmquist");
        var seen = await thomas.Page.ContentAsync();
        seen.ShouldNotContain(tanghoj.Number);
        seen.ShouldNotContain(fyrlund.Number);
        seen.ShouldNotContain("Tanghøj");
        await thomas.LookAsync("faellesskab-udenfor");
        var helle = await scene.StaffAsync("sagsb1");
        (await helle.OpenAsync(family)).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task A_list_is_taken_in_asked_with_a_purpose_and_taken_out_of_use(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        scene.Town.Town.Tools = tools;
        await scene.Town.StaffAsync("it1", "Poul Prøvesen", "admin", scene.Town.Town.Units.Root.Id);
        var pupil = await scene.VisitorAsync();
        await ToFilesAsync(pupil, "TANG-4172");
        await pupil.Page.Locator("[data-print-picker]").SetInputFilesAsync(new FilePayload { Name = "billede.png", MimeType = "image/png", Buffer = Picture(4) });
        await pupil.SeeAsync("Det her bliver sendt, og intet andet:");
        var hash = await pupil.Page.Locator("[data-print-what] .v-print__hash").InnerTextAsync();
        await pupil.PressAsync("Send også billedet");
        await pupil.SeeAsync("Fingeraftryk, der kommer med");
        await FinishAsync(pupil);
        await WorkAsync(scene);
        var opened = await CaseAsync(scene, "nogle1", scene.Town.Tanghoj.Id, await scene.ReadAsync<string>("select number from report"));

        var poul = await scene.StaffAsync("it1");
        await poul.OpenAsync("/administration/lister");
        await poul.LookAsync("lister-tom");
        await poul.OpenAsync("/administration/lister/ny");
        await poul.PressAsync("Læg listen ind");
        await poul.LookAsync("liste-mangler");
        await poul.WriteAsync("Navn", "Falske profilbilleder");
        await poul.WriteAsync("Ejer", "Foreningen Net og Navn, telefon 00 00 00 00");
        await poul.WriteAsync("Formål", "Genkende profilbilleder, der går igen i falske profiler.");
        await poul.WriteAsync("Hjemmel", "Aftale af 4. januar 2027");
        await poul.WriteAsync("Vilkår", "Kun til opslag i sager");
        await poul.ChooseAsync("Jeg har sikret mig, at listen ikke er lavet af seksuelle billeder af nogen under 18");
        await poul.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "liste.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes($"hash,quality,label\n{hash},90,profil 12\nikke et fingeraftryk\n") });
        await poul.PressAsync("Læg listen ind");
        await poul.SeeAsync("Linjer taget ind: 1");
        await poul.SeeAsync("Linje 3: forkert længde");
        await poul.LookAsync("liste-taget-ind");
        await poul.OpenAsync("/administration/lister");
        await poul.LookAsync("lister");

        var farid = await scene.StaffAsync("nogle1");
        await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001/opslag");
        await farid.PressAsync("Slå op");
        await farid.LookAsync("opslag-uden-formaal");
        await farid.WriteAsync("Hvad skal du bruge svaret til?", "Vi vil vide, om billedet er kendt fra falske profiler.");
        await farid.PressAsync("Slå op");
        await farid.SeeAsync("Opslaget er sendt.");
        await WorkAsync(scene);
        await farid.OpenAsync($"/sager/{opened.Number}/bevis/B-001/opslag");
        await farid.SeeAsync("Ligner noget på en liste.");
        await farid.SeeAsync("profil 12");
        (await farid.Page.ContentAsync()).ShouldNotContain(hash);
        await farid.LookAsync("opslag-svar");

        var vibeke = await scene.StaffAsync("dpo1");
        await vibeke.OpenAsync("/administration/lister/opslag");
        await vibeke.SeeAsync(opened.Number);
        await vibeke.LookAsync("opslag-log");

        await poul.OpenAsync("/administration/lister");
        await poul.Page.Locator("details summary").Last.ClickAsync();
        await poul.LookAsync("lister-aaben");
    }

    private static async Task ReportAsync(Scene scene, string code, byte[] picture, string choice)
    {
        var pupil = await scene.VisitorAsync();
        await ToFilesAsync(pupil, code);
        await ShowPictureAsync(pupil, picture, choice);
        await FinishAsync(pupil);
    }
}
