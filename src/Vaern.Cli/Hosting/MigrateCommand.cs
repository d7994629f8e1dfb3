using System.CommandLine;

namespace Vaern.Cli.Hosting;

/// <summary><c>vaern migrate</c>: brings every municipality's database to this program's schema, and makes those that do not exist yet.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option();
        var command = new Command("migrate", "Bring every municipality's database to this program's schema; make those that are missing") { data };
        command.SetAction((parsed, cancel) => RunAsync(Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken cancel)
    {
        if (!TenantList.Served(folder).TryGet(out var tenants, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            return Complaint.Broken(silent);
        }
        await using (choice)
        {
            foreach (var tenant in tenants)
            {
                var opened = await TenantOpening.OpenAsync(folder, tenant, choice.Server, demo: false, TimeProvider.System, null, cancel);
                if (!opened.TryGet(out var done, out var refused))
                {
                    return Complaint.Broken(refused);
                }
                await done.Municipality.DisposeAsync();
                foreach (var migration in done.Run.Applied)
                {
                    Console.WriteLine($"{tenant.Slug}: applied {migration.Number:0000}_{migration.Name}");
                }
                Console.WriteLine($"{tenant.Slug}: schema {done.Run.Version}");
            }
        }
        return ExitCode.Done;
    }
}
