using Npgsql;
using Shouldly;
using Vaern.App.Preparedness;
using Vaern.Data;

using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>From a proposed issue to one answer for everyone, with two who approve and a log that stands.</summary>
public sealed class IssueTests : IAsyncLifetime
{
    private static readonly LineBody Line = new("Politiet oplyser, at der ikke er en trussel mod nogen skole.", "Vi ved endnu ikke, hvor opslaget begyndte.", "Ring til skolens kontor fra klokken 8.");
    private readonly PreparednessTown town = new();

    private Municipality Fjordby => town.Municipality;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Theory]
    [InlineData(3, 4, true, 3)]
    [InlineData(2, 3, true, 2)]
    [InlineData(1, 1, true, 0)]
    [InlineData(5, 3, false, 1)]
    [InlineData(0, 5, false, 1)]
    [InlineData(0, 0, false, 0)]
    public void The_written_criteria_propose_a_level(int reach, int harm, bool own, int level) => AssessIssue.Propose(reach, harm, own).ShouldBe(level);

    [Fact]
    public void A_municipality_never_proposes_more_than_watching_what_is_not_its_own_task()
    {
        for (var reach = 0; reach <= 5; reach++)
        {
            for (var harm = 0; harm <= 5; harm++)
            {
                AssessIssue.Propose(reach, harm, false).ShouldBeLessThanOrEqualTo(1);
            }
        }
    }

    [Fact]
    public async Task Opening_twice_is_one_issue_and_its_number_has_three_digits()
    {
        await town.TipAsync("Rygtet siger, at vandet i hanen er giftigt.");
        var group = (await ReadIssues.WaitingAsync(Fjordby, town.Officer, 0, Cancel))[0].Group;
        var id = Guid.CreateVersion7();

        var first = await OpenIssue.HandleAsync(Fjordby, town.Officer, id, group, "Vandet", Cancel);
        var again = await OpenIssue.HandleAsync(Fjordby, town.Officer, id, group, "Vandet", Cancel);

        again.Value.ShouldBe(first.Value);
        first.Value.Number.ShouldMatch("^I-[0-9]{4}-[0-9]{3}$");
    }

    [Fact]
    public async Task The_author_does_not_approve_and_the_attempt_stands_in_the_stream()
    {
        var issue = await town.AssessedAsync();
        await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, Line, 0, Cancel);

        (await IssueLines.ApproveAsync(Fjordby, town.Communication, issue.Id, 1, Cancel)).Error.Code.ShouldBe("line.own");
        (await StreamAsync(issue.Id)).ShouldContain(line => line.Contains("line.approval-refused"));
    }

    [Fact]
    public async Task One_approval_sends_nothing_two_send_the_same_to_everyone()
    {
        var issue = await town.AssessedAsync();
        var words = (await town.TipAsync("der er angreb på Tanghøj Skole mandag, passer det?")).Words;
        await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, Line, 0, Cancel);
        (await IssueLines.ApproveAsync(Fjordby, town.Officer, issue.Id, 1, Cancel)).Value.ShouldBe(1);
        (await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel)).Error.Code.ShouldBe("line.not-approved");
        (await IssueLines.ApproveAsync(Fjordby, town.Officer, issue.Id, 1, Cancel)).Value.ShouldBe(1);

        (await IssueLines.ApproveAsync(Fjordby, town.Director, issue.Id, 1, Cancel)).Value.ShouldBe(2);
        var sent = (await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel)).Value;
        (await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel)).Value.Answered.ShouldBe(4);

        (sent.Asked, sent.Answered).ShouldBe((4, 4));
        (await AskedTips.ByWordsAsync(Fjordby, words, Cancel)).Value.Answers.ShouldHaveSingleItem().Line.ShouldBe(Line);
        (await AskedTips.MineAsync(Fjordby, town.Teacher, Cancel))[0].Answers.ShouldHaveSingleItem().Line.ShouldBe(Line);
    }

    [Fact]
    public async Task A_later_asker_gets_the_answer_at_once()
    {
        var issue = await SentAsync();
        var later = await town.TipAsync("passer det med angrebet på tanghøj skole på mandag");

        (await AskedTips.ByWordsAsync(Fjordby, later.Words, Cancel)).Value.Answers.ShouldHaveSingleItem().Line.ShouldBe(Line);
        (await town.ReadAgainAsync(issue)).Sent!.Answered.ShouldBe(4);
    }

    [Fact]
    public async Task A_correction_reaches_exactly_those_who_got_the_wrong_one_and_later_askers_only_the_right_one()
    {
        var issue = await SentAsync();
        var right = Line with { Known = "Politiet har sigtet én person. Skolen er åben mandag." };
        (await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, right, 1, Cancel)).Value.ShouldBe(2);
        await IssueLines.ApproveAsync(Fjordby, town.Officer, issue.Id, 2, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Director, issue.Id, 2, Cancel);
        await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel);
        var later = await town.TipAsync("passer det med angrebet på tanghøj skole på mandag");

        var teacher = (await AskedTips.MineAsync(Fjordby, town.Teacher, Cancel))[0].Answers;
        teacher.Select(answer => (answer.Version, answer.Correction)).ShouldBe([(2, true), (1, false)], ignoreOrder: true);
        (await AskedTips.ByWordsAsync(Fjordby, later.Words, Cancel)).Value.Answers.ShouldHaveSingleItem().Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_approved_line_cannot_be_changed_and_no_line_is_approved_without_two_also_in_the_database()
    {
        var issue = await SentAsync();
        await using (var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel))
        {
            (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync("update issue_line set body = '\\x00' where issue_id = @id", new { id = issue.Id.Value }, Cancel))).ConstraintName.ShouldBe("line_stands");
        }

        await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, Line, 1, Cancel);
        await using (var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel))
        {
            (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync("update issue_line set approved_at = now() where version = 2", cancel: Cancel))).ConstraintName.ShouldBe("line_approvals");
        }

        await using (var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel))
        {
            var own = new { id = issue.Id.Value, me = town.Communication.Account.Value };
            (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync("insert into line_approval values (@id, 2, @me, now())", own, Cancel))).ConstraintName.ShouldBe("line_author");
        }
    }

    [Fact]
    public async Task The_log_cannot_be_changed_by_anyone()
    {
        var issue = await town.AssessedAsync();
        await IssueLog.EnterAsync(Fjordby, town.Officer, issue.Id, "officer", Cancel);
        (await IssueLog.WriteAsync(Fjordby, town.Officer, issue.Id, Guid.CreateVersion7(), new NewIssueEntry("fact", "De to er kendt af politiet.", town.Town.Clock.GetUtcNow()), Cancel)).Error.Code.ShouldBe("entry.source");
        (await IssueLog.WriteAsync(Fjordby, town.Officer, issue.Id, Guid.CreateVersion7(), new NewIssueEntry("fact", "De to er kendt af politiet.", town.Town.Clock.GetUtcNow(), "Vagtchefen"), Cancel)).IsOk.ShouldBeTrue();

        foreach (var acting in new Acting[] { Acting.System, new Acting.Staff(town.Officer.Account.Value) })
        {
            await using var work = await Fjordby.Database.BeginAsync(acting, Cancel);
            (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync("update issue_entry set kind = 'statement'", cancel: Cancel))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }

        (await town.ReadAgainAsync(issue)).Log.Select(entry => entry.Act ?? entry.Kind).ShouldBe(["fact", "room-opened", "decision", "issue-opened"]);
    }

    [Fact]
    public async Task Doing_nothing_needs_a_reason_and_a_time_and_the_asker_sees_it()
    {
        var tip = await town.TipAsync("De siger, at fontænen på torvet er forbandet.");
        var group = (await ReadIssues.WaitingAsync(Fjordby, town.Officer, 0, Cancel))[0].Group;
        var issue = (await OpenIssue.HandleAsync(Fjordby, town.Officer, Guid.CreateVersion7(), group, "Fontænen", Cancel)).Value.Id;
        var tomorrow = town.Town.Clock.GetUtcNow().AddDays(1);

        (await AssessIssue.HandleAsync(Fjordby, town.Officer, issue, new Assessment(0, 0, false, 0, "", tomorrow), 1, Cancel)).Error.Code.ShouldBe("reason.missing");
        (await AssessIssue.HandleAsync(Fjordby, town.Officer, issue, new Assessment(0, 0, false, 0, "Ikke vores opgave.", null), 1, Cancel)).Error.Code.ShouldBe("assessment.review");
        (await AssessIssue.HandleAsync(Fjordby, town.Officer, issue, new Assessment(0, 0, false, 0, "Ikke vores opgave.", tomorrow), 1, Cancel)).Value.ShouldBe(0);
        (await AssessIssue.HandleAsync(Fjordby, town.Officer, issue, new Assessment(1, 0, false, 1, "Alligevel.", null), 1, Cancel)).Error.Code.ShouldBe("issue.stale");

        var asked = (await AskedTips.ByWordsAsync(Fjordby, tip.Words, Cancel)).Value;
        (asked.Level, asked.ReviewAt).ShouldBe((0, tomorrow));
        (await CloseIssue.HandleAsync(Fjordby, town.Officer, issue, "Ingen spurgte igen.", false, 2, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task An_issue_that_people_asked_about_is_not_closed_in_silence()
    {
        var issue = await town.AssessedAsync(level: 2);

        (await CloseIssue.HandleAsync(Fjordby, town.Officer, issue.Id, "Det drev over.", false, issue.Version, Cancel)).Error.Code.ShouldBe("issue.unanswered");
        (await CloseIssue.HandleAsync(Fjordby, town.Officer, issue.Id, "Det drev over.", true, issue.Version, Cancel)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_person_overrules_the_grouping()
    {
        var issue = await town.AssessedAsync();
        var apart = await town.TipAsync("Folk er bange for at sende børn afsted efter weekenden");
        var parking = await town.TipAsync("Parkeringen ved Havneplads er et rod");

        (await PlaceTip.InIssueAsync(Fjordby, town.Officer, apart.Tip, issue.Id, 1, Cancel)).IsOk.ShouldBeTrue();
        (await PlaceTip.CloseAsync(Fjordby, town.Officer, parking.Tip, "", 1, Cancel)).Error.Code.ShouldBe("reason.missing");
        (await PlaceTip.CloseAsync(Fjordby, town.Officer, parking.Tip, "Parkering – ikke vores opgave", 1, Cancel)).IsOk.ShouldBeTrue();
        (await PlaceTip.CloseAsync(Fjordby, town.Officer, parking.Tip, "igen", 1, Cancel)).Error.Code.ShouldBe("tip.stale");

        (await town.ReadAgainAsync(issue)).TipCount.ShouldBe(4);
        (await ReadIssues.TipAsync(Fjordby, town.Officer, parking.Number, Cancel))!.State.ShouldBe("closed");
    }

    [Fact]
    public async Task Two_who_write_at_once_do_not_overwrite_each_other()
    {
        var issue = await town.AssessedAsync();

        (await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, Line, 0, Cancel)).Value.ShouldBe(1);
        (await IssueLines.WriteAsync(Fjordby, town.Director, issue.Id, Line, 0, Cancel)).Error.Code.ShouldBe("line.stale");
    }

    private async Task<Issue> SentAsync()
    {
        var issue = await town.AssessedAsync();
        await IssueLines.WriteAsync(Fjordby, town.Communication, issue.Id, Line, 0, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Officer, issue.Id, 1, Cancel);
        await IssueLines.ApproveAsync(Fjordby, town.Director, issue.Id, 1, Cancel);
        await Answers.SendAsync(Fjordby, town.Communication, issue.Id, Cancel);
        return await town.ReadAgainAsync(issue);
    }

    private async Task<IReadOnlyList<string>> StreamAsync(IssueId issue)
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        return [.. (await work.QueryAsync<byte[]>("select line from stream_event where stream_id = @id order by seq", new { id = issue.Value }, Cancel)).Select(System.Text.Encoding.UTF8.GetString)];
    }
}
