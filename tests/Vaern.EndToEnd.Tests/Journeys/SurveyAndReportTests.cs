using System.Text;
using Vaern.App;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J10: leaders and pupils are asked, small schools stay hidden, the committee gets its report and anybody the numbers; the end state line by line.</summary>
public sealed class SurveyAndReportTests(TestBrowser browser)
{
    private static readonly (string Name, string? Code, int Invited, int Answered)[] Schools =
    [
        ("Tanghøj Skole", "TANG-4172", 120, 92), ("Hornfiskegård Skole", null, 115, 88), ("Bølgeager Skole", null, 100, 71), ("Lærkeklint Skole", null, 95, 64), ("Kobberbæk Skole", null, 80, 55), ("Tejstelund Skole", null, 70, 45),
        ("Muslinggård Skole", null, 40, 12), ("Fyrlund Skole", "FYRL-9035", 20, 4),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Figures_can_be_trusted_compared_and_published_and_not_traced_to_a_child(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await TownAsync(scene);

        // Mon 5 April 09:00
        scene.At(4, 5, 9, 0);
        var eva = await scene.StaffAsync("analyse1");
        await eva.OpenAsync("/undersoegelser");
        await eva.LookAsync("undersoegelser-tom");
        var leaders = await BuildAsync(scene, eva, "Spørgsmål til skoleledere", "leader");
        var pupils = await BuildAsync(scene, eva, "Spørgsmål til elever", "pupil");
        await eva.OpenAsync($"/undersoegelser/{pupils}");
        await eva.SeeAsync("Vi gemmer ikke navn, klasse, kode eller tid.");

        // 09:30: slips
        scene.At(4, 5, 9, 30);
        eva = await scene.StaffAsync("analyse1");
        await eva.OpenAsync($"/undersoegelser/{pupils}");
        await eva.SelectAsync("Skole", "Tanghøj Skole");
        await eva.WriteAsync("Antal koder", "120");
        await eva.PressAsync("Lav koder");
        await eva.SeeAsync("Print nu");
        await eva.LookAsync("koder");
        var codes = new Dictionary<string, IReadOnlyList<string>> { ["Tanghøj Skole"] = await eva.Page.Locator(".v-slips strong").AllInnerTextsAsync() };
        foreach (var school in Schools.Skip(1))
        {
            codes[school.Name] = (await SurveyCodes.MakeAsync(scene.Town.Town, scene.Town["analyse1"], pupils, Guid.CreateVersion7(), Unit(scene, school.Name), school.Invited, false, Cancel)).Value;
        }

        codes.Values.Sum(list => list.Count).ShouldBe(640);
        var forLeaders = (await SurveyCodes.MakeAsync(scene.Town.Town, scene.Town["analyse1"], leaders, Guid.CreateVersion7(), null, 11, false, Cancel)).Value;
        foreach (var survey in new[] { leaders, pupils })
        {
            await eva.OpenAsync($"/undersoegelser/{survey}");
            await eva.PressAsync("Åbn undersøgelsen");
            await eva.SeeAsync("Undersøgelsen er åben");
        }

        // Weeks 14–15: a pupil on a shared tablet, the same code again, a leader
        scene.At(4, 8, 10, 15);
        var pupil = await scene.VisitorAsync();
        await PupilAsync(pupil, codes["Tanghøj Skole"][0]);
        await pupil.OpenAsync("/undersoegelse");
        await pupil.WriteAsync("Din kode", codes["Tanghøj Skole"][0]);
        await pupil.PressAsync("Videre");
        await pupil.SeeAsync("Koden er brugt. Bed din lærer om en ny.");
        await pupil.LookAsync("undersoegelse-brugt");
        var leader = await scene.VisitorAsync();
        await leader.OpenAsync("/undersoegelse");
        await leader.WriteAsync("Din kode", forLeaders[0]);
        await leader.PressAsync("Videre");
        await leader.SeeAsync("Vi gemmer ikke, hvilken skole svaret er fra.");
        await leader.PressAsync("Begynd");
        await leader.LookAsync("undersoegelse-leder");
        await leader.Page.Locator("label[for='valg-q1-yes']").ClickAsync();
        await leader.Page.Locator("label[for='valg-q3-yes']").ClickAsync();
        await leader.Page.Locator("label[for='valg-q8-yes']").ClickAsync();
        await leader.PressAsync("Send svar");
        await leader.SeeHeadingAsync("Tak for dit svar");
        await RestAsync(scene, codes, forLeaders);

        // Fri 12:00
        scene.At(4, 16, 12, 0);
        eva = await scene.StaffAsync("analyse1");
        await eva.OpenAsync($"/undersoegelser/{leaders}");
        await eva.SeeAsync("10 af 11 har svaret (91 %).");
        await eva.OpenAsync($"/undersoegelser/{pupils}");
        await eva.SeeAsync("431 af 640 har svaret (67 %).");
        await eva.SeeAsync("færre end 10");
        await eva.LookAsync("undersoegelse-lukket");

        // 12:20
        scene.At(4, 16, 12, 20);
        await eva.FollowAsync("Se resultatet");
        await eva.SeeAsync("Ikke repræsentativt for Fyrlund Skole, Muslinggård Skole");
        await eva.LookAsync("resultat-elever");
        await eva.SelectAsync("Skole", "Fyrlund Skole");
        await eva.PressAsync("Vis");
        await eva.SeeAsync("For få svar");
        await eva.LookAsync("resultat-for-faa");
        await eva.OpenAsync($"/undersoegelser/{pupils}/raa");
        await eva.SeeHeadingAsync("Rå svar kan ikke hentes");

        // 13:40: committee version and open data, a hundred minutes after closing
        scene.At(4, 16, 13, 40);
        eva = await scene.StaffAsync("analyse1");
        await FigureRounds.RunAsync(scene.Town.Town, Cancel);
        await eva.OpenAsync("/tal");
        await eva.LookAsync("tal");
        await eva.PressAsync("Lav rapport til udvalget");
        await eva.SeeAsync("Rapport S-2027-R04 er lavet.");
        await eva.PressAsync("Gør tallene til åbne data");
        await eva.SeeAsync("Tallene er åbne data nu.");
        var committee = await scene.StaffAsync("udvalg1");
        await committee.OpenAsync("/tal");
        await committee.SeeAsync("S-2027-R04");
        var report = Encoding.UTF8.GetString(await (await committee.Page.APIRequest.GetAsync("/tal/rapport/s-2027-r04/txt")).BodyAsync());
        var anybody = await scene.VisitorAsync();
        await anybody.OpenAsync("/aabne-tal");
        await anybody.LookAsync("aabne-tal");
        var csv = Encoding.UTF8.GetString(await (await anybody.Page.APIRequest.GetAsync("/aabne-tal/s-2027-r04.csv")).BodyAsync());

        await EndStateAsync(scene, pupils, report, csv);
    }

    private static async Task EndStateAsync(Scene scene, string pupils, string report, string csv)
    {
        // Fyrlund is under ten, Muslinggård could be found by subtraction, the total is shown.
        var result = (await SurveyResults.ReadAsync(scene.Town.Town, scene.Town["udvalg1"], pupils, null, Cancel)).Value;
        var rows = result.Response.Answered.Rows.ToDictionary(row => scene.Town.Town.Units[new UnitId(Guid.Parse(row.Key))].Name, row => row.Base);
        rows["Fyrlund Skole"].IsFew.ShouldBeTrue();
        rows["Muslinggård Skole"].IsHidden.ShouldBeTrue();
        rows.Values.Count(count => count.Value is not null).ShouldBe(6);
        result.Base.Value.ShouldBe(431);
        csv.ShouldContain(";431;");
        csv.ShouldNotContain("Prøvesen");

        // Leaders: categories with fewer than five of ten.
        report.ShouldContain("færre end 5");
        report.ShouldContain("10 af 11 skoleledere har svaret (91 %)");

        // The store: no account, no code, no time of day.
        (await scene.ReadAsync<string>("select string_agg(column_name, ' ' order by column_name) from information_schema.columns where table_name = 'survey_answer'")).ShouldBe("answers id survey_id unit_id");
        (await scene.ReadAsync<long>("select count(*) from survey_code")).ShouldBe(0);
        (await scene.ReadAsync<long>("select count(*) from survey_answer")).ShouldBe(441);
        (await scene.ReadAsync<string>("select string_agg(distinct delete_on::text, ' ') from survey")).ShouldBe("2028-04-16");

        // The report: national figures, not a target, and two sums that miss 100.
        report.ShouldContain("S-2027-R04");
        report.ShouldContain("Landstal er en undersøgelse fra 2023 og er en streg at se på, ikke et mål.");
        report.ShouldContain("Landstallene giver 101");
        report.ShouldContain("Landstallene giver 99");
        report.ShouldContain("1. kvartal 2027");

        scene.Clock.SetDanish(2028, 4, 16, 2);
        await SurveyRounds.RunAsync(scene.Town.Town, Cancel);
        (await scene.ReadAsync<long>("select count(*) from survey_answer")).ShouldBe(0);
    }

    private static async Task TownAsync(Scene scene)
    {
        await scene.Town.HireAsync("analyse1", "Eva Klinting", "analyst");
        await scene.Town.HireAsync("udvalg1", "Grethe Sund", "municipal_council");
        foreach (var school in Schools.Where(school => school.Code is null))
        {
            await scene.Town.UnitAsync("school", school.Name);
        }

        await scene.ReadAsync<long>("select max(next_number('S-R', 2027)) from generate_series(1, 3)");
    }

    private static async Task<string> BuildAsync(Scene scene, Visitor eva, string audience, string key)
    {
        await eva.OpenAsync("/undersoegelser/ny");
        await eva.FollowAsync(audience);
        await eva.WriteAsync("Åbner", "2027-04-05T09:00");
        await eva.WriteAsync("Lukker", "2027-04-16T12:00");
        if (key == "pupil")
        {
            foreach (var trait in new[] { "birth-month", "country", "postcode" })
            {
                await eva.Page.Locator($"label[for='item-{trait}']").ClickAsync();
            }

            await eva.PressAsync("Gem kladden");
            await eva.SeeAsync("Sammen peger de på ét barn.");
            await eva.LookAsync("undersoegelse-afvist");
            foreach (var trait in new[] { "birth-month", "country", "postcode" })
            {
                await eva.Page.Locator($"label[for='item-{trait}']").ClickAsync();
            }
        }

        await eva.LookAsync($"undersoegelse-ny-{key}");
        await eva.PressAsync("Gem kladden");
        await eva.SeeAsync("Kladden er gemt.");
        await eva.LookAsync($"undersoegelse-{key}");
        return await scene.ReadAsync<string>($"select lower(number) from survey where audience = '{key}'");
    }

    private static async Task PupilAsync(Visitor pupil, string code)
    {
        await pupil.OpenAsync("/undersoegelse");
        await pupil.LookAsync("undersoegelse");
        await pupil.WriteAsync("Din kode", "AAAAA-AAAAA");
        await pupil.PressAsync("Videre");
        await pupil.SeeAsync("Vi kender ikke koden.");
        await pupil.WriteAsync("Din kode", code.ToLowerInvariant());
        await pupil.PressAsync("Videre");
        await pupil.SeeAsync("Vi gemmer, at svaret er fra Tanghøj Skole.");
        await pupil.LookAsync("undersoegelse-foer");
        await pupil.PressAsync("Begynd");
        await pupil.SeeAsync("Spørgsmål 1 af 7");
        await pupil.LookAsync("undersoegelse-spoergsmaal");
        await pupil.Page.Locator("label[for='valg-p1-no']").ClickAsync();
        await pupil.PressAsync("Næste");
        for (var skipped = 2; skipped < 7; skipped++)
        {
            await pupil.SeeAsync($"Spørgsmål {skipped} af 7");
            await pupil.PressAsync("Spring over");
        }

        await pupil.PressAsync("Send svar");
        await pupil.SeeHeadingAsync("Tak for dit svar");
        await pupil.LookAsync("undersoegelse-tak");
    }

    private static async Task RestAsync(Scene scene, Dictionary<string, IReadOnlyList<string>> codes, IReadOnlyList<string> forLeaders)
    {
        foreach (var school in Schools)
        {
            foreach (var (at, code) in codes[school.Name].Take(school.Answered).Index().Skip(school.Name == "Tanghøj Skole" ? 1 : 0))
            {
                await SendAsync(scene, code, ("p1", at % 8 == 0 ? "often" : "no"), ("p2", at % 11 == 0 ? "yes" : "no"), ("p4", at % 3 == 0 ? "no" : "yes"));
            }
        }

        foreach (var (at, code) in forLeaders.Take(10).Index().Skip(1))
        {
            await SendAsync(scene, code, ("q1", at < 7 ? "yes" : "no"), ("q2", at < 3 ? "yes" : "no"), ("q3", at < 8 ? "yes" : "no"), ("q5", at < 3 ? "written" : "other"), ("q8", at < 6 ? "yes" : "no"));
        }
    }

    private static async Task SendAsync(Scene scene, string code, params (string Key, string Answer)[] answers) =>
        (await AnswerSurvey.SendAsync(scene.Town.Town, code, answers.ToDictionary(answer => answer.Key, answer => (IReadOnlyList<string>)[answer.Answer]), Cancel)).IsOk.ShouldBeTrue();

    private static UnitId Unit(Scene scene, string name) => scene.Town.Town.Units.All.Single(unit => unit.Name == name).Id;
}
