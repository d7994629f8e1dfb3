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

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>
/// The fingerprint that a reporter's own device makes: where only that is chosen no byte of the picture leaves the device, and where the picture is sent too, device
/// and server agree. Then the journey: two schools, one picture, one coordinator.
/// </summary>
public sealed class DeviceFingerprintTests(TestBrowser browser)
{
    private const int Width = 400, Height = 300;

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

    private static async Task ToFilesAsync(Visitor pupil, string code)
    {
        await pupil.OpenAsync($"/anmeld/start/barn?enhed={code}");
        await pupil.ChooseAsync("Nej");
        await pupil.PressAsync("Næste");
        await pupil.PressAsync("Begynd");
        await pupil.ChooseAsync("Mig");
        await pupil.PressAsync("Næste");
        await pupil.ChooseAsync("Nogen mobber");
        await pupil.PressAsync("Næste");
        await pupil.WriteAsync("Hvad er der sket?", "De deler et billede af mig.");
        await pupil.PressAsync("Næste");
        await pupil.ChooseAsync("I dag");
        await pupil.PressAsync("Næste");
        await pupil.PressAsync("Næste");
        await pupil.PressAsync("Næste");
        await pupil.ChooseAsync("Nej. Jeg vil gerne vise noget");
        await pupil.PressAsync("Næste");
        pupil.At.ShouldBe("/anmeld/filer");
    }

    private static async Task ShowPictureAsync(Visitor pupil, byte[] picture, string choice)
    {
        await pupil.Page.Locator("[data-print-picker]").SetInputFilesAsync(new FilePayload { Name = "billede.png", MimeType = "image/png", Buffer = picture });
        await pupil.SeeAsync("Det her bliver sendt, og intet andet:");
        await pupil.PressAsync(choice);
        await pupil.SeeAsync("Fingeraftryk, der kommer med");
    }

    private static async Task ShowFilmAsync(Visitor pupil, byte[] film)
    {
        await pupil.Page.Locator("[data-print-picker]").SetInputFilesAsync(new FilePayload { Name = "film.webm", MimeType = "video/webm", Buffer = film });
        // A film is played through where it lies; on a busy machine that takes longer than a page.
        await Assertions.Expect(pupil.Page.Locator("[data-print-result]")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await pupil.SeeAsync("Det her bliver sendt, og intet andet:");
    }

    // Three seconds of changing blocks, drawn and recorded by the browser itself: the file a phone's browser would make, which does not say how long it is.
    private static async Task<byte[]> FilmAsync(Scene scene)
    {
        var maker = await scene.VisitorAsync();
        await maker.OpenAsync("/");
        var text = await maker.Page.EvaluateAsync<string>(
            """
            async () => {
              const canvas = document.createElement('canvas');
              canvas.width = 320;
              canvas.height = 240;
              const context = canvas.getContext('2d');
              let state = 7;
              const next = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) % 176 + 40;
              const scene = () => {
                for (let y = 0; y < 9; y++) {
                  for (let x = 0; x < 12; x++) {
                    const grey = next();
                    context.fillStyle = `rgb(${grey},${grey},${grey})`;
                    context.fillRect(x * 27, y * 27, 27, 27);
                  }
                }
              };
              scene();
              const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 2000000 });
              const parts = [];
              recorder.ondataavailable = part => parts.push(part.data);
              const stopped = new Promise(done => { recorder.onstop = done; });
              recorder.start();
              for (let second = 0; second < 3; second++) {
                for (let tick = 0; tick < 10; tick++) {
                  context.fillStyle = `rgb(${tick * 10},0,0)`;
                  context.fillRect(0, 0, 2, 2);
                  await new Promise(done => setTimeout(done, 100));
                }
                scene();
              }
              recorder.stop();
              await stopped;
              const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
              let text = '';
              bytes.forEach(one => { text += String.fromCharCode(one); });
              return btoa(text);
            }
            """);
        return Convert.FromBase64String(text);
    }

    private static async Task FinishAsync(Visitor pupil)
    {
        await pupil.PressAsync("Næste");
        await pupil.ChooseAsync("Nej");
        await pupil.PressAsync("Næste");
        await pupil.PressAsync("Næste");
        await pupil.ChooseAsync("Nej, ikke nu");
        await pupil.PressAsync("Næste");
        await pupil.SeeAsync("Fingeraftryk af billeder");
        await AnonymousReport.SendAsync(pupil);
    }

    private static async Task<OpenedCase> CaseAsync(Scene scene, string login, UnitId unit, string report)
    {
        var found = (await StaffReports.ReadAsync(scene.Town.Town, scene.Town[login], report, Cancel)).Value;
        return (await OpenCase.HandleAsync(scene.Town.Town, scene.Town[login], new NewCase(
            Guid.CreateVersion7(), unit, "school", "digital-bullying", false, "Et delt billede", null, false, found.Id, "Der er behov for en plan."), Cancel)).Value;
    }

    private static async Task WorkAsync(Scene scene)
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, scene.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(scene.Town.Town, Cancel))
        {
        }
    }

    private static ConcurrentQueue<(string Address, byte[] Body)> Record(Visitor visitor)
    {
        var sent = new ConcurrentQueue<(string, byte[])>();
        visitor.Page.Context.Request += (_, request) => sent.Enqueue(($"{request.Method} {request.Url}", [.. System.Text.Encoding.UTF8.GetBytes(request.Url), .. request.PostDataBuffer ?? []]));
        return sent;
    }

    // Any 32 bytes in a row from the middle of the file are enough to say that it was sent.
    private static bool Holds(byte[] body, byte[] picture)
    {
        for (var at = 64; at + 32 < picture.Length; at += 997)
        {
            if (body.AsSpan().IndexOf(picture.AsSpan(at, 32)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    // Blocks and waves with a little noise: a picture of good quality, another for each seed.
    private static byte[] Picture(int seed)
    {
        var random = new Random(seed);
        var blocks = Enumerable.Range(0, 12 * 9).Select(_ => random.Next(40, 216)).ToArray();
        var pixels = new byte[Width * Height * 3];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var value = blocks[((y * 9 / Height) * 12) + (x * 12 / Width)] + (int)(20 * Math.Sin((x + (seed * 17)) / 9.0)) + random.Next(-9, 10);
                for (var channel = 0; channel < 3; channel++)
                {
                    pixels[(((y * Width) + x) * 3) + channel] = (byte)Math.Clamp(value + (channel * 6), 0, 255);
                }
            }
        }

        return Png.Of(Width, Height, pixels);
    }
}
