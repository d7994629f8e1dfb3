using System.Text.Json;
using Shouldly;
using Vaern.App.Preparedness;
using Vaern.Data;
using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>400 tips in an hour, a restart in the middle, an exercise beside the real thing, and the planted surname.</summary>
public sealed class BadWeatherTests : IAsyncLifetime
{
    private readonly PreparednessTown town = new();

    private Municipality Fjordby => town.Municipality;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        (await Alerts.SetChainAsync(Fjordby, town.Officer, [town.Officer.Account, town.Director.Account], Cancel)).IsOk.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task Four_hundred_tips_in_an_hour_are_one_group_one_alert_and_a_page_of_bounded_length()
    {
        for (var n = 0; n < 400; n++)
        {
            town.Town.Clock.Advance(TimeSpan.FromSeconds(9));
            await town.TipAsync(n % 10 == 9 ? $"{Odd(n, "ro")} {Odd(n, "su")} {Odd(n, "ti")} {Odd(n, "va")}" : "Der kommer et angreb på Tanghøj Skole på mandag");
        }

        var groups = await ReadIssues.WaitingAsync(Fjordby, town.Officer, 0, Cancel);
        groups.Count.ShouldBe(ReadIssues.PageSize + 1);
        groups.ShouldAllBe(group => group.Tips.Count <= 10);
        var wave = groups.Single(group => group.Count > 1);
        wave.Count.ShouldBe(360);
        (await Alerts.LatelyAsync(Fjordby, town.Officer, Cancel)).ShouldHaveSingleItem().Reason.ShouldBe("many-alike");

        var issue = (await OpenIssue.HandleAsync(Fjordby, town.Officer, Guid.CreateVersion7(), wave.Group, "Angreb på skole mandag", Cancel)).Value;
        var read = (await ReadIssues.OneAsync(Fjordby, town.Officer, issue.Number, Cancel))!;
        (read.TipCount, read.Tips.Count).ShouldBe((360, 50));
        (await ReadIssues.WaitingAsync(Fjordby, town.Officer, 1, Cancel)).Count.ShouldBe(15);
    }

    [Fact]
    public async Task The_room_opens_where_it_was_after_a_restart()
    {
        var issue = await town.AssessedAsync();
        await IssueLog.EnterAsync(Fjordby, town.Officer, issue.Id, "officer", Cancel);
        await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, new LineBody("Skolen er åben.", "", "Ring til kontoret."), 0, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Officer, issue.Id, 1, Cancel);
        var before = JsonSerializer.Serialize(await town.ReadAgainAsync(issue));

        // Everything that lives in memory goes; connections and caches begin anew.
        Npgsql.NpgsqlConnection.ClearAllPools();
        JsonSerializer.Serialize(await town.ReadAgainAsync(issue)).ShouldBe(before);
        (await IssueLines.ApproveAsync(Fjordby, town.Director, issue.Id, 1, Cancel)).Value.ShouldBe(2);
        (await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel)).Value.Answered.ShouldBe(3);
    }

    [Fact]
    public async Task A_tip_that_was_saved_but_not_sorted_is_sorted_by_the_job()
    {
        var tip = await town.TipAsync("Der kommer et angreb på Tanghøj Skole på mandag");
        await using (var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel))
        {
            (await work.SingleAsync<int>("select count(*)::int from job where kind = 'preparedness.sort'", cancel: Cancel)).ShouldBe(1);
        }

        await SortTip.RunAsync(Fjordby, tip.Tip.Value, Cancel);
        (await ReadIssues.TipAsync(Fjordby, town.Officer, tip.Number, Cancel))!.State.ShouldBe("new");
    }

    [Fact]
    public async Task An_exercise_goes_to_its_end_in_the_same_screens_and_no_message_leaves()
    {
        var id = Guid.CreateVersion7();
        (await DrillMode.BeginAsync(Fjordby, town.Teacher, id, "truet-skole", Cancel)).Error.Code.ShouldBe("preparedness.not-allowed");
        (await DrillMode.BeginAsync(Fjordby, town.Officer, id, "findes-ikke", Cancel)).Error.Code.ShouldBe("drill.scenario");
        (await DrillMode.BeginAsync(Fjordby, town.Officer, id, "truet-skole", Cancel)).IsOk.ShouldBeTrue();
        (await DrillMode.BeginAsync(Fjordby, town.Officer, id, "truet-skole", Cancel)).IsOk.ShouldBeTrue();
        (await DrillMode.BeginAsync(Fjordby, town.Officer, Guid.CreateVersion7(), "truet-skole", Cancel)).Error.Code.ShouldBe("drill.running");
        (await Alerts.LatelyAsync(Fjordby, town.Officer, Cancel)).ShouldHaveSingleItem().Reason.ShouldBe("drill");

        var wave = (await ReadIssues.WaitingAsync(Fjordby, town.Officer, 0, Cancel)).First(group => group.Count > 1);
        var opened = (await OpenIssue.HandleAsync(Fjordby, town.Officer, Guid.CreateVersion7(), wave.Group, "Øvelse", Cancel)).Value;
        await AssessIssue.HandleAsync(Fjordby, town.Officer, opened.Id, new Assessment(3, 4, true, 3, "Øvelse.", null), 1, Cancel);
        await IssueLines.WriteAsync(Fjordby, town.Communication, opened.Id, new LineBody("Skolen er åben.", "", "Ring til kontoret."), 0, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Officer, opened.Id, 1, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Director, opened.Id, 1, Cancel);
        await Answers.SendAsync(Fjordby, town.Communication, opened.Id, Cancel);
        await TalkCards.WriteAsync(Fjordby, town.Communication, opened.Id, new TalkCardBody("Ro.", "", "Intet.", "Kontoret."), Rules.DanishTime.DayOf(town.Town.Clock.GetUtcNow()).AddDays(3), 0, Cancel);
        (await TalkCards.PublishAsync(Fjordby, town.Officer, opened.Id, 1, Cancel)).IsOk.ShouldBeTrue();
        (await IssueRemoval.AddAsync(Fjordby, town.Officer, opened.Id, Guid.CreateVersion7(), "facebook", new Vaern.App.Removal.ContentBody("https://opslag.example/1", "Opslag", null), Cancel)).Error.Code.ShouldBe("removal.drill");
        (await CloseIssue.HandleAsync(Fjordby, town.Officer, opened.Id, "Øvet.", false, 2, Cancel)).IsOk.ShouldBeTrue();
        (await IssueReviews.WriteAsync(Fjordby, town.Officer, opened.Id, new ReviewBody("Alt.", "Intet."), new CardChange(null, "officer", 10, "Nyt", "Sådan."), Cancel)).Error.Code.ShouldBe("review.drill");
        (await DrillMode.EndAsync(Fjordby, town.Director, Cancel)).IsOk.ShouldBeTrue();
        (await DrillMode.EndAsync(Fjordby, town.Director, Cancel)).Error.Code.ShouldBe("drill.none");

        (await ReadIssues.WaitingAsync(Fjordby, town.Officer, 0, Cancel)).ShouldBeEmpty();
        (await TalkCards.NowAsync(Fjordby, town.Teacher, Cancel)).ShouldBeEmpty();
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        (await work.SingleAsync<int>("select count(*)::int from outbox", cancel: Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task The_planted_surname_is_nowhere_whoever_writes_it_wherever()
    {
        const string planted = "Storm Prøvesen har gjort det";
        var issue = await town.AssessedAsync();
        var today = Rules.DanishTime.DayOf(town.Town.Clock.GetUtcNow());
        await town.TipAsync($"{planted} med angreb på Tanghøj Skole på mandag");
        await IssueLog.WriteAsync(Fjordby, town.Officer, issue.Id, Guid.CreateVersion7(), new NewIssueEntry("statement", planted, town.Town.Clock.GetUtcNow()), Cancel);
        await PoliceTalks.WriteAsync(Fjordby, town.Officer, issue.Id, Guid.CreateVersion7(), new PoliceTalk("Vagtchefen", town.Town.Clock.GetUtcNow(), planted, null, null), Cancel);
        await AssessIssue.HandleAsync(Fjordby, town.Officer, issue.Id, new Assessment(3, 4, true, 3, planted, null), issue.Version, Cancel);
        await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, new LineBody(planted, planted, planted), 0, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Officer, issue.Id, 1, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Director, issue.Id, 1, Cancel);
        await TalkCards.WriteAsync(Fjordby, town.Communication, issue.Id, new TalkCardBody(planted, planted, planted, planted), today.AddDays(3), 0, Cancel);
        await Narratives.WriteAsync(Fjordby, town.Officer, issue.Id, Guid.CreateVersion7(), new NarrativeBody(planted, planted, planted), 0, Cancel);
        await RoomTasks.SettleAsync(Fjordby, town.Officer, issue.Id, "vurder", true, planted, Cancel);
        await RoomBook.SaveDayAsync(Fjordby, town.Officer, Guid.CreateVersion7(), "other", today, today, new RiskBody(planted, planted), 0, Cancel);
        await RoomBook.SaveContactAsync(Fjordby, town.Officer, Guid.CreateVersion7(), "police", new ContactBody(planted, "00 11 44 00", "", planted), 0, Cancel);
        await PageRules.WriteAsync(Fjordby, town.Communication, [new PageRule("Regel", "Tal pænt.")], today, Cancel);
        await PageRules.PublishAsync(Fjordby, town.Director, 1, Cancel);
        var hidden = (await Moderate.HideAsync(Fjordby, town.Communication, Guid.CreateVersion7(), new HiddenComment("facebook", 1, planted, planted), Cancel)).Value;
        var receipt = (await ReadModeration.OneAsync(Fjordby, town.Officer, hidden, Cancel))!.Receipt;
        await Appeals.AskAsync(Fjordby, receipt, planted, Cancel);
        await Appeals.DecideAsync(Fjordby, town.Director, hidden, false, planted, 2, Cancel);

        var everything = JsonSerializer.Serialize(new object[]
        {
            await town.ReadAgainAsync(issue), await RoomTasks.ReadAsync(Fjordby, town.Officer, issue, Cancel), await TalkCards.OfIssueAsync(Fjordby, town.Officer, issue.Id, Cancel),
            await Narratives.ListAsync(Fjordby, town.Officer, Cancel), await RoomBook.DaysAsync(Fjordby, town.Officer, today.AddDays(5), Cancel), await RoomBook.ContactsAsync(Fjordby, town.Officer, Cancel),
            await ReadModeration.ListAsync(Fjordby, town.Officer, null, false, 0, Cancel), await ReadIssues.WaitingAsync(Fjordby, town.Officer, 0, Cancel), (await Appeals.ReadAsync(Fjordby, receipt, Cancel)).Value,
        }, Readable);
        everything.ShouldContain("[person]");
        everything.ShouldNotContain("røvesen", Case.Insensitive);
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A word that no other tip has.
    private static string Odd(int n, string start) => start + string.Concat($"{n:000}".Select(digit => "bdfghjklmn"[digit - '0'] + "a"));
}
