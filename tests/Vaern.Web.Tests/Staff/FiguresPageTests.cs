using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Shouldly;
using Vaern.App;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.Data;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>Figures of a quarter on the dashboard, the report to the committee as files, and open data that anybody fetches.</summary>
public sealed class FiguresPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestTown Town => site.Town;

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await Town.HireAsync("analyse1", "Eva Klinting", "analyst");
        await Town.HireAsync("udvalg1", "Grethe Sund", "municipal_council");
        await ReportsAsync(Town.Tanghoj.Id, "digital-bullying", 30, hours: 3);
        await ReportsAsync(Town.Tanghoj.Id, "image-sharing", 12, hours: 30);
        await ReportsAsync(Town.Tanghoj.Id, "sextortion", 3, hours: null);
        await ReportsAsync(Town.Fyrlund.Id, "digital-bullying", 2, hours: 1);
        await ReportsAsync(Town.Fyrlund.Id, "image-sharing", 9, hours: 1);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_quarter_is_counted_once_ten_days_after_its_end_and_says_nothing_small()
    {
        Town.Clock.SetDanish(2027, 4, 10, 12);
        await FigureRounds.RunAsync(Town.Town, Cancel);
        using var committee = site.As("udvalg1");
        (await committee.OpenAsync("/tal")).Body!.TextContent.ShouldContain("Ingen tal endnu");

        Town.Clock.SetDanish(2027, 4, 16, 13);
        await FigureRounds.RunAsync(Town.Town, Cancel);
        await ReportsAsync(Town.Fyrlund.Id, "threat", 40, hours: 1);
        await FigureRounds.RunAsync(Town.Town, Cancel);

        var page = await committee.OpenAsync("/tal");
        var text = page.Body!.TextContent;
        text.ShouldContain("1. kvartal 2027");
        text.ShouldContain("56 henvendelser");
        page.QuerySelectorAll("select[name=enhed]").ShouldBeEmpty("the committee sees the municipality alone");
        var categories = page.QuerySelector("section[aria-labelledby=h-categories]")!;
        categories.QuerySelectorAll("tbody tr").Select(row => string.Join('|', row.Children.Select(cell => cell.TextContent.Trim()))).ShouldContain("I alt|56|100 %");
        categories.TextContent.ShouldContain("færre end 5");
        categories.TextContent.ShouldNotContain("96", Case.Sensitive, "what came after is not counted twice");
        page.QuerySelectorAll("svg[role=img]").Length.ShouldBeGreaterThanOrEqualTo(3);
        page.QuerySelectorAll("[style], script:not([src])").ShouldBeEmpty();

        using var chief = site.As("chef1");
        page = await chief.OpenAsync($"/tal?enhed={Town.Tanghoj.Id.Value}");
        page.QuerySelector("section[aria-labelledby=h-categories]")!.TextContent.ShouldContain("45");
        using var teacher = site.As("laerer1");
        await teacher.OpenAsync("/tal");
        teacher.Status.ShouldBe(HttpStatusCode.NotFound);
        var svg = await committee.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/tal/diagram/categories.svg"));
        XDocument.Parse(await svg.Content.ReadAsStringAsync(Cancel)).Root!.Value.ShouldContain("56 henvendelser");
    }

    [Fact]
    public async Task A_quarter_in_which_nothing_came_is_shown_as_empty()
    {
        await using (var work = await Town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync("delete from report", cancel: Cancel);
            await work.CommitAsync(Cancel);
        }

        Town.Clock.SetDanish(2027, 4, 16, 13);
        await FigureRounds.RunAsync(Town.Town, Cancel);
        using var committee = site.As("udvalg1");

        var page = await committee.OpenAsync("/tal");

        committee.Status.ShouldBe(HttpStatusCode.OK);
        page.QuerySelector("section[aria-labelledby=h-categories] tbody")!.TextContent.ShouldContain("færre end 5");
        page.QuerySelectorAll("section[aria-labelledby=h-categories] svg").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_report_opens_in_LibreOffice_is_accessible_and_its_open_data_hides_what_it_hides()
    {
        var survey = await SurveyAsync();
        Town.Clock.SetDanish(2027, 4, 16, 12);
        await SurveyRounds.CloseDueAsync(Town.Town, Cancel);
        await FigureRounds.RunAsync(Town.Town, Cancel);
        Town.Clock.SetDanish(2027, 4, 16, 13, 40);
        using var eva = site.As("analyse1");
        using var anybody = new StaffBrowser(eva.Address, "");
        (await anybody.OpenAsync("/aabne-tal")).Body!.TextContent.ShouldContain("Ingen tal er udgivet endnu");
        var page = await eva.PressAsync(await eva.OpenAsync("/tal"), "Lav rapport til udvalget");
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Rapport S-2027-R01 er lavet.");
        (await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/aabne-tal/s-2027-r01.csv"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var committee = site.As("udvalg1");
        var docx = await BytesAsync(committee, "/tal/rapport/s-2027-r01/docx");
        DocumentChecks.DocxFaults(docx).ShouldBeEmpty();
        var text = (await DocumentChecks.InLibreOfficeAsync(docx, "docx", Cancel)).ShouldNotBeNull();
        foreach (var said in new[] { "Digital tryghed i Fjordby Kommune", "10 af 11 skoleledere har svaret (91 %)", "Landstal, ikke et mål", "planen for undervisning giver 101", "færre end 5", "Det kan tallene ikke sige", "Grundlag", "1. kvartal 2027" })
        {
            text.ShouldContain(said);
        }

        (await DocumentChecks.PdfFaultsAsync(await BytesAsync(committee, "/tal/rapport/s-2027-r01/pdf"), Cancel)).ShouldBeEmpty();

        page = await eva.PressAsync(await eva.OpenAsync("/tal"), "Gør tallene til åbne data");
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("åbne data nu");
        page = await anybody.OpenAsync("/aabne-tal");
        page.QuerySelector("main a[href$='.csv']")!.GetAttribute("href").ShouldBe("/aabne-tal/s-2027-r01.csv");
        var csv = Encoding.UTF8.GetString(await BytesAsync(anybody, "/aabne-tal/s-2027-r01.csv")).TrimStart('\uFEFF').TrimEnd().Split("\r\n").Select(line => line.Split(';')).ToArray();
        var head = csv[0].ToList();
        csv.ShouldAllBe(line => line.Length == head.Count);
        page.QuerySelectorAll("main code").Select(code => code.TextContent).ShouldBe(head);
        var limit = head.IndexOf("graense");
        foreach (var line in csv.Skip(1))
        {
            (line[head.IndexOf("antal")].Length > 0).ShouldBe(line[head.IndexOf("status")] == "vist");
            (line[head.IndexOf("antal")].Length == 0 || int.Parse(line[head.IndexOf("antal")], CultureInfo.InvariantCulture) >= int.Parse(line[limit], CultureInfo.InvariantCulture)).ShouldBeTrue(string.Join(';', line));
        }

        csv.Single(line => line[head.IndexOf("svar_kode")] == "q1.yes")[head.IndexOf("antal")].ShouldBe("7");
        csv.Single(line => line[head.IndexOf("svar_kode")] == "q1.no")[head.IndexOf("status")].ShouldBe("faerre_end_graensen");
        csv.ShouldContain(line => line[head.IndexOf("kilde")] == survey);
        var turtle = Encoding.UTF8.GetString(await BytesAsync(anybody, "/aabne-tal/katalog.ttl"));
        turtle.ShouldContain("a dcat:Dataset");
        turtle.ShouldContain("dcat:downloadURL");
        turtle.Count(one => one == '<').ShouldBe(turtle.Count(one => one == '>'));
    }

    [Theory]
    [InlineData("2027-Q1", "2027-01-01", "2027-03-31")]
    [InlineData("2026-q4", "2026-10-01", "2026-12-31")]
    public void A_quarter_has_its_first_and_last_day(string text, string first, string last)
    {
        var quarter = Quarter.Parse(text)!.Value;
        quarter.First.ShouldBe(DateOnly.Parse(first, CultureInfo.InvariantCulture));
        quarter.Last.ShouldBe(DateOnly.Parse(last, CultureInfo.InvariantCulture));
        Quarter.Parse(quarter.ToString()).ShouldBe(quarter);
        foreach (var wrong in new[] { null, "", "2027-Q5", "2027-Q0", "27-Q1", "2027Q1", "2027-Q1; drop" })
        {
            Quarter.Parse(wrong).ShouldBeNull(wrong);
        }
    }

    private async Task<string> SurveyAsync()
    {
        Town.Clock.SetDanish(2027, 4, 5, 9);
        var eva = Town["analyse1"];
        var number = (await SurveyDesk.DraftAsync(
            Town.Town, eva, Guid.CreateVersion7(), new NewSurvey("leader", ["q1", "q3", "q8"], Town.Clock.GetUtcNow(), new DateTimeOffset(2027, 4, 16, 12, 0, 0, TimeSpan.FromHours(2))), Cancel)).Value;
        var codes = (await SurveyCodes.MakeAsync(Town.Town, eva, number, Guid.CreateVersion7(), null, 11, false, Cancel)).Value;
        (await SurveyDesk.OpenAsync(Town.Town, eva, number, 1, Cancel)).IsOk.ShouldBeTrue();
        foreach (var (at, code) in codes.Take(10).Index())
        {
            (await AnswerSurvey.SendAsync(Town.Town, code, new Dictionary<string, IReadOnlyList<string>> { ["q1"] = [at < 7 ? "yes" : "no"], ["q3"] = [at < 8 ? "yes" : "no"], ["q8"] = [at < 6 ? "yes" : "no"] }, Cancel)).IsOk.ShouldBeTrue();
        }

        return number;
    }

    private async Task ReportsAsync(UnitId unit, string category, int count, int? hours)
    {
        await using var connection = await Town.Postgres.OpenAsync(DatabaseRole.Administrator);
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            insert into report (id, number, unit_id, category, reporter_role, restricted, state, received_at, reply_by, answered_at, receipt_mac, body)
            select gen_random_uuid(), 'H-1999-' || substr(gen_random_uuid()::text, 1, 8), $1, $2, 'child', false, 'received', at, at + interval '8 hours', at + make_interval(hours => $4), decode(replace(gen_random_uuid()::text, '-', ''), 'hex'), ''
            from generate_series(1, $3) n, lateral (select timestamptz '2027-02-01 09:00+01' + make_interval(hours => n)) as t(at)
            """;
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = unit.Value });
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = category });
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = count });
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = (object?)hours ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<byte[]> BytesAsync(StaffBrowser browser, string address)
    {
        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, address));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
        return await answer.Content.ReadAsByteArrayAsync(Cancel);
    }
}
