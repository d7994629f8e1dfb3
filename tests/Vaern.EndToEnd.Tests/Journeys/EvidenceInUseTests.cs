using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J4's file in an ordinary case, and what staff do with evidence: blurred, shown with a reason, redacted, handed over, locked.</summary>
public sealed class EvidenceInUseTests(TestBrowser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task Evidence_is_blurred_shown_with_a_reason_redacted_handed_over_and_locked(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await using var tools = (await EvidenceTools.FindAsync(null, Cancel)).Value;
        scene.Town.Town.Tools = tools;
        scene.At(1, 14, 10, 12);
        var number = await CaseAsync(scene);
        var farid = await scene.StaffAsync("nogle1");
        await RevealAsync(farid, number);
        await RedactAsync(farid, number);
        await SeenAsync(farid);
        await HandOverAsync(scene, number);
        await LockAsync(farid, number);
    }

    private static async Task<string> CaseAsync(Scene scene)
    {
        var town = scene.Town;
        var opened = (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat, 8.B", null, false, null, "En forælder ringede."), Cancel)).Value;
        var meta = new ItemMeta(
            "", null, "screenshot", "Skærmbillede af chatten", "https://chat.example/8b", "En gruppechat", null, null, "stated", null, "file-from-device", null,
            "key_person", "key_person", town.Clock.GetUtcNow(), "web-form", "none stated", "none stated");
        (await AddEvidence.HandleAsync(town.Town, town["nogle1"], opened.Id, meta, null, Picture(), Cancel)).IsOk.ShouldBeTrue();
        return opened.Number;
    }

    private static async Task RevealAsync(Visitor farid, string number)
    {
        await farid.OpenAsync($"/sager/{number}/bevis/B-001");
        await LoadedAsync(farid, ".v-shown--veil");
        await farid.SeeAsync("Ikke kontrolleret for virus: Der er ikke sat et virusprogram op.");
        await farid.LookAsync("bevis-sloeret");
        await farid.PressAsync("Vis, og skriv det ned");
        await farid.SeeAsync("Skriv hvorfor.");
        await farid.WriteAsync("Hvorfor skal den vises?", "Vurdering af, hvad der er skrevet");
        await farid.PressAsync("Vis, og skriv det ned");
        await farid.SeeAsync("Originalen er urørt.");
        await LoadedAsync(farid, "img.v-shown");
        await farid.LookAsync("bevis-vist");
        await farid.OpenAsync($"/sager/{number}/sporbarhed/B-001");
        await farid.SeeAsync("Vurdering af, hvad der er skrevet");
        await farid.SeeAsync("Kæden er kontrolleret og hel");
        await farid.LookAsync("sporbarhed");
    }

    private static async Task RedactAsync(Visitor farid, string number)
    {
        await farid.OpenAsync($"/sager/{number}/bevis/B-001/sloer");
        await farid.WriteAsync("Hvorfor skal den vises?", "Navne skal dækkes");
        await farid.PressAsync("Åbn for at sløre");
        await LoadedAsync(farid, "img.v-shown");
        if (farid.Screen.HasScript())
        {
            await PointAsync(farid);
        }
        else
        {
            var place = farid.Page.Locator(".v-place").First;
            foreach (var (field, value) in new[] { ("Left", "10"), ("Top", "20"), ("Wide", "30"), ("High", "12,5") })
            {
                await place.Locator($"[name={field}]").FillAsync(value);
            }
        }

        await farid.PressAsync("Vis, hvad der dækkes");
        await LoadedAsync(farid, "img.v-shown");
        await farid.LookAsync("bevis-sloer");
        await farid.PressAsync("Gem den slørede kopi");
        await farid.SeeAsync("Den slørede kopi af B-001 er gemt.");
        farid.At.ShouldBe($"/sager/{number}/bevis/B-002");
        await farid.LookAsync("bevis-kopi");
    }

    /// <summary>Two places are pointed out, one after the other, in either direction; the numbers fill themselves in, and one can still change them.</summary>
    private static async Task PointAsync(Visitor farid)
    {
        await farid.SeeAsync("Træk med musen eller fingeren hen over det, der skal dækkes.");
        var picture = farid.Page.Locator("[data-point] img");
        await Desk.DrawAsync(farid, picture, (0.1, 0.2), (0.25, 0.25), (0.4, 0.325));
        await Desk.DrawAsync(farid, picture, (0.9, 0.9), (0.6, 0.7));
        var places = farid.Page.Locator(".v-place");
        await ShouldSayAsync(places.Nth(0), 10, 20, 30, 12.5);
        await ShouldSayAsync(places.Nth(1), 60, 70, 30, 20);
        await farid.SeeAsync("Felt 2:");
        await farid.LookAsync("bevis-sloer-peget");
    }

    // A pixel of the shown picture is more than a tenth of a percent of it.
    private static async Task ShouldSayAsync(Microsoft.Playwright.ILocator place, params double[] percents)
    {
        foreach (var (field, percent) in new[] { "Left", "Top", "Wide", "High" }.Zip(percents))
        {
            var said = double.Parse((await place.Locator($"[name={field}]").InputValueAsync()).Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture);
            said.ShouldBe(percent, 1.5, field);
        }
    }

    private static async Task SeenAsync(Visitor farid)
    {
        await farid.OpenAsync("/min-konto/set");
        await farid.SeeAsync("2 billeder, 0 tekster, 0 originaler");
        await farid.LookAsync("min-set");
    }

    private static async Task HandOverAsync(Scene scene, string number)
    {
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{number}/overdragelse");
        await kirsten.SelectAsync("Hvem skal have det?", "Politiet, efterforskning");
        await kirsten.Page.Locator("#Recipient").FillAsync("Midt- og Vestkredsen");
        await kirsten.WriteAsync("Hvad skal det bruges til?", "Anmeldelse");
        await kirsten.LookAsync("overdragelse-ny");
        await kirsten.PressAsync("Videre til grundlag");
        await kirsten.ChooseAsync("Politianmeldelse");
        await kirsten.PressAsync("Videre til indhold");
        await kirsten.Page.Locator("input[name=Labels][value=B-002]").CheckAsync();
        await kirsten.WriteAsync("Hvorfor er netop det nødvendigt?", "Det viser, hvad der er skrevet.");
        await kirsten.PressAsync("Se præcis, hvad der sendes");
        await kirsten.PressAsync("Bed om godkendelse");
        await kirsten.SeeAsync("En anden, der kan skrive i sagen, skal godkende den.");
        await kirsten.SeeAsync("1 ikke fundet nødvendige: B-001");
        var address = kirsten.At;

        var ulla = await scene.StaffAsync("nogle2");
        await ulla.OpenAsync(address);
        await ulla.LookAsync("overdragelse-godkend");
        await ulla.PressAsync("Godkend, og lav pakken");
        await ulla.SeeAsync("Overdragelsen er godkendt.");
        await ulla.LookAsync("overdragelse-godkendt");
    }

    private static async Task LockAsync(Visitor farid, string number)
    {
        await farid.OpenAsync($"/sager/{number}/bevis/B-001");
        await farid.FollowAsync("Lås filen");
        await farid.SeeAsync("Låsen kan ikke fjernes igen.");
        await farid.LookAsync("laas-foer");
        await farid.PressAsync("Lås filen nu");
        await farid.SeeAsync("To personer skal kontakte politiet nu.");
        await farid.LookAsync("laas-efter");
        await farid.OpenAsync($"/sager/{number}");
        await farid.SeeAsync("Den første time");
        await farid.LookAsync("sag-med-laast-fil");
        (await farid.OpenAsync($"/sager/{number}/uddrag/B-001")).Status.ShouldBe(404);
        (await farid.OpenAsync($"/sager/{number}/uddrag/B-002")).Status.ShouldBe(404, "the redacted copy is gone with its original");
    }

    private static async Task LoadedAsync(Visitor visitor, string picture) =>
        (await visitor.Page.Locator(picture).First.EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }")).ShouldBeGreaterThan(0);

    private static async IAsyncEnumerable<IncomingFile> Picture()
    {
        await Task.CompletedTask;
        const int Width = 320, Height = 200;
        var pixels = Enumerable.Range(0, Width * Height * 3).Select(k => (byte)(((k / 3 % Width) / 20 % 2 * 120) + (k / 3 / Width / 20 % 2 * 80))).ToArray();
        yield return new IncomingFile("skærmbillede 1.png", "image/png", new MemoryStream(Png.Of(Width, Height, pixels)));
    }
}
