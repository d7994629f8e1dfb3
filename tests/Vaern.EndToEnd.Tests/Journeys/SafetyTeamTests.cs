using Vaern.App.Learning.Sparring;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.TestKit;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J7: a pedagogue asks the safety team without names, is answered in time, and a child comes into the right hands; the answer becomes knowledge.</summary>
public sealed class SafetyTeamTests(TestBrowser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    public async Task A_pedagogue_knows_what_to_say_a_child_is_in_the_right_hands_and_others_can_use_the_answer(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await LearningPeople.JoinAsync(scene.Town);
        await LearningPeople.SkipAsync(scene.Town, "S", 2027, 20);
        await LearningPeople.SkipAsync(scene.Town, "B", 2027, 3);
        await LearningPeople.SkipAsync(scene.Town, "VI", 2027, 11);
        scene.Clock.SetDanish(2027, 2, 10, 13, 10);
        var malik = await scene.StaffAsync("paed1");
        await malik.OpenAsync("/sparring");
        await malik.LookAsync("sparring");
        await malik.FollowAsync("Nyt spørgsmål");
        await malik.SeeAsync("Skriv uden navne. Svar senest i morgen kl. 13.10.");
        await malik.ChooseAsync("Børn eller unge");
        await malik.SelectAsync("Emne", "Vold delt");
        await malik.SelectAsync("Hvor gamle er de?", "13–15 år");
        await malik.WriteAsync("Hvad vil du spørge om?", "Storm viste en film på Telegram. Hvad siger jeg?");
        await malik.PressAsync("Send spørgsmålet");
        await malik.SeeAsync("Noget ligner et navn");
        await malik.LookAsync("sparring-navn");
        scene.Clock.SetDanish(2027, 2, 10, 13, 13);
        await malik.WriteAsync("Hvad vil du spørge om?", "Én af drengene viste en film på Telegram. Drengene på 13–14 kører på voldsvideoer – hvad siger jeg?");
        await malik.PressAsync("Send spørgsmålet");
        malik.At.ShouldBe("/sparring/S-2027-021");
        await malik.SeeAsync("Mens du venter");
        await malik.SeeAsync("Vold delt");
        await malik.SeeAsync("Samtale med unge på 13–15 år");
        await malik.LookAsync("sparring-venter");

        scene.Clock.SetDanish(2027, 2, 11, 9, 40);
        var lone = await scene.StaffAsync("tryg1");
        await lone.OpenAsync("/sparring/bord");
        await lone.LookAsync("sparring-bord");
        await lone.FollowAsync("S-2027-021");
        await lone.WriteAsync("Dit svar", "Spørg: hvad gør I, når sådan en dukker op? Bed ikke om at se noget. Bliv bekymret, hvis nogen bliver presset. Jeg tager gerne med.");
        await lone.LookAsync("sparring-svar");
        await lone.PressAsync("Send svaret");
        await lone.SeeAsync("inden for løftet");

        scene.Clock.SetDanish(2027, 2, 11, 10, 15);
        malik = await scene.StaffAsync("paed1");
        await malik.OpenAsync("/sparring/S-2027-021");
        await malik.LookAsync("sparring-besvaret");
        await malik.ChooseAsync("Ja");
        await malik.PressAsync("Gem");
        await malik.SeeAsync("Det hjalp");
        await malik.WriteAsync("Din besked", "Én af drengene siger, at hans stedfar slår ham.");
        await malik.PressAsync("Send til teamet");
        await malik.SeeAsync("du selv, ikke din leder");
        await malik.LookAsync("sparring-underret");
        scene.Clock.SetDanish(2027, 2, 11, 10, 22);
        await malik.FollowAsync("Opret bekymring");
        await malik.WriteAsync("Barnets navn", "Noah Prøvesen");
        await malik.SelectAsync("Handler om", "Noget andet");
        await malik.WriteAsync("Hvad ved du, og hvordan?", "Han siger selv, at hans stedfar slår ham.");
        await malik.WriteAsync("Hvorfor underretter du?", "Grund til at antage overgreb.");
        await malik.PressAsync("Send til Børnemodtagelsen");
        await malik.SeeAsync("B-2027-004");
        scene.Clock.SetDanish(2027, 2, 11, 10, 41);
        var ditte = await scene.StaffAsync("vagt1");
        await ditte.OpenAsync("/sager/bekymringer");
        await ditte.PressAsync("Jeg har modtaget den");
        await ditte.SeeAsync("Noah Prøvesen");
        await malik.OpenAsync("/sager/bekymring/B-2027-004");
        await malik.SeeAsync("Modtaget af vagthavende 10.41");

        scene.Clock.SetDanish(2027, 2, 15, 10);
        lone = await scene.StaffAsync("tryg1");
        await lone.OpenAsync("/sparring/S-2027-021");
        await lone.FollowAsync("Gør svaret til et vidensindlæg");
        await lone.WriteAsync("Overskrift", "Når film med vold går rundt");
        await lone.LookAsync("viden-nyt");
        await lone.PressAsync("Gem kladden");
        lone.At.ShouldBe("/sparring/viden/VI-2027-012");
        var anders = await scene.StaffAsync("tryg2");
        await anders.OpenAsync("/sparring/viden/VI-2027-012");
        await anders.WriteAsync("Gælder til", "2027-08-15");
        await anders.LookAsync("viden-gennemgang");
        await anders.PressAsync("Jeg har læst det");
        await anders.SeeAsync("VI-2027-012 er udgivet.");
        await anders.OpenAsync("/sparring/viden");
        await anders.LookAsync("viden-liste");

        // The end state.
        var question = (await ReadSparring.OneAsync(scene.Town.Town, scene.Town["paed1"], "S-2027-021", Cancel)).Value;
        (question.State, question.Helped, question.HasNames).ShouldBe(("answered", "yes", false));
        question.AnsweredAt.ShouldBe(new DateTimeOffset(2027, 2, 11, 9, 40, 0, TimeSpan.FromHours(1)));
        question.Messages.ShouldAllBe(message => !message.Text.Contains("Prøvesen") && !message.Text.Contains("B-2027"));
        (await scene.ReadAsync<long>("select count(*) from concern where number = 'B-2027-004' and accepted_at = '2027-02-11 09:41+00'")).ShouldBe(1);
        (await scene.ReadAsync<long>("select count(*) from stream_event where convert_from(line, 'UTF8') like '%S-2027-021%' and convert_from(line, 'UTF8') like '%B-2027-004%'")).ShouldBe(0);
        (await scene.ReadAsync<long>("select count(*) from room_link")).ShouldBe(0);
        (await scene.ReadAsync<long>(
            "select count(*) from knowledge_item where number = 'VI-2027-012' and state = 'published' and expires_on = '2027-08-15' and author_id <> reviewer_id")).ShouldBe(1);
        var leader = await scene.StaffAsync("leder5");
        (await leader.OpenAsync("/sparring/S-2027-021")).Status.ShouldBe(404);
        (await leader.OpenAsync("/sager/B-2027-004")).Status.ShouldBe(404);
        await leader.OpenAsync("/sparring/tal");
        await leader.SeeAsync("1 af 1");
        await leader.LookAsync("sparring-tal");
        scene.Web.Log.Text.ShouldNotContain("Prøvesen");
        scene.Visitors.SelectMany(visitor => visitor.Asked).Select(Uri.UnescapeDataString).ShouldAllBe(address => !address.Contains("Prøvesen"));
    }

    [Theory]
    [InlineData(Screen.PhoneWithoutScript)]
    [InlineData(Screen.Zoomed)]
    [InlineData(Screen.Tablet)]
    public async Task It_works_without_script_and_on_small_screens_and_about_a_colleague_keeps_nothing(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        await LearningPeople.JoinAsync(scene.Town);
        var malik = await scene.StaffAsync("paed1");
        await malik.OpenAsync("/sparring/nyt");
        await malik.FitsAsync("sparring-nyt");
        await malik.ChooseAsync("En kollega eller en leder");
        await malik.WriteAsync("Hvad vil du spørge om?", "Min kollega råber ad børnene.");
        await malik.PressAsync("Send spørgsmålet");
        await malik.SeeAsync("Det, du skrev, er ikke gemt.");
        await malik.LookAsync("sparring-kollega");
        (await scene.ReadAsync<long>("select count(*) from sparring_question")).ShouldBe(0);
        foreach (var page in new[] { "/sparring", "/sparring/viden", "/viden", "/viden/lov", "/viden/platform/aabne-kanaler" })
        {
            await malik.OpenAsync(page);
            await malik.FitsAsync(page);
        }
    }
}
