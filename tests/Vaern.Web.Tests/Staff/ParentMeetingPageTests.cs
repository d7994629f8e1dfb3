using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Vaern.TestKit;

namespace Vaern.Web.Tests.Staff;

/// <summary>Journey J8 through the pages, as a browser without script walks it, and what can go wrong in it.</summary>
public sealed class ParentMeetingPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await LearningPeople.JoinAsync(site.Town);
        site.Town.Clock.SetDanish(2027, 3, 1, 15);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_teacher_gets_the_kit_on_the_screen_and_as_a_file_with_one_version_number()
    {
        using var jonas = site.As("laerer2");
        var chosen = await jonas.OpenAsync("/foraeldremoede/valg?Grade=6&Minutes=45");
        jonas.At.ShouldBe("/foraeldremoede/6?minutter=45");
        chosen.QuerySelector(".v-eyebrow")!.TextContent.ShouldContain("FM-6, version 3");
        chosen.QuerySelectorAll(".v-agenda li").Length.ShouldBe(6);
        ((IHtmlTextAreaElement)chosen.QuerySelector("#beskedtekst")!).Value.ShouldContain("/raad/6-klasse/foraelder");
        (await jonas.OpenAsync("/foraeldremoede/6/slides?minutter=45")).QuerySelectorAll(".v-slide").ShouldAllBe(slide => slide.TextContent.Contains("version 3"));

        var file = await jonas.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/foraeldremoede/6/fil/txt?minutter=45"));
        var text = await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldContain("version 3");
        foreach (var part in new[] { "Dagsorden", "Samtalekort", "Quiz", "Tekst til forældrene", "Svære spørgsmål", "Hvis dit barn er den, der har delt" })
        {
            text.ShouldContain(part);
        }

        await jonas.OpenAsync("/foraeldremoede/11");
        jonas.Status.ShouldBe(HttpStatusCode.NotFound);
        await jonas.OpenAsync("/foraeldremoede/6?minutter=7");
        jonas.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_class_is_never_shown_and_the_municipality_stands_instead()
    {
        using var lone = site.As("tryg1");
        var form = await lone.PressAsync(
            await lone.OpenAsync("/foraeldremoede/tal"), "Gem tallet",
            ("Grade", "6"), ("Question", "shared-picture"), ("Yes", "3"), ("Answers", "214"), ("Source", "Trivselsspørgsmål"), ("MeasuredOn", "2027-01-15"), ("ShownUntil", "2027-12-31"));
        form.QuerySelector("#Answers-error").ShouldNotBeNull("three of 214 is too few to show");
        await lone.PressAsync(form, "Gem tallet", ("Yes", "19"));
        lone.At.ShouldBe("/foraeldremoede/tal");

        using var jonas = site.As("laerer2");
        var page = await jonas.OpenAsync("/foraeldremoede/6?minutter=45&tal=klassen");
        page.QuerySelector("#tal .v-notice")!.TextContent.ShouldContain("For få svar til at vise klassen.");
        page.QuerySelector("#tal .v-notice")!.TextContent.ShouldContain("Her er kommunen (n = 214).");
        page.QuerySelector("#tal li")!.TextContent.ShouldStartWith("9 % i 6. klasse");
        page.QuerySelector("#quiz details p")!.TextContent.ShouldContain("9 %");
        (await jonas.OpenAsync("/foraeldremoede/5?minutter=45")).QuerySelector("#quiz details p")!.TextContent.ShouldContain("ikke et tal, der må vises");
    }

    [Fact]
    public async Task An_expired_kit_is_marked_on_the_screen_on_slides_and_in_the_file()
    {
        site.Town.Clock.SetDanish(2027, 9, 1, 10);
        using var jonas = site.As("laerer2");
        (await jonas.OpenAsync("/foraeldremoede/6?minutter=45")).QuerySelector("main .v-notice")!.TextContent.ShouldContain("Version 3 udløb 31. august 2027.");
        (await jonas.OpenAsync("/foraeldremoede/6/slides?minutter=45")).QuerySelectorAll(".v-slide__foot").ShouldAllBe(foot => foot.TextContent.Contains("udløb"));
        var file = await jonas.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/foraeldremoede/6/fil/txt?minutter=45"));
        (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Version 3 udløb 31. august 2027.");
    }

    [Fact]
    public async Task A_pulse_is_answered_without_a_cookie_once_a_form_and_shown_the_next_morning()
    {
        using var jonas = site.As("laerer2");
        var evening = await jonas.PressAsync(await jonas.OpenAsync("/foraeldremoede/6?minutter=45"), "Planlæg", ("HeldOn", "2027-03-02"), ("Invited", "24"));
        var links = evening.QuerySelectorAll("#puls dd, #puls .v-fact").Select(fact => System.Text.RegularExpressions.Regex.Match(fact.TextContent, "/puls/[a-z2-9]{10}/(foer|efter)").Value).Where(link => link.Length > 0).Distinct().ToArray();
        links.Length.ShouldBe(2);
        using var parent = site.As("");
        (await parent.SendAsync(new HttpRequestMessage(HttpMethod.Get, links[0]))).Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await parent.OpenAsync(links[1])).Body!.TextContent.ShouldContain("Spørgsmålet åbner");
        for (var n = 0; n < 5; n++)
        {
            var form = await parent.OpenAsync(links[0]);
            (await parent.PressAsync(form, "Send svaret")).QuerySelector("#Answer-error").ShouldNotBeNull();
            (await parent.PressAsync(form, "Send svaret", ("Answer", n < 2 ? "ja" : "nej"))).Body!.TextContent.ShouldContain("Tak for svaret");
            await parent.PressAsync(form, "Send svaret", ("Answer", "ja"));
        }

        (await jonas.OpenAsync(jonas.At)).Body!.TextContent.ShouldContain("når svarene er lukket");
        site.Town.Clock.SetDanish(2027, 3, 3, 8);
        var closed = (await jonas.OpenAsync(jonas.At)).QuerySelector("#puls")!.TextContent;
        closed.ShouldContain("40 % (2 af 5)");
        closed.ShouldContain("For få svar");
        (await parent.OpenAsync(links[0])).Body!.TextContent.ShouldContain("Spørgsmålet er lukket.");
        await parent.OpenAsync("/puls/aaaaaaaaaa/foer");
        parent.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_parent_is_warned_of_names_told_where_to_ring_and_why_no_program_before_anything_is_sent()
    {
        using var parent = site.As("");
        var form = await parent.OpenAsync("/foraeldre/spoerg");
        form = await parent.PressAsync(form, "Send spørgsmålet", ("Text", "Findes der en app, der kan se alt, hvad hun skriver?"));
        form.Body!.TextContent.ShouldContain("Læs, hvad der virker i stedet");
        form = await parent.PressAsync(form, "Send spørgsmålet", ("Text", "Hendes papfar slår hende, siger hun."));
        form.QuerySelector(".v-dutycard")!.TextContent.ShouldContain("112");
        form = await parent.PressAsync(form, "Send spørgsmålet", ("Text", "Oscar Prøvesen sender grimme film. Hendes papfar slår hende."));
        form.Body!.TextContent.ShouldContain("Skriv uden navn på andre børn");
        ((IHtmlTextAreaElement)form.QuerySelector("#Text")!).Value.ShouldContain("papfar", Case.Sensitive, "what was typed is kept");
        var done = await parent.PressAsync(form, "Dæk det, og send");
        parent.At.ShouldStartWith("/foraeldre/spoerg/modtaget");
        done.QuerySelectorAll(".v-words li").Length.ShouldBe(6);

        await parent.OpenAsync("/foraeldre/spoerg/modtaget?k=noget-andet");
        parent.At.ShouldBe("/svar");
    }

    [Theory]
    [InlineData("/foraeldre")]
    [InlineData("/raad/6-klasse/foraelder")]
    [InlineData("/en/raad/0-klasse/foraelder")]
    [InlineData("/foraeldre/spoerg")]
    [InlineData("/lektion/1-tre-saetninger")]
    [InlineData("/lektion/1-tre-saetninger/ar")]
    [InlineData("/en/lektion/2-billeder-uden-lov")]
    public async Task Pages_for_parents_set_no_cookie(string address)
    {
        using var parent = site.As("");
        var answer = await parent.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/lektion/findes-ikke")]
    [InlineData("/lektion/1-tre-saetninger/xx")]
    [InlineData("/lektion/1-tre-saetninger/en")]
    [InlineData("/viden/moede/4-6")]
    [InlineData("/viden/samtale/99")]
    [InlineData("/raad/10-klasse/foraelder")]
    public async Task What_does_not_exist_is_not_found(string address)
    {
        using var parent = site.As("");
        await parent.OpenAsync(address);
        parent.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_translation_that_nobody_has_read_says_so_and_reads_from_its_own_side()
    {
        using var parent = site.As("");
        var page = await parent.OpenAsync("/lektion/1-tre-saetninger/ar");
        page.QuerySelector("h1")!.GetAttribute("dir").ShouldBe("rtl");
        page.QuerySelector(".v-text")!.GetAttribute("lang").ShouldBe("ar");
        page.QuerySelector(".v-origin")!.TextContent.ShouldContain("Oversættelsen er ikke læst");
        page.QuerySelectorAll(".v-sublinks a").Select(link => link.GetAttribute("lang")).ShouldBe(["da", "en", "ar", "uk"]);
    }
}
