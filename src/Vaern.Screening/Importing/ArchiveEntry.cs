using System.IO.Compression;

namespace Vaern.Screening.Importing;

/// <summary>The one entry of a zip file that is an export. Nothing is unpacked to disk, nothing else is opened.</summary>
internal static class ArchiveEntry
{
    private static readonly string[] Known = ["result.json", "_chat.txt", "outbox.json"];
    private static readonly string[] Archives = [".zip", ".gz", ".7z", ".rar", ".tar"];

    /// <summary>The entry's name, or why the archive is refused.</summary>
    public static (string? Name, string? Refusal) Find(Stream file, ImportOptions options)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > options.MostEntries) return (null, FileRefusals.UnsafeArchive);
            var total = 0L;
            foreach (var entry in zip.Entries)
            {
                total += entry.Length;
                if (!IsSafe(entry.FullName) || total > options.MostUnpackedBytes) return (null, FileRefusals.UnsafeArchive);
            }
            var wanted = zip.Entries.Where(entry => entry.Name.Length > 0).OrderBy(Rank).ThenBy(entry => entry.FullName.Count(c => c == '/')).ThenBy(entry => entry.FullName, StringComparer.Ordinal).FirstOrDefault(entry => Rank(entry) < 3);
            if (wanted is null) return (null, zip.Entries.Any(entry => Archives.Any(end => entry.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase))) ? FileRefusals.UnsafeArchive : FileRefusals.NotRecognised);
            if (wanted.Length > options.MostBytes) return (null, FileRefusals.TooLarge);
            return wanted.Length > 1 << 20 && wanted.Length / Math.Max(1, wanted.CompressedLength) > options.MostRatio ? (null, FileRefusals.UnsafeArchive) : (wanted.FullName, null);
        }
        catch (InvalidDataException)
        {
            return (null, FileRefusals.UnsafeArchive);
        }
    }

    public static Stream Open(Stream file, string name, ImportOptions options)
    {
        var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: false);
        var entry = zip.GetEntry(name)!;
        return new LimitedStream(entry.Open(), Math.Min(options.MostBytes, Math.Max(1 << 20, entry.CompressedLength * (long)options.MostRatio)), zip);
    }

    private static bool IsSafe(string name) =>
        !name.StartsWith('/') && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal) && !name.Contains('\0', StringComparison.Ordinal) && !name.Split('/').Contains("..");

    private static int Rank(ZipArchiveEntry entry)
    {
        if (Known.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)) return 0;
        if (entry.Name.StartsWith("WhatsApp", StringComparison.OrdinalIgnoreCase) && entry.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)) return 1;
        return entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? 2 : 3;
    }
}
