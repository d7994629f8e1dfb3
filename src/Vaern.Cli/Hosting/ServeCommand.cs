using System.CommandLine;

namespace Vaern.Cli.Hosting;

/// <summary><c>vaern serve</c>: the municipalities of <c>tenants.json</c>, behind the operator's reverse proxy.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option();
        var port = Ports.Option();
        var https = new Option<bool>("--https") { Description = "A proxy in front speaks HTTPS: mark cookies secure and send HSTS" };
        var role = new Option<string>("--role") { HelpName = "web|worker|both", Description = "What this process does; on a database of your own several may run", DefaultValueFactory = _ => "both" };
        role.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<string>() is not ("web" or "worker" or "both"))
            {
                given.AddError("--role is web, worker or both.");
            }
        });
        var command = new Command("serve", "Serve the municipalities named in the data folder's tenants.json") { port, data, https, role };
        command.SetAction((parsed, cancel) =>
            RunAsync(Path.GetFullPath(parsed.GetValue(data)!), parsed.GetValue(port), parsed.GetValue(https), parsed.GetValue(role)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, int port, bool https, string role, CancellationToken cancel)
    {
        if (!TenantList.Served(folder).TryGet(out var tenants, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var server, out var silent))
        {
            return Complaint.Broken(silent);
        }
        if (!(await Node.OpenAsync(server, folder, tenants, demo: false, TimeProvider.System, cancel)).TryGet(out var node, out var broken))
        {
            return Complaint.Broken(broken);
        }
        await using (node)
        {
            if (role == "worker")
            {
                Console.WriteLine("Værn works in the background");
                await node.WorkAsync(cancel);
                return ExitCode.Done;
            }

            var served = await node.ServeAsync($"http://127.0.0.1:{port}", https, works: role == "both", Announce, cancel);
            return served.IsOk ? ExitCode.Done : Complaint.BadInput(served.Error.Message + " Choose another port with --port.");
        }
    }

    private static Task Announce(string address)
    {
        Console.WriteLine($"Værn serves at {address}");
        return Task.CompletedTask;
    }
}
