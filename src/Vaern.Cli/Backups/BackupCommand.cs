using System.CommandLine;
using Vaern.Cli.Hosting;
using Vaern.Data;
using Vaern.Data.Keys;

namespace Vaern.Cli.Backups;

/// <summary><c>vaern backup DIR</c>: every municipality's database and the list of them, while they are served. The keys are not in it.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var target = new Argument<DirectoryInfo>("DIR") { Description = "A folder that does not exist yet or is empty" };
        var data = DataFolder.Option();
        var command = new Command("backup", "Back up every municipality's database; the keys are kept elsewhere") { target, data };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(target)!.FullName, Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string target, string folder, CancellationToken cancel)
    {
        if (!TenantList.Served(folder).TryGet(out var tenants, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            return Complaint.BadInput($"{target} is not empty.");
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            return Complaint.Broken(silent);
        }
        await using (choice)
        {
            const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(target, Mine);
            Directory.CreateDirectory(BackupList.KeysIn(target), Mine);
            var entries = new List<BackupEntry>();
            foreach (var tenant in tenants)
            {
                var file = tenant.Slug + ".dump";
                var path = Path.Combine(target, file);
                if (!(await new Migrator(choice.Server, TimeProvider.System).VersionAsync(tenant.Database, cancel)).TryGet(out var version, out var unreachable))
                {
                    return Complaint.Broken(unreachable);
                }
                if (!version.IsCurrent)
                {
                    return Complaint.BadInput($"{tenant.Slug} is at schema {version.Database} and this program at {version.Program}: run vaern migrate, or back up with the program that serves it.");
                }
                var keys = Path.Combine(BackupList.KeysIn(target), file);
                if (!(await DatabaseDump.WriteAsync(choice.Server, tenant.Database, path, keys, cancel)).TryGet(out var keptUntil, out var failed))
                {
                    return Complaint.Broken(failed);
                }
                entries.Add(new BackupEntry(
                    tenant.Slug, tenant.Database, file, new FileInfo(path).Length, await BackupList.HashAsync(path, cancel), version.Database, await BackupList.HashAsync(keys, cancel), keptUntil));
                Console.WriteLine($"{tenant.Slug}: {entries[^1].Bytes} bytes, schema {version.Database}; wrapped keys apart, to be gone by {keptUntil:yyyy-MM-dd}");
            }
            File.Copy(TenantList.PathIn(folder), TenantList.PathIn(target));
            new BackupList(TimeProvider.System.GetUtcNow(), entries).Write(target);
        }
        Console.WriteLine($"Keep {BackupList.KeysIn(target)} for at most {DeletionCertificate.KeysKept.Days} days (vaern keys expire removes it): until then what is deleted from now on can still be read from it.");
        Console.WriteLine($"Keep the keys ({Path.Combine(folder, "keys")}) somewhere else: without them this backup reveals nothing, to anyone.");
        return ExitCode.Done;
    }
}
