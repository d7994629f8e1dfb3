using System.Globalization;
using System.Text;
using Vaern.Sealing.Packages;

namespace Vaern.Sealing.Verification;

/// <summary>Form and truth of the two manifests, the set of files, and the size that <c>bag-info.txt</c> states.</summary>
internal static class ManifestCheck
{
    private static readonly string[] Required =
        ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "custody/custody.jsonl"];

    internal static void Run(OpenedPackage package, CheckList checks)
    {
        foreach (var path in Required)
            if (!package.Has(path)) checks.Fails("files", $"missing {path}");
        if (checks.HasFault) return;

        checks.Note("files", "bagit.txt declares BagIt 1.0",
            package.TextOf("bagit.txt").AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(BagInfo.Declaration)) ? null : "bagit.txt is not the BagIt 1.0 declaration");
        var payload = Read(package, "manifest-sha256.txt", p => p.StartsWith("data/", StringComparison.Ordinal), checks);
        var tags = Read(package, "tagmanifest-sha256.txt", IsTag, checks);
        if (payload is null || tags is null) return;

        SameSet("manifest-sha256.txt", payload, [.. package.Under("data/")], checks);
        SameSet("tagmanifest-sha256.txt", tags, [.. package.Paths.Where(IsTag)], checks);
        SameHashes("tagmanifest-sha256.txt", tags, package, checks);
        SameHashes("manifest-sha256.txt", payload, package, checks);
        CheckBagInfo(package, checks);
    }

    private static bool IsTag(string path) =>
        path != "tagmanifest-sha256.txt" && !path.StartsWith("data/", StringComparison.Ordinal) && !path.StartsWith("seal/", StringComparison.Ordinal);

    private static Dictionary<string, string>? Read(OpenedPackage package, string name, Func<string, bool> mayHold, CheckList checks)
    {
        var (lines, fault) = Parse(package.TextOf(name), mayHold);
        checks.Note("manifest", $"{name} is well formed", fault is null ? null : $"{name}: {fault}");
        return lines;
    }

    /// <summary>Hash, two spaces, path, line feed; sorted by bytes, no path twice, no byte-order mark, no carriage return.</summary>
    private static (Dictionary<string, string>? Lines, string? Fault) Parse(byte[]? bytes, Func<string, bool> mayHold)
    {
        if (bytes is null) return (null, "too large");
        if (bytes.Length == 0 || bytes[^1] != (byte)'\n') return (null, "empty or no final line feed");
        if (bytes.AsSpan().Contains((byte)'\r')) return (null, "carriage return in a line");
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return (null, "not valid UTF-8");
        }
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        string? before = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.Length < 67 || !Hex.IsSha256(line.AsSpan(0, 64)) || line[64..66] != "  " || line[66] == ' ')
                return (null, $"line {lines.Count + 1} is not '<64 hex><two spaces><path>'");
            var path = line[66..];
            if (PathNames.Problem(path) is { } problem) return (null, $"unsafe path in line {lines.Count + 1}: {problem}");
            if (!mayHold(path)) return (null, $"{PackageVerifier.Shown(path)} may not be listed here");
            if (before is not null && PackageFile.Compare(before, path) >= 0) return (null, $"not sorted, or a path twice, at line {lines.Count + 1}");
            lines.Add(path, line[..64]);
            before = path;
        }
        return (lines, null);
    }

    private static void SameSet(string name, Dictionary<string, string> listed, HashSet<string> present, CheckList checks)
    {
        List<string> faults =
        [
            .. listed.Keys.Where(p => !present.Contains(p)).Select(p => $"{name}: absent: {p}"),
            .. present.Where(p => !listed.ContainsKey(p)).Select(p => $"{name}: not listed: {p}"),
        ];
        foreach (var fault in faults) checks.Fails("files", fault);
        if (faults.Count == 0) checks.Holds("files", $"{name} lists exactly the {present.Count} files present");
    }

    private static void SameHashes(string name, Dictionary<string, string> listed, OpenedPackage package, CheckList checks)
    {
        var wrong = listed.Where(l => package.Hashes.TryGetValue(l.Key, out var hash) && hash != l.Value).Select(l => l.Key).ToList();
        foreach (var path in wrong) checks.Fails("hashes", $"SHA-256 in {name}: {path} has been changed");
        if (wrong.Count == 0) checks.Holds("hashes", $"SHA-256 of every file in {name}");
    }

    private static void CheckBagInfo(OpenedPackage package, CheckList checks)
    {
        var lines = Encoding.UTF8.GetString(package.TextOf("bag-info.txt") ?? []).Split('\n');
        var payload = package.Under("data/").ToList();
        var oxum = string.Create(CultureInfo.InvariantCulture, $"{payload.Sum(package.LengthOf)}.{payload.Count}");
        checks.Note("oxum", $"Payload-Oxum {oxum}", lines.Contains("Payload-Oxum: " + oxum) ? null : $"Payload-Oxum is not {oxum}");
        if (lines.Contains(BagInfo.NotStamped)) checks.Fails(PackageVerification.SealCode, "the package says of itself that it is not stamped (Vaern-Seal: not-stamped)");
        else if (!lines.Contains(BagInfo.Stamped)) checks.Fails(PackageVerification.SealCode, "bag-info.txt does not say whether the package is stamped");
    }
}
