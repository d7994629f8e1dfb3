using Vaern.EndToEnd.Tests.Browser;

namespace Vaern.EndToEnd.Tests.Journeys;

/// <summary>J3: a pupil reports bullying anonymously.</summary>
public sealed class PupilReportsBullyingTests(TestBrowser browser)
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.Desk)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task A_pupil_reports_two_screenshots_and_comes_back_with_six_words(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, look: true);
        var (words, number) = await AnonymousReport.SendAsync(pupil);
        await pupil.LookAsync("anmeld-kvittering");
        number.ShouldBe("H-2027-0001");
        await pupil.SeeAsync("tirsdag 12. januar kl. 14");

        // The page is not left through its own button until the words are right.
        await pupil.WriteAsync("Ord 2", words[1]);
        await pupil.WriteAsync("Ord 4", words[3]);
        await pupil.WriteAsync("Ord 6", words[4] == words[5] ? "forkert" : words[4]);
        await pupil.PressAsync("Jeg har gemt ordene");
        await pupil.SeeAsync("Ord 6 passer ikke");
        await pupil.LookAsync("anmeld-kvittering-forkert");
        await AnonymousReport.ConfirmWordsAsync(pupil, words);
        await pupil.LookAsync("anmeld-tak");

        var later = await scene.VisitorAsync();
        await AnonymousReport.OpenMailboxAsync(later, words);
        await later.SeeAsync("Vi har fået det, men ikke læst det endnu.");
        await later.LookAsync("svar-kasse");
        (await scene.ReadAsync<long>("select count(*) from report")).ShouldBe(1);
        (await scene.ReadAsync<long>("select count(*) from draft")).ShouldBe(0);
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(2);
    }
}
