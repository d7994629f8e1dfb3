using Shouldly;
using Vaern.App.Preparedness;
using Vaern.App.Retention;
using Vaern.Data;
using Xunit;

namespace Vaern.App.Tests.Preparedness;

/// <summary>Tips and hidden comments have an end: what is dealt with goes when its time is out, what waits for somebody stays.</summary>
public sealed class PreparednessEndsTests : IAsyncLifetime
{
    private readonly PreparednessTown town = new();

    private Municipality Fjordby => town.Municipality;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => town.InitializeAsync();

    public ValueTask DisposeAsync() => town.DisposeAsync();

    [Fact]
    public async Task Tips_go_half_a_year_after_they_were_closed_or_their_rumour_was_and_those_that_wait_stay()
    {
        var issue = await town.AssessedAsync(level: 0);
        var parking = await town.TipAsync("Der er kaos ved parkeringen bag hallen");
        var waiting = await town.TipAsync("Nogen siger at svømmehallen lukker for altid");
        (await PlaceTip.CloseAsync(Fjordby, town.Officer, parking.Tip, "Parkering er ikke vores opgave.", 1, Cancel)).IsOk.ShouldBeTrue();
        (await CloseIssue.HandleAsync(Fjordby, town.Officer, issue.Id, "Det drev over.", true, issue.Version, Cancel)).IsOk.ShouldBeTrue();

        town.Town.Clock.Advance(TimeSpan.FromDays(180));
        await RetentionRun.RunAsync(Fjordby, Cancel);
        (await CountAsync("tip")).ShouldBe(5, "the last day belongs to the period");

        town.Town.Clock.Advance(TimeSpan.FromDays(2));
        var run = await RetentionRun.RunAsync(Fjordby, Cancel);

        (await RunAsync(run)).ShouldBe((4, 4, 0));
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        (await work.QueryAsync<Guid>("select id from tip", cancel: Cancel)).ShouldBe([waiting.Tip.Value]);
        (await work.SingleAsync<long>("select count(*) from data_key where owner_id = @id", new { id = parking.Tip.Value }, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_hidden_comment_goes_after_a_year_and_an_open_appeal_keeps_it()
    {
        var version = (await PageRules.WriteAsync(Fjordby, town.Communication, [new PageRule("Tal ordentligt", "Som til en nabo.")], Rules.DanishTime.DayOf(town.Town.Clock.GetUtcNow()), Cancel)).Value;
        (await PageRules.PublishAsync(Fjordby, town.Director, version, Cancel)).IsOk.ShouldBeTrue();
        var settled = await HideAsync("De er alle sammen ens");
        var appealed = await HideAsync("Sådan er de altid");
        var receipt = (await ReadModeration.OneAsync(Fjordby, town.Communication, appealed, Cancel))!.Receipt!;
        (await Appeals.AskAsync(Fjordby, receipt, "Jeg citerede en anden.", Cancel)).IsOk.ShouldBeTrue();

        town.Town.Clock.Advance(TimeSpan.FromDays(367));
        var run = await RetentionRun.RunAsync(Fjordby, Cancel);
        (await RunAsync(run)).ShouldBe((1, 1, 0));
        (await ReadModeration.OneAsync(Fjordby, town.Officer, settled, Cancel)).ShouldBeNull();

        (await Appeals.DecideAsync(Fjordby, town.Director, appealed, false, "Reglen gælder også for citater.", 2, Cancel)).IsOk.ShouldBeTrue();
        town.Town.Clock.Advance(TimeSpan.FromDays(367));
        await RetentionRun.RunAsync(Fjordby, Cancel);
        (await CountAsync("moderation")).ShouldBe(0);
        (await CountAsync("moderation_appeal")).ShouldBe(0);
    }

    private async Task<string> HideAsync(string words) =>
        (await Moderate.HideAsync(Fjordby, town.Communication, Guid.CreateVersion7(), new HiddenComment("facebook", 1, words, "Du taler ned til en gruppe."), Cancel)).Value;

    private async Task<(int Expired, int Deleted, int Kept)> RunAsync(Guid run)
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<(int, int, int)>("select expired, deleted, kept from retention_run where id = @run", new { run }, Cancel);
    }

    private async Task<long> CountAsync(string table)
    {
        await using var work = await Fjordby.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<long>(table switch
        {
            "tip" => "select count(*) from tip",
            "moderation" => "select count(*) from moderation",
            _ => "select count(*) from moderation_appeal",
        }, cancel: Cancel);
    }
}
