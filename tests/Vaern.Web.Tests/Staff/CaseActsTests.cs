using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Shouldly;
using Vaern.App.Cases;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

public sealed class CaseActsTests(StaffSite site) : IClassFixture<StaffSite>
{
    private TestTown Town => site.Town;

    [Fact]
    public async Task Establishing_shows_the_date_before_it_is_confirmed()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/konstater");

        var preview = await browser.PressAsync(form, "Se, hvilke frister", ("What", "Udelukkelse og hån i en gruppechat."));

        preview.QuerySelector(".v-dates")!.TextContent.ShouldContain("senest mandag 25. januar 2027");
        preview.QuerySelector(".v-dates")!.TextContent.ShouldContain("10 arbejdsdage, undervisningsmiljøloven § 1 c, regelversion DK-2026-11");
        (await A.ReadAsync(Town, opened.Number)).EstablishedAt.ShouldBeNull();

        await browser.PressAsync(preview, "Konstatér");

        var established = await A.ReadAsync(Town, opened.Number);
        established.EstablishedAt.ShouldNotBeNull();
        established.Clocks.Single(clock => clock.Rule.Id == "B-03").DueOn.ShouldBe(new DateOnly(2027, 1, 25));
    }

    [Fact]
    public async Task Only_management_finds_the_page_that_establishes()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("nogle1");

        await browser.OpenAsync($"/sager/{opened.Number}/konstater");

        browser.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_clock_is_settled_only_with_its_reference()
    {
        var opened = await A.CaseAsync(Town);
        await EstablishBullying.HandleAsync(Town.Town, Town["leder1"], opened.Id, "Konstateret.", null);
        var clock = (await A.ReadAsync(Town, opened.Number)).Clocks.Single(found => found.Rule.Id == "B-02");
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/frist/{clock.Id}");

        var refused = await browser.PressAsync(form, "Gem", ("Outcome", "met"));
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv, hvor det kan ses, at det er gjort.");
        await browser.PressAsync(refused, "Gem", ("Outcome", "met"), ("Note", "Chatten er lukket."));

        browser.At.ShouldBe($"/sager/{opened.Number}");
        (await A.ReadAsync(Town, opened.Number)).Clocks.Single(found => found.Rule.Id == "B-02").Note.ShouldBe("Chatten er lukket.");
    }

    [Fact]
    public async Task A_plan_that_somebody_else_saved_meanwhile_is_shown_beside_mine_and_nothing_is_lost()
    {
        var opened = await A.CaseAsync(Town);
        using var leader = site.As("leder1");
        using var key = site.As("nogle1");
        var mine = await leader.OpenAsync($"/sager/{opened.Number}/plan");
        var theirs = await key.OpenAsync($"/sager/{opened.Number}/plan");
        await key.PressAsync(theirs, "Gem kladde", ("Goal", "Han er tryg i chatten."));

        var stale = await leader.PressAsync(mine, "Gem kladde", ("Goal", "Han er tryg i klassen."));

        var both = stale.QuerySelector(".v-both")!.TextContent;
        both.ShouldContain("Han er tryg i chatten.");
        both.ShouldContain("Han er tryg i klassen.");
        stale.QuerySelector("#Goal")!.TextContent.Trim().ShouldBe("Han er tryg i klassen.");
        (await A.ReadAsync(Town, opened.Number)).Plan!.Body.Goal.ShouldBe("Han er tryg i chatten.");

        await leader.PressAsync(stale, "Gem kladde");
        (await A.ReadAsync(Town, opened.Number)).Plan!.Body.Goal.ShouldBe("Han er tryg i klassen.");
    }

    [Fact]
    public async Task Finishing_a_plan_names_what_is_missing_and_rows_are_added_without_script()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/plan");

        var longer = await browser.PressAsync(form, "Endnu et tiltag", ("Goal", "Han er tryg."));
        longer.QuerySelectorAll("input[name=MeasureWhat]").Length.ShouldBe(2);
        longer.QuerySelector("#Goal")!.TextContent.Trim().ShouldBe("Han er tryg.");

        var refused = await browser.PressAsync(longer, "Gør planen færdig");
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv mindst ét tiltag.");
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv, hvad eleven selv siger.");

        await browser.PressAsync(
            refused, "Gør planen færdig", ("PupilVoice", "De skal stoppe."), ("Parents", "Mor er ringet op."), ("Review", "Om to uger."),
            ("MeasureWhat", "Daglig snak"), ("MeasureWho", "Farid Elmquist"), ("MeasureDue", "2027-02-01"));
        var plan = (await A.ReadAsync(Town, opened.Number)).Plan!;
        plan.State.ShouldBe("finished");
        plan.Body.Measures.ShouldHaveSingleItem().DueOn.ShouldBe(new DateOnly(2027, 2, 1));
    }

    [Fact]
    public async Task A_stale_title_shows_both_versions()
    {
        var opened = await A.CaseAsync(Town);
        using var leader = site.As("leder1");
        using var key = site.As("nogle1");
        var mine = await leader.OpenAsync($"/sager/{opened.Number}/ret");
        await key.PressAsync(await key.OpenAsync($"/sager/{opened.Number}/ret"), "Gem", ("Title", "Chat i 8.B"));

        var stale = await leader.PressAsync(mine, "Gem", ("Title", "Gruppechat i 8.B"));

        stale.QuerySelector(".v-both")!.TextContent.ShouldContain("Chat i 8.B");
        stale.QuerySelector("#Title")!.GetAttribute("value").ShouldBe("Gruppechat i 8.B");
        (await A.ReadAsync(Town, opened.Number)).Title.ShouldBe("Chat i 8.B");
    }

    [Fact]
    public async Task A_clock_that_a_colleague_settled_first_shows_both_and_keeps_the_late_words()
    {
        var opened = await A.CaseAsync(Town);
        using (var before = site.As("leder1"))
        {
            var preview = await before.PressAsync(await before.OpenAsync($"/sager/{opened.Number}/konstater"), "Se, hvilke frister", ("What", "Gentagne beskeder."));
            await before.PressAsync(preview, "Konstatér");
        }

        var clock = (await A.ReadAsync(Town, opened.Number)).Clocks.First(one => one.Running);
        using var leader = site.As("leder1");
        using var key = site.As("nogle1");
        var mine = await leader.OpenAsync($"/sager/{opened.Number}/frist/{clock.Id}");
        await key.PressAsync(await key.OpenAsync($"/sager/{opened.Number}/frist/{clock.Id}"), "Gem", ("Outcome", "met"), ("Note", "Planen er sendt."));

        var late = await leader.PressAsync(mine, "Gem", ("Outcome", "dispensed"), ("Note", "Eleven er flyttet."));

        var both = late.QuerySelector(".v-both")!.TextContent;
        both.ShouldContain("Planen er sendt.");
        both.ShouldContain("Eleven er flyttet.");
        await leader.PressAsync(late, "Læg mine ord i forløbet");
        var now = await A.ReadAsync(Town, opened.Number);
        now.Clocks.Single(one => one.Id == clock.Id).Note.ShouldBe("Planen er sendt.");
        now.Entries.ShouldContain(entry => entry.Text == "Eleven er flyttet." && entry.Kind == "assessment");
    }

    [Fact]
    public async Task A_task_that_a_colleague_settled_first_shows_both()
    {
        var opened = await A.CaseAsync(Town);
        var task = (await A.ReadAsync(Town, opened.Number)).Tasks.First(one => one.State == "open" && !one.TakesTwo);
        using var leader = site.As("leder1");
        using var key = site.As("nogle1");
        var mine = await leader.OpenAsync($"/sager/{opened.Number}/opgave/{task.Id}?spring=true");
        await key.PressAsync(await key.OpenAsync($"/sager/{opened.Number}/opgave/{task.Id}"), "Færdig", ("Note", "Talt med eleven."));

        var late = await leader.PressAsync(mine, "Spring opgaven over", ("Note", "Ikke nødvendigt her."));

        late.QuerySelector(".v-both")!.TextContent.ShouldContain("Ikke nødvendigt her.");
        (await A.ReadAsync(Town, opened.Number)).Tasks.Single(one => one.Id == task.Id).State.ShouldBe("done");
    }

    [Fact]
    public async Task A_follow_up_that_a_colleague_answered_first_shows_both_and_asks_the_next_one()
    {
        var opened = await A.CaseAsync(Town);
        using var leader = site.As("leder1");
        using var key = site.As("nogle1");
        await leader.PressAsync(await leader.OpenAsync($"/sager/{opened.Number}/opfoelgning"), "Spørg");
        var mine = await leader.OpenAsync($"/sager/{opened.Number}/opfoelgning");
        await key.PressAsync(await key.OpenAsync($"/sager/{opened.Number}/opfoelgning"), "Gem", ("Answer", "yes"), ("Note", "Det er stoppet."));

        var late = await leader.PressAsync(mine, "Gem", ("Answer", "no"), ("Note", "Det sker stadig."));

        late.QuerySelector(".v-both")!.TextContent.ShouldContain("Det sker stadig.");
        late.QuerySelector(".v-both")!.TextContent.ShouldContain("Det er stoppet.");
        (await A.ReadAsync(Town, opened.Number)).FollowUps.ShouldHaveSingleItem().Answer.ShouldBe("yes");
    }

    [Fact]
    public async Task Not_informing_somebody_needs_a_reason()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        await browser.PressAsync(await browser.OpenAsync($"/sager/{opened.Number}/personer/ny"), "Gem", ("Role", "affected"), ("Name", "Villads Prøvesen"), ("Relation", "8.B"));
        var party = (await A.ReadAsync(Town, opened.Number)).Parties.ShouldHaveSingleItem();

        var refused = await browser.PressAsync(await browser.OpenAsync($"/sager/{opened.Number}/personer/{party.Id}/informeret"), "Gem", ("Informed", "nej"));
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv, hvorfor personen ikke er informeret.");
        var page = await browser.PressAsync(refused, "Gem", ("Informed", "nej"), ("Note", "Venter på planen."));

        page.QuerySelector("#personer")!.ParentElement!.TextContent.ShouldContain("Ikke informeret: Venter på planen.");
    }

    [Fact]
    public async Task A_file_sent_to_a_restricted_case_is_refused_unread_and_the_attempt_is_on_record()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/bevis/ny");
        browser.Status.ShouldBe(HttpStatusCode.NotFound);

        foreach (var address in new[] { "bevis/ny", "plan", "" })
        {
            using var file = new ByteArrayContent([0x89, 0x50, 0x4E, 0x47]);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            using var body = new MultipartFormDataContent { { file, "file", "billede.png" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sager/{opened.Number}/{address}".TrimEnd('/'), UriKind.Relative)) { Content = body };
            using var answer = await browser.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, address);
        }

        await using var work = await Town.Town.Database.BeginAsync(Acting.System);
        var lines = await work.Streams.LinesAsync(opened.Id.Value, TestContext.Current.CancellationToken);
        lines.Count(line => System.Text.Encoding.UTF8.GetString(line).Contains("upload.refused", StringComparison.Ordinal)).ShouldBe(3);
        (await A.ReadAsync(Town, opened.Number)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Evidence_is_added_described_and_shown_only_with_a_reason()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var form = await browser.OpenAsync($"/sager/{opened.Number}/bevis/ny");
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4];
        using var file = new ByteArrayContent(png);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var body = new MultipartFormDataContent { { new StringContent("Skærmbillede af chatten"), "Description" }, { new StringContent("screenshot-by-affected"), "Method" }, { new StringContent("parent"), "Giver" }, { new StringContent("iPhone"), "Device" }, { new StringContent(token), "__RequestVerificationToken" }, { file, "Attached", "chat.png" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sager/{opened.Number}/bevis/ny", UriKind.Relative)) { Content = body };
        using (var answer = await browser.SendAsync(request))
        {
            answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe($"/sager/{opened.Number}");
        }

        var item = (await A.ReadAsync(Town, opened.Number)).Items.ShouldHaveSingleItem();
        item.Size.ShouldBe(png.Length);
        (item.Meta.Method, item.Meta.ByRole, item.Meta.HandedInBy, item.Meta.Device).ShouldBe(("screenshot-by-affected", "affected-person", "parent", "iPhone"));
        var facts = (await browser.OpenAsync($"/sager/{opened.Number}/bevis/{item.Label}")).QuerySelector("dl")!.TextContent;
        facts.ShouldContain("Skærmbillede, taget af den, det går ud over, iPhone");
        facts.ShouldContain("en forælder");
        var refused = await browser.PressAsync(await browser.OpenAsync($"/sager/{opened.Number}/bevis/{item.Label}"), "Vis, og skriv det ned");
        refused.QuerySelector("#v-errors")!.TextContent.ShouldContain("Skriv hvorfor.");
    }

    [Fact]
    public async Task A_file_whose_hash_in_the_browser_was_another_is_refused_and_one_that_agrees_says_so()
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var token = (await browser.OpenAsync($"/sager/{opened.Number}/bevis/ny")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var right = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(A.PngBytes));
        async Task<string> SendAsync(string hashes, int files)
        {
            using var body = new MultipartFormDataContent
            {
                { new StringContent("screenshot-by-affected"), "Method" }, { new StringContent("parent"), "Giver" }, { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(hashes), "filaftryk" },
            };
            for (var n = 0; n < files; n++)
            {
                body.Add(new ByteArrayContent(A.PngBytes), "Attached", $"chat-{n}.png");
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sager/{opened.Number}/bevis/ny", UriKind.Relative)) { Content = body };
            using var answer = await browser.SendAsync(request);
            return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        (await SendAsync($"{right} {new string('0', 64)}", 2)).ShouldContain("blev ændret på vejen hertil og er ikke gemt");
        (await A.ReadAsync(Town, opened.Number)).Items.ShouldBeEmpty("all of them or none");
        await SendAsync($"{right} nothing-of-the-kind", 2);

        (await A.ReadAsync(Town, opened.Number)).Items.Select(item => item.Meta.Sha256Browser).ShouldBe([right, null]);
        var chain = (await browser.OpenAsync($"/sager/{opened.Number}/sporbarhed")).QuerySelector("main")!.TextContent;
        chain.ShouldContain("fingeraftryk taget i browseren B-001");
        chain.ShouldNotContain("fingeraftryk taget i browseren B-002");
    }

    [Theory]
    [InlineData("", "parent", "Vælg, hvordan det er kommet.")]
    [InlineData("guessed", "parent", "Vælg, hvordan det er kommet.")]
    [InlineData("file-from-device", "", "Vælg, hvem der har afleveret det.")]
    [InlineData("file-from-device", "Freja", "Vælg, hvem der har afleveret det.")]
    public async Task Evidence_without_a_statement_of_its_origin_is_refused_and_what_was_typed_is_kept(string method, string giver, string said)
    {
        var opened = await A.CaseAsync(Town);
        using var browser = site.As("leder1");
        var token = (await browser.OpenAsync($"/sager/{opened.Number}/bevis/ny")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var body = new MultipartFormDataContent
        {
            { new StringContent("Skærmbillede af chatten"), "Description" }, { new StringContent(method), "Method" }, { new StringContent(giver), "Giver" }, { new StringContent(token), "__RequestVerificationToken" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/sager/{opened.Number}/bevis/ny", UriKind.Relative)) { Content = body };
        using var answer = await browser.SendAsync(request);

        var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldContain(said);
        page.ShouldContain("Skærmbillede af chatten");
        (await A.ReadAsync(Town, opened.Number)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_skipped_task_keeps_its_reason_and_can_be_undone()
    {
        var opened = await A.CaseAsync(Town);
        var id = Guid.CreateVersion7();
        await Tasks.AddAsync(Town.Town, Town["leder1"], opened.Id, id, "Ring til hjemmet", Town["leder1"].Account, null);
        using var browser = site.As("leder1");

        await browser.PressAsync(await browser.OpenAsync($"/sager/{opened.Number}/opgave/{id}?spring=true"), "Spring opgaven over", ("Note", "Eleven har bedt om at vente."));
        (await A.ReadAsync(Town, opened.Number)).Tasks.Single(task => task.Id == id).Reason.ShouldBe("Eleven har bedt om at vente.");

        await browser.PressAsync(await browser.OpenAsync($"/sager/{opened.Number}/opgave/{id}"), "Fortryd");
        (await A.ReadAsync(Town, opened.Number)).Tasks.Single(task => task.Id == id).State.ShouldBe("open");
    }

    [Fact]
    public async Task Every_page_of_a_case_opens_in_both_languages()
    {
        var opened = await A.CaseAsync(Town);
        await EstablishBullying.HandleAsync(Town.Town, Town["leder1"], opened.Id, "Konstateret.", null);
        using var browser = site.As("leder1");
        foreach (var prefix in new[] { "", "/en" })
        {
            foreach (var page in new[] { "", "/frister", "/opgaver", "/plan", "/opfoelgning", "/personer/ny", "/bevis/ny", "/adgang", "/pakke", "/ret", "/luk", "/konstater" })
            {
                var shown = await browser.OpenAsync($"{prefix}/sager/{opened.Number}{page}");
                browser.Status.ShouldBe(HttpStatusCode.OK, page);
                shown.QuerySelectorAll("h1").Length.ShouldBe(1, page);
            }

            foreach (var page in new[] { "/mit", "/henvendelser", "/henvendelser?vis=afgjorte", "/sager", "/sager?vis=alle", "/sager/ny", "/frister", "/regler", "/regler/b-03" })
            {
                await browser.OpenAsync(prefix + page);
                browser.Status.ShouldBe(HttpStatusCode.OK, page);
            }
        }
    }

    [Fact]
    public async Task No_text_key_reaches_a_reader()
    {
        var opened = await A.CaseAsync(Town, restricted: true);
        using var browser = site.As("leder1");
        foreach (var address in new[] { "/mit", "/sager", "/frister", "/regler", "/sager/ny", $"/sager/{opened.Number}", $"/sager/{opened.Number}/frister", $"/sager/{opened.Number}/henvisning/ny", $"/en/sager/{opened.Number}" })
        {
            var page = await browser.OpenAsync(address);
            var keys = System.Text.RegularExpressions.Regex.Matches(page.QuerySelector("main")!.TextContent, @"\b(clock|limit|case|rules|party|evidence|tasks|people|fault|saved|next|story|day|reports|plan|close|package|track)\.[a-z-]+\b");
            string.Join(", ", keys.Select(key => key.Value)).ShouldBe("", string.Create(CultureInfo.InvariantCulture, $"{address}"));
        }
    }
}
