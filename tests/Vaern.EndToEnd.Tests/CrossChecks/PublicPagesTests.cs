using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.Journeys;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>X1, X2, X9 on every public page that a link leads to, in both languages.</summary>
public sealed class PublicPagesTests(TestBrowser browser)
{
    [Theory]
    [InlineData(Screen.Phone, "/")]
    [InlineData(Screen.Desk, "/en")]
    public async Task Every_page_that_a_link_leads_to_is_accessible_and_asks_nobody_else_and_sets_no_cookie(Screen screen, string start)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var visitor = await scene.VisitorAsync();
        var pages = await CrawlAsync(visitor, start, async page =>
        {
            await visitor.LookAsync("side" + (page == start ? "-forside" + start.Replace('/', '-').TrimEnd('-') : page.Replace('/', '-')));
            (await visitor.Context.CookiesAsync()).ShouldBeEmpty($"{page} sets a cookie before a form is begun (X1)");
        });
        pages.Count.ShouldBeGreaterThan(25);
        foreach (var expected in new[] { "/om", "/was", "/raad", "/kort/billede", "/kort/mobning", "/raad/billede/barn", "/raad/mobning/foraelder" })
        {
            pages.ShouldContain((start == "/" ? "" : start) + expected);
        }
    }

    [Theory]
    [InlineData(Screen.Tablet)]
    [InlineData(Screen.Zoomed)]
    public async Task Every_page_fits_a_tablet_and_a_screen_at_400_percent(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var visitor = await scene.VisitorAsync();
        await CrawlAsync(visitor, "/", page => visitor.FitsAsync(page));
        await AnonymousReport.AnswerAsync(visitor, visitor.FitsAsync);
        await AnonymousReport.SendAsync(visitor);
        await visitor.FitsAsync("kvittering");
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Pages_of_forms_and_faults_are_accessible_too(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var visitor = await scene.VisitorAsync();
        foreach (var page in new[] { "/anmeld/start/barn", "/anmeld/start/foraelder", "/anmeld/start/ansat", "/anmeld/fare/barn", "/anmeld/slut", "/svar", "/tip", "/tip/svar", "/kommentar", "/indsigt", "/findes/ikke", "/en/svar", "/en/anmeld/start/barn" })
        {
            await visitor.OpenAsync(page);
            await visitor.LookAsync("side" + page.Replace('/', '-'));
        }
    }

    [Fact]
    public async Task A_form_takes_cookies_that_end_with_the_visit_and_leaving_takes_them_away()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var visitor = await scene.VisitorAsync();
        await visitor.OpenAsync("/");
        await visitor.FollowAsync("Jeg er barn eller ung");
        await visitor.ChooseAsync("Nej");
        await visitor.PressAsync("Næste");
        var cookies = await visitor.Context.CookiesAsync();
        cookies.Select(cookie => cookie.Name).ShouldBe(["vaern-form", "vaern-kladde"], ignoreOrder: true);
        cookies.ShouldAllBe(cookie => cookie.Expires < 0 && cookie.HttpOnly && cookie.SameSite == Microsoft.Playwright.SameSiteAttribute.Strict);
    }

    [Fact]
    public async Task A_card_that_was_opened_once_can_be_read_without_a_network()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var teacher = await scene.VisitorAsync(Screen.Phone, keepsCards: true);
        await teacher.OpenAsync("/kort/billede");
        await Microsoft.Playwright.Assertions.Expect(teacher.Page.Locator("[data-offline]").First).ToBeVisibleAsync();
        await teacher.Context.SetOfflineAsync(true);
        await teacher.Page.ReloadAsync();
        await teacher.SeeAsync("Se det ikke.");
        await teacher.LookAsync("kort-billede-uden-net");
    }

    /// <summary>Opens every page once that a link leads to. Forms, mailboxes and staff pages are begun elsewhere.</summary>
    private static async Task<List<string>> CrawlAsync(Visitor visitor, string start, Func<string, Task> each)
    {
        var english = start == "/en";
        List<string> found = [start];
        for (var next = 0; next < found.Count; next++)
        {
            if (found[next].EndsWith("/pdf", StringComparison.Ordinal))
            {
                // A document is saved, not opened: it has no links and no look here.
                var document = await visitor.Page.APIRequest.GetAsync(found[next]);
                document.Status.ShouldBe(200, found[next]);
                document.Headers["content-type"].ShouldBe("application/pdf", found[next]);
                continue;
            }

            (await visitor.OpenAsync(found[next])).Status.ShouldBe(200, found[next]);
            await each(found[next]);
            var links = await visitor.Page.Locator("a[href^='/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href').split('#')[0])");
            found.AddRange(links.Distinct().Where(IsOurs).Except(found).ToList());
        }

        return found;

        bool IsOurs(string link)
        {
            var local = english && (link == "/en" || link.StartsWith("/en/", StringComparison.Ordinal)) ? link[3..] : link;
            return (english ? local != link : !link.StartsWith("/en", StringComparison.Ordinal))
                && !new[] { "/anmeld", "/svar", "/tip", "/kommentar", "/indsigt", "/undersoegelse", "/forlad", "/log-ind", "/mit", "/sager" }.Any(form => local.StartsWith(form, StringComparison.Ordinal));
        }
    }
}
