using System.Security.Cryptography;
using System.Text;
using Vaern.Cli.Hosting;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;

namespace Vaern.Cli.Keys;

/// <summary><c>vaern keys export</c> and <c>vaern keys restore</c>: the key file in two sealed halves.</summary>
internal static class HalvesVerbs
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static async Task<int> ExportAsync(string slug, FileInfo[] halves, FileInfo[] phrases, string folder, CancellationToken cancel)
    {
        try
        {
            var keyPath = TenantList.KeyPath(folder, slug);
            if (!RotateVerb.Find(folder, slug).TryGet(out _, out var unknown))
            {
                return Complaint.BadInput(unknown.Message);
            }
            if (File.Exists(KeyRotation.NextPath(keyPath)))
            {
                return Complaint.BadInput($"A rotation of {slug} was cut off. Run vaern keys rotate or vaern migrate first, so that it is settled which key holds.");
            }
            if (!TenantKeyFile.Read(keyPath).TryGet(out var keys, out var wrong))
            {
                return Complaint.BadInput(wrong.Message);
            }
            keys.Dispose();
            if (halves.FirstOrDefault(half => half.Exists) is { } taken)
            {
                return Complaint.BadInput($"{taken} exists already.");
            }
            var (first, second) = (await PhraseAsync(phrases[0], cancel), await PhraseAsync(phrases[1], cancel));
            if (KeyHalves.Problem(first, second) is { } problem)
            {
                return Complaint.BadInput($"{problem}.");
            }
            var secret = await File.ReadAllBytesAsync(keyPath, cancel);
            var sealedHalves = KeyHalves.Seal(secret, slug, Guid.CreateVersion7(), first, second);
            CryptographicOperations.ZeroMemory(secret);
            Write(halves[0], sealedHalves.First);
            Write(halves[1], sealedHalves.Second);
            Console.WriteLine($"{slug}: {halves[0].Name} and {halves[1].Name}. Keep them and their passphrases in four places, none of them this machine or its backup, and try vaern keys restore once.");
            return ExitCode.Done;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Complaint.BadInput(unreadable.Message);
        }
    }

    public static async Task<int> RestoreAsync(string slug, FileInfo[] halves, FileInfo[] phrases, string folder, CancellationToken cancel)
    {
        try
        {
            var keyPath = TenantList.KeyPath(folder, slug);
            if (File.Exists(keyPath))
            {
                return Complaint.BadInput($"{keyPath} exists already. Move it away first.");
            }
            var texts = await Task.WhenAll(halves.Select(half => File.ReadAllTextAsync(half.FullName, cancel)));
            var (secret, name, fault) = KeyHalves.Open(texts[0], await PhraseAsync(phrases[0], cancel), texts[1], await PhraseAsync(phrases[1], cancel));
            if (secret is null)
            {
                return Complaint.BadInput($"{fault}.");
            }
            if (name != slug)
            {
                return Complaint.BadInput($"These are the halves of {name}, not of {slug}.");
            }
            var text = Encoding.ASCII.GetString(secret);
            CryptographicOperations.ZeroMemory(secret);
            if (!TenantKeyFile.Parse(text, "What the halves hold").TryGet(out var keys, out var wrong))
            {
                return Complaint.BadInput(wrong.Message);
            }
            keys.Dispose();
            Directory.CreateDirectory(Path.GetDirectoryName(keyPath)!, OwnerOnly | UnixFileMode.UserExecute);
            TenantKeyFile.WriteWhole(keyPath, text, overwrite: false);
            Console.WriteLine($"{slug}: {keyPath} is back. Run vaern doctor.");
            return ExitCode.Done;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Complaint.BadInput(unreadable.Message);
        }
    }

    private static async Task<string> PhraseAsync(FileInfo file, CancellationToken cancel) => (await File.ReadAllLinesAsync(file.FullName, cancel)).FirstOrDefault("").Trim();

    private static void Write(FileInfo target, string text)
    {
        using var file = new FileStream(target.FullName, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
