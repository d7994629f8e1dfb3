using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.Rules;
using Vaern.TestKit;

namespace Vaern.App.Tests.Plans;

/// <summary>Hearings, self-review, actions, reminders: what surrounds a plan.</summary>
public sealed class AroundPlansTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private UnitId Fyrlund => town.Fyrlund.Id;

    private StaffMember JensOle => town["leder2"];

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task Pupils_comment_through_a_link_and_no_name_is_kept()
    {
        await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel);
        var link = (await Hearings.OpenLinkAsync(town.Town, JensOle, Fyrlund, "strategy", "pupils", new DateOnly(2027, 1, 15), Cancel)).Value;
        var id = Guid.CreateVersion7();

        (await HearingLink.CommentAsync(town.Town, link, id, "roller", "Skriv, at Karla Prøvesen fra 5.B også hjælper. Ring 20 30 40 50.", Cancel)).IsOk.ShouldBeTrue();
        (await HearingLink.CommentAsync(town.Town, link, id, "roller", "Samme brev to gange.", Cancel)).IsOk.ShouldBeTrue();

        var hearing = (await Hearings.ListAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel)).Value.ShouldHaveSingleItem();
        var comment = hearing.Comments.ShouldHaveSingleItem("the same comment twice is one");
        comment.Text.ShouldNotContain("Prøvesen");
        comment.Text.ShouldNotContain("20 30 40 50");
        comment.Text.ShouldContain("også hjælper");
        (await Hearings.SettleAsync(town.Town, JensOle, Fyrlund, "strategy", comment.Id, "changed", "Skrevet ind.", 1, Cancel)).IsOk.ShouldBeTrue();
        (await Hearings.SettleAsync(town.Town, JensOle, Fyrlund, "strategy", comment.Id, "noted", null, 1, Cancel)).Error.Code.ShouldBe("unit-plan.comment-stale");
    }

    [Fact]
    public async Task A_link_that_was_invented_closed_or_has_had_its_day_opens_nothing()
    {
        await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel);
        var link = (await Hearings.OpenLinkAsync(town.Town, JensOle, Fyrlund, "strategy", "parents", new DateOnly(2027, 1, 12), Cancel)).Value;
        (await HearingLink.ReadAsync(town.Town, link, Cancel)).Value.Party.ShouldBe("parents");

        (await HearingLink.ReadAsync(town.Town, "AAAAAAAAAAAAAAAAAAAAAAAA", Cancel)).Error.Code.ShouldBe("hearing.not-found");
        (await HearingLink.ReadAsync(town.Town, null, Cancel)).Error.Code.ShouldBe("hearing.not-found");
        town.Clock.Advance(TimeSpan.FromDays(2));
        (await HearingLink.ReadAsync(town.Town, link, Cancel)).Error.Code.ShouldBe("hearing.not-found");
        (await HearingLink.CommentAsync(town.Town, link, Guid.CreateVersion7(), null, "For sent.", Cancel)).Error.Code.ShouldBe("hearing.not-found");
        var another = (await Hearings.OpenLinkAsync(town.Town, JensOle, Fyrlund, "strategy", "staff", new DateOnly(2027, 1, 20), Cancel)).Value;
        var hearing = (await Hearings.ListAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel)).Value[0];
        (await Hearings.CloseAsync(town.Town, JensOle, Fyrlund, "strategy", hearing.Id, Cancel)).IsOk.ShouldBeTrue();
        (await HearingLink.ReadAsync(town.Town, another, Cancel)).Error.Code.ShouldBe("hearing.not-found");
        (await Hearings.ListAsync(town.Town, town["chef1"], Fyrlund, "strategy", Cancel)).Error.Code.ShouldBe("unit-plan.not-found");
    }

    [Fact]
    public async Task A_self_review_has_twenty_aspects_and_is_done_when_all_are_answered()
    {
        ReviewQuestions.Current.Aspects.Count().ShouldBe(20);
        ReviewQuestions.Current.Aspects.ShouldAllBe(aspect => aspect.Levels.Count == 5 && aspect.Steps.Count == 4);
        await SelfReviews.BeginAsync(town.Town, JensOle, Fyrlund, Cancel);
        foreach (var (aspect, index) in ReviewQuestions.Current.Aspects.Select((aspect, index) => (aspect, index)))
        {
            (await SelfReviews.FinishAsync(town.Town, JensOle, Fyrlund, Cancel)).Error.Message.ShouldBe($"{20 - index}");
            (await SelfReviews.AnswerAsync(town.Town, JensOle, Fyrlund, aspect.Key, index % 5 + 1, new ReviewWords("Sådan er det.", null), 0, Cancel)).IsOk.ShouldBeTrue();
        }

        (await SelfReviews.AnswerAsync(town.Town, JensOle, Fyrlund, "strategien", 2, new ReviewWords("Nu.", null), 0, Cancel)).Error.Code.ShouldBe("self-review.stale");
        (await SelfReviews.AnswerAsync(town.Town, JensOle, Fyrlund, "strategien", 6, new ReviewWords("Nu.", null), 1, Cancel)).Error.Code.ShouldBe("self-review.level");
        (await SelfReviews.FinishAsync(town.Town, JensOle, Fyrlund, Cancel)).IsOk.ShouldBeTrue();
        (await SelfReviews.BeginAsync(town.Town, JensOle, Fyrlund, Cancel)).Value.ShouldBe(2);
        (await SelfReviews.ReadAsync(town.Town, JensOle, Fyrlund, Cancel)).Value!.Before["definitionen"].ShouldBe(2);
    }

    [Fact]
    public async Task A_self_review_is_the_schools_alone()
    {
        await SelfReviews.BeginAsync(town.Town, JensOle, Fyrlund, Cancel);
        foreach (var login in new[] { "chef1", "leder1", "tryg1" })
        {
            (await SelfReviews.ReadAsync(town.Town, town[login], Fyrlund, Cancel)).Error.Code.ShouldBe("unit-plan.not-found", login);
            await using var work = await town.Town.Database.BeginAsync(new Acting.Staff(town[login].Account.Value), Cancel);
            (await work.SingleAsync<int>("select count(*)::int from self_review", cancel: Cancel)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task An_action_has_an_owner_and_a_day_and_is_settled_once()
    {
        var id = Guid.CreateVersion7();
        (await AddAsync(id, "", new DateOnly(2027, 4, 1))).Error.Code.ShouldBe("unit-action.words");
        (await AddAsync(id, "Nøglepersonen", new DateOnly(2027, 1, 10))).Error.Code.ShouldBe("unit-action.due");
        (await AddAsync(id, "Nøglepersonen", new DateOnly(2027, 4, 1))).IsOk.ShouldBeTrue();
        (await AddAsync(id, "Nøglepersonen", new DateOnly(2027, 4, 1))).IsOk.ShouldBeTrue();

        (await UnitActions.SettleAsync(town.Town, JensOle, Fyrlund, id, true, 1, Cancel)).IsOk.ShouldBeTrue();
        (await UnitActions.SettleAsync(town.Town, JensOle, Fyrlund, id, true, 1, Cancel)).Error.Code.ShouldBe("unit-action.stale");
        (await UnitActions.ListAsync(town.Town, JensOle, Fyrlund, Cancel)).Value.ShouldHaveSingleItem().DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Past_the_review_day_the_leader_hears_weekly_and_the_head_of_schools_monthly()
    {
        await Fill.PublishedAsync(town, JensOle, Fyrlund);
        await RemindAsync();
        (await MailsAsync("leder2"), await MailsAsync("chef1")).ShouldBe((0, 0));

        town.Clock.SetDanish(2027, 11, 11, 9); // two months before: the goal's alarm
        await RemindAsync();
        (await MailsAsync("leder2"), await MailsAsync("chef1")).ShouldBe((1, 0));

        for (var day = 12; day < 40; day++)
        {
            town.Clock.Set(DanishTime.StartOf(new DateOnly(2028, 1, 1).AddDays(day)).AddHours(9));
            await RemindAsync();
            await RemindAsync();
        }

        (await MailsAsync("leder2"), await MailsAsync("chef1"), await MailsAsync("leder1")).ShouldBe((5, 1, 0));
        (await PlanStandings.ListAsync(town.Town, town["chef1"], Cancel)).Value.Single(one => one.Unit.Id == Fyrlund && one.Template.Kind == "strategy").State.ShouldBe("overdue");
    }

    [Fact]
    public async Task A_strategy_from_before_without_a_digital_part_is_a_reminder_once_a_month()
    {
        await UnitPlans.RegisterEarlierAsync(town.Town, JensOle, Fyrlund, "strategy", new DateOnly(2024, 3, 1), false, Cancel);
        await UnitPlans.RegisterEarlierAsync(town.Town, town["leder1"], town.Tanghoj.Id, "strategy", new DateOnly(2026, 9, 1), true, Cancel);
        await RemindAsync();
        await RemindAsync();
        (await MailsAsync("leder2"), await MailsAsync("leder1"), await MailsAsync("chef1")).ShouldBe((1, 0, 0));

        town.Clock.SetDanish(2027, 2, 12, 9);
        await RemindAsync();
        (await MailsAsync("leder2"), await MailsAsync("leder1")).ShouldBe((2, 0));
    }

    [Fact]
    public async Task A_school_without_a_strategy_when_the_year_begins_is_a_task_of_the_head_until_it_has_one()
    {
        await UnitPlans.RegisterEarlierAsync(town.Town, town["leder1"], town.Tanghoj.Id, "strategy", new DateOnly(2024, 3, 1), false, Cancel);
        await RemindAsync();
        (await OwedAsync()).ShouldBeEmpty("the school year does not begin in January");
        town.Clock.SetDanish(2027, 8, 1, 6);
        await RemindAsync();
        await RemindAsync();

        var owed = (await OwedAsync()).ShouldHaveSingleItem();
        (owed.About, owed.Words.What).ShouldBe((Fyrlund, "Mangler på Fyrlund Skole – kommunalbestyrelsen fastsætter en."));
        await Fill.PublishedAsync(town, JensOle, Fyrlund);
        (await OwedAsync()).ShouldHaveSingleItem().DoneAt.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "Ny tekst.")]
    [InlineData("Samme tekst.", "Samme tekst.")]
    [InlineData("Vi ringer hjem.\nSamme dag.", "Vi ringer hjem næste dag.\nSamme dag.")]
    public void A_comparison_put_together_gives_both_texts_again(string before, string after)
    {
        var parts = TextDiff.Of(before, after);

        string.Concat(parts.Where(part => part.Kind != DiffPart.Added).Select(part => part.Text)).ShouldBe(before);
        string.Concat(parts.Where(part => part.Kind != DiffPart.Removed).Select(part => part.Text)).ShouldBe(after);
        (before == after).ShouldBe(parts.All(part => part.Kind == DiffPart.Kept));
    }

    [Fact]
    public void The_longest_answers_are_compared_without_a_table_as_large_as_their_product()
    {
        var before = string.Join(' ', Enumerable.Repeat("ord", 3_000));
        TextDiff.Of(before, before + "\nnyt").Select(part => part.Kind).ShouldBe([DiffPart.Removed, DiffPart.Added]);
        var lines = string.Join('\n', Enumerable.Range(0, 4_000));
        TextDiff.Of(lines, lines + "\nx").Count.ShouldBe(2);
    }

    [Fact]
    public void Every_chapter_names_rules_that_exist_and_every_template_says_what_is_law()
    {
        foreach (var template in PlanTemplate.All)
        {
            var ids = template.Chapters.SelectMany(chapter => chapter.Rules).Append(template.Rule).Append(template.Review);
            ids.Where(id => !RuleBook.Default.Find(id).IsOk).ShouldBeEmpty(template.Kind);
            template.Questions.Select(one => $"{one.Chapter.Key}/{one.Question.Key}").ShouldBeUnique();
            template.Questions.ShouldContain(one => one.Question.Must == "law");
        }

        PlanTemplate.Find("guidelines")!.Questions.Count().ShouldBe(18);
        PlanTemplate.Find("strategy")!.Chapters.Count.ShouldBe(8);
        PlanTemplate.Find("strategy")!.Questions.Single(one => one.Question.Key == "digital").Question.Must.ShouldBe("law");
    }

    private Task<Result> AddAsync(Guid id, string owner, DateOnly due) => UnitActions.AddAsync(town.Town, JensOle, Fyrlund, id, "review", "strategien", new ActionWords("Skriv definitionen.", owner), due, Cancel);

    private Task RemindAsync() => PlanReminders.RunAsync(town.Town, Cancel);

    private async Task<IReadOnlyList<UnitAction>> OwedAsync() => (await UnitActions.ListAsync(town.Town, town["chef1"], town.Town.Units.Root.Id, Cancel)).Value;

    private async Task<int> MailsAsync(string login)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<int>("select count(*)::int from outbox where template = 'plans' and account_id = @me", new { me = town[login].Account.Value }, Cancel);
    }
}
