using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.CrossChecks;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J4, without hashing: a teacher hears of an illegal image. Help within the hour, and no byte of it anywhere.</summary>
public sealed class IllegalImageTests(TestBrowser browser)
{
    private const string Case = "F-2027-0001";

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_teacher_opens_a_case_that_can_take_no_file_and_its_clocks_are_kept(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(1, 14, 10, 12);
        var signe = await scene.VisitorAsync();
        await ReadTheCardAsync(signe);
        await OpenCaseAsync(scene, signe);
        await RefuseFilesAsync(scene, signe);
        await ActAsync(scene, signe);
        await CloseListAsync(scene);

        var reached = await scene.CaseAsync("leder1", Case);
        (reached.Restricted, reached.State, reached.Items.Count).ShouldBe((true, "handling", 0));
        var police = reached.Clocks.Single(clock => clock.Rule.Id == "A-01");
        (police.DueAt, police.State, police.SettledAt).ShouldBe((Danish.At(1, 16, 21, 0), "met", Danish.At(1, 14, 10, 31)));
        police.Note.ShouldNotBeNull().ShouldContain("PRØVE-77124");
        var notified = reached.Clocks.Single(clock => clock.Rule.Id == "D-01");
        (notified.State, notified.SettledAt, notified.SettledBy).ShouldBe(("met", Danish.At(1, 14, 12, 40), "Signe Rørbæk"));
        reached.Clocks.Single(clock => clock.Rule.Id == "B-02").State.ShouldBe("met");
        var plan = reached.Clocks.Single(clock => clock.Rule.Id == "B-03");
        (plan.State, plan.DueOn).ShouldBe(("running", new DateOnly(2027, 1, 28)));
        reached.Referrals.Single().DeviceHolder.ShouldBe("politiet");
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);
    }

    private static async Task ReadTheCardAsync(Visitor signe)
    {
        await signe.OpenAsync("/");
        await signe.OpenAsync("/kort/billede");
        await signe.SeeAsync("Se det ikke.");
        await signe.SeeAsync("Bed ikke om at få det vist.");
        await signe.SeeAsync("Send det ikke.");
        (await signe.Context.CookiesAsync()).ShouldBeEmpty("a card needs no cookie");
        await signe.LookAsync("kort-billede");
    }

    private static async Task OpenCaseAsync(Scene scene, Visitor signe)
    {
        scene.At(1, 14, 10, 20);
        await Desk.SignInAsync(signe, "laerer1");
        await signe.FollowAsync("Opret sag");
        await signe.SeeAsync("Er der et nøgenbillede med?");
        await signe.ChooseAsync("Ja");
        await signe.WriteAsync("Hvad handler det om?", "Billede delt, 7.A");
        await signe.Field("Handler om").SelectOptionAsync("sexual-image-under-18");
        await signe.SelectAsync("Hvilken enhed?", "Tanghøj Skole");
        await signe.ChooseAsync("Skole");
        await signe.WriteAsync("Hvornår skete det?", Desk.Moment(1, 13, 21, 0));
        await signe.WriteAsync("Hvorfor oprettes sagen?", "En elev fortæller, at et nøgenbillede af hende går rundt.");
        (await signe.Page.Locator("input[type=file]").CountAsync()).ShouldBe(0);
        await signe.LookAsync("sag-ny-billede");
        await signe.PressAsync("Opret sag");
        signe.At.ShouldBe($"/sager/{Case}");
        await signe.SeeAsync($"{Case} er oprettet. Sagen kan ikke modtage filer.");
        await signe.SeeAsync("senest lørdag 16. januar 2027 kl. 21.00");
        await signe.LookAsync("sag-billede");
        foreach (var page in new[] { "", "/frister", "/opgaver", "/personer/ny", "/adgang", "/opfoelgning", "/plan", "/henvisning/ny", "/luk", "/pakke" })
        {
            await signe.OpenAsync($"/sager/{Case}{page}");
            (await signe.Page.Locator("input[type=file], [enctype='multipart/form-data']").CountAsync()).ShouldBe(0, $"a way to send a file on {page}");
        }

        (await signe.OpenAsync($"/sager/{Case}/bevis/ny")).Status.ShouldBe((int)HttpStatusCode.NotFound);
    }

    /// <summary>Somebody posts a file past the pages, with a valid session and a valid token of the form.</summary>
    private static async Task RefuseFilesAsync(Scene scene, Visitor signe)
    {
        var marker = new Marker();
        await signe.OpenAsync($"/sager/{Case}/henvisning/ny");
        var token = await signe.Page.Locator("main [name=__RequestVerificationToken]").First.InputValueAsync();
        var cookies = string.Join("; ", (await signe.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        using var client = scene.Web.Visitor();
        foreach (var address in new[] { "bevis/ny", "henvisning/ny", "plan", "opfoelgning", "luk", "?handler=Entry", "pakke", "personer/ny" })
        {
            foreach (var type in new[] { "multipart/form-data; boundary=x", "image/png", "application/octet-stream" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sager/{Case}/{address}".Replace("/?", "?", StringComparison.Ordinal), UriKind.Relative));
                byte[] body = type.StartsWith("multipart", StringComparison.Ordinal)
                    ? [.. Encoding.UTF8.GetBytes($"--x\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: form-data; name=\"Attached\"; filename=\"{marker.Text}.png\"\r\nContent-Type: image/png\r\n\r\n"), .. marker.AsPicture(), .. "\r\n--x--\r\n"u8]
                    : marker.AsPicture();
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
                request.Headers.Add("Cookie", cookies);
                request.Headers.Add("RequestVerificationToken", token);
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                answer.StatusCode.ShouldBeOneOf(HttpStatusCode.UnsupportedMediaType, HttpStatusCode.NotFound);
            }
        }

        await marker.ShouldBeNowhereAsync(scene);
        (await scene.ReadAsync<long>("select count(*) from stream_event where position('upload.refused'::bytea in line) > 0")).ShouldBeGreaterThan(0);
    }

    private static async Task ActAsync(Scene scene, Visitor signe)
    {
        scene.At(1, 14, 10, 50);
        signe = await scene.StaffAsync("laerer1");
        await signe.OpenAsync($"/sager/{Case}");
        await signe.UnfoldAsync("Beviser");
        await signe.FollowAsync("Beskriv H");
        await signe.WriteAsync("Beskrivelse", "Et nøgenbillede af eleven siges at være delt i en klassechat.");
        await signe.WriteAsync("Hvem har enheden?", "to elever i 7.A");
        await signe.WriteAsync("Hvordan er den?", "flytilstand, i pose 1 og 2, ikke åbnet");
        await signe.LookAsync("sag-henvisning");
        await signe.PressAsync("Gem");
        await signe.SeeAsync("Beskrivelsen er gemt.");

        scene.At(1, 14, 12, 10);
        signe = await scene.StaffAsync("laerer1");
        await Desk.MeetAsync(signe, Case, "Politianmeldelse", "Ringet 114, politiets nummer PRØVE-77124", Desk.Moment(1, 14, 10, 31));

        scene.At(1, 14, 12, 40);
        signe = await scene.StaffAsync("laerer1");
        await Desk.MeetAsync(signe, Case, "Underretning", "Underretning sendt til Børnemodtagelsen", look: "sag-underretning");

        scene.At(1, 14, 14, 50);
        signe = await scene.StaffAsync("laerer1");
        await signe.OpenAsync($"/sager/{Case}");
        await signe.UnfoldAsync("Beviser");
        await signe.FollowAsync("Beskriv H");
        await signe.WriteAsync("Hvem har enheden?", "politiet");
        await signe.WriteAsync("Politiets nummer", "PRØVE-77124");
        await signe.PressAsync("Gem");

        scene.At(1, 14, 15, 0);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/konstater");
        await kirsten.WriteAsync("Hvad er konstateret?", "Billedet er delt for at ramme en elev i 7.A.");
        await kirsten.PressAsync("Se, hvilke frister det giver");
        await kirsten.SeeAsync("torsdag 28. januar 2027");
        await kirsten.PressAsync("Konstatér");
        await Desk.MeetAsync(kirsten, Case, "Midlertidige tiltag", "Fast voksen, skolepsykolog i dag, hjem med nogen.");
    }

    private static async Task CloseListAsync(Scene scene)
    {
        scene.At(1, 15, 8, 15);
        var kirsten = await scene.StaffAsync("leder1");
        await kirsten.OpenAsync($"/sager/{Case}/luk");
        await kirsten.SeeAsync("Kan ikke lukkes endnu.");
        foreach (var missing in new[] { "Handlingsplan", "Frister i loven, der stadig kører", "Hvem det går ud over" })
        {
            await Microsoft.Playwright.Assertions.Expect(kirsten.Page.Locator(".v-missing").GetByText(missing)).ToBeVisibleAsync();
        }

        (await kirsten.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Luk sagen" }).CountAsync()).ShouldBe(0);
        await kirsten.LookAsync("sag-billede-luk");
        await kirsten.OpenAsync($"/sager/{Case}");
        await kirsten.LookAsync("sag-billede-senere");
    }
}
