using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Vaern.Sealing.AtRest;

namespace Vaern.Data.Keys;

/// <summary>
/// The file that holds a municipality's key as 64 hex digits, readable by its owner only. After a rotation a second line <c>lookup</c> holds the
/// 192 digits of the secrets that a rotation keeps.
/// </summary>
public static class TenantKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Lookup = "lookup ";

    /// <summary>Reads the key, or makes one when the file does not exist yet. A file others can read is refused.</summary>
    public static Result<TenantKeys> ReadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            WriteWhole(path, RandomNumberGenerator.GetHexString(2 * SecretKey.Size, lowercase: true), overwrite: false);
        }

        return Read(path);
    }

    /// <summary><c>key.permissions</c>, <c>key.format</c>.</summary>
    public static Result<TenantKeys> Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
        {
            return new Error("key.permissions", $"The key file {path} can be read by others. Run: chmod 600 {path}");
        }

        return Parse(File.ReadAllText(path), $"The key file {path}");
    }

    /// <summary>The keys that such a text holds. <c>key.format</c>.</summary>
    public static Result<TenantKeys> Parse(string text, string what)
    {
        var lines = text.Trim().Split('\n', StringSplitOptions.TrimEntries);
        if (!TryHex(lines[0], SecretKey.Size, out var wrapping))
        {
            return new Error("key.format", $"{what} does not hold 64 hex digits.");
        }

        using var key = SecretKey.From(wrapping);
        CryptographicOperations.ZeroMemory(wrapping);
        if (lines.Length == 1)
        {
            return new TenantKeys(SecretKey.From(key.Export()));
        }

        return lines.Length == 2 && lines[1].StartsWith(Lookup, StringComparison.Ordinal) && TryHex(lines[1][Lookup.Length..], TenantKeys.LookupsSize, out var lookups)
            ? TenantKeys.With(SecretKey.From(key.Export()), lookups)
            : new Error("key.format", $"The second line of {what} is not 'lookup' and 192 hex digits.");
    }

    /// <summary>The text of a rotated key's file.</summary>
    internal static string TextOf(TenantKeys keys) => Convert.ToHexStringLower(keys.Wrapping.Export()) + "\n" + Lookup + Convert.ToHexStringLower(keys.ExportLookups()) + "\n";

    /// <summary>Written beside, flushed and renamed: a key that a row depends on is never half-written.</summary>
    public static void WriteWhole(string path, string text, bool overwrite)
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
            file.Write(Encoding.ASCII.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite);
    }

    private static bool TryHex(string text, int size, out byte[] bytes)
    {
        bytes = new byte[size];
        return text.Length == 2 * size && Convert.FromHexString(text, bytes, out _, out _) == OperationStatus.Done;
    }
}
