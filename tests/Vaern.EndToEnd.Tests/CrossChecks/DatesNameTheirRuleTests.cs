using System.Text.RegularExpressions;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.Journeys;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>X12: a due date never stands alone. Beside it are the limit, the law and the version of the rules – or that it is a goal and no law.</summary>
public sealed partial class DatesNameTheirRuleTests(TestBrowser browser)
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Every_due_date_names_its_rule(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        scene.At(1, 13, 9, 0);
        var leader = await scene.StaffAsync("leder1");
        var number = await Desk.OpenCaseAsync(leader, "Rygter i en chat, 6.B");
        await leader.OpenAsync($"/sager/{number}/konstater");
        await leader.WriteAsync("Hvad er konstateret?", "En elev er holdt ude af klassens chat.");
        await leader.PressAsync("Se, hvilke frister det giver");
        await EveryOneAsync(leader, ".v-dates > div");
        await leader.PressAsync("Konstatér");
        await EveryOneAsync(leader, ".v-clock");
        await leader.OpenAsync($"/sager/{number}/frister");
        await EveryOneAsync(leader, ".v-ring");
        await leader.OpenAsync("/mit");
        await EveryOneAsync(leader, ".v-ring");
        await leader.OpenAsync("/frister");
        await EveryOneAsync(leader, ".v-ring");
        await leader.LookAsync("frister");
        await leader.OpenAsync("/sager");
        await leader.LookAsync("sager");
        await leader.OpenAsync("/regler");
        await leader.LookAsync("regler");
        await leader.OpenAsync("/regler/B-03");
        await leader.LookAsync("regel");

        // A missed clock stays, and says what still helps.
        scene.At(1, 28, 9, 0);
        leader = await scene.StaffAsync("leder1");
        await leader.OpenAsync($"/sager/{number}");
        var missed = leader.Page.Locator(".v-clock--late").Filter(new() { HasText = "Handlingsplan" });
        await Microsoft.Playwright.Assertions.Expect(missed).ToContainTextAsync("1 dag for sent");
        await Microsoft.Playwright.Assertions.Expect(missed).ToContainTextAsync("Det hjælper stadig:");
        await leader.LookAsync("sag-overskredet");
    }

    private static async Task EveryOneAsync(Visitor staff, string places)
    {
        var texts = await staff.Page.Locator(places).AllInnerTextsAsync();
        texts.ShouldNotBeEmpty($"{places} on {staff.At}");
        foreach (var text in texts)
        {
            (Law().IsMatch(text) || Goal().IsMatch(text)).ShouldBeTrue($"{staff.At}: «{text}» names no rule");
        }
    }

    [GeneratedRegex(@"(\d+ (arbejdsdage|timer|hverdage|kalenderdage|uger|måneder)|[Ss]traks|at once)[\s\S]*(loven|§|forordningen)[\s\S]*regelversion DK-\d{4}-\d{2}")]
    private static partial Regex Law();

    [GeneratedRegex(@"[Kk]ommunens eget (mål|løfte)[\s\S]*ikke lov")]
    private static partial Regex Goal();
}
