using Npgsql;
using Vaern.Data.Keys;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Timestamps;
using Vaern.TestKit;

namespace Vaern.Data.Tests.Streams;

/// <summary>Checkpoints find what the links of a stream cannot: that it was rebuilt, or that its end is gone.</summary>
public sealed class CheckpointTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly TenantDatabase database = new(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), new TestClock());
    private readonly Guid[] streams = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];

    public async ValueTask InitializeAsync()
    {
        await RunAsync("truncate checkpoint, checkpoint_head, stream, stream_event cascade");
        await using var work = await database.BeginAsync(Acting.System);
        foreach (var stream in streams)
        {
            await work.Streams.BeginAsync(stream, "custody", new StreamEvent("received", "B-001"));
        }

        await work.CommitAsync();
    }

    public async ValueTask DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_checkpoint_holds_what_has_moved_and_leads_from_each_event_to_the_stamped_root()
    {
        var first = await MakeAsync(stamp: true);
        await AppendAsync(streams[3]);
        var second = await MakeAsync(stamp: true);
        (await MakeAsync(stamp: true)).ShouldBeNull("nothing has moved");

        foreach (var (stream, checkpoint) in new[] { (streams[0], first!), (streams[3], second!) })
        {
            await using var work = await database.BeginAsync(Acting.System);
            var proof = (await Checkpoints.LatestOfAsync(work, stream))!;
            var line = (await work.Streams.LinesAsync(stream))[(int)proof.Seq];
            proof.Proof!.Follow(ChainLine.HashOf(line)).ShouldBe(checkpoint.Root);
            CheckpointProof.Read(proof.Proof.ToJson()).ShouldNotBeNull();
        }

        (await VerifyAsync()).ShouldSatisfyAllConditions(v => v.Broken.ShouldBeEmpty(), v => v.Checkpoints.ShouldBe(2), v => v.Unstamped.ShouldBe(0));
    }

    [Fact]
    public async Task A_stream_whose_end_was_cut_off_with_its_head_put_back_is_found()
    {
        await AppendAsync(streams[2]);
        await MakeAsync(stamp: true);
        await RunAsync($"delete from stream_event where stream_id = '{streams[2]}' and seq = 1; update stream set head_seq = 0, "
            + $"head_hash = (select sha256(line) from stream_event where stream_id = '{streams[2]}' and seq = 0) where id = '{streams[2]}'");

        (await VerifyAsync()).Broken.ShouldHaveSingleItem().ShouldSatisfyAllConditions(b => b.Stream.ShouldBe(streams[2]), b => b.Reason.ShouldContain("the end was cut off"));
    }

    [Fact]
    public async Task A_stream_that_was_rebuilt_with_valid_links_is_found()
    {
        await MakeAsync(stamp: true);
        await RunAsync($"update stream_event set line = convert_to(replace(convert_from(line, 'UTF8'), 'B-001', 'B-002'), 'UTF8') where stream_id = '{streams[1]}'; "
            + $"update stream set head_hash = (select sha256(line) from stream_event where stream_id = '{streams[1]}') where id = '{streams[1]}'");

        (await VerifyAsync()).Broken.ShouldHaveSingleItem().Reason.ShouldContain("is not the one that the checkpoint of");
    }

    [Fact]
    public async Task A_checkpoint_taken_out_or_changed_is_found()
    {
        await MakeAsync(stamp: true);
        await AppendAsync(streams[0]);
        await MakeAsync(stamp: true);
        await RunAsync("delete from checkpoint_head where checkpoint = 1; delete from checkpoint where number = 1");
        (await VerifyAsync()).Broken.ShouldContain(b => b.Kind == "checkpoint" && b.Reason.Contains("checkpoint 1 is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_root_that_was_made_anew_is_not_what_was_stamped()
    {
        await MakeAsync(stamp: true);
        await RunAsync("update checkpoint_head set hash = sha256('x') where place = 0; update checkpoint set root = sha256('y')");

        (await VerifyAsync()).Broken.ShouldContain(b => b.Kind == "checkpoint" && b.Reason.Contains("its heads do not lead to its root", StringComparison.Ordinal));
    }

    private readonly LocalTimestampAuthority authority = LocalTimestampAuthority.Create("Test", TimeProvider.System, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1));

    private Task<StreamVerification> VerifyAsync()
    {
        var check = new TimestampCheck([authority.Root], []);
        return StreamVerifier.VerifyAsync(database, (stamp, root) => TimestampResponse.Read(stamp) is { Response: { } read } ? check.Fault(read, root) : "unreadable");
    }

    private async Task<StoredCheckpoint?> MakeAsync(bool stamp)
    {
        await using var work = await database.BeginAsync(Acting.System);
        var made = await Checkpoints.MakeAsync(work);
        if (made is not null && stamp)
        {
            var client = new TimestampClient([authority.AsAuthority("Test")], TimeProvider.System, TimeSpan.FromSeconds(5));
            var given = (await client.StampAsync(Convert.ToHexStringLower(made.Root), CancellationToken.None)).Stamp!;
            await Checkpoints.StampAsync(work, made.Number, given.Response.Encoded.ToArray(), given.Authority);
        }

        await work.CommitAsync();
        return made;
    }

    private async Task AppendAsync(Guid stream)
    {
        await using var work = await database.BeginAsync(Acting.System);
        await work.Streams.AppendAsync(stream, new StreamEvent("viewed", "B-001"));
        await work.CommitAsync();
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await postgres.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
