using Microsoft.Playwright;
using Vaern.EndToEnd.Tests.Browser;
using Vaern.EndToEnd.Tests.Journeys;

namespace Vaern.EndToEnd.Tests.CrossChecks;

/// <summary>X8: what is sent twice is there once, and both answers show the same number.</summary>
public sealed class SendingTwiceTests(TestBrowser browser)
{
    [Theory]
    [InlineData(Screen.Phone)]
    [InlineData(Screen.PhoneWithoutScript)]
    public async Task Sending_from_two_tabs_gives_one_report_and_the_same_words(Screen screen)
    {
        await using var scene = await Scene.OpenAsync(browser, screen);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, files: false);
        var tab = await pupil.AnotherTabAsync();
        await tab.OpenAsync("/anmeld/tjek");
        var first = await AnonymousReport.SendAsync(pupil);
        var second = await AnonymousReport.SendAsync(tab);
        second.Number.ShouldBe(first.Number);
        second.Words.ShouldBe(first.Words);
        (await scene.ReadAsync<long>("select count(*) from report")).ShouldBe(1);
    }

    [Fact]
    public async Task Pressing_send_twice_in_a_row_gives_one_report()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, files: false);
        await pupil.Button("Send").DblClickAsync();
        var (_, number) = await AnonymousReport.ReceiptAsync(pupil);
        number.ShouldBe("H-2027-0001");
        (await scene.ReadAsync<long>("select count(*) from report")).ShouldBe(1);
    }

    [Fact]
    public async Task When_the_answer_is_lost_on_the_way_pressing_again_shows_the_same_receipt()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.Phone);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await pupil.Page.RouteAsync("**/anmeld/tjek", async route =>
        {
            if (route.Request.Method == "POST" && !lost.Task.IsCompleted)
            {
                await route.FetchAsync(new RouteFetchOptions { MaxRedirects = 0 }); // the server has it; the phone never hears
                await route.AbortAsync("connectionreset");
                lost.SetResult();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await pupil.Button("Send").ClickAsync();
        await lost.Task.WaitAsync(Visitor.Patience, TestContext.Current.CancellationToken);
        (await scene.ReadAsync<long>("select count(*) from report")).ShouldBe(1);
        await pupil.Page.WaitForURLAsync(address => address.StartsWith("chrome-error:", StringComparison.Ordinal)); // the phone shows its own page for "no answer"

        await pupil.OpenAsync("/anmeld/tjek");
        var (words, number) = await AnonymousReport.ReceiptAsync(pupil);
        number.ShouldBe("H-2027-0001");
        (await scene.ReadAsync<long>("select count(*) from report")).ShouldBe(1);
        (await scene.ReadAsync<long>("select count(*) from blob")).ShouldBe(2);
        await AnonymousReport.OpenMailboxAsync(await scene.VisitorAsync(), words);
    }

    [Fact]
    public async Task A_message_sent_with_two_presses_stands_once()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.PhoneWithoutScript);
        var pupil = await scene.VisitorAsync();
        await AnonymousReport.AnswerAsync(pupil, files: false);
        var (words, _) = await AnonymousReport.SendAsync(pupil);
        await AnonymousReport.OpenMailboxAsync(pupil, words);
        await pupil.WriteAsync("Skriv til os", "Det skete igen i dag.");
        await pupil.Button("Send besked").DblClickAsync();
        await pupil.SeeAsync("Din besked er sendt.");
        (await scene.ReadAsync<long>("select count(*) from message")).ShouldBe(1);
    }

    [Fact]
    public async Task Pressing_twice_opens_one_case()
    {
        await using var scene = await Scene.OpenAsync(browser, Screen.PhoneWithoutScript); // where nothing in the browser stops the second press
        scene.At(1, 12, 9, 0);
        var teacher = await scene.StaffAsync("laerer1");
        await teacher.OpenAsync("/sager/ny");
        await teacher.ChooseAsync("Nej");
        await teacher.WriteAsync("Hvad handler det om?", "Billede af tavlen delt");
        await teacher.Field("Handler om").SelectOptionAsync("image-sharing");
        await teacher.WriteAsync("Hvorfor oprettes sagen?", "En elev beder om hjælp.");
        await teacher.Button("Opret sag").DblClickAsync();
        await teacher.SeeAsync("F-2027-0001 er oprettet.");
        (await scene.ReadAsync<long>("select count(*) from case_file")).ShouldBe(1);
    }
}
