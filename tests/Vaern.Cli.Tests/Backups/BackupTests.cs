using Npgsql;
using Shouldly;
using Vaern.Data;
using Xunit;

namespace Vaern.Cli.Tests;

public sealed class BackupTests : IAsyncLifetime
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "vaern-backup-" + Guid.CreateVersion7().ToString("N")[20..]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Old => Path.Combine(root, "old");

    private string Fresh => Path.Combine(root, "fresh");

    private string Backup => Path.Combine(root, "backup");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Old);
        File.WriteAllText(Path.Combine(Old, "tenants.json"), """
            {"tenants": [{"id": "019b0000-0000-7000-8000-000000000001", "slug": "nordby", "name": "Nordby Kommune", "team": "Trivsel",
              "database": "vaern_nordby", "hosts": ["*"]}]}
            """);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await PrivateServer.StopAsync(new PrivateServerOptions { DataFolder = Old }, CancellationToken.None);
        await PrivateServer.StopAsync(new PrivateServerOptions { DataFolder = Fresh }, CancellationToken.None);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task What_was_backed_up_is_restored_elsewhere_with_its_streams_unbroken_and_a_changed_byte_is_named()
    {
        await using var old = await HoldAsync(Old);
        (await VaernProcess.RunAsync(Cancel, "migrate", "--data", Old)).Exit.ShouldBe(0);
        (await VaernProcess.RunAsync(Cancel, "backup", Backup, "--data", Old)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(0, run.Complaint), run => run.Output.ShouldContain("nordby: "));
        (await VaernProcess.RunAsync(Cancel, "backup", Backup, "--data", Old)).Exit.ShouldBe(2, "a backup is not written over another");
        Directory.GetFiles(Backup).Select(Path.GetFileName).Order().ShouldBe(["backup.json", "nordby.dump", "tenants.json"]);

        await using var fresh = await HoldAsync(Fresh);
        (await VaernProcess.RunAsync(Cancel, "restore", Backup, "--data", Fresh)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(0, run.Complaint), run => run.Output.ShouldContain("put its key into"));
        (await VaernProcess.RunAsync(Cancel, "restore", Backup, "--data", Fresh)).Exit.ShouldBe(2, "a database is not written over");
        (await VaernProcess.RunAsync(Cancel, "audit", "verify", "--data", Fresh)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(0, run.Complaint), run => run.Output.TrimEnd().ShouldEndWith("OK"));

        Directory.CreateDirectory(Path.Combine(Fresh, "keys"));
        File.Copy(Path.Combine(Old, "keys", "nordby.key"), Path.Combine(Fresh, "keys", "nordby.key"));
        (await VaernProcess.RunAsync(Cancel, "migrate", "--data", Fresh)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(0, run.Complaint), run => run.Output.ShouldNotContain("applied"));

        await ChangeAByteAsync(fresh);
        (await VaernProcess.RunAsync(Cancel, "audit", "verify", "--data", Fresh)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(1), run => run.Output.ShouldContain("BROKEN system 019b0000-0000-7000-8000-000000000001"));
    }

    [Fact]
    public async Task A_backup_with_a_changed_byte_is_refused_before_anything_is_made()
    {
        await using var old = await HoldAsync(Old);
        await VaernProcess.RunAsync(Cancel, "migrate", "--data", Old);
        await VaernProcess.RunAsync(Cancel, "backup", Backup, "--data", Old);
        var dump = Path.Combine(Backup, "nordby.dump");
        var bytes = await File.ReadAllBytesAsync(dump, Cancel);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(dump, bytes, Cancel);

        var refused = await VaernProcess.RunAsync(Cancel, "restore", Backup, "--data", Fresh);

        refused.Exit.ShouldBe(2);
        refused.Complaint.ShouldContain("nordby.dump");
        Directory.Exists(Fresh).ShouldBeFalse();
    }

    // Held, so that the verbs find it running, and unflushed, since nothing here outlives the test.
    private static async Task<PrivateServerHandle> HoldAsync(string folder) =>
        (await PrivateServer.EnsureStartedAsync(new PrivateServerOptions { DataFolder = folder, Durability = Durability.None }, Cancel)).Value;

    private static async Task ChangeAByteAsync(PrivateServerHandle server)
    {
        await using var connection = new NpgsqlConnection(server.Server.ConnectionString("vaern_nordby", DatabaseRole.Administrator) + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("update stream_event set line = set_byte(line, octet_length(line) - 3, 33) where seq = 0", connection);
        (await command.ExecuteNonQueryAsync(Cancel)).ShouldBe(1);
    }
}
