using System.Net.Http.Headers;
using System.Text;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>Law S-1 in the public form: whoever may show somebody under 18 in a sexual way never meets a way to send a file.</summary>
public sealed class RestrictedReportTests(TestBrowser browser)
{
    [Theory]
    [InlineData("Nogen har et nøgenbillede", null, Screen.Phone)]
    [InlineData("Jeg ved ikke, hvad det er", "Det ved jeg ikke", Screen.PhoneWithoutScript)]
    public async Task No_page_of_the_report_takes_a_file_and_one_that_is_posted_is_kept_nowhere(string about, string? age, Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var pupil = await scene.VisitorAsync();
        await pupil.OpenAsync("/?enhed=TANG-4172");
        await pupil.FollowAsync("Jeg er barn eller ung");
        await pupil.ChooseAsync("Nej");
        await NextAsync("Næste");
        await NextAsync("Begynd");
        await pupil.ChooseAsync("Mig");
        await NextAsync("Næste");
        await pupil.ChooseAsync(about);
        await NextAsync("Næste");
        if (age is not null)
        {
            await pupil.LookAsync("anmeld-alder");
            await pupil.ChooseAsync(age);
            await NextAsync("Næste");
        }

        await pupil.SeeHeadingAsync("Send det ikke");
        await pupil.LookAsync("anmeld-stop");
        await PostAsync(scene, pupil);
        await NextAsync("Skriv videre med ord");
        await pupil.WriteAsync("Hvad er der sket?", "Nogen siger, at de har et billede.");
        await NextAsync("Næste");
        await pupil.ChooseAsync("Det ved jeg ikke");
        await NextAsync("Næste");
        await NextAsync("Næste");
        await NextAsync("Næste");
        await pupil.ChooseAsync("Nej");
        await NextAsync("Næste");
        await NextAsync("Næste");
        await pupil.ChooseAsync("Nej, ikke nu");
        await NextAsync("Næste");
        await NextAsync("Send");
        await pupil.SeeHeadingAsync("Tak. Vi har fået det.");
        (await scene.ReadAsync<bool>("select restricted from report")).ShouldBeTrue();
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);

        async Task NextAsync(string button)
        {
            (await pupil.Page.Locator("input[type=file]").CountAsync()).ShouldBe(0, pupil.At);
            await pupil.PressAsync(button);
        }
    }

    private static async Task PostAsync(Scene scene, Visitor pupil)
    {
        var marker = new Marker();
        var token = await pupil.Page.Locator("[name=__RequestVerificationToken]").First.InputValueAsync();
        var cookies = string.Join("; ", (await pupil.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        using var client = scene.Web.Visitor(follow: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/anmeld/filer", UriKind.Relative));
        request.Content = new ByteArrayContent(
        [
            .. Encoding.UTF8.GetBytes($"--x\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n--x\r\nContent-Disposition: form-data; name=\"Files\"; filename=\"{marker.Text}.png\"\r\nContent-Type: image/png\r\n\r\n"),
            .. marker.AsPicture(), .. "\r\n--x--\r\n"u8,
        ]);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        request.Headers.Add("Cookie", cookies);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain(marker.Text);
        await marker.ShouldBeNowhereAsync(scene);
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(0);
    }
}
