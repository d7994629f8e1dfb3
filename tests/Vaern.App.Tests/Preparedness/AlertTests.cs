using Shouldly;
using Vaern.App.Preparedness;
using Vaern.Data;
using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>Many alike, or a threat, ring; the chain goes on until somebody answers.</summary>
public sealed class AlertTests : IAsyncLifetime
{
    private readonly PreparednessTown town = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await town.InitializeAsync();
        (await Alerts.SetChainAsync(town.Municipality, town.Officer, [town.Officer.Account, town.Director.Account], Cancel)).IsOk.ShouldBeTrue();
    }

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task Three_alike_within_ten_minutes_ring_once_and_the_next_is_told_until_somebody_answers()
    {
        await ThreeAsync();
        await town.TipAsync("angreb på tanghøj skole på mandag siger de andre");

        var alert = (await Alerts.LatelyAsync(town.Municipality, town.Officer, Cancel)).ShouldHaveSingleItem();
        alert.Reason.ShouldBe("many-alike");
        alert.Tips.ShouldBe(4);
        alert.Calls.Select(call => call.Account).ShouldBe([town.Officer.Account]);

        town.Town.Clock.Advance(Alerts.Patience);
        await Alerts.CallNextAsync(town.Municipality, alert.Id, Cancel);
        (await Alerts.LatelyAsync(town.Municipality, town.Officer, Cancel))[0].Calls.Select(call => call.Account).ShouldBe([town.Officer.Account, town.Director.Account]);

        (await Alerts.AcknowledgeAsync(town.Municipality, town.Director, alert.Id, Cancel)).IsOk.ShouldBeTrue();
        (await Alerts.AcknowledgeAsync(town.Municipality, town.Officer, alert.Id, Cancel)).IsOk.ShouldBeTrue();
        (await Alerts.LatelyAsync(town.Municipality, town.Officer, Cancel))[0].AcknowledgedBy.ShouldBe(town.Director.Account);
        await Alerts.CallNextAsync(town.Municipality, alert.Id, Cancel);
        (await Alerts.LatelyAsync(town.Municipality, town.Officer, Cancel))[0].Calls.Count.ShouldBe(2);
        (await NoticesAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Three_alike_over_an_hour_do_not_ring()
    {
        await town.TipAsync("Der kommer et angreb på Tanghøj Skole på mandag");
        town.Town.Clock.Advance(TimeSpan.FromMinutes(30));
        await town.TipAsync("der kommer angreb på tanghøj skole mandag");
        town.Town.Clock.Advance(TimeSpan.FromMinutes(30));
        await town.TipAsync("angreb på Tanghøj Skole mandag?");

        (await Alerts.LatelyAsync(town.Municipality, town.Officer, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_threat_rings_alone()
    {
        var tip = await town.TipAsync("Han skriver, at han tager en kniv med i skole i morgen.", danger: true);

        (await Alerts.LatelyAsync(town.Municipality, town.Officer, Cancel)).ShouldHaveSingleItem().Reason.ShouldBe("danger");
        (await PlaceTip.PoliceAsync(town.Municipality, town.Officer, tip.Tip, 1, Cancel)).IsOk.ShouldBeTrue();
        (await ReadIssues.TipAsync(town.Municipality, town.Officer, tip.Number, Cancel))!.PoliceAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_exercise_uses_the_same_screens_and_sends_nobody_a_message()
    {
        await ThreeAsync(drill: true);

        var alert = (await Alerts.LatelyAsync(town.Municipality, town.Officer, Cancel)).ShouldHaveSingleItem();
        alert.Reason.ShouldBe("drill");
        alert.Calls.ShouldHaveSingleItem();
        (await NoticesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_exercise_and_the_real_thing_are_never_laid_together()
    {
        await ThreeAsync(drill: true);
        var real = await town.TipAsync("Der kommer et angreb på Tanghøj Skole på mandag");

        (await ReadIssues.TipAsync(town.Municipality, town.Officer, real.Number, Cancel))!.Group.ShouldBe(real.Tip.Value);
    }

    [Fact]
    public async Task A_chain_names_nobody_twice() =>
        (await Alerts.SetChainAsync(town.Municipality, town.Officer, [town.Officer.Account, town.Officer.Account], Cancel)).Error.Code.ShouldBe("chain.twice");

    private async Task ThreeAsync(bool drill = false)
    {
        await town.TipAsync("Der kommer et angreb på Tanghøj Skole på mandag", drill: drill);
        town.Town.Clock.Advance(TimeSpan.FromMinutes(1));
        await town.TipAsync("jeg har hørt der sker et angreb på tanghøj skole mandag", drill: drill);
        town.Town.Clock.Advance(TimeSpan.FromMinutes(1));
        await town.TipAsync("Er det rigtigt at der er angreb på Tanghøj skole på mandag?", drill: drill);
    }

    private async Task<int> NoticesAsync()
    {
        await using var work = await town.Municipality.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<int>("select count(*)::int from outbox", cancel: Cancel);
    }
}
