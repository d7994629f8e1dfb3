using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Packages;

namespace Vaern.Sealing.Verification;

/// <summary>
/// Checks an evidence package as a stranger would, without network or database: the ZIP, its names, both manifests, the seal, the
/// custody chain with its checkpoints, every item and every referral. Never throws on foreign bytes; reads the whole file once and
/// holds only the small text files in memory.
/// </summary>
public static class PackageVerifier
{
    /// <param name="file">Seekable. I/O errors of the stream itself are thrown.</param>
    public static PackageVerification Verify(Stream file, VerificationRoots roots, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(roots);
        var checks = new CheckList();
        using var package = Open(file, checks, cancellationToken);
        if (package is null) return new PackageVerification(checks.Checks, new Dictionary<string, string>(), false);

        ManifestCheck.Run(package, checks);
        if (checks.HasFaultBesidesSeal) return new PackageVerification(checks.Checks, package.Hashes, false);

        var seal = SealCheck.Run(package, roots, checks);
        CustodyCheck.Run(package, seal, checks);
        ItemCheck.Run(package, seal, checks);
        return new PackageVerification(checks.Checks, package.Hashes, roots is { Timestamps: not null, Signer: not null });
    }

    private static OpenedPackage? Open(Stream file, CheckList checks, CancellationToken cancellationToken)
    {
        try
        {
            var entries = StrictZip.ReadDirectory(file);
            if (NameFault(entries, out var topFolder) is { } fault)
            {
                checks.Fails("names", fault);
                return null;
            }
            var package = OpenedPackage.Read(file, entries, topFolder, cancellationToken);
            checks.Holds("zip", $"ZIP structure and CRC of {entries.Count} entries");
            checks.Holds("names", $"names: one top folder {topFolder}, no duplicates, nothing outside it");
            return package;
        }
        catch (ZipFault fault)
        {
            checks.Fails("zip", "ZIP: " + fault.Message);
            return null;
        }
        catch (OverflowException)
        {
            checks.Fails("zip", "ZIP: sizes that no file can have");
            return null;
        }
    }

    private static string? NameFault(IReadOnlyList<ZipEntry> entries, out string topFolder)
    {
        topFolder = "";
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            if (entry.Name.Contains('\\', StringComparison.Ordinal)) return $"ZIP has unsafe names: backslash in {Shown(entry.Name)}";
            if (entry.Name[0] == '/') return $"ZIP has unsafe names: absolute {Shown(entry.Name)}";
            if (entry.Name.Split('/').Any(p => p is "." or "..")) return $"ZIP has unsafe names: {Shown(entry.Name)} steps out of its folder";
            if (!seen.Add(entry.Name)) return $"ZIP has duplicate names: {Shown(entry.Name)}";
        }
        var first = entries[0].Name;
        var slash = first.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) return $"ZIP has no top folder: {Shown(first)}";
        topFolder = first[..slash];
        foreach (var entry in entries)
        {
            if (!entry.Name.StartsWith(topFolder + "/", StringComparison.Ordinal)) return $"ZIP has more than one top folder: {Shown(entry.Name)}";
            var path = entry.Name[(slash + 1)..];
            if (PathNames.Problem(path) is { } problem) return $"ZIP has unsafe names: {Shown(entry.Name)}: {problem}";
        }
        if (PathNames.Problem(topFolder) is { } bad) return $"ZIP has unsafe names: {Shown(topFolder)}: {bad}";
        return FormFault(entries);
    }

    /// <summary>Order, time and modes are fixed, so that no bit of the ZIP is free to carry something.</summary>
    private static string? FormFault(IReadOnlyList<ZipEntry> entries)
    {
        for (var i = 1; i < entries.Count; i++)
            if (PackageFile.Compare(entries[i - 1].Name, entries[i].Name) >= 0) return $"ZIP entries are not in order: {Shown(entries[i].Name)}";
        if (entries.Any(e => e.DosTime != entries[0].DosTime)) return "ZIP entries carry different times";
        return entries.FirstOrDefault(e => e.Mode == 0x81ED != e.Name.EndsWith(".sh", StringComparison.Ordinal)) is { } odd
            ? $"ZIP entry with an unexpected mode: {Shown(odd.Name)}"
            : null;
    }

    /// <summary>A foreign name with its control characters made visible.</summary>
    internal static string Shown(string name) => string.Concat(name.Take(120).Select(c => char.IsControl(c) ? '\uFFFD' : c));
}
