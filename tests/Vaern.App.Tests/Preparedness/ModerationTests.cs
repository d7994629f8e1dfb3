using Npgsql;
using Shouldly;
using Vaern.App.Preparedness;
using Vaern.Data;
using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>The municipality's own pages: published rules, a reason the writer sees, an appeal to another person, and nobody listed.</summary>
public sealed class ModerationTests : IAsyncLifetime
{
    private readonly PreparednessTown town = new();

    private Municipality Fjordby => town.Municipality;

    private DateOnly Today => Rules.DanishTime.DayOf(town.Town.Clock.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task Nothing_is_hidden_before_rules_are_written_by_one_and_published_by_another()
    {
        (await HideAsync()).Error.Code.ShouldBe("rules.none");
        (await PageRules.WriteAsync(Fjordby, town.Communication, [new PageRule("", " ")], Today, Cancel)).Error.Code.ShouldBe("rules.empty");
        (await PageRules.WriteAsync(Fjordby, town.Communication, [new PageRule("Tal ordentligt", "Som til en nabo.")], Today.AddDays(-1), Cancel)).Error.Code.ShouldBe("rules.day");
        (await PageRules.WriteAsync(Fjordby, town.Communication, [new PageRule("Tal ordentligt", "Som til en nabo.")], Today, Cancel)).Value.ShouldBe(1);
        (await PageRules.WriteAsync(Fjordby, town.Communication, [new PageRule("Tal pænt", "Som til en nabo.")], Today, Cancel)).Value.ShouldBe(1);
        (await PageRules.PublishAsync(Fjordby, town.Communication, 1, Cancel)).Error.Code.ShouldBe("rules.own");
        (await HideAsync()).Error.Code.ShouldBe("rules.none");
        (await PageRules.PublicAsync(Fjordby, Cancel)).ShouldBeEmpty();

        (await PageRules.PublishAsync(Fjordby, town.Director, 1, Cancel)).Value.ShouldBe(1);
        (await PageRules.PublishAsync(Fjordby, town.Director, 1, Cancel)).Error.Code.ShouldBe("rules.none");
        (await PageRules.PublicAsync(Fjordby, Cancel)).ShouldHaveSingleItem().Rules[0].Title.ShouldBe("Tal pænt");
        (await HideAsync(rule: 2)).Error.Code.ShouldBe("moderation.rule");
        (await HideAsync()).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_decision_keeps_the_version_it_was_made_under()
    {
        await PublishAsync("Tal ordentligt");
        var number = (await HideAsync()).Value;
        await PublishAsync("Noget helt andet");

        var one = (await ReadModeration.OneAsync(Fjordby, town.Officer, number, Cancel))!;
        (one.RulesVersion, one.Rule).ShouldBe((1, 1));
        (await Appeals.ReadAsync(Fjordby, one.Receipt, Cancel)).Value.Rule.Title.ShouldBe("Tal ordentligt");
    }

    [Fact]
    public async Task The_writer_reads_rule_and_reason_and_appeals_once_to_another_person()
    {
        await PublishAsync("Tal ordentligt");
        var number = (await HideAsync()).Value;
        var receipt = (await ReadModeration.OneAsync(Fjordby, town.Communication, number, Cancel))!.Receipt!;
        var seen = (await Appeals.ReadAsync(Fjordby, receipt, Cancel)).Value;
        (seen.Reason, seen.RuleNumber, seen.State).ShouldBe(("Du taler ned til en gruppe.", 1, "hidden"));
        (await Appeals.AskAsync(Fjordby, receipt, " ", Cancel)).Error.Code.ShouldBe("appeal.empty");
        (await Appeals.DecideAsync(Fjordby, town.Director, number, true, "Ja.", 1, Cancel)).Error.Code.ShouldBe("appeal.none");

        (await Appeals.AskAsync(Fjordby, receipt, "Jeg citerede en anden.", Cancel)).Value.State.ShouldBe("appealed");
        (await Appeals.AskAsync(Fjordby, receipt, "Igen.", Cancel)).Value.State.ShouldBe("appealed");
        (await Appeals.DecideAsync(Fjordby, town.Communication, number, true, "Ja.", 2, Cancel)).Error.Code.ShouldBe("appeal.own");
        (await Appeals.DecideAsync(Fjordby, town.Teacher, number, true, "Ja.", 2, Cancel)).Error.Code.ShouldBe("moderation.not-found");
        (await Appeals.DecideAsync(Fjordby, town.Director, number, true, "", 2, Cancel)).Error.Code.ShouldBe("appeal.answer");
        (await Appeals.DecideAsync(Fjordby, town.Director, number, true, "Det var et citat.", 1, Cancel)).Error.Code.ShouldBe("moderation.stale");
        (await Appeals.DecideAsync(Fjordby, town.Director, number, true, "Det var et citat.", 2, Cancel)).IsOk.ShouldBeTrue();

        var after = (await Appeals.ReadAsync(Fjordby, receipt, Cancel)).Value;
        (after.State, after.Answer).ShouldBe(("restored", "Det var et citat."));
        (await ReadModeration.FiguresAsync(Fjordby, town.Officer, null, Cancel)).ShouldBe(new ModerationFigures(0, 1, 0, 1, 1));
    }

    [Fact]
    public async Task Whoever_hid_it_cannot_decide_the_appeal_also_in_the_database()
    {
        await PublishAsync("Tal ordentligt");
        var number = (await HideAsync()).Value;
        await Appeals.AskAsync(Fjordby, (await ReadModeration.OneAsync(Fjordby, town.Communication, number, Cancel))!.Receipt, "Nej.", Cancel);

        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        (await Should.ThrowAsync<PostgresException>(() => work.ExecuteAsync(
            "update moderation_appeal set outcome = 'kept', answer = '\\x00', decided_at = now(), decided_by = @me", new { me = town.Communication.Account.Value }, Cancel))).ConstraintName.ShouldBe("appeal_another");
    }

    [Fact]
    public async Task Six_words_of_one_open_no_comment_of_another_and_no_staff_outside_the_team_sees_any()
    {
        await PublishAsync("Tal ordentligt");
        var first = (await ReadModeration.OneAsync(Fjordby, town.Officer, (await HideAsync()).Value, Cancel))!;
        var second = (await ReadModeration.OneAsync(Fjordby, town.Officer, (await HideAsync("En anden kommentar")).Value, Cancel))!;

        (await Appeals.ReadAsync(Fjordby, first.Receipt, Cancel)).Value.Words.ShouldNotBe((await Appeals.ReadAsync(Fjordby, second.Receipt, Cancel)).Value.Words);
        (await Appeals.ReadAsync(Fjordby, "kun tre ord", Cancel)).IsOk.ShouldBeFalse();
        (await ReadModeration.ListAsync(Fjordby, town.Teacher, null, false, 0, Cancel)).ShouldBeEmpty();
        (await ReadModeration.OneAsync(Fjordby, town.Teacher, first.Number, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Pressing_twice_hides_once_and_a_reply_is_counted_beside_what_was_read()
    {
        await PublishAsync("Tal ordentligt");
        var id = Guid.CreateVersion7();
        (await HideAsync(id: id)).Value.ShouldBe((await HideAsync(id: id)).Value);
        (await Moderate.ReplyAsync(Fjordby, town.Communication, Guid.CreateVersion7(), new SentReply("facebook", "Jeg kan godt forstå, at du bliver bange.", "afraid"), Cancel)).IsOk.ShouldBeTrue();
        (await Moderate.ReplyAsync(Fjordby, town.Communication, Guid.CreateVersion7(), new SentReply("facebook", "Hej.", "findes-ikke"), Cancel)).Error.Code.ShouldBe("moderation.suggestion");
        (await Moderate.CountAsync(Fjordby, town.Communication, Guid.CreateVersion7(), "facebook", 0, null, Cancel)).Error.Code.ShouldBe("moderation.count");
        (await Moderate.CountAsync(Fjordby, town.Communication, Guid.CreateVersion7(), "facebook", 212, null, Cancel)).IsOk.ShouldBeTrue();

        (await ReadModeration.FiguresAsync(Fjordby, town.Officer, null, Cancel)).ShouldBe(new ModerationFigures(212, 1, 1, 0, 0));
    }

    private async Task PublishAsync(string title)
    {
        var version = (await PageRules.WriteAsync(Fjordby, town.Communication, [new PageRule(title, "Som til en nabo.")], Today, Cancel)).Value;
        (await PageRules.PublishAsync(Fjordby, town.Director, version, Cancel)).IsOk.ShouldBeTrue();
    }

    private Task<Result<string>> HideAsync(string words = "De er alle sammen ens", int rule = 1, Guid? id = null) =>
        Moderate.HideAsync(Fjordby, town.Communication, id ?? Guid.CreateVersion7(), new HiddenComment("facebook", rule, words, "Du taler ned til en gruppe."), Cancel);
}
