using Npgsql;
using Vaern.Data.Blobs;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;
using Vaern.TestKit;

namespace Vaern.Data.Tests.Keys;

/// <summary>What is deleted is told of with both dates: the key destroyed, and the last backup of it ended.</summary>
public sealed class DeletionCertificateTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncDisposable
{
    private readonly TenantDatabase database = new(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), new TestClock());

    [Fact]
    public async Task A_certificate_names_the_last_backup_from_before_the_deletion_and_when_it_ends()
    {
        await ClearAsync();
        var owner = await OwnerAsync();
        await BackupAsync(daysAgo: 40);
        await BackupAsync(daysAgo: 2);
        await DestroyAsync(owner);
        await BackupAsync(daysAgo: -1);

        var certificate = await ReadAsync(owner);

        certificate.Value.Kind.ShouldBe("case");
        (certificate.Value.DestroyedAt - certificate.Value.LastBackup!.Value).TotalDays.ShouldBe(2, 0.01);
        (certificate.Value.BackupsEnd!.Value - certificate.Value.LastBackup.Value).ShouldBe(DeletionCertificate.KeysKept);
        certificate.Value.IsFinalAt(certificate.Value.DestroyedAt).ShouldBeFalse();
        certificate.Value.IsFinalAt(certificate.Value.BackupsEnd.Value).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_backup_the_deletion_is_final_at_once()
    {
        await ClearAsync();
        var owner = await OwnerAsync();
        await DestroyAsync(owner);

        (await ReadAsync(owner)).Value.ShouldSatisfyAllConditions(c => c.BackupsEnd.ShouldBeNull(), c => c.IsFinalAt(c.DestroyedAt).ShouldBeTrue());
    }

    [Fact]
    public async Task What_is_still_there_has_no_certificate() =>
        (await ReadAsync(await OwnerAsync())).Error.Code.ShouldBe("key.not-destroyed");

    [Fact]
    public async Task A_file_has_a_certificate_when_its_key_is_destroyed_and_none_while_it_is_only_locked()
    {
        var owner = await OwnerAsync();
        Guid blob;
        await using (var work = await database.BeginAsync(Acting.System))
        {
            blob = (await BlobStore.WriteAsync(work, owner, await work.Keys.OpenAsync(owner), new MemoryStream([1]), 10)).Value.Id;
            await BlobStore.LockAsync(work, blob);
            await work.CommitAsync();
        }

        (await ReadAsync(blob)).IsOk.ShouldBeFalse();
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await BlobStore.DestroyAsync(work, blob);
            await work.CommitAsync();
        }

        (await ReadAsync(blob)).Value.Kind.ShouldBe("file");
    }

    [Fact]
    public async Task A_draft_that_is_forgotten_is_told_of_nowhere()
    {
        using var visitor = SecretKey.Generate();
        var draft = Guid.CreateVersion7();
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await work.Keys.CreateUnderAsync(visitor, draft, "draft");
            await work.CommitAsync();
        }

        await DestroyAsync(draft);

        (await ReadAsync(draft)).IsOk.ShouldBeFalse();
    }

    private async Task<Guid> OwnerAsync()
    {
        var owner = Guid.CreateVersion7();
        await using var work = await database.BeginAsync(Acting.System);
        await work.Keys.CreateAsync(owner, "case");
        await work.CommitAsync();
        return owner;
    }

    private async Task DestroyAsync(Guid owner)
    {
        await using var work = await database.BeginAsync(Acting.System);
        await work.Keys.DestroyAsync(owner);
        await work.CommitAsync();
    }

    private async Task BackupAsync(int daysAgo) => await RunAsync(
        $"insert into key_backup values (gen_random_uuid(), now() - interval '{daysAgo} days', now() - interval '{daysAgo} days' + interval '30 days')");

    private Task ClearAsync() => RunAsync("delete from key_backup");

    private async Task RunAsync(string sql)
    {
        await using var connection = await postgres.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<Result<DeletionCertificate>> ReadAsync(Guid id)
    {
        await using var work = await database.BeginAsync(Acting.System);
        return await DeletionCertificate.ReadAsync(work, id);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
