using System.Globalization;
using Microsoft.Playwright;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.Journeys;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>X9: «Forlad siden» leaves at once, and "back" shows nothing.</summary>
public sealed class LeavingTests(TestBrowser browser)
{
    private const string Neutral = "https://www.dmi.dk/";

    [Fact]
    public async Task Three_times_escape_leaves_within_300_milliseconds_and_back_shows_nothing()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var pupil = await scene.VisitorAsync();
        await pupil.Page.AddInitScriptAsync(
            "addEventListener('keydown', event => event.key === 'Escape' && console.log('escape ' + (performance.timeOrigin + event.timeStamp)), true)");
        await BeginStoryAsync(pupil);
        var pressed = "";
        pupil.Page.Console += (_, message) => pressed = message.Text.StartsWith("escape ", StringComparison.Ordinal) ? message.Text[7..] : pressed;
        await pupil.Field("Hvad er der sket?").FocusAsync();
        await pupil.Page.Keyboard.PressAsync("Escape");
        await pupil.Page.Keyboard.PressAsync("Escape");
        await pupil.GoAsync(() => pupil.Page.Keyboard.PressAsync("Escape"));
        pupil.Page.Url.ShouldBe(Neutral);
        pupil.AskedElsewhere.ShouldBe([Neutral]);

        // Both moments are the browser's own: the press, and the moment at which the other page began to be fetched.
        var left = await pupil.Page.EvaluateAsync<double>("performance.timeOrigin");
        (left - double.Parse(pressed, CultureInfo.InvariantCulture)).ShouldBeInRange(0, 300);
        await NothingIsLeftAsync(scene, pupil);
    }

    [Fact]
    public async Task Two_escapes_do_not_leave()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var pupil = await scene.VisitorAsync();
        await pupil.OpenAsync("/");
        await pupil.Page.Keyboard.PressAsync("Escape");
        await pupil.Page.Keyboard.PressAsync("Escape");
        await pupil.Page.Keyboard.PressAsync("Tab");
        await pupil.Page.Keyboard.PressAsync("Escape");
        pupil.At.ShouldBe("/");
        (await pupil.Page.Locator("html.v-gone").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_way_out_is_on_the_page_of_a_mailbox_and_closes_it()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Desk);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, files: false);
        var (words, _) = await AnonymousReport.SendAsync(pupil);
        await AnonymousReport.OpenMailboxAsync(pupil, words);
        await pupil.GoAsync(() => pupil.Page.Locator("[data-exit]").ClickAsync());
        pupil.Page.Url.ShouldBe(Neutral);
        await NothingIsLeftAsync(scene, pupil);
        await pupil.OpenAsync("/svar/kasse");
        pupil.At.ShouldBe("/svar");
        await pupil.OpenAsync("/anmeld/kvittering");
        pupil.At.ShouldBe("/anmeld/slut");
    }

    [Fact]
    public async Task Without_script_the_link_leaves_through_the_server_and_back_shows_nothing()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.PhoneWithoutScript);
        var pupil = await scene.VisitorAsync();
        await BeginStoryAsync(pupil);
        await pupil.PressAsync("Næste");
        var asked = pupil.Page.WaitForRequestAsync(Neutral);
        await pupil.Page.Locator("a[href='/forlad']").ClickAsync();
        await asked;
        (await pupil.Context.CookiesAsync()).ShouldBeEmpty();
        (await scene.ReadAsync<long>("select count(*) from draft")).ShouldBe(0);
        await pupil.OpenAsync("/anmeld/fortael");
        pupil.At.ShouldBe("/anmeld/slut");
    }

    private static async Task BeginStoryAsync(Visitor pupil)
    {
        await pupil.OpenAsync("/anmeld/start/barn");
        await pupil.ChooseAsync("Nej");
        await pupil.PressAsync("Næste");
        await pupil.PressAsync("Begynd");
        await pupil.ChooseAsync("Mig");
        await pupil.PressAsync("Næste");
        await pupil.ChooseAsync("Nogen mobber");
        await pupil.PressAsync("Næste");
        await pupil.WriteAsync("Hvad er der sket?", AnonymousReport.Story);
    }

    /// <summary>Steps back through the whole history: on no page stands what was written.</summary>
    private static async Task NothingIsLeftAsync(Scene scene, Visitor pupil)
    {
        while (await pupil.Page.GoBackAsync(new PageGoBackOptions { WaitUntil = WaitUntilState.Load }) is not null && pupil.Page.Url.StartsWith("http", StringComparison.Ordinal))
        {
            var shown = await pupil.Page.ContentAsync();
            shown.ShouldNotContain("Prøvesen");
            shown.ShouldNotContain("De skriver om mig");
        }

        (await scene.ReadAsync<long>("select count(*) from draft")).ShouldBe(0);
        (await pupil.Context.CookiesAsync()).Where(cookie => cookie.Name is "vaern-kladde" or "vaern-kasse").ShouldBeEmpty();
    }
}
