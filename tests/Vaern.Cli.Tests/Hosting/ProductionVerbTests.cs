using Shouldly;
using Vaern.Data;
using Xunit;

namespace Vaern.Cli.Tests;

public sealed class ProductionVerbTests : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "vaern-house-" + Guid.CreateVersion7().ToString("N")[20..]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string KeyPath => Path.Combine(folder, "keys", "nordby.key");

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "tenants.json"), """
            {"tenants": [{"id": "019b0000-0000-7000-8000-000000000001", "slug": "nordby", "name": "Nordby Kommune", "team": "Trivsel",
              "database": "vaern_nordby", "hosts": ["*"]}]}
            """);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await PrivateServer.StopAsync(new PrivateServerOptions { DataFolder = folder }, CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Migrate_makes_what_is_listed_doctor_finds_it_well_and_a_lost_key_is_never_replaced()
    {
        // Held here, so that the verbs find it running instead of starting and stopping it each time.
        await using var running = (await PrivateServer.EnsureStartedAsync(new PrivateServerOptions { DataFolder = folder, Durability = Durability.None }, Cancel)).Value;
        var migrate = await VaernProcess.RunAsync(Cancel, "migrate", "--data", folder);
        migrate.Exit.ShouldBe(0, migrate.Complaint);
        migrate.Output.ShouldContain("nordby: applied 0001_foundation");
        (await VaernProcess.RunAsync(Cancel, "migrate", "--data", folder)).Output.ShouldNotContain("applied");

        var well = await VaernProcess.RunAsync(Cancel, "doctor", "--data", folder);
        well.Exit.ShouldBe(0, well.Output);
        well.Output.ShouldContain("ok    schema nordby");
        well.Output.ShouldContain("ok    key nordby");

        File.SetUnixFileMode(KeyPath, File.GetUnixFileMode(KeyPath) | UnixFileMode.OtherRead);
        (await VaernProcess.RunAsync(Cancel, "doctor", "--data", folder)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(1), run => run.Output.ShouldContain("chmod 600"));

        File.Delete(KeyPath);
        (await VaernProcess.RunAsync(Cancel, "doctor", "--data", folder)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(1), run => run.Output.ShouldContain("FAIL  key nordby"));
        var refused = await VaernProcess.RunAsync(Cancel, "migrate", "--data", folder);
        refused.Exit.ShouldBe(3);
        refused.Complaint.ShouldContain("[key.missing]");
        File.Exists(KeyPath).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"tenants\": [{\"slug\": \"x\"}]}")]
    [InlineData("{\"tenants\": [{\"id\": \"019b0000-0000-7000-8000-000000000001\", \"slug\": \"../x\", \"name\": \"N\", \"team\": \"T\", \"database\": \"d\", \"hosts\": []}]}")]
    public async Task A_list_that_cannot_be_read_is_refused_and_named(string text)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "tenants.json"), text, Cancel);

        var run = await VaernProcess.RunAsync(Cancel, "serve", "--data", folder);

        run.Exit.ShouldBe(2);
        run.Complaint.ShouldContain("tenants.json");
    }
}
