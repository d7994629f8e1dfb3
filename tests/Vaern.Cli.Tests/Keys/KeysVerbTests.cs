using Vaern.Data;
using Xunit;

namespace Vaern.Cli.Tests;

/// <summary>A municipality's key through its life: exported, rotated, lost, put back; and what a backup of the wrapped keys means.</summary>
public sealed class KeysVerbTests : IAsyncLifetime
{
    private readonly string root = Path.Combine(Path.GetTempPath(), "vaern-keys-" + Guid.CreateVersion7().ToString("N")[20..]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(root, "data");

    private string Key => Path.Combine(Data, "keys", "nordby.key");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "tenants.json"), """
            {"tenants": [{"id": "019b0000-0000-7000-8000-000000000002", "slug": "nordby", "name": "Nordby Kommune", "team": "Trivsel",
              "database": "vaern_nordby", "hosts": ["*"]}]}
            """);
        File.WriteAllText(In("en.txt"), "hejre under den blå bro\n");
        File.WriteAllText(In("to.txt"), "fire både i morgentåge\n");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await PrivateServer.StopAsync(new PrivateServerOptions { DataFolder = Data }, CancellationToken.None);
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    public async Task A_key_is_exported_in_halves_rotated_lost_and_put_back()
    {
        await using var held = (await PrivateServer.EnsureStartedAsync(new PrivateServerOptions { DataFolder = Data, Durability = Durability.None }, Cancel)).Value;
        (await RunAsync("migrate", "--data", Data)).Exit.ShouldBe(0);
        var before = await File.ReadAllTextAsync(Key, Cancel);
        (await ExportAsync("a1", "a2")).Exit.ShouldBe(0);
        (await ExportAsync("a1", "a3")).Exit.ShouldBe(2, "an export is not written over another");
        (await File.ReadAllTextAsync(In("a1"), Cancel)).ShouldNotContain(before);

        (await RunAsync("keys", "rotate", "nordby", "--data", Data)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(0, run.Complaint), run => run.Output.ShouldContain("data keys are under a new key"));
        (await File.ReadAllTextAsync(Key, Cancel)).ShouldNotContain(before);
        (await RunAsync("migrate", "--data", Data)).Exit.ShouldBe(0, "the municipality opens under its new key");

        (await ExportAsync("b1", "b2")).Exit.ShouldBe(0);
        (await RestoreAsync("a1", "b2")).Exit.ShouldBe(2, "the key is still there");
        File.Delete(Key);
        (await RestoreAsync("a1", "b2")).Complaint.ShouldContain("two different exports");
        (await RestoreAsync("a1", "a2")).Exit.ShouldBe(0);
        (await RunAsync("migrate", "--data", Data)).ShouldSatisfyAllConditions(run => run.Exit.ShouldNotBe(0), run => run.Complaint.ShouldContain("not the one that the database is under"));
        File.Delete(Key);
        (await RestoreAsync("b1", "b2")).Exit.ShouldBe(0);
        (await RunAsync("migrate", "--data", Data)).Exit.ShouldBe(0);

        (await RunAsync("keys", "certificate", "nordby", Guid.CreateVersion7().ToString(), "--data", Data)).Exit.ShouldBe(1, "of what was not deleted there is no certificate");
        (await RunAsync("keys", "rotate", "sydby", "--data", Data)).Exit.ShouldBe(2);
        await ExpireAsync();
    }

    private async Task ExpireAsync()
    {
        var backup = Path.Combine(root, "backups", "1");
        (await RunAsync("backup", backup, "--data", Data)).ShouldSatisfyAllConditions(run => run.Exit.ShouldBe(0, run.Complaint), run => run.Output.ShouldContain("wrapped keys apart"));
        (await RunAsync("keys", "expire", Path.Combine(root, "backups"))).ShouldSatisfyAllConditions(run => run.Exit.ShouldBe(0), run => run.Output.ShouldContain("0 removed, 1 may still be kept"));
        var list = Path.Combine(backup, "backup.json");
        var text = await File.ReadAllTextAsync(list, Cancel);
        await File.WriteAllTextAsync(list, System.Text.RegularExpressions.Regex.Replace(text, "\"keysKeptUntil\": \"[^\"]+\"", "\"keysKeptUntil\": \"2020-01-01T00:00:00+00:00\""), Cancel);

        (await RunAsync("keys", "expire", Path.Combine(root, "backups"))).Output.ShouldContain("1 removed, 0 may still be kept");
        File.Exists(Path.Combine(backup, "keys", "nordby.dump")).ShouldBeFalse();
        File.Exists(Path.Combine(backup, "nordby.dump")).ShouldBeTrue();
        (await RunAsync("restore", backup, "--data", Path.Combine(root, "other"))).ShouldSatisfyAllConditions(run => run.Exit.ShouldBe(2), run => run.Complaint.ShouldContain("is gone"));
    }

    private Task<(int Exit, string Output, string Complaint)> ExportAsync(string first, string second) => HalvesAsync("export", first, second);

    private Task<(int Exit, string Output, string Complaint)> RestoreAsync(string first, string second) => HalvesAsync("restore", first, second);

    private Task<(int Exit, string Output, string Complaint)> HalvesAsync(string verb, string first, string second) => RunAsync(
        "keys", verb, "nordby", "--halves", In(first), In(second), "--passphrases", In("en.txt"), In("to.txt"), "--data", Data);

    private static Task<(int Exit, string Output, string Complaint)> RunAsync(params string[] arguments) => VaernProcess.RunAsync(Cancel, arguments);

    private string In(string name) => Path.Combine(root, name);
}
