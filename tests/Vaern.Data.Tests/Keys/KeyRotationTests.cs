using Npgsql;
using Vaern.Data.Blobs;
using Vaern.Data.Keys;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;
using Vaern.TestKit;

namespace Vaern.Data.Tests.Keys;

/// <summary>A rotation that ends at any moment leaves a municipality whose key opens everything.</summary>
public sealed class KeyRotationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly Guid tenant = Guid.CreateVersion7();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vaern-rotate-");

    private string KeyPath => Path.Combine(folder.FullName, "fjordby.key");

    [Fact]
    public async Task After_a_rotation_everything_opens_under_the_new_key_and_nothing_under_the_old()
    {
        var (owner, blob, stored) = await FoundAsync();
        var old = TenantKeyFile.Read(KeyPath).Value;

        (await KeyRotation.RunAsync(KeyPath, Open)).Value.ShouldBeGreaterThanOrEqualTo(2);

        await HoldsAsync(owner, blob);
        (await StoredAsync(blob)).ShouldBe(stored, "files are not rewritten");
        await using (var database = Open(old))
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await Should.ThrowAsync<System.Security.Cryptography.CryptographicException>(() => work.Keys.OpenAsync(owner));
        }

        var now = TenantKeyFile.Read(KeyPath).Value;
        now.Id.ShouldNotBe(old.Id);
        now.ReceiptMac("a b c").ShouldBe(old.ReceiptMac("a b c"), "receipts that people hold go on opening their mailboxes");
        now.BlindIndex("login", "x").ShouldBe(old.BlindIndex("login", "x"));
    }

    [Theory]
    [InlineData("write")]
    [InlineData("change over")]
    [InlineData("commit")]
    [InlineData("take its place")]
    public async Task A_rotation_killed_before_a_step_is_finished_or_taken_back_at_the_next_start(string step)
    {
        var (owner, blob, _) = await FoundAsync();
        var old = TenantKeyFile.Read(KeyPath).Value.Id;

        await Should.ThrowAsync<KilledException>(() => KeyRotation.RunAsync(KeyPath, Open, reached => Kill(reached, step)));

        await HoldsAsync(owner, blob);
        TenantKeyFile.Read(KeyPath).Value.Id.SequenceEqual(old).ShouldBe(step != "take its place");
        File.Exists(KeyRotation.NextPath(KeyPath)).ShouldBeFalse();
        (await KeyRotation.RunAsync(KeyPath, Open)).IsOk.ShouldBeTrue();
        await HoldsAsync(owner, blob);
    }

    [Fact]
    public async Task A_program_that_holds_the_old_key_wraps_nothing_under_it_any_more()
    {
        await FoundAsync();
        await using var late = Open(TenantKeyFile.Read(KeyPath).Value);
        (await KeyRotation.RunAsync(KeyPath, Open)).IsOk.ShouldBeTrue();

        await using var work = await late.BeginAsync(Acting.System);
        await work.Keys.CreateAsync(Guid.CreateVersion7(), "case");

        (await Should.ThrowAsync<PostgresException>(() => work.CommitAsync())).SqlState.ShouldBe("VK001");
    }

    [Fact]
    public async Task While_somebody_serves_the_municipality_its_key_is_not_rotated()
    {
        await FoundAsync();
        await using var serving = new TenantDatabase(postgres.ConnectionString, tenant, TenantKeyFile.Read(KeyPath).Value, new TestClock());
        await using var work = await serving.BeginAsync(Acting.System);

        (await KeyRotation.RunAsync(KeyPath, Open)).Error.Code.ShouldBe("key.in-use");
        File.Exists(KeyRotation.NextPath(KeyPath)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_old_copy_of_the_key_is_told_apart_from_the_present_one()
    {
        await FoundAsync();
        var copy = await File.ReadAllTextAsync(KeyPath);
        (await KeyRotation.RunAsync(KeyPath, Open)).IsOk.ShouldBeTrue();
        TenantKeyFile.WriteWhole(KeyPath, copy, overwrite: true);

        (await KeyRotation.SettleAsync(KeyPath, Open)).Error.Code.ShouldBe("key.wrong");
    }

    private static void Kill(string reached, string step)
    {
        if (reached == step)
        {
            throw new KilledException();
        }
    }

    private async Task<(Guid Owner, Guid Blob, byte[] Stored)> FoundAsync()
    {
        await using (var connection = await postgres.OpenAsync())
        await using (var clear = new NpgsqlCommand("truncate tenant_key, data_key, stream, destroyed_key cascade", connection))
        {
            await clear.ExecuteNonQueryAsync();
        }

        var owner = Guid.CreateVersion7();
        await using var database = Open(TenantKeyFile.ReadOrCreate(KeyPath).Value);
        await using var work = await database.BeginAsync(Acting.System);
        await work.Keys.CreateAsync(tenant, "system");
        await work.Streams.BeginAsync(tenant, "system", new StreamEvent("tenant.founded"));
        var key = await work.Keys.CreateAsync(owner, "case");
        var blob = (await BlobStore.WriteAsync(work, owner, key, new MemoryStream([1, 2, 3]), 100)).Value.Id;
        await work.CommitAsync();
        return (owner, blob, await StoredAsync(blob));
    }

    private async Task HoldsAsync(Guid owner, Guid blob)
    {
        await using var database = Open((await KeyRotation.SettleAsync(KeyPath, Open)).Value);
        await using var work = await database.BeginAsync(Acting.System);
        await work.Keys.OpenAsync(owner);
        var content = new MemoryStream();
        await BlobStore.ReadAsync(work, blob, content);
        content.ToArray().ShouldBe([1, 2, 3]);
    }

    private async Task<byte[]> StoredAsync(Guid blob)
    {
        await using var connection = await postgres.OpenAsync();
        await using var command = new NpgsqlCommand("select data from blob_chunk where blob_id = $1", connection) { Parameters = { new NpgsqlParameter { Value = blob } } };
        return (byte[])(await command.ExecuteScalarAsync())!;
    }

    private TenantDatabase Open(TenantKeys keys) => new(
        new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { ApplicationName = "vaern-keys" }.ConnectionString, tenant, keys, new TestClock());

    public void Dispose() => folder.Delete(recursive: true);

    private sealed class KilledException : Exception;
}
