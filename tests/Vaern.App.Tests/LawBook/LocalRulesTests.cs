using System.Text;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Intake;
using Vaern.App.LawBook;
using Vaern.Data;
using Vaern.Rules;
using Vaern.TestKit;

namespace Vaern.App.Tests.LawBook;

/// <summary>What a municipality sets itself, in a town of its own for each test: the clocks use it, and the law stands.</summary>
public sealed class LocalRulesTests : IAsyncLifetime
{
    private readonly TestTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StaffMember Editor => town["dpo1"] with { Posts = [new Post(town.Town.Units.Root.Id, "editor")] };

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public async Task A_limit_in_law_is_not_loosened_and_nothing_is_kept(int days)
    {
        var refused = await LocalRules.SetTargetAsync(town.Town, Editor, Days("B-03", days), 0, Cancel);

        refused.Error.Code.ShouldBe("overrides.loosens-law");
        refused.Error.Message.ShouldContain("cannot be loosened");
        (town.Town.LawVersion, (await LocalRules.HistoryAsync(town.Town, Editor, Cancel)).Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_stricter_target_stands_beside_the_law_and_a_case_keeps_the_version_it_began_under()
    {
        (await LocalRules.SetTargetAsync(town.Town, Editor, Days("B-03", 8), 0, Cancel)).IsOk.ShouldBeTrue();
        var opened = await OpenAsync();
        (await StartClock.HandleAsync(town.Town, town["leder1"], opened.Id, "B-03", town.Clock.GetUtcNow(), Cancel)).IsOk.ShouldBeTrue();
        (await StartClock.HandleAsync(town.Town, town["leder1"], opened.Id, "LOCAL-B-03", town.Clock.GetUtcNow(), Cancel)).IsOk.ShouldBeTrue();

        (await LocalRules.SetTargetAsync(town.Town, Editor, Days("B-03", 5), 1, Cancel)).IsOk.ShouldBeTrue();

        var clocks = (await ReadAsync(opened.Number)).Clocks;
        clocks.Single(clock => clock.Rule.Id == "B-03").DueOn.ShouldBe(new DateOnly(2027, 1, 25));
        var local = clocks.Single(clock => clock.Rule.Id == "LOCAL-B-03");
        (local.DueOn, local.Rule.Version, local.Rule.Limit.Value, local.Rule.Kind).ShouldBe((new DateOnly(2027, 1, 21), 1, 8, RuleKind.Goal));
        town.Town.Law.NewerThan(local.Rule)!.Limit.Value.ShouldBe(5);
    }

    [Fact]
    public async Task Closed_days_move_the_goals_and_only_give_a_note_beside_the_law()
    {
        (await LocalRules.SetClosedDaysAsync(town.Town, Editor, "2027-01-12/2027-01-13\n12-24", 0, Cancel)).IsOk.ShouldBeTrue();
        var opened = await OpenAsync();
        (await EstablishBullying.HandleAsync(town.Town, town["leder1"], opened.Id, "Udelukkelse i en gruppe.", null, cancel: Cancel)).IsOk.ShouldBeTrue();

        var clocks = (await ReadAsync(opened.Number)).Clocks;
        clocks.Single(clock => clock.Rule.Id == "B-03").DueOn.ShouldBe(new DateOnly(2027, 1, 25));
        clocks.Single(clock => clock.Rule.Id == "GOAL-INFORM").DueOn.ShouldBe(new DateOnly(2027, 1, 14));
        var law = DeadlineEngine.Compute(town.Town.Law.Find("B-03").Value, StartMoment.At(town.Clock.GetUtcNow()), town.Town.Law.ClosedDays).Value;
        (law.Due!.Value.Day, law.WithClosedDays).ShouldBe((new DateOnly(2027, 1, 25), new DateOnly(2027, 1, 27)));
        ReplyPromise.For(town.Town.Law, "GOAL-REPLY", town.Clock.GetUtcNow()).ShouldBe(new DateTimeOffset(2027, 1, 14, 13, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Two_who_change_at_once_do_not_overwrite_each_other_and_every_change_is_an_event()
    {
        var duty = town.Town.Law.Contact("CT-03") with { Phone = "00 11 22 33", Ship = Ship.On, CheckedOn = new DateOnly(2027, 1, 11) };

        (await LocalRules.SetContactAsync(town.Town, Editor, duty, 0, Cancel)).IsOk.ShouldBeTrue();
        (await LocalRules.SetClosedDaysAsync(town.Town, Editor, "12-24", 0, Cancel)).Error.Code.ShouldBe("local.stale");
        (await LocalRules.SetClosedDaysAsync(town.Town, Editor, "juleaften", 1, Cancel)).Error.Code.ShouldBe("closed-days.unreadable");
        (await LocalRules.SetContactAsync(town.Town, Editor, duty with { Phone = null, Urls = ["http://ikke-sikker.example"] }, 1, Cancel)).Error.Code.ShouldBe("local.contact");
        (await LocalRules.SetClosedDaysAsync(town.Town, town["leder1"], "12-24", 1, Cancel)).Error.Code.ShouldBe("local.not-allowed");

        town.Town.Law.NotConfigured.ShouldBeEmpty();
        (await LocalRules.HistoryAsync(town.Town, Editor, Cancel)).Select(change => (change.Version, change.Changed, change.By)).ShouldBe([(1, "contact", "Vibeke Ranum")]);
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        (await work.Streams.LinesAsync(town.Town.Id, Cancel)).Select(Encoding.UTF8.GetString)
            .Count(line => line.Contains("\"action\":\"rules.set-locally\",\"subject\":\"municipality_rules:1\"", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Settings_are_in_force_on_a_node_that_opens_the_municipality_later()
    {
        (await LocalRules.SetTargetAsync(town.Town, Editor, new Target("GOAL-LEADER-CONTACT", new(LimitKind.Period, 1, PeriodUnit.WorkingHours), new DateOnly(2027, 1, 1)), 0, Cancel)).IsOk.ShouldBeTrue();

        var other = (await Municipality.OpenAsync(town.Town.Database, town.Clock, cancel: Cancel)).Value;

        other.Law.Find("GOAL-LEADER-CONTACT").Value.Limit.Value.ShouldBe(1);
        (other.LawVersion, other.LawFault).ShouldBe((1, null));
    }

    private static Target Days(string rule, int days) => new(rule, new(LimitKind.Period, days, PeriodUnit.WorkingDays), new DateOnly(2027, 1, 1));

    private async Task<OpenedCase> OpenAsync() => (await OpenCase.HandleAsync(
        town.Town, town["leder1"],
        new NewCase(Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i en gruppe", null, false, null, "En forælder ringede."), Cancel)).Value;

    private async Task<CaseView> ReadAsync(string number) => (await ReadCase.HandleAsync(town.Town, town["leder1"], number, Cancel)).Value;
}
