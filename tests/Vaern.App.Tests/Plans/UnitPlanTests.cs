using Vaern.App.Accounts;
using Vaern.App.Plans.Strategies;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Plans;

/// <summary>A plan from the first draft to the day it is replaced; a town of its own for each test.</summary>
public sealed class UnitPlanTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private UnitId Fyrlund => town.Fyrlund.Id;

    private StaffMember JensOle => town["leder2"];

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task A_strategy_without_a_digital_definition_does_not_go_to_the_board_and_stays_a_draft()
    {
        await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel);
        await Fill.ChaptersAsync(town, JensOle, Fyrlund, "strategy", but: "digital");

        var refused = await DecidePlan.SubmitAsync(town.Town, JensOle, Fyrlund, "strategy", await Fill.VersionAsync(town, JensOle, Fyrlund, "strategy"), Cancel);

        (refused.Error.Code, refused.Error.Message).ShouldBe(("unit-plan.incomplete", "definition/digital"));
        var plan = await ReadAsync();
        (plan.Open!.State, plan.OpenText!.Chapter("definition")["mobning"]).ShouldBe(("draft", "Sådan gør vi: mobning."));
    }

    [Fact]
    public async Task The_second_of_two_editors_is_told_and_nothing_is_overwritten()
    {
        await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel);
        (await SaveAsync("roller", "roller", "Ulla skrev dette.", 0)).Value.ShouldBe(1);

        (await SaveAsync("roller", "roller", "Jens-Ole skrev dette.", 0)).Error.Code.ShouldBe("unit-plan.chapter-stale");
        (await SaveAsync("digitalt", "bevis", "Et andet kapitel går frit.", 0)).IsOk.ShouldBeTrue();

        (await ReadAsync()).OpenText!.Chapter("roller")["roller"].ShouldBe("Ulla skrev dette.");
        (await SaveAsync("roller", "roller", "Nu ved jeg det.", 1)).Value.ShouldBe(2);
    }

    [Fact]
    public async Task The_board_approves_with_a_change_and_only_the_chapter_it_named_can_be_written()
    {
        await DraftAsync();
        await Fill.DecidedAsync(town, JensOle, Fyrlund, "strategy", "changed", "Skriv TR ind.", "roller");

        var open = (await ReadAsync()).Open!;
        (open.Number, open.State, string.Join(',', open.Amends!)).ShouldBe((2, "draft", "roller"));
        (await SaveAsync("definition", "mobning", "Noget helt andet.", 1)).Error.Code.ShouldBe("unit-plan.not-asked");
        (await SaveAsync("roller", "roller", "Leder, nøgleperson og TR.", 1)).IsOk.ShouldBeTrue();
        (await DecidePlan.SubmitAsync(town.Town, JensOle, Fyrlund, "strategy", open.Version, Cancel)).IsOk.ShouldBeTrue();
        town.Clock.Advance(TimeSpan.FromDays(1));
        var next = await PublishPlan.HandleAsync(town.Town, JensOle, Fyrlund, "strategy", await Fill.VersionAsync(town, JensOle, Fyrlund, "strategy"), Cancel);

        next.Value.ShouldBe(new DateOnly(2028, 1, 12));
        var plan = await ReadAsync();
        var inForce = plan.InForce!;
        (inForce.Number, inForce.BodyDecided, inForce.DecidedOn, inForce.Digital, inForce.ReviewRule).ShouldBe((2, "board", new DateOnly(2027, 1, 11), true, "GOAL-STRATEGY-REVIEW"));
        (plan.Versions[1].State, plan.Versions[1].Words).ShouldBe(("changed", "Skriv TR ind."));
    }

    [Fact]
    public async Task The_board_rejects_and_its_words_and_the_version_are_kept()
    {
        await DraftAsync();
        await Fill.DecidedAsync(town, JensOle, Fyrlund, "strategy", "rejected", "For lang. Prøv igen.");

        var plan = await ReadAsync();
        (plan.Open!.Number, plan.Open.Amends, plan.Versions[1].State, plan.Versions[1].Words).ShouldBe((2, null, "rejected", "For lang. Prøv igen."));
        plan.OpenText!.Chapter("definition")["digital"].ShouldBe(Fill.Definition);
        (await PublishPlan.HandleAsync(town.Town, JensOle, Fyrlund, "strategy", plan.Open.Version, Cancel)).Error.Code.ShouldBe("unit-plan.not-approved");
    }

    [Fact]
    public async Task What_was_decided_on_does_not_change_not_even_by_the_database()
    {
        await Fill.PublishedAsync(town, JensOle, Fyrlund);
        var published = (await ReadAsync()).InForce!;

        (await SaveAsync("roller", "roller", "Efter udgivelsen.", 1)).Error.Code.ShouldBe("unit-plan.no-draft");
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync("update unit_plan_chapter set version = 9 where version_id = @Id", new { published.Id }, Cancel));
        refused.SqlState.ShouldBe("23001");
    }

    [Fact]
    public async Task A_new_version_begins_with_the_words_in_force_which_stay_until_it_is_published()
    {
        await Fill.PublishedAsync(town, JensOle, Fyrlund);
        (await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel)).Value.ShouldBe(2);
        (await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel)).Value.ShouldBe(2, "asking twice gives the same draft");
        (await SaveAsync("roller", "roller", "Nye roller.", 1)).IsOk.ShouldBeTrue();

        (await PublishedAsync()).Text!.Chapter("roller")["roller"].ShouldBe("Sådan gør vi: roller.");
        await Fill.DecidedAsync(town, JensOle, Fyrlund, "strategy", "approved");
        await PublishPlan.HandleAsync(town.Town, JensOle, Fyrlund, "strategy", await Fill.VersionAsync(town, JensOle, Fyrlund, "strategy"), Cancel);
        var (_, _, text, _, before) = (await UnitPlans.ReadVersionAsync(town.Town, JensOle, Fyrlund, "strategy", 2, Cancel)).Value;
        TextDiff.Of(before!.Chapter("roller")["roller"], text.Chapter("roller")["roller"]).Select(part => (part.Kind, part.Text)).ShouldBe([('-', "Sådan gør vi: "), ('+', "Nye "), ('=', "roller.")]);
        (await ReadAsync()).Versions.Select(version => version.State).ShouldBe(["published", "replaced"]);
    }

    [Fact]
    public async Task A_withdrawn_plan_says_so_and_keeps_its_reason_inside_the_school()
    {
        await Fill.PublishedAsync(town, JensOle, Fyrlund);
        var version = (await ReadAsync()).InForce!.Version;
        (await PublishPlan.WithdrawAsync(town.Town, JensOle, Fyrlund, "strategy", " ", version, Cancel)).Error.Code.ShouldBe("unit-plan.reason");
        (await PublishPlan.WithdrawAsync(town.Town, JensOle, Fyrlund, "strategy", "Forkert udgave.", version, Cancel)).IsOk.ShouldBeTrue();

        var shown = await PublishedAsync();
        (shown.Text, shown.WithdrawnOn).ShouldBe((null, new DateOnly(2027, 1, 11)));
        (await ReadAsync()).Versions[0].EndedWords.ShouldBe("Forkert udgave.");
    }

    [Fact]
    public async Task Nobody_outside_the_school_reads_a_draft_and_the_head_of_schools_sees_where_it_stands()
    {
        await DraftAsync();
        foreach (var login in new[] { "leder1", "chef1", "laerer1", "tryg1", "dpo1" })
        {
            (await UnitPlans.ReadAsync(town.Town, town[login], Fyrlund, "strategy", Cancel)).Error.Code.ShouldBe("unit-plan.not-found", login);
        }

        // Also where a handler forgets: the rows themselves are hidden.
        await using (var work = await town.Town.Database.BeginAsync(new Acting.Staff(town["chef1"].Account.Value), Cancel))
        {
            (await work.SingleAsync<int>("select count(*)::int from unit_plan_chapter", cancel: Cancel)).ShouldBe(0);
            (await work.SingleAsync<int>("select count(*)::int from unit_plan_version", cancel: Cancel)).ShouldBe(0);
        }

        var standing = (await PlanStandings.ListAsync(town.Town, town["chef1"], Cancel)).Value.Single(one => one.Unit.Id == Fyrlund && one.Template.Kind == "strategy");
        (standing.State, standing.OpenState).ShouldBe(("lacks", "draft"));
        (await PlanStandings.ListAsync(town.Town, JensOle, Cancel)).Error.Code.ShouldBe("unit-plan.not-found");
    }

    [Fact]
    public async Task A_post_that_writes_does_not_decide()
    {
        await UnitPlans.OpenAsync(town.Town, town["nogle1"], town.Tanghoj.Id, "strategy", Cancel);
        await Fill.ChaptersAsync(town, town["nogle1"], town.Tanghoj.Id, "strategy");
        var version = await Fill.VersionAsync(town, town["nogle1"], town.Tanghoj.Id, "strategy");

        (await DecidePlan.SubmitAsync(town.Town, town["nogle1"], town.Tanghoj.Id, "strategy", version, Cancel)).Error.Code.ShouldBe("unit-plan.not-allowed");
        (await DecidePlan.SubmitAsync(town.Town, town["leder1"], town.Tanghoj.Id, "strategy", version, Cancel)).IsOk.ShouldBeTrue();
    }

    [Theory]
    [InlineData("approved", null, "2027-01-10", "unit-plan.decided-on")]
    [InlineData("approved", null, "2027-01-12", "unit-plan.decided-on")]
    [InlineData("rejected", " ", "2027-01-11", "unit-plan.words")]
    [InlineData("changed", "Ret roller.", "2027-01-11", "unit-plan.which-chapters")]
    [InlineData("perhaps", null, "2027-01-11", "unit-plan.outcome")]
    public async Task A_decision_that_cannot_be_is_refused(string outcome, string? words, string on, string code)
    {
        await DraftAsync();
        await DecidePlan.SubmitAsync(town.Town, JensOle, Fyrlund, "strategy", 1, Cancel);

        var refused = await DecidePlan.RecordAsync(
            town.Town, JensOle, Fyrlund, "strategy", new PlanDecision(outcome, DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture), words, []), 2, Cancel);

        refused.Error.Code.ShouldBe(code);
        (await ReadAsync()).Open!.State.ShouldBe("submitted");
    }

    [Fact]
    public async Task Every_change_has_its_event_and_words_lie_sealed()
    {
        await Fill.PublishedAsync(town, JensOle, Fyrlund);

        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        var lines = (await work.Streams.LinesAsync(town.Town.Id, Cancel)).Select(System.Text.Encoding.UTF8.GetString).ToArray();
        foreach (var action in new[] { "unit-plan.opened", "unit-plan.chapter-saved", "unit-plan.submitted", "unit-plan.decided", "unit-plan.published" })
        {
            lines.ShouldContain(line => line.Contains($"\"{action}\"", StringComparison.Ordinal), action);
        }

        lines.ShouldNotContain(line => line.Contains("gjort til grin", StringComparison.Ordinal));
        var bodies = await work.QueryAsync<byte[]>("select body from unit_plan_chapter order by chapter", cancel: Cancel);
        bodies.ShouldNotContain(body => System.Text.Encoding.UTF8.GetString(body).Contains("Sådan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_preparedness_is_the_municipalitys_and_is_due_four_years_after_the_council_adopted_it()
    {
        var root = town.Town.Units.Root.Id;
        (await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "preparedness", Cancel)).Error.Code.ShouldBe("unit-plan.not-found");
        await Fill.PublishedAsync(town, town["chef1"], root, "preparedness");

        var plan = (await UnitPlans.ReadAsync(town.Town, town["chef1"], root, "preparedness", Cancel)).Value;
        (plan.InForce!.BodyDecided, plan.InForce.NextReview, plan.InForce.ReviewRule, plan.InForce.Digital).ShouldBe(("council", new DateOnly(2031, 1, 11), "D-05", true));
    }

    [Fact]
    public void The_names_of_other_schools_are_counted_whatever_their_ending()
    {
        var template = PlanTemplate.Find("strategy")!;
        var answers = new Dictionary<string, string> { ["roller"] = "På Tanghøj gør vi det. Tanghøjs leder, tanghøj skole. Fyrlund er os." };
        var text = new PlanText(template, new Dictionary<string, SavedChapter> { ["roller"] = new("roller", answers, 1, null, null) });

        PlanCheck.Of(town.Fyrlund, town.Town.Units, text).Strange.ShouldBe([new StrangeName("Tanghøj", 3)]);
    }

    private async Task DraftAsync()
    {
        await UnitPlans.OpenAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel);
        await Fill.ChaptersAsync(town, JensOle, Fyrlund, "strategy");
    }

    private async Task<UnitPlan> ReadAsync() => (await UnitPlans.ReadAsync(town.Town, JensOle, Fyrlund, "strategy", Cancel)).Value;

    private async Task<PublishedPlan> PublishedAsync() => (await PublishedPlans.ReadAsync(town.Town, Fyrlund, "strategy", Cancel)).Value;

    private Task<Result<int>> SaveAsync(string chapter, string question, string words, int version) =>
        SaveChapter.HandleAsync(town.Town, JensOle, Fyrlund, "strategy", chapter, new Dictionary<string, string> { [question] = words }, version, Cancel);
}
