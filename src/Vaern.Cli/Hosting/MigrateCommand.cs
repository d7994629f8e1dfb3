using System.CommandLine;
using Vaern.Data;

namespace Vaern.Cli.Hosting;

/// <summary><c>vaern migrate</c>: brings every municipality's database to this program's schema.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option();
        var command = new Command("migrate", "Bring every municipality's database to this program's schema") { data };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(data)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, CancellationToken cancel)
    {
        if (!TenantList.Read(folder).TryGet(out var list, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }
        if (list.Tenants.Count == 0)
        {
            return Complaint.BadInput($"{TenantList.PathIn(folder)} names no municipality.");
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            return Complaint.Broken(silent);
        }
        await using (choice)
        {
            var migrator = new Migrator(choice.Server, TimeProvider.System);
            foreach (var tenant in list.Tenants)
            {
                if (!(await migrator.MigrateAsync(tenant.Database, cancel)).TryGet(out var run, out var refused))
                {
                    return Complaint.Broken(refused);
                }
                foreach (var migration in run.Applied)
                {
                    Console.WriteLine($"{tenant.Slug}: applied {migration.Number:0000}_{migration.Name}");
                }
                Console.WriteLine($"{tenant.Slug}: schema {run.Version}");
            }
        }
        return ExitCode.Done;
    }
}
