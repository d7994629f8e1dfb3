using Microsoft.Playwright;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.Journeys;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>X2: the report form with nothing but a keyboard.</summary>
public sealed class KeyboardTests(TestBrowser browser)
{
    [Fact]
    public async Task A_report_is_sent_and_its_words_confirmed_without_touching_anything_but_keys()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Desk);
        var pupil = await scene.VisitorAsync();
        await pupil.OpenAsync("/?enhed=TANG-4172");
        await TabToAsync(pupil, Link(pupil, "Jeg er barn eller ung"));
        await EnterAsync(pupil);
        await ChooseAsync(pupil, "Nej");
        await NextAsync(pupil);
        await NextAsync(pupil, "Begynd");
        await ChooseAsync(pupil, "En anden");
        await NextAsync(pupil);
        await ChooseAsync(pupil, "Jeg ved ikke, hvad det er");
        await NextAsync(pupil);
        await ChooseAsync(pupil, "Nej");
        await NextAsync(pupil);
        await TypeAsync(pupil, "Hvad er der sket?", AnonymousReport.Story);
        await NextAsync(pupil);
        await ChooseAsync(pupil, "Det ved jeg ikke");
        await NextAsync(pupil);
        await TypeAsync(pupil, "Hvor skete det?", AnonymousReport.Platform);
        await NextAsync(pupil);
        await NextAsync(pupil);
        await NextAsync(pupil); // files, which may be skipped
        await ChooseAsync(pupil, "Nej");
        await NextAsync(pupil);
        await NextAsync(pupil);
        await ChooseAsync(pupil, "Nej, ikke nu");
        await NextAsync(pupil);
        await NextAsync(pupil, "Send");
        var (words, _) = await AnonymousReport.ReceiptAsync(pupil);
        foreach (var place in new[] { 2, 4, 6 })
        {
            await TypeAsync(pupil, $"Ord {place}", words[place - 1]);
        }

        await NextAsync(pupil, "Jeg har gemt ordene");
        await pupil.SeeHeadingAsync("Nu kan du lukke siden");
    }

    [Fact]
    public async Task The_first_key_leads_past_the_header_and_the_way_out_comes_before_the_questions()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Desk);
        var pupil = await scene.VisitorAsync();
        await pupil.OpenAsync("/anmeld/start/barn");
        await pupil.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(pupil.Page.Locator(".v-skip")).ToBeFocusedAsync();
        await pupil.Page.Keyboard.PressAsync("Tab");
        await pupil.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(pupil.Page.Locator("[data-exit]")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_refused_page_puts_the_reader_at_what_is_missing()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Desk);
        var pupil = await scene.VisitorAsync();
        await pupil.OpenAsync("/anmeld/start/barn");
        await NextAsync(pupil);
        await Assertions.Expect(pupil.Page.Locator("#v-errors")).ToBeFocusedAsync();
        await TabToAsync(pupil, Link(pupil, "Vælg, om nogen er i fare lige nu."));
        await pupil.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(pupil.Page.Locator("fieldset#Danger")).ToBeFocusedAsync();
        await pupil.LookAsync("anmeld-start-mangler");
    }

    private static ILocator Link(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = name });

    /// <summary>Presses Tab until the element has focus, and sees to it that the focus can be seen.</summary>
    private static async Task TabToAsync(Visitor visitor, ILocator wanted)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            if (await wanted.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                (await wanted.EvaluateAsync<bool>(
                    """
                    element => [element, ...(element.labels ?? [])].flatMap(part => [null, '::before', '::after'].map(pseudo => getComputedStyle(part, pseudo)))
                        .some(style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none')
                    """)).ShouldBeTrue($"the focus cannot be seen on {await wanted.EvaluateAsync<string>("element => element.outerHTML.slice(0, 200)")}");
                return;
            }

            await visitor.Page.Keyboard.PressAsync("Tab");
        }

        throw new ShouldAssertException($"Tab never reaches {wanted} on {visitor.At}.");
    }

    private static async Task ChooseAsync(Visitor visitor, string label)
    {
        var wanted = visitor.Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = label, Exact = true });
        await TabToAsync(visitor, visitor.Page.GetByRole(AriaRole.Radio).First);
        await visitor.Page.Keyboard.PressAsync("Space");
        for (var presses = 0; presses < 40 && !await wanted.IsCheckedAsync(); presses++)
        {
            await visitor.Page.Keyboard.PressAsync("ArrowDown");
        }

        (await wanted.IsCheckedAsync()).ShouldBeTrue(label);
    }

    private static async Task TypeAsync(Visitor visitor, string label, string text)
    {
        await TabToAsync(visitor, visitor.Field(label));
        await visitor.Page.Keyboard.InsertTextAsync(text);
    }

    private static async Task NextAsync(Visitor visitor, string button = "Næste")
    {
        await TabToAsync(visitor, visitor.Button(button));
        await EnterAsync(visitor);
    }

    private static Task EnterAsync(Visitor visitor) => visitor.GoAsync(() => visitor.Page.Keyboard.PressAsync("Enter"));
}
