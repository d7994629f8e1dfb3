using System.CommandLine;
using Vaern.Cli.Hosting;
using Vaern.Data;

namespace Vaern.Cli.Backups;

/// <summary><c>vaern restore DIR</c>: fills databases that do not exist yet. It never overwrites one.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var source = new Argument<DirectoryInfo>("DIR") { Description = "A folder that vaern backup wrote" };
        var data = DataFolder.Option();
        var command = new Command("restore", "Restore what backup wrote, into databases that do not exist yet") { source, data };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(source)!.FullName, Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string source, string folder, CancellationToken cancel)
    {
        if (!(await BackupList.ReadAsync(source, cancel)).TryGet(out var backup, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            return Complaint.Broken(silent);
        }
        await using (choice)
        {
            var migrator = new Migrator(choice.Server, TimeProvider.System);
            foreach (var entry in backup.Municipalities)
            {
                if (await migrator.MakeEmptyAsync(entry.Database, cancel) is { IsOk: false } taken)
                {
                    return taken.Error.Code is "database.exists" or "database.name"
                        ? Complaint.BadInput($"{taken.Error.Message} Restore overwrites nothing: remove it first, or restore into another data folder.")
                        : Complaint.Broken(taken.Error);
                }
                if (await DatabaseDump.ReadAsync(choice.Server, entry.Database, Path.Combine(source, entry.File), Path.Combine(BackupList.KeysIn(source), entry.File), cancel) is { IsOk: false } failed)
                {
                    return Complaint.Broken(failed.Error);
                }
                Console.WriteLine($"{entry.Slug}: restored, schema {entry.Schema}");
            }
        }
        if (!File.Exists(TenantList.PathIn(folder)))
        {
            File.Copy(TenantList.PathIn(source), TenantList.PathIn(folder));
        }
        foreach (var entry in backup.Municipalities.Where(entry => !File.Exists(TenantList.KeyPath(folder, entry.Slug))))
        {
            Console.WriteLine($"{entry.Slug}: put its key into {TenantList.KeyPath(folder, entry.Slug)} (chmod 600). Without it nothing can be read.");
        }
        return ExitCode.Done;
    }
}
