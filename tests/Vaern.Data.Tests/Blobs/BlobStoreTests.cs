using System.Security.Cryptography;
using Vaern.Data.Blobs;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;
using Vaern.TestKit;

namespace Vaern.Data.Tests.Blobs;

public sealed class BlobStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncDisposable
{
    private readonly TenantDatabase database = new(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), new TestClock());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_048_575)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(3_000_000)]
    public async Task A_blob_comes_back_as_it_was_and_its_hash_is_that_of_the_plaintext(int size)
    {
        var plain = RandomNumberGenerator.GetBytes(size);
        var (owner, blob) = await StoreAsync(plain);

        blob.Size.ShouldBe(size);
        blob.Sha256.ShouldBe(SHA256.HashData(plain));
        (await ReadAsync(blob.Id)).ShouldBe(plain);
        owner.ShouldNotBe(Guid.Empty);
    }

    [Theory]
    [InlineData("update blob_chunk set data = set_byte(data, 7, get_byte(data, 7) # 1) where blob_id = @id and n = 0")]
    [InlineData("delete from blob_chunk where blob_id = @id and n = 1")]
    [InlineData("update blob set chunks = 1 where id = @id")]
    [InlineData("update blob_chunk set n = n + 10 where blob_id = @id; update blob_chunk set n = case n when 10 then 1 when 11 then 0 else n - 10 end where blob_id = @id")]
    [InlineData("update blob set header = set_byte(header, 40, 1) where id = @id")]
    public async Task A_blob_that_was_tampered_with_does_not_open(string tampering)
    {
        var (_, blob) = await StoreAsync(RandomNumberGenerator.GetBytes(2_500_000));
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await work.ExecuteAsync(tampering.Replace("@id", $"'{blob.Id}'", StringComparison.Ordinal));
            await work.CommitAsync();
        }

        await Should.ThrowAsync<CryptographicException>(() => ReadAsync(blob.Id));
    }

    [Fact]
    public async Task A_locked_blob_is_read_by_nobody_and_no_backup_holds_its_key()
    {
        var (_, locked) = await StoreAsync([1, 2, 3]);
        var (_, other) = await StoreAsync([4, 5, 6]);
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await BlobStore.LockAsync(work, locked.Id);
            await BlobStore.LockAsync(work, locked.Id);
            await work.CommitAsync();
        }

        await Should.ThrowAsync<InvalidOperationException>(() => ReadAsync(locked.Id));
        (await ReadAsync(other.Id)).ShouldBe([4, 5, 6]);
        await using (var work = await database.BeginAsync(Acting.Nobody))
        {
            (await Should.ThrowAsync<Npgsql.PostgresException>(() => work.QueryAsync<byte[]>("select wrapped from locked_key"))).SqlState.ShouldBe("42501");
        }

        var dump = Path.Combine(Path.GetTempPath(), $"vaern-{Guid.CreateVersion7():N}.dump");
        (await DatabaseDump.WriteAsync(postgres.Server, postgres.Database, dump, dump + ".keys", TestContext.Current.CancellationToken)).IsOk.ShouldBeTrue();
        var listing = await ProgramRun.ToEndAsync(["pg_restore", "--list", dump], TestContext.Current.CancellationToken);
        listing.Output.ShouldSatisfyAllConditions(text => text.ShouldContain("TABLE DATA public blob "), text => text.ShouldNotContain("TABLE DATA public blob_key"), text => text.ShouldNotContain("TABLE DATA public data_key"));
        var restored = await RestoredKeysAsync(dump);
        restored.ShouldContain(other.Id);
        restored.ShouldNotContain(locked.Id);
    }

    [Fact]
    public async Task A_destroyed_blob_leaves_its_row_and_nothing_else()
    {
        var (_, blob) = await StoreAsync(RandomNumberGenerator.GetBytes(2_000_000));
        await using var work = await database.BeginAsync(Acting.System);
        await BlobStore.LockAsync(work, blob.Id);
        await BlobStore.DestroyAsync(work, blob.Id);

        (await work.SingleAsync<long>(
            """
            select (select count(*) from blob_key where blob_id = @Id) + (select count(*) from locked_key where blob_id = @Id) + (select count(*) from blob_chunk where blob_id = @Id)
            """,
            new { blob.Id })).ShouldBe(0);
        (await work.SingleAsync<long>("select count(*) from blob where id = @Id", new { blob.Id })).ShouldBe(1);
    }

    [Fact]
    public async Task Destroying_the_key_makes_the_blob_unreadable_for_ever()
    {
        var (owner, blob) = await StoreAsync([1, 2, 3]);
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await work.Keys.DestroyAsync(owner);
            await work.CommitAsync();
        }

        await Should.ThrowAsync<InvalidOperationException>(() => ReadAsync(blob.Id));
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_while_it_arrives()
    {
        await using var work = await database.BeginAsync(Acting.System);
        var owner = Guid.CreateVersion7();
        var key = await work.Keys.CreateAsync(owner, "report");

        (await BlobStore.WriteAsync(work, owner, key, new MemoryStream(new byte[5_000_000]), 2_000_000)).Error.Code.ShouldBe("blob.too-large");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<(Guid Owner, StoredBlob Blob)> StoreAsync(byte[] plain)
    {
        await using var work = await database.BeginAsync(Acting.System);
        var owner = Guid.CreateVersion7();
        var key = await work.Keys.CreateAsync(owner, "report");
        var blob = (await BlobStore.WriteAsync(work, owner, key, new MemoryStream(plain), long.MaxValue)).Value;
        await work.CommitAsync();
        return (owner, blob);
    }

    // Whatever key the dump gives back, under whichever table.
    private async Task<IReadOnlyList<Guid>> RestoredKeysAsync(string dump)
    {
        var name = await TestServer.CreateEmptyDatabaseAsync();
        try
        {
            (await DatabaseDump.ReadAsync(postgres.Server, name, dump, dump + ".keys", TestContext.Current.CancellationToken)).IsOk.ShouldBeTrue();
            await using var connection = new Npgsql.NpgsqlConnection(postgres.Server.ConnectionString(name, DatabaseRole.Administrator) + ";Pooling=false");
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand("select blob_id from blob_key union all select blob_id from locked_key", connection);
            await using var reader = await command.ExecuteReaderAsync();
            var keys = new List<Guid>();
            while (await reader.ReadAsync())
            {
                keys.Add(reader.GetGuid(0));
            }

            return keys;
        }
        finally
        {
            File.Delete(dump);
            File.Delete(dump + ".keys");
            await TestServer.DropDatabaseAsync(name);
        }
    }

    private async Task<byte[]> ReadAsync(Guid blob)
    {
        await using var work = await database.BeginAsync(Acting.System);
        using var target = new MemoryStream();
        await BlobStore.ReadAsync(work, blob, target);
        return target.ToArray();
    }
}
