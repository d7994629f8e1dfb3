using System.Security.Cryptography;
using System.Text.Json;
using Vaern.Data;

namespace Vaern.Cli.Backups;

/// <summary>One municipality in a backup.</summary>
/// <param name="Sha256">Of the file, 64 hex digits.</param>
/// <param name="KeysSha256">Of the file of the same name in the folder of wrapped keys.</param>
/// <param name="KeysKeptUntil">When that file must be gone: as long as it exists, what was deleted since can be read with it and the municipality's key.</param>
internal sealed record BackupEntry(string Slug, string Database, string File, long Bytes, string Sha256, int Schema, string KeysSha256, DateTimeOffset KeysKeptUntil);

/// <summary><c>backup.json</c>: what a backup holds. Written last, so a folder without it is not a backup.</summary>
internal sealed record BackupList(DateTimeOffset At, IReadOnlyList<BackupEntry> Municipalities)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string KeysIn(string folder) => Path.Combine(folder, "keys");

    public static string PathIn(string folder) => Path.Combine(folder, "backup.json");

    public void Write(string folder)
    {
        using var file = new FileStream(PathIn(folder), FileMode.CreateNew);
        JsonSerializer.Serialize(file, this, Form);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the list and checks every file against it. <c>backup.unreadable</c>, <c>backup.changed</c>.</summary>
    public static async Task<Result<BackupList>> ReadAsync(string folder, CancellationToken cancel)
    {
        try
        {
            var list = await WithoutFilesAsync(folder, cancel);
            foreach (var entry in list.Municipalities)
            {
                var keys = Path.Combine(KeysIn(folder), Path.GetFileName(entry.File));
                if (!File.Exists(keys))
                {
                    return new Error("backup.keys-expired", $"{keys} is gone. Wrapped keys are kept until {entry.KeysKeptUntil:yyyy-MM-dd}; without them the rest of the backup cannot be restored.");
                }
                if (await HashAsync(keys, cancel) != entry.KeysSha256)
                {
                    return new Error("backup.changed", $"{keys} is not the file that was written. Nothing was restored.");
                }
                if (Path.GetFileName(entry.File) != entry.File || await HashAsync(Path.Combine(folder, entry.File), cancel) != entry.Sha256)
                {
                    return new Error("backup.changed", $"{Path.Combine(folder, entry.File)} is not the file that was written. Nothing was restored.");
                }
            }
            return list;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return new Error("backup.unreadable", $"{folder} is not a backup: {unreadable.Message}");
        }
    }

    /// <summary>The list alone.</summary>
    public static async Task<BackupList> WithoutFilesAsync(string folder, CancellationToken cancel) =>
        JsonSerializer.Deserialize<BackupList>(await File.ReadAllTextAsync(PathIn(folder), cancel), Form)!;

    public static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }
}
