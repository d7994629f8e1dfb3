using Microsoft.Playwright;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.Journeys;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>Wrong input: the page says what it needs, and what was typed is still there. Two people at once: both versions are shown.</summary>
public sealed class InputIsKeptTests(TestBrowser browser)
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task The_report_form_keeps_what_was_typed_when_something_is_missing(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil);

        await pupil.OpenAsync("/anmeld/hvornaar");
        await pupil.ChooseAsync("En anden dag");
        await pupil.WriteAsync("Hvilken dag?", "2027-02-01");
        await pupil.WriteAsync("Hvad var klokken?", "21:15");
        await pupil.PressAsync("Næste");
        await pupil.SeeAsync("Den dag er ikke kommet endnu.");
        (await pupil.Field("Hvilken dag?").InputValueAsync()).ShouldBe("2027-02-01");
        (await pupil.Field("Hvad var klokken?").InputValueAsync()).ShouldBe("21:15");
        await Assertions.Expect(pupil.Page.GetByLabel("En anden dag", new PageGetByLabelOptions { Exact = true })).ToBeCheckedAsync();
        await pupil.LookAsync("anmeld-hvornaar-mangler");

        await pupil.OpenAsync("/anmeld/dig");
        await pupil.ChooseAsync("Ja");
        await pupil.WriteAsync("Dit telefonnummer", "00 11 22 33");
        await pupil.PressAsync("Næste");
        await pupil.SeeAsync("Skriv dit navn, eller vælg »Nej, ikke nu«.");
        (await pupil.Field("Dit telefonnummer").InputValueAsync()).ShouldBe("00 11 22 33");

        await pupil.OpenAsync("/anmeld/filer");
        var program = new FilePayload { Name = "billede.png", MimeType = "image/png", Buffer = [(byte)'M', (byte)'Z', 0, 0, 0, 0, 0, 0, 0, 0] };
        await pupil.Page.Locator("input[type=file][name]").SetInputFilesAsync(program);
        await pupil.PressAsync("Tilføj filerne");
        await pupil.SeeAsync("»billede.png« er en slags fil, vi ikke kan åbne.");
        await pupil.SeeAsync("skærmbillede 1.png");
        await pupil.LookAsync("anmeld-filer-afvist");

        await pupil.OpenAsync("/anmeld/fortael");
        (await pupil.Field("Hvad er der sket?").InputValueAsync()).ShouldBe(AnonymousReport.Story);
        await pupil.WriteAsync("Hvad er der sket?", "");
        await pupil.PressAsync("Næste");
        await pupil.SeeAsync("Skriv lidt om, hvad der er sket.");
        await pupil.LookAsync("anmeld-fortael-mangler");
        await pupil.OpenAsync("/anmeld/tjek");
        await pupil.SeeAsync(AnonymousReport.Story);
    }

    [Fact]
    public async Task Wrong_words_stay_to_be_corrected_and_right_ones_are_read_however_they_are_written()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, files: false);
        var (words, _) = await AnonymousReport.SendAsync(pupil);
        string[] other = [.. words[1..], words[0] == words[1] ? words[2] : words[0]];
        await pupil.OpenAsync("/svar");
        foreach (var (typed, told) in new[] { ("hest måge", "Der skal være seks ord."), (string.Join(' ', other), "Ordene passer ikke til noget svar.") })
        {
            await pupil.WriteAsync("Skriv dine seks ord", typed);
            await pupil.PressAsync("Åbn");
            await pupil.SeeAsync(told);
            (await pupil.Field("Skriv dine seks ord").InputValueAsync()).ShouldBe(typed);
        }

        await pupil.LookAsync("svar-forkert");
        await pupil.WriteAsync("Skriv dine seks ord", string.Join(", ", words).ToUpperInvariant());
        await pupil.PressAsync("Åbn");
        await pupil.SeeHeadingAsync("Din postkasse");
    }

    [Fact]
    public async Task A_note_without_a_kind_keeps_its_text()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Desk);
        var (teacher, number) = await CaseAsync(scene);
        await teacher.WriteAsync("Tekst", "Hun siger, at det begyndte mandag.");
        await teacher.PressAsync("Skriv internt notat");
        await teacher.SeeAsync("Vælg, hvad det er, du skriver.");
        (await teacher.Field("Tekst").InputValueAsync()).ShouldBe("Hun siger, at det begyndte mandag.");
        await teacher.LookAsync("sag-notat-mangler");
        await teacher.ChooseAsync("Udsagn");
        await teacher.PressAsync("Skriv internt notat");
        await teacher.SeeAsync("Udsagnet er skrevet i forløbet.");
        (await scene.CaseAsync("laerer1", number)).Entries.ShouldContain(entry => entry.Kind == "statement" && entry.Text == "Hun siger, at det begyndte mandag.");
    }

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task Two_people_at_one_plan_see_both_versions_and_nothing_is_overwritten(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var (teacher, number) = await CaseAsync(scene);
        var leader = await scene.StaffAsync("leder1");
        await teacher.OpenAsync($"/sager/{number}/plan");
        await leader.OpenAsync($"/sager/{number}/plan");
        await leader.WriteAsync("Hvad skal være anderledes?", "Lederens ord");
        await leader.PressAsync("Gem kladde");
        await leader.SeeAsync("Kladden er gemt");

        await teacher.WriteAsync("Hvad skal være anderledes?", "Lærerens ord");
        await teacher.PressAsync("Gem kladde");
        await teacher.SeeHeadingAsync("To udgaver");
        await Assertions.Expect(teacher.Page.Locator(".v-both")).ToContainTextAsync("Lederens ord");
        await Assertions.Expect(teacher.Page.Locator(".v-both")).ToContainTextAsync("Lærerens ord");
        (await teacher.Field("Hvad skal være anderledes?").InputValueAsync()).ShouldBe("Lærerens ord");
        (await scene.CaseAsync("leder1", number)).Plan!.Body.Goal.ShouldBe("Lederens ord");
        await teacher.LookAsync("sag-plan-to-udgaver");

        // Having seen both, the second may save.
        await teacher.WriteAsync("Hvad skal være anderledes?", "Begges ord");
        await teacher.PressAsync("Gem kladde");
        await teacher.SeeAsync("Kladden er gemt");
        (await scene.CaseAsync("leder1", number)).Plan!.Body.Goal.ShouldBe("Begges ord");
    }

    private static async Task<(Visitor Teacher, string Number)> CaseAsync(Scene scene)
    {
        scene.At(1, 12, 9, 0);
        var teacher = await scene.StaffAsync("laerer1");
        return (teacher, await Desk.OpenCaseAsync(teacher, "Rygter i en chat, 6.B"));
    }
}
