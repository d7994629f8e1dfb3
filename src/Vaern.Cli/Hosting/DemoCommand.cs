using System.CommandLine;

namespace Vaern.Cli.Hosting;

/// <summary><c>vaern demo</c>: the sample municipality on a private database, served on this machine only.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option("demo");
        var port = Ports.Option();
        var reset = new Option<bool>("--reset") { Description = "Begin anew: delete what was changed in the demo" };
        var command = new Command("demo", "Serve the sample municipality Fjordby on this machine") { port, data, reset };
        command.SetAction((parsed, cancel) =>
            RunAsync(Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(port), parsed.GetValue(reset), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int port, bool reset, CancellationToken cancel)
    {
        if ((reset || !DemoSample.IsWhole(folder)) && await DemoFolder.ResetAsync(folder, cancel) is { IsOk: false } kept)
        {
            return Complaint.BadInput(kept.Error.Message);
        }
        if (DemoFolder.Prepare(folder) is { IsOk: false } foreign)
        {
            return Complaint.BadInput(foreign.Error.Message);
        }
        if (!DemoTowns.ReadOrCreate(folder).TryGet(out var list, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var server, out var silent))
        {
            return Complaint.Broken(silent);
        }
        if (await DemoSample.EnsureLoadedAsync(server.Server, folder, list, cancel) is { IsOk: false } unloaded)
        {
            await server.DisposeAsync();
            return Complaint.Broken(unloaded.Error);
        }
        if (!(await Node.OpenAsync(server, folder, list.Tenants, demo: true, TimeProvider.System, cancel)).TryGet(out var node, out var broken))
        {
            return Complaint.Broken(broken);
        }
        await using (node)
        {
            var served = await node.ServeAsync($"http://127.0.0.1:{port}", https: false, works: true, address => DemoSample.WelcomeAsync(folder, address), cancel);
            return served.IsOk ? ExitCode.Done : Complaint.BadInput(served.Error.Message + " Choose another port with --port.");
        }
    }
}
