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

/// <summary>The steps of a report whose pictures and films are looked at on the reporter's own device, and what makes such pictures and films.</summary>
internal static class DeviceReport
{
    private const int Width = 400, Height = 300;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task ToFilesAsync(Visitor pupil, string code)
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

    public static async Task ShowPictureAsync(Visitor pupil, byte[] picture, string choice)
    {
        await pupil.Page.Locator("[data-print-picker]").SetInputFilesAsync(new FilePayload { Name = "billede.png", MimeType = "image/png", Buffer = picture });
        await pupil.SeeAsync("Det her bliver sendt, og intet andet:");
        await pupil.PressAsync(choice);
        await pupil.SeeAsync("Fingeraftryk, der kommer med");
    }

    public static async Task ShowFilmAsync(Visitor pupil, byte[] film)
    {
        await pupil.Page.Locator("[data-print-picker]").SetInputFilesAsync(new FilePayload { Name = "film.webm", MimeType = "video/webm", Buffer = film });
        // A film is played through where it lies; on a busy machine that takes longer than a page.
        await Assertions.Expect(pupil.Page.Locator("[data-print-result]")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 60_000 });
        await pupil.SeeAsync("Det her bliver sendt, og intet andet:");
    }

    // Three seconds of changing blocks, drawn and recorded by the browser itself: the file a phone's browser would make, which does not say how long it is.
    public static async Task<byte[]> FilmAsync(Scene scene)
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

    public static async Task FinishAsync(Visitor pupil)
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

    public static async Task<OpenedCase> CaseAsync(Scene scene, string login, UnitId unit, string report)
    {
        var found = (await StaffReports.ReadAsync(scene.Town.Town, scene.Town[login], report, Cancel)).Value;
        return (await OpenCase.HandleAsync(scene.Town.Town, scene.Town[login], new NewCase(
            Guid.CreateVersion7(), unit, "school", "digital-bullying", false, "Et delt billede", null, false, found.Id, "Der er behov for en plan."), Cancel)).Value;
    }

    public static async Task WorkAsync(Scene scene)
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, scene.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(scene.Town.Town, Cancel))
        {
        }
    }

    public static ConcurrentQueue<(string Address, byte[] Body)> Record(Visitor visitor)
    {
        var sent = new ConcurrentQueue<(string, byte[])>();
        visitor.Page.Context.Request += (_, request) => sent.Enqueue(($"{request.Method} {request.Url}", [.. System.Text.Encoding.UTF8.GetBytes(request.Url), .. request.PostDataBuffer ?? []]));
        return sent;
    }

    // Any 32 bytes in a row from the middle of the file are enough to say that it was sent.
    public static bool Holds(byte[] body, byte[] picture)
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
    public static byte[] Picture(int seed)
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
