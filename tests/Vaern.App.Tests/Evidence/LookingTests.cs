using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Evidence.Scanning;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.TestKit;

namespace Vaern.App.Tests.Evidence;

/// <summary>Looking at evidence: recorded, counted for oneself alone, scanned before an original leaves.</summary>
public sealed class LookingTests(TestTown town) : IClassFixture<TestTown>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_original_is_handed_out_with_a_reason_recorded_and_counted()
    {
        var (id, place) = await ItemAsync("Tak for i dag."u8.ToArray());
        (await ShownFile.OriginalAsync(town.Town, town["leder1"], place, " ", Cancel)).Error.Code.ShouldBe("reason.missing");

        var original = (await ShownFile.OriginalAsync(town.Town, town["leder1"], place, "politiet beder om den", Cancel)).Value;

        original.Bytes.ToArray().ShouldBe("Tak for i dag."u8.ToArray());
        var last = (await CustodyRecord.ReadAsync(town.Town, town["leder1"], id, Cancel)).Lines[^1];
        (last.Action, last.Item, last.Reason, last.By).ShouldBe(("viewed", "B-001", "politiet beder om den", "Kirsten Vadmose"));
        (await Exposures.OwnAsync(town.Town, town["leder1"], Cancel))[0].Files.ShouldBeGreaterThan(0);
        (await ShownFile.OriginalAsync(town.Town, town["leder2"], place, "kig", Cancel)).Error.Code.ShouldBe("evidence.not-found");
    }

    [Fact]
    public async Task What_a_person_has_seen_is_hidden_from_everybody_else_by_the_database()
    {
        var (_, place) = await ItemAsync("Hej."u8.ToArray());
        await ShownFile.OriginalAsync(town.Town, town["nogle1"], place, "vurdering", Cancel);

        foreach (var acting in new Acting[] { new Acting.Staff(town["leder1"].Account.Value), new Acting.Staff(town["chef1"].Account.Value) })
        {
            await using var work = await town.Town.Database.BeginAsync(acting, Cancel);
            (await work.SingleAsync<long>("select count(*) from exposure where account_id = @farid", new { farid = town["nogle1"].Account.Value }, Cancel)).ShouldBe(0);
        }

        await using (var worker = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await Should.ThrowAsync<Npgsql.PostgresException>(() => worker.SingleAsync<long>("select count(*) from exposure", cancel: Cancel));
        }

        (await Exposures.OwnAsync(town.Town, town["nogle1"], Cancel))[0].All.ShouldBe(1);
        (await Exposures.OwnAsync(town.Town, town["nogle2"], Cancel)).ShouldAllBe(week => week.All == 0);
    }

    [Fact]
    public async Task An_infected_original_stays_and_a_scanner_that_is_silent_holds_it_back()
    {
        var (_, bad) = await ItemAsync("a test-virus b"u8.ToArray());
        var (_, good) = await ItemAsync("hej"u8.ToArray());
        (await ShownFile.ScanAsync(town.Town, town["leder1"], bad, Cancel))!.State.ShouldBe("off");
        var before = town.Town.Tools;
        try
        {
            await using (var clamd = new FakeClamd())
            {
                town.Town.Tools = EvidenceTools.None with { Scanner = MalwareScanner.At(clamd.Address, Patience).Value };
                (await ShownFile.ScanAsync(town.Town, town["leder1"], bad, Cancel))!.State.ShouldBe("waiting");

                (await ShownFile.OriginalAsync(town.Town, town["leder1"], bad, "kig", Cancel)).Error.Code.ShouldBe("scan.infected");

                var scan = (await ShownFile.ScanAsync(town.Town, town["leder1"], bad, Cancel))!;
                (scan.State, scan.Found).ShouldBe(("infected", "Vaern.Test.Sample"));
            }

            (await ShownFile.OriginalAsync(town.Town, town["leder1"], bad, "kig", Cancel)).Error.Code.ShouldBe("scan.infected", "what was found is remembered");
            (await ShownFile.OriginalAsync(town.Town, town["leder1"], good, "kig", Cancel)).Error.Code.ShouldBe("scan.silent");
        }
        finally
        {
            town.Town.Tools = before;
        }
    }

    [Fact]
    public async Task Without_the_worker_nothing_is_shown_and_nothing_is_recorded_as_seen()
    {
        var (id, place) = await ItemAsync("Hej."u8.ToArray());

        (await ShownFile.RevealAsync(town.Town, town["leder1"], place, "vurdering", Cancel)).Value.Missing.ShouldBe("no-worker");

        (await CustodyRecord.ReadAsync(town.Town, town["leder1"], id, Cancel)).Lines.ShouldNotContain(line => line.Action == "viewed");
    }

    [Fact]
    public async Task A_thread_saved_as_text_screenshot_and_address_becomes_evidence_together_or_not_at_all()
    {
        var opened = await OpenAsync();
        var meta = Meta() with { Kind = "chat-export", Url = "https://chat.example/8b" };

        (await AddEvidence.HandleAsync(town.Town, town["leder1"], opened.Id, meta, "Storm: hej", A.Files(new IncomingFile("x.exe", null, new MemoryStream("MZ..."u8.ToArray()))), Cancel)).Error.Code.ShouldBe("file.kind");
        (await ItemsAsync(opened)).ShouldBeEmpty();
        (await AddEvidence.HandleAsync(town.Town, town["leder1"], opened.Id, meta, "Storm: hej", A.Files(A.Png(), new IncomingFile("side.warc", null, new MemoryStream("WARC/1.0\r\n\r\n"u8.ToArray()))), Cancel)).Value.Count.ShouldBe(3);

        var items = await ItemsAsync(opened);
        items.Select(item => (item.DetectedType, item.Meta.Kind)).ShouldBe([("text/plain", "chat-export"), ("image/png", "chat-export"), ("application/warc", "web-capture")]);
        items.ShouldAllBe(item => item.Meta.Url == "https://chat.example/8b");
    }

    private static ItemMeta Meta() => new(
        "", null, "other", null, null, null, null, null, "stated", null, "file-from-device", null, "school_leader", "school_leader", DateTimeOffset.UnixEpoch, "web-form", "none stated", "none stated");

    private async Task<(CaseId Case, FilePlace Place)> ItemAsync(byte[] bytes)
    {
        var opened = await OpenAsync();
        (await AddEvidence.HandleAsync(town.Town, town["leder1"], opened.Id, Meta(), null, A.Files(new IncomingFile("a.txt", "text/plain", new MemoryStream(bytes))), Cancel)).IsOk.ShouldBeTrue();
        return (opened.Id, new FilePlace.OfCase(opened.Id, "B-001"));
    }

    private async Task<IReadOnlyList<OrdinaryEvidence>> ItemsAsync(OpenedCase opened) => (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value.Items;

    private async Task<OpenedCase> OpenAsync() => (await OpenCase.HandleAsync(town.Town, town["nogle1"], new NewCase(
        Guid.CreateVersion7(), town.Tanghoj.Id, "school", "digital-bullying", false, "Mobning i gruppechat", null, false, null, "En forælder ringede."), Cancel)).Value;
}
