using Shouldly;
using Vaern.App.Accounts;
using Vaern.Cli.Hosting;
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

    [Fact]
    public async Task The_first_account_signs_in_once_with_what_was_printed_and_is_let_in_again_when_all_is_lost()
    {
        await using var running = (await PrivateServer.EnsureStartedAsync(new PrivateServerOptions { DataFolder = folder, Durability = Durability.None }, Cancel)).Value;
        string[] add = ["account", "add", "eva", "--name", "Eva Prøvesen", "--email", "eva@nordby.example", "--data", folder];

        var made = await VaernProcess.RunAsync(Cancel, add);

        made.Exit.ShouldBe(0, made.Complaint);
        made.Output.ShouldContain("Nordby Kommune");
        var password = PasswordIn(made.Output);
        (await VaernProcess.RunAsync(Cancel, add)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(2), run => run.Complaint.ShouldContain("Another account has this login."), run => run.Output.ShouldBeEmpty());
        (await LetsInAsync(running, password)).ShouldBeTrue();

        var again = await VaernProcess.RunAsync(Cancel, "account", "reset", "Eva", "--town", "nordby", "--data", folder);
        again.Exit.ShouldBe(0, again.Complaint);
        PasswordIn(again.Output).ShouldNotBe(password);
        (await LetsInAsync(running, password)).ShouldBeFalse();
        (await LetsInAsync(running, PasswordIn(again.Output))).ShouldBeTrue();

        (await VaernProcess.RunAsync(Cancel, "account", "reset", "bo", "--data", folder)).Exit.ShouldBe(2);
        (await VaernProcess.RunAsync(Cancel, "account", "reset", "eva", "--town", "sydby", "--data", folder)).Complaint.ShouldContain("nordby");
        (await VaernProcess.RunAsync(Cancel, [.. add, "--role", "king"])).Complaint.ShouldContain("--role is one of");
    }

    [Fact]
    public async Task A_node_serves_or_works_as_its_role_says()
    {
        await using var running = (await PrivateServer.EnsureStartedAsync(new PrivateServerOptions { DataFolder = folder, Durability = Durability.None }, Cancel)).Value;
        (await VaernProcess.RunAsync(Cancel, "serve", "--role", "cook", "--data", folder)).ShouldSatisfyAllConditions(
            run => run.Exit.ShouldBe(2), run => run.Complaint.ShouldContain("--role is web, worker or both"));

        await using (var worker = VaernProcess.Begin("serve", "--role", "worker", "--data", folder))
        {
            await worker.LineWithAsync("works in the background", Cancel);
        }

        await using var web = VaernProcess.Begin("serve", "--role", "web", "--port", "0", "--data", folder);
        (await web.LineWithAsync("serves at", Cancel)).ShouldContain("http://127.0.0.1:");
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

    private static string PasswordIn(string output) => output.Split('\n').Single(line => line.StartsWith("Password", StringComparison.Ordinal)).Split(' ')[^1];

    private async Task<bool> LetsInAsync(PrivateServerHandle running, string password)
    {
        var tenant = TenantList.Served(folder).Value.Single();
        var (town, _) = (await TenantOpening.OpenAsync(folder, tenant, running.Server, demo: false, TimeProvider.System, null, Cancel)).Value;
        await using (town)
        {
            return (await SignIn.WithPasswordAsync(town, "eva", password, Cancel)).IsOk;
        }
    }
}
