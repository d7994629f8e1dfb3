using System.Net;
using System.Text.RegularExpressions;
using Shouldly;
using Vaern.Cli.Hosting;
using Vaern.Data;
using Xunit;

namespace Vaern.Cli.Tests;

public sealed partial class DemoTests : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "vaern-demo-" + Guid.CreateVersion7().ToString("N")[20..]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await PrivateServer.StopAsync(new PrivateServerOptions { DataFolder = folder }, CancellationToken.None);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Serves_until_it_is_told_to_stop_and_lets_nobody_reset_it_meanwhile()
    {
        LookLoaded();
        await using (var first = Demo())
        {
            var address = await AddressAsync(first);
            (await StatusAsync(address, "/")).ShouldBe(HttpStatusCode.OK);
            (await VaernProcess.RunAsync(Cancel, "demo", "--data", folder, "--reset", "--port", "0")).Exit.ShouldBe(2);
            (await VaernProcess.RunAsync(Cancel, "demo", "--data", folder, "--port", new Uri(address).Authority.Split(':')[1])).Exit.ShouldBe(2);
            (await first.TerminateAsync(Cancel)).ShouldBe(0);
        }
        Status().IsRunning.ShouldBeFalse();

        await using var second = Demo();
        await AddressAsync(second);
        await second.KillAsync(Cancel);
        Status().IsRunning.ShouldBeTrue("a killed program leaves its database server to the next");
        await using var third = Demo();
        (await StatusAsync(await AddressAsync(third), "/")).ShouldBe(HttpStatusCode.OK);
        (await third.TerminateAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reset_leaves_nothing_but_the_mark()
    {
        LookLoaded();
        Directory.CreateDirectory(Path.Combine(folder, "keys"));

        (await DemoFolder.ResetAsync(folder, Cancel)).IsOk.ShouldBeTrue();

        Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).ShouldBe(["THIS-IS-A-DEMO"]);
    }

    [Fact]
    public void A_loading_that_was_cut_off_is_not_taken_for_a_whole_one()
    {
        DemoSample.IsWhole(folder).ShouldBeTrue("nothing was begun");
        DemoFolder.Prepare(folder);
        DemoTowns.ReadOrCreate(folder);
        DemoSample.IsWhole(folder).ShouldBeFalse("begun and not ended");
        File.WriteAllText(DemoSample.PathIn(folder), "{}");
        DemoSample.IsWhole(folder).ShouldBeTrue();
    }

    [Fact]
    public async Task Touches_no_folder_that_is_not_a_demo()
    {
        Directory.CreateDirectory(folder);
        var precious = Path.Combine(folder, "precious");
        await File.WriteAllTextAsync(precious, "kept", Cancel);

        (await VaernProcess.RunAsync(Cancel, "demo", "--data", folder)).Exit.ShouldBe(2);
        (await VaernProcess.RunAsync(Cancel, "demo", "--data", folder, "--reset")).Exit.ShouldBe(2);

        Directory.GetFileSystemEntries(folder).ShouldBe([precious]);
    }

    private VaernProcess Demo(params string[] more) => VaernProcess.Begin(["demo", "--port", "0", "--data", folder, .. more]);

    private PrivateServerStatus Status() => PrivateServer.Status(new PrivateServerOptions { DataFolder = folder });

    // Loading the sample is tested by itself and takes half a minute; here the municipalities may be empty.
    private void LookLoaded()
    {
        DemoFolder.Prepare(folder);
        DemoTowns.ReadOrCreate(folder);
        File.WriteAllText(DemoSample.PathIn(folder), """{"LoadedAt": "2027-01-11T19:17:00Z", "MailboxWords": null}""");
    }

    private static async Task<string> AddressAsync(VaernProcess demo) => Address().Match(await demo.LineWithAsync("http://127.0.0.1:", Cancel)).Value;

    private static async Task<HttpStatusCode> StatusAsync(string address, string path)
    {
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler);
        using var answer = await client.GetAsync(new Uri(address + path), Cancel);
        return answer.StatusCode;
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Address();
}
