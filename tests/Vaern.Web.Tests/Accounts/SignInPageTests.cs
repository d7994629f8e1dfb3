using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Shouldly;
using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Accounts;

public sealed class SignInPageTests(TwoTowns towns) : IClassFixture<TwoTowns>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Password_and_code_lead_to_the_page_that_was_asked_for()
    {
        var farid = await towns.Fjordby.StaffAsync(new Post(towns.Fjordby.School, "key_person"));
        using var visitor = towns.Visit();
        (await visitor.GetAsync("/frister?side=2")).To.ShouldBe("/log-ind?til=%2Ffrister%3Fside%3D2");

        await visitor.GetAsync("/log-ind?til=%2Ffrister%3Fside%3D2");
        var first = await visitor.PostAsync("/log-ind", ("Login", farid.Login), ("Password", StaffTown.Password), ("til", "/frister?side=2"));
        first.To.ShouldBe("/log-ind/kode?til=%2Ffrister%3Fside%3D2");
        (await visitor.GetAsync("/mit")).Status.ShouldBe(HttpStatusCode.Redirect, "the password alone opens nothing");

        (await visitor.GetAsync(first.To!)).Body.ShouldNotContain("Demo:");
        var second = await visitor.PostAsync("/log-ind/kode", ("Code", towns.Fjordby.CodeOf(farid)), ("til", "/frister?side=2"));
        second.To.ShouldBe("/frister?side=2");
        var day = await visitor.GetAsync("/mit");
        day.Status.ShouldBe(HttpStatusCode.OK);
        day.Body.ShouldContain("Mille Tangaa");
        day.Body.ShouldContain("href=\"/henvendelser\"");
        day.Body.ShouldNotContain("href=\"/administration\"");
    }

    [Fact]
    public async Task What_was_written_when_the_session_ended_is_given_back_and_can_be_sent_again()
    {
        var farid = await towns.Fjordby.StaffAsync(new Post(towns.Fjordby.School, "key_person"));
        using var visitor = towns.Visit().With("vaern-staff", await towns.Fjordby.SessionAsync(farid));
        await visitor.GetAsync("/sager/ny");
        visitor.With("vaern-staff", "udløbet");
        (string, string)[] typed = [("Title", "Video fra frikvarteret delt"), ("Reason", "En forælder ringede\ni morges.")];

        var sent = await visitor.PostAsync("/sager/ny", typed);
        sent.Status.ShouldBe(HttpStatusCode.TemporaryRedirect);
        sent.To.ShouldBe("/log-ind/udloebet?til=%2Fsager%2Fny");
        var kept = await visitor.PostAsync(sent.To!, typed);

        kept.Status.ShouldBe(HttpStatusCode.OK);
        kept.Body.ShouldContain("Du er logget af");
        kept.Body.ShouldContain("<blockquote class=\"v-quote\">Video fra frikvarteret delt</blockquote>");
        kept.Body.ShouldContain("action=\"/sager/ny\"");
        visitor.With("vaern-staff", await towns.Fjordby.SessionAsync(farid));
        var again = await visitor.PostAsync("/sager/ny", typed);
        again.Status.ShouldBe(HttpStatusCode.OK, "the form is read, and what is missing is asked for");
        again.Body.ShouldContain("Video fra frikvarteret delt");
    }

    [Theory]
    [InlineData("/sager/ny", "same-origin", HttpStatusCode.OK)]
    [InlineData("/sager/ny", "cross-site", HttpStatusCode.Redirect)]
    public async Task Another_site_cannot_put_its_words_into_the_page(string til, string from, HttpStatusCode expected)
    {
        using var visitor = towns.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/log-ind/udloebet?til={Uri.EscapeDataString(til)}")
        {
            Content = new FormUrlEncodedContent([new("Text", "Ring til dette nummer nu")]),
        };
        request.Headers.Add("Sec-Fetch-Site", from);
        (await visitor.SendAsync(request)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_script_and_ends_with_the_browser()
    {
        var farid = await towns.Fjordby.StaffAsync();
        using var visitor = towns.Visit();
        await visitor.GetAsync("/log-ind");
        var first = await visitor.PostAsync("/log-ind", ("Login", farid.Login), ("Password", StaffTown.Password));
        Attributes(first, "vaern-login").ShouldBe(["httponly", "path=/", "samesite=strict"]);
        await visitor.GetAsync("/log-ind/kode");
        var second = await visitor.PostAsync("/log-ind/kode", ("Code", towns.Fjordby.CodeOf(farid)));
        Attributes(second, "vaern-staff").ShouldBe(["httponly", "path=/", "samesite=lax"]);
        visitor.Cookies.ShouldNotContain(cookie => cookie.Name == "vaern-login");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/mit")]
    [InlineData("/\\evil.example")]
    [InlineData("/log-af")]
    [InlineData("/anmeld/slut")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_away_by_a_link(string til)
    {
        var farid = await towns.Fjordby.StaffAsync();
        using var visitor = towns.Visit().With("vaern-staff", await towns.Fjordby.SessionAsync(farid));
        (await visitor.GetAsync("/log-ind?til=" + Uri.EscapeDataString(til))).To.ShouldBe("/mit");
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_login_and_a_locked_account_get_the_same_page()
    {
        var (farid, locked) = (await towns.Fjordby.StaffAsync(), await towns.Fjordby.StaffAsync());
        using var visitor = towns.Visit();
        for (var i = 0; i < 5; i++)
        {
            await SignIn.WithPasswordAsync(towns.Fjordby.Municipality, locked.Login, "Xq9 gættet kode", Cancel);
        }

        var answers = new List<string>();
        foreach (var (login, password) in new[] { (farid.Login, "Xq9 gættet kode"), ("findes-ikke", "Xq9 gættet kode"), (locked.Login, StaffTown.Password) })
        {
            await visitor.GetAsync("/log-ind");
            var answer = await visitor.PostAsync("/log-ind", ("Login", login), ("Password", password));
            answer.Status.ShouldBe(HttpStatusCode.OK);
            answer.Body.ShouldNotContain(password);
            answers.Add(Regex.Replace(answer.Body.Replace(login, "", StringComparison.Ordinal), "value=\"[^\"]*\"", ""));
        }

        answers.Distinct().Count().ShouldBe(1);
        answers[0].ShouldContain("15 minutter");
    }

    [Fact]
    public async Task A_demo_shows_the_code_and_says_that_it_is_one()
    {
        var guest = await towns.Klitrup.StaffAsync();
        using var visitor = towns.Visit(TwoTowns.KlitrupHost);
        await visitor.GetAsync("/log-ind");
        var first = await visitor.PostAsync("/log-ind", ("Login", guest.Login), ("Password", StaffTown.Password));
        var page = await visitor.GetAsync(first.To!);
        page.Body.ShouldContain("Kun i demoen");
        var code = Regex.Match(page.Body, "Demo: koden er <strong>([0-9]{6})</strong>").Groups[1].Value;
        (await visitor.PostAsync("/log-ind/kode", ("Code", code))).To.ShouldBe("/mit");
    }

    [Fact]
    public async Task A_session_of_one_municipality_is_nothing_in_another()
    {
        var farid = await towns.Fjordby.StaffAsync(new Post(towns.Fjordby.Root, "admin"));
        var token = await towns.Fjordby.SessionAsync(farid);
        using var home = towns.Visit().With("vaern-staff", token);
        using var away = towns.Visit(TwoTowns.KlitrupHost).With("vaern-staff", token);
        (await home.GetAsync("/administration/konti")).Status.ShouldBe(HttpStatusCode.OK);
        (await away.GetAsync("/administration/konti")).To.ShouldStartWith("/log-ind");

        var neighbour = await towns.Klitrup.StaffAsync(new Post(towns.Klitrup.Root, "admin"));
        using var visitor = towns.Visit(TwoTowns.KlitrupHost).With("vaern-staff", await towns.Klitrup.SessionAsync(neighbour));
        (await visitor.GetAsync($"/administration/konti/{farid.Account.Value}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_not_ones_own_does_not_exist_and_that_one_asked_is_written_down()
    {
        var farid = await towns.Fjordby.StaffAsync(new Post(towns.Fjordby.School, "key_person"));
        using var visitor = towns.Visit().With("vaern-staff", await towns.Fjordby.SessionAsync(farid));
        (await visitor.GetAsync("/administration/log")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetAsync("/sager/F-1999-0001")).Status.ShouldBe(HttpStatusCode.NotFound);

        await using var work = await towns.Fjordby.Municipality.Database.BeginAsync(Acting.System, Cancel);
        var lines = (await work.Streams.LinesAsync(farid.Account.Value, Cancel)).Select(Encoding.UTF8.GetString).Where(line => line.Contains("access.denied")).ToArray();
        lines.Length.ShouldBe(2);
        lines[0].ShouldContain("/administration/log");
        lines[1].ShouldContain("/sager/{nr}");
        lines[1].ShouldNotContain("1999");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_at_the_server()
    {
        var farid = await towns.Fjordby.StaffAsync();
        var token = await towns.Fjordby.SessionAsync(farid);
        using var visitor = towns.Visit().With("vaern-staff", token);
        await visitor.GetAsync("/mit");
        (await visitor.PostAsync("/log-af")).To.ShouldBe("/log-af");
        visitor.Cookies.ShouldNotContain(cookie => cookie.Name == "vaern-staff");
        using var thief = towns.Visit().With("vaern-staff", token);
        (await thief.GetAsync("/mit")).To.ShouldStartWith("/log-ind");
    }

    [Fact]
    public async Task Nothing_changes_without_the_token_of_a_form()
    {
        var farid = await towns.Fjordby.StaffAsync();
        using var visitor = towns.Visit().With("vaern-staff", await towns.Fjordby.SessionAsync(farid));
        (await visitor.PostAsync("/log-af")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.GetAsync("/mit")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_account_signs_in_enrols_and_must_choose_its_own_password_first()
    {
        var admin = await towns.Fjordby.StaffAsync(new Post(towns.Fjordby.Root, "admin"));
        using var office = towns.Visit().With("vaern-staff", await towns.Fjordby.SessionAsync(admin));
        await office.GetAsync("/administration/konti/ny");
        var made = await office.PostAsync(
            "/administration/konti/ny", ("Name", "Ulla Brink"), ("Title", "Nøgleperson"), ("Email", "ulla@fjordby.example"), ("Login", "ulla.brink"), ("Language", "da"),
            ("Unit", towns.Fjordby.School.Value.ToString()), ("Role", "key_person"));
        var shown = (await office.GetAsync(made.To!)).Body;
        var temporary = Regex.Match(shown, "[a-z2-9]{4}(-[a-z2-9]{4}){3}").Value;
        temporary.ShouldNotBeEmpty();
        (await office.GetAsync(made.To!)).Body.ShouldNotContain(temporary, customMessage: "it is shown once");

        using var ulla = towns.Visit();
        await ulla.GetAsync("/log-ind");
        await ulla.PostAsync("/log-ind", ("Login", "ulla.brink"), ("Password", temporary));
        var enrol = (await ulla.GetAsync("/log-ind/kode")).Body;
        var secret = FromBase32(Regex.Match(enrol, "secret=([A-Z2-7]{32})").Groups[1].Value);
        (await ulla.PostAsync("/log-ind/kode", ("Code", Totp.CodeAt(secret, Totp.StepAt(towns.Clock.GetUtcNow()))))).To.ShouldBe("/mit");
        (await ulla.GetAsync("/mit")).To.ShouldBe("/min-konto/adgangskode");

        await ulla.GetAsync("/min-konto/adgangskode");
        (await ulla.PostAsync("/min-konto/adgangskode", ("Current", temporary), ("Wanted", "blåbær til morgenmad"), ("Again", "noget andet her"))).Status.ShouldBe(HttpStatusCode.OK);
        (await ulla.PostAsync("/min-konto/adgangskode", ("Current", temporary), ("Wanted", "blåbær til morgenmad"), ("Again", "blåbær til morgenmad"))).To.ShouldBe("/min-konto");
        (await ulla.GetAsync("/mit")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_person_reads_the_pages_in_the_language_of_the_account()
    {
        var farid = await towns.Fjordby.StaffAsync();
        using var visitor = towns.Visit().With("vaern-staff", await towns.Fjordby.SessionAsync(farid));
        (await visitor.GetAsync("/min-konto")).Body.ShouldContain("lang=\"da\"");
        (await visitor.PostAsync("/min-konto?handler=Language", ("Language", "en"))).To.ShouldBe("/min-konto");
        var page = (await visitor.GetAsync("/min-konto")).Body;
        page.ShouldContain("<html lang=\"en\"");
        page.ShouldContain("Where you are signed in");
    }

    [Fact]
    public async Task Administration_gives_and_takes_a_post_and_closes_an_account()
    {
        var (admin, farid) = (await towns.Fjordby.StaffAsync(new Post(towns.Fjordby.Root, "admin")), await towns.Fjordby.StaffAsync());
        var address = $"/administration/konti/{farid.Account.Value}";
        using var office = towns.Visit().With("vaern-staff", await towns.Fjordby.SessionAsync(admin));
        await office.GetAsync(address);
        var post = new[] { ("Unit", towns.Fjordby.School.Value.ToString()), ("Role", "key_person"), ("Version", "1") };
        (await office.PostAsync(address + "?handler=AddPost", post)).To.ShouldBe(address);
        (await office.GetAsync(address)).Body.ShouldContain("Nøgleperson, Tanghøj Skole");
        (await office.PostAsync(address + "?handler=RemovePost", post)).Body.ShouldContain("En anden har ændret kontoen", customMessage: "the page was stale");
        post[2] = ("Version", "2");
        (await office.PostAsync(address + "?handler=RemovePost", post)).To.ShouldBe(address);

        var token = await towns.Fjordby.SessionAsync(farid);
        (await office.PostAsync(address + "?handler=Close", ("Reason", ""))).Body.ShouldContain("Skriv hvorfor.");
        (await office.PostAsync(address + "?handler=Close", ("Reason", "Fratrådt"))).To.ShouldBe(address);
        using var gone = towns.Visit().With("vaern-staff", token);
        (await gone.GetAsync("/mit")).To.ShouldStartWith("/log-ind");
    }

    private static string[] Attributes(Answer answer, string cookie) =>
        [.. answer.SetCookies.Single(set => set.StartsWith(cookie + "=", StringComparison.Ordinal) && !set.StartsWith(cookie + "=;", StringComparison.Ordinal))
            .Split("; ").Skip(1).Select(part => part.ToLowerInvariant()).Order()];

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(sign => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(sign), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
