using System.Text.Json;
using Vaern.Cli.Backups;

namespace Vaern.Cli.Keys;

/// <summary><c>vaern keys expire</c>: what must be gone after thirty days is removed, the rest of the backup stays.</summary>
internal static class ExpireVerb
{
    public static async Task<int> RunAsync(string folder, TimeProvider clock, CancellationToken cancel)
    {
        if (!Directory.Exists(folder))
        {
            return Complaint.BadInput($"{folder} is not a folder.");
        }
        var (removed, kept) = (0, 0);
        foreach (var backup in Directory.EnumerateDirectories(folder).Prepend(folder).Where(one => File.Exists(BackupList.PathIn(one))).Order(StringComparer.Ordinal))
        {
            BackupList list;
            try
            {
                list = await BackupList.WithoutFilesAsync(backup, cancel);
            }
            catch (JsonException unreadable)
            {
                return Complaint.BadInput($"{BackupList.PathIn(backup)} cannot be read: {unreadable.Message}");
            }
            foreach (var entry in list.Municipalities)
            {
                var keys = Path.Combine(BackupList.KeysIn(backup), Path.GetFileName(entry.File));
                if (!File.Exists(keys))
                {
                    continue;
                }
                if (entry.KeysKeptUntil > clock.GetUtcNow())
                {
                    kept++;
                    continue;
                }
                File.Delete(keys);
                removed++;
                Console.WriteLine($"{keys}: removed");
            }
        }
        Console.WriteLine($"{removed} removed, {kept} may still be kept");
        return ExitCode.Done;
    }
}
