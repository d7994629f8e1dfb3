using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Vaern.TestKit;
using Vaern.Web.Guidance;

namespace Vaern.Web.Tests.Public;

public sealed class PublicPageTests(WebTown web) : IClassFixture<WebTown>
{
    public static TheoryData<string> Pages => [.. Addresses.SelectMany(address => new[] { address, address == "/" ? "/en" : "/en" + address })];

    private static IEnumerable<string> Addresses =>
    [
        "/", "/om", "/was", "/raad", "/svar", "/anmeld/start/barn", "/anmeld/start/ansat", "/anmeld/fare/foraelder", "/anmeld/tak", "/anmeld/slut", "/fejl/404", "/tip", "/tip/svar", "/kommentar", "/om/kommentarer", "/om/fjernelse",
        .. ActionCards.All.Keys.Select(topic => "/kort/" + topic),
        .. GuidanceTexts.Names.Where(name => name.StartsWith("raad/", StringComparison.Ordinal)).Select(name => "/" + name.Replace('.', '/')),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_whole_and_speaks_its_language(string address)
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync(address);

        visitor.Status.ShouldBe(HttpStatusCode.OK);
        var english = address == "/en" || address.StartsWith("/en/", StringComparison.Ordinal);
        visitor.Page.DocumentElement.GetAttribute("lang").ShouldBe(english ? "en" : "da");
        visitor.Page.QuerySelectorAll("h1").Length.ShouldBe(1);
        visitor.Page.Title.ShouldNotBeNullOrWhiteSpace();
        visitor.Page.QuerySelector("a[data-exit]").ShouldNotBeNull().GetAttribute("href").ShouldBe("/forlad");
        visitor.Page.QuerySelector("a.v-skip")!.GetAttribute("href").ShouldBe("#indhold");
        visitor.Page.QuerySelectorAll("[style], style, script:not([src])").ShouldBeEmpty();
        visitor.Page.QuerySelectorAll("*").SelectMany(element => element.Attributes).ShouldNotContain(attribute => attribute.Name.StartsWith("on"));
        var ids = visitor.Page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count, "ids are unique");
        foreach (var field in visitor.Page.QuerySelectorAll("input:not([type=hidden]), textarea, select"))
        {
            visitor.Page.QuerySelector($"label[for='{field.Id}']").ShouldNotBeNull($"{address}: {field.Id} has no label");
        }

        foreach (var link in visitor.Page.QuerySelectorAll("main a[href^='/']").Where(link => link.GetAttribute("href") != "/forlad"))
        {
            (link.GetAttribute("href")!.StartsWith("/en", StringComparison.Ordinal) == english).ShouldBeTrue($"{link.GetAttribute("href")} leaves the language");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_loads_nothing_from_another_host(string address)
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync(address);

        var loaded = visitor.Page.QuerySelectorAll("[src], link[href]").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!);
        loaded.ShouldAllBe(resource => resource.StartsWith('/') && !resource.StartsWith("//"));
        foreach (var resource in loaded.Distinct())
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, resource);
            using var answer = await visitor.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, resource);
            answer.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/svar")]
    [InlineData("/findes-ikke")]
    [InlineData("/api/v1/units")]
    [InlineData("/css/site.css")]
    public async Task Every_answer_has_the_headers_that_keep_strangers_out(string address)
    {
        using var client = web.Visitor();
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));

        Header(answer, "Content-Security-Policy").ShouldBe(Hosting.SecurityHeaders.ContentSecurityPolicy);
        Hosting.SecurityHeaders.ContentSecurityPolicy.ShouldNotContain("unsafe");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Referrer-Policy").ShouldBe("no-referrer");
        Header(answer, "Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        Header(answer, "Permissions-Policy").ShouldContain("camera=()");
        answer.Headers.Contains("Server").ShouldBeFalse();
        if (!address.StartsWith("/css", StringComparison.Ordinal))
        {
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Reading_sets_no_cookie()
    {
        foreach (var address in Addresses.Where(address => !address.StartsWith("/anmeld/", StringComparison.Ordinal) && address is not ("/svar" or "/tip" or "/tip/svar" or "/kommentar")))
        {
            using var client = web.Visitor();
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse(address);
        }
    }

    [Fact]
    public async Task Cookies_of_a_begun_form_end_with_the_browser_and_are_out_of_reach_of_scripts()
    {
        using var client = web.Visitor();
        using var answer = await client.GetAsync(new Uri("/anmeld/start/barn", UriKind.Relative));

        foreach (var cookie in answer.Headers.GetValues("Set-Cookie"))
        {
            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite=strict", Case.Insensitive);
            cookie.ShouldNotContain("expires", Case.Insensitive);
            cookie.ShouldNotContain("max-age", Case.Insensitive);
        }
    }

    [Theory]
    [InlineData("/findes-ikke", 404, "Vi kan ikke finde siden")]
    [InlineData("/en/nowhere", 404, "We cannot find this page")]
    [InlineData("/kort/findes-ikke", 404, "Vi kan ikke finde siden")]
    [InlineData("/raad/billede/borgmester", 404, "Vi kan ikke finde siden")]
    public async Task A_wrong_address_is_told_calmly(string address, int status, string heading)
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync(address);

        ((int)visitor.Status).ShouldBe(status);
        visitor.Heading.ShouldBe(heading);
        visitor.Page.QuerySelector("a[href='tel:112']").ShouldNotBeNull();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Every_fault_says_what_happened_what_was_kept_and_what_next(int code)
    {
        foreach (var language in new[] { "", "/en" })
        {
            using var visitor = new PublicBrowser(web.Address);
            await visitor.OpenAsync($"{language}/fejl/{code}");
            visitor.Page.QuerySelectorAll("main p").Select(line => line.TextContent).Where(line => line.StartsWith("error.", StringComparison.Ordinal)).ShouldBeEmpty();
            visitor.Page.QuerySelectorAll("main h2").Length.ShouldBe(3);
        }
    }

    [Fact]
    public async Task A_host_that_is_no_municipalitys_is_told_so_and_nothing_more()
    {
        var hosts = new Tenancy.TenantHosts([new TenantHost("fjordby", "Fjordby Kommune", "Team", ["vaern.fjordby.example"])]);

        hosts.Find("VAERN.fjordby.example")!.Id.ShouldBe("fjordby");
        hosts.Find("vaern.klitrup.example").ShouldBeNull();
    }

    [Fact]
    public async Task Leaving_without_script_ends_the_visit_and_goes_to_a_neutral_page()
    {
        using var client = web.Visitor();
        using var answer = await client.GetAsync(new Uri("/forlad", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.Host.ShouldNotBe(web.Address.Host);
        Header(answer, "Clear-Site-Data").ShouldContain("storage");
        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(cookie => cookie.Contains("expires=Thu, 01 Jan 1970"));
    }

    [Fact]
    public async Task A_poster_leads_in_with_its_unit()
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync("/?enhed=tang-4172");
        visitor.Main.ShouldContain("Tanghøj Skole");
        visitor.Page.QuerySelector("a[href='/anmeld/start/barn?enhed=TANG-4172']").ShouldNotBeNull();

        await visitor.OpenAsync("/?enhed=XXXX-0000");
        visitor.Page.QuerySelector("a[href='/anmeld/start/barn']").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_red_card_says_what_not_to_do_and_whom_to_call()
    {
        using var visitor = new PublicBrowser(web.Address);
        await visitor.OpenAsync("/kort/billede");

        visitor.Main.ShouldContain("Se det ikke.");
        visitor.Main.ShouldContain("Send det ikke.");
        visitor.Main.ShouldContain("P-BILLEDE");
        visitor.Main.ShouldContain("ikke verificeret");
        visitor.Page.QuerySelectorAll("a[href^='tel:']").Select(link => link.GetAttribute("href")).ShouldBe(["tel:112", "tel:114", "tel:116111"], ignoreOrder: true);
        visitor.Page.QuerySelectorAll("a").OfType<IHtmlAnchorElement>().Select(link => link.HostName).ShouldContain("sletdet.redbarnet.dk");
        visitor.Page.QuerySelectorAll("input[type=file]").ShouldBeEmpty();
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : answer.Content.Headers.TryGetValues(name, out var more) ? more : []);
}
