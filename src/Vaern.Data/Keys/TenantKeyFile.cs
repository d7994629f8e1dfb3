using System.Security.Cryptography;
using Vaern.Sealing.AtRest;

namespace Vaern.Data.Keys;

/// <summary>The file that holds a municipality's key as 64 hex digits, readable by its owner only.</summary>
public static class TenantKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the key, or makes one when the file does not exist yet. A file others can read is refused.</summary>
    public static Result<SecretKey> ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            Create(path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
        {
            return new Error("key.permissions", $"The key file {path} can be read by others. Run: chmod 600 {path}");
        }

        var text = File.ReadAllText(path).Trim();
        var material = new byte[SecretKey.Size];
        if (text.Length != 2 * SecretKey.Size || Convert.FromHexString(text, material, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return new Error("key.format", $"The key file {path} does not hold 64 hex digits.");
        }

        var key = SecretKey.From(material);
        CryptographicOperations.ZeroMemory(material);
        return key;
    }

    // Written beside, flushed and renamed: a key that a row depends on is never half-written.
    private static void Create(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(fresh, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(2 * SecretKey.Size, lowercase: true)));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: false);
    }
}
