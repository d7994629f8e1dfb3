using System.Net;
using System.Xml.Linq;
using AngleSharp.Html.Dom;
using Shouldly;
using Vaern.App.Insight.Surveys;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>J10 through the pages, without script: built, printed, answered on a shared tablet, closed, read, and what can go wrong.</summary>
public sealed class SurveyPageTests : IAsyncLifetime
{
    private readonly StaffSite site = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TestTown Town => site.Town;

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await Town.HireAsync("analyse1", "Eva Klinting", "analyst");
        await Town.HireAsync("udvalg1", "Grethe Sund", "municipal_council");
        Town.Clock.SetDanish(2027, 4, 5, 9);
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_survey_goes_from_the_bank_over_a_shared_tablet_to_figures_that_hide_the_small()
    {
        using var eva = site.As("analyse1");
        var page = await eva.OpenAsync("/undersoegelser");
        page.Body!.TextContent.ShouldContain("Ingen undersøgelser endnu");
        page = await eva.OpenAsync("/undersoegelser/ny?hvem=pupil");
        page.QuerySelectorAll("form textarea").ShouldBeEmpty("no free text");
        page.Body!.TextContent.ShouldContain("Klassetrin kan ikke vælges");
        page = await eva.PressAsync(page, "Gem kladden", ("Items", "p1"), ("Items", "birth-month"), ("Items", "country"), ("Items", "postcode"), ("OpensAt", "2027-04-05T09:00"), ("ClosesAt", "2027-04-16T12:00"));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("peger de på ét barn");
        page = await eva.PressAsync(page, "Gem kladden", ("Items", "p1"), ("Items", "p4"), ("OpensAt", "2027-04-05T09:00"), ("ClosesAt", "2027-04-16T12:00"));
        page.QuerySelector("[role=status]")!.TextContent.ShouldContain("Lav koder");
        var address = eva.At;
        page = await eva.PressAsync(page, "Åbn undersøgelsen");
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Der er ingen koder");

        page = await eva.PressAsync(await eva.OpenAsync(address), "Lav koder", ("Unit", Town.Tanghoj.Id.Value.ToString()), ("Count", "40"));
        string[] tang = [.. page.QuerySelectorAll(".v-slips strong").Select(code => code.TextContent)];
        tang.Distinct().Count().ShouldBe(40);
        page = await eva.PressAsync(await eva.OpenAsync(address), "Lav koder", ("Unit", Town.Fyrlund.Id.Value.ToString()), ("Count", "6"));
        string[] fyrl = [.. page.QuerySelectorAll(".v-slips strong").Select(code => code.TextContent)];
        page = await eva.PressAsync(await eva.OpenAsync(address), "Åbn undersøgelsen");
        page.Body!.TextContent.ShouldContain("Vi spørger til om du er blevet mobbet på nettet og om du ved, hvem du kan gå til.");

        using var pupil = new StaffBrowser(eva.Address, "");
        page = await pupil.OpenAsync("/undersoegelse");
        page = await pupil.PressAsync(page, "Videre", ("Code", "AAAAA-AAAAA"));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Vi kender ikke koden. Se på papiret, og prøv igen.");
        page = await pupil.PressAsync(page, "Videre", ("Code", tang[0].ToLowerInvariant()));
        page.Body!.TextContent.ShouldContain("Vi gemmer, at svaret er fra Tanghøj Skole.");
        page.Body!.TextContent.ShouldContain("Svarene bliver slettet 16. april 2028.");
        page = await pupil.PressAsync(page, "Begynd");
        page.QuerySelector("h1")!.TextContent.ShouldContain("Er du blevet mobbet på nettet det seneste halve år?");
        page = await pupil.PressAsync(page, "Næste", ("valg-p1", "often"));
        page = await pupil.PressAsync(page, "Tilbage til spørgsmålet før");
        ((IHtmlInputElement)page.QuerySelector("#valg-p1-often")!).IsChecked.ShouldBeTrue();
        page = await pupil.PressAsync(page, "Næste");
        var last = await pupil.PressAsync(page, "Send svar", ("valg-p4", "yes"));
        last.QuerySelector("h1")!.TextContent.ShouldBe("Tak for dit svar");
        page = await pupil.PressAsync(await pupil.OpenAsync("/undersoegelse"), "Videre", ("Code", tang[0]));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Koden er brugt. Bed din lærer om en ny.");
        foreach (var code in tang.Skip(1).Take(29).Concat(fyrl.Take(4)))
        {
            (await AnswerSurvey.SendAsync(Town.Town, code, new Dictionary<string, IReadOnlyList<string>> { ["p1"] = ["no"], ["p4"] = ["yes"] }, Cancel)).IsOk.ShouldBeTrue();
        }

        page = await eva.OpenAsync(address);
        page.Body!.TextContent.ShouldContain("34 af 46 har svaret (74 %).");
        page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ShouldContain(row => row.Contains("færre end 10", StringComparison.Ordinal));

        Town.Clock.SetDanish(2027, 4, 16, 12, 0);
        page = await eva.OpenAsync(address);
        page.Body!.TextContent.ShouldContain("Lukket");
        using var committee = site.As("udvalg1");
        var results = $"/tal{address.Replace("/undersoegelser/", "/undersoegelse/", StringComparison.Ordinal)}";
        page = await committee.OpenAsync(results);
        page.Body!.TextContent.ShouldContain("34 af 46 elever har svaret (74 %)");
        page.Body!.TextContent.ShouldContain("Ikke repræsentativt for Fyrlund Skole, Tanghøj Skole");
        page = await committee.OpenAsync($"{results}?enhed={Town.Fyrlund.Id.Value}");
        page.Body!.TextContent.ShouldContain("For få svar");
        page.QuerySelectorAll("table").ShouldBeEmpty();
        await committee.OpenAsync(address);
        committee.Status.ShouldBe(HttpStatusCode.NotFound, "the committee sees figures only");

        var svg = await committee.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{results}/p4.svg"));
        svg.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
        var drawing = XDocument.Parse(await svg.Content.ReadAsStringAsync(Cancel));
        string.Concat(drawing.Descendants().Where(one => one.Name.LocalName == "text").Select(one => one.Value + " ")).ShouldContain("34 af 46 elever har svaret");
        drawing.Descendants().SelectMany(one => one.Attributes()).Select(one => one.Name.LocalName).ShouldNotContain("style");

        page = await eva.OpenAsync($"{address}/raa");
        page.QuerySelector("h1")!.TextContent.ShouldBe("Rå svar kan ikke hentes");
        page = await pupil.PressAsync(await pupil.OpenAsync("/undersoegelse"), "Videre", ("Code", tang[35]));
        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Undersøgelsen er slut.");
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_keeps_one_answer_and_says_so()
    {
        using var eva = site.As("analyse1");
        var page = await eva.PressAsync(await eva.OpenAsync("/undersoegelser/ny?hvem=leader"), "Gem kladden", ("OpensAt", "2027-04-05T09:00"), ("ClosesAt", "2027-04-16T12:00"));
        var address = eva.At;
        page = await eva.PressAsync(page, "Lav koder", ("Count", "11"));
        var code = page.QuerySelector(".v-slips strong")!.TextContent;
        await eva.PressAsync(await eva.OpenAsync(address), "Åbn undersøgelsen");
        using var leader = new StaffBrowser(eva.Address, "");
        page = await leader.PressAsync(await leader.OpenAsync("/undersoegelse"), "Videre", ("Code", code));
        page = await leader.PressAsync(page, "Begynd");
        page.QuerySelectorAll("fieldset").Length.ShouldBe(17);

        await leader.PressAsync(page, "Send svar", ("valg-q1", "yes"), ("valg-q9", "time"));
        page = await leader.PressAsync(page, "Send svar", ("valg-q1", "no"));

        page.QuerySelector("#v-errors")!.TextContent.ShouldContain("Har du lige sendt dit svar, er det gemt.");
        (await eva.OpenAsync(address)).Body!.TextContent.ShouldContain("færre end 5 af 11 har svaret");
    }
}
