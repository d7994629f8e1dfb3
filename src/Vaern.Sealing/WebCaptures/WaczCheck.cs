using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Verification;

namespace Vaern.Sealing.WebCaptures;

/// <summary>
/// WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1): the ZIP, both package files, every listed resource with size and hash, nothing unlisted, at least one WARC that can be
/// read to its end, an index and a list of pages. A signature inside is not checked: our seal lies beside the file.
/// </summary>
internal static partial class WaczCheck
{
    private const string Version = "1.1.1";
    private const string Package = "datapackage.json";
    private const string Digest = "datapackage-digest.json";
    private const string Pages = "pages/pages.jsonl";
    private const int LargestJson = 64 << 20;
    private const long LargestRatio = 200;

    private static readonly Dictionary<string, string[]> Folders = new(StringComparer.Ordinal)
    {
        ["archive/"] = [".warc", ".warc.gz"],
        ["indexes/"] = [".cdx", ".cdxj", ".idx", ".cdx.gz", ".cdxj.gz"],
        ["pages/"] = [".jsonl"],
    };

    internal static CaptureCheck Run(Stream file)
    {
        var faults = new List<string>();
        var resources = 0;
        try
        {
            var zip = ForeignZip.Open(file);
            if (zip.Entries.Sum(e => e.Length) > (64L << 20) + (LargestRatio * file.Length)) return new CaptureCheck(CaptureForm.Wacz, ["unpacks to far more than its size (bomb)"], 0);
            var named = Names(zip, faults);
            // A ZIP that makes no claim to be a capture is none; one that makes it badly is a broken one.
            if (!named.ContainsKey(Package) && !named.Keys.Any(n => n.StartsWith("archive/", StringComparison.Ordinal))) return new CaptureCheck(null, ["a ZIP that is no WACZ"], 0);
            resources = Resources(zip, named, faults);
            Parts(zip, named, faults);
        }
        catch (ZipFault fault)
        {
            faults.Add("not a readable ZIP: " + fault.Message);
        }
        catch (OverflowException)
        {
            faults.Add("not a readable ZIP: sizes that no file can have");
        }
        return new CaptureCheck(CaptureForm.Wacz, faults, resources);
    }

    private static Dictionary<string, ForeignEntry> Names(ForeignZip zip, List<string> faults)
    {
        var named = new Dictionary<string, ForeignEntry>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            var shown = PackageVerifier.Shown(entry.Name);
            if (IsUnsafe(entry.IsFolder ? entry.Name[..^1] : entry.Name)) faults.Add("unsafe name " + shown);
            if (entry.IsFolder) continue;
            if (!named.TryAdd(entry.Name, entry)) faults.Add("duplicate entry " + shown);
            if (entry.IsEncrypted) faults.Add("encrypted entry " + shown);
            if (entry.Method is not (0 or 8)) faults.Add("unusual compression " + shown);
            if (!entry.IsStored && (entry.Name.StartsWith("archive/", StringComparison.Ordinal) || entry.Name.EndsWith(".gz", StringComparison.Ordinal))) faults.Add("must be stored " + shown);
            foreach (var (folder, endings) in Folders)
                if (entry.Name.StartsWith(folder, StringComparison.Ordinal) && !endings.Any(e => entry.Name.EndsWith(e, StringComparison.Ordinal))) faults.Add("unexpected file " + shown);
        }
        return named;
    }

    private static bool IsUnsafe(string name) =>
        name.Length == 0 || name[0] == '/' || name.Contains('\\', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || Drive().IsMatch(name)
        || name.Split('/').Any(p => p is "" or "." or "..");

    private static int Resources(ForeignZip zip, Dictionary<string, ForeignEntry> named, List<string> faults)
    {
        var (raw, package) = Json(zip, named, Package, faults);
        var (_, digest) = Json(zip, named, Digest, faults);
        if (raw is not null && digest is { } seal)
        {
            if (Text(seal, "path") != Package) faults.Add(Digest + ": wrong path");
            if (Text(seal, "hash") != "sha256:" + Hex.Sha256(raw)) faults.Add(Digest + ": hash does not match");
        }
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        if (package is { } root)
        {
            if (Text(root, "profile") != "data-package") faults.Add(Package + ": profile is not data-package");
            if (Text(root, "wacz_version") != Version) faults.Add($"{Package}: wacz_version is not {Version}");
            if (!root.TryGetProperty("resources", out var resources) || resources.ValueKind != JsonValueKind.Array) faults.Add(Package + ": no resource list");
            else foreach (var resource in resources.EnumerateArray())
            {
                count++;
                Resource(zip, named, resource, listed, faults);
            }
        }
        foreach (var name in named.Keys)
            if (!listed.Contains(name) && name is not (Package or Digest)) faults.Add("unlisted " + PackageVerifier.Shown(name));
        return count;
    }

    private static void Resource(ForeignZip zip, Dictionary<string, ForeignEntry> named, JsonElement resource, HashSet<string> listed, List<string> faults)
    {
        if (Text(resource, "path") is not { } path || IsUnsafe(path))
        {
            faults.Add("a resource without a usable path");
            return;
        }
        var shown = PackageVerifier.Shown(path);
        if (!listed.Add(path)) faults.Add("listed twice " + shown);
        if (!named.TryGetValue(path, out var entry)) faults.Add("missing " + shown);
        else if (Text(resource, "hash") is not { } hash || !hash.StartsWith("sha256:", StringComparison.Ordinal) || !Hex.IsSha256(hash.AsSpan(7))) faults.Add("no sha256 hash for " + shown);
        else
        {
            try
            {
                using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                zip.Read(entry, block => sha.AppendData(block));
                if (!resource.TryGetProperty("bytes", out var bytes) || !bytes.TryGetInt64(out var size) || size != entry.Length) faults.Add("wrong size " + shown);
                if ("sha256:" + Convert.ToHexStringLower(sha.GetHashAndReset()) != hash) faults.Add("wrong hash " + shown);
            }
            catch (ZipFault fault)
            {
                faults.Add($"unreadable {shown} ({fault.Message})");
            }
        }
    }

    private static void Parts(ForeignZip zip, Dictionary<string, ForeignEntry> named, List<string> faults)
    {
        var warcs = named.Values.Where(e => e.Name.StartsWith("archive/", StringComparison.Ordinal) && Folders["archive/"].Any(end => e.Name.EndsWith(end, StringComparison.Ordinal))).ToList();
        if (warcs.Count == 0) faults.Add("no WARC in archive/");
        foreach (var warc in warcs.Where(w => !w.IsEncrypted && w.IsStored))
        {
            using var content = zip.Content(warc);
            if (WarcReading.Count(content, warc.Name.EndsWith(".gz", StringComparison.Ordinal)).Fault is { } fault) faults.Add($"{PackageVerifier.Shown(warc.Name)}: {fault}");
        }
        if (!named.Keys.Any(n => n.StartsWith("indexes/", StringComparison.Ordinal))) faults.Add("no index in indexes/");
        if (!named.TryGetValue(Pages, out var pages)) faults.Add("no " + Pages);
        else if (PagesFault(zip, pages) is { } wrong) faults.Add(wrong);
    }

    private static string? PagesFault(ForeignZip zip, ForeignEntry entry)
    {
        byte[]? bytes;
        try
        {
            bytes = zip.Read(entry, LargestJson);
        }
        catch (ZipFault fault)
        {
            return $"unreadable {Pages} ({fault.Message})";
        }
        if (bytes is null) return "too large to check " + Pages;
        var number = 0;
        foreach (var range in bytes.AsSpan().Split((byte)'\n'))
        {
            var line = bytes.AsMemory(range).Trim(" \r\t"u8.ToArray());
            number++;
            if (line.IsEmpty) continue;
            if (Parse(line) is not { } page) return $"{Pages} line {number} is not a JSON object";
            if (number == 1 ? Text(page, "format") != "json-pages-1.0" : string.IsNullOrEmpty(Text(page, "url")) || string.IsNullOrEmpty(Text(page, "ts")))
                return number == 1 ? Pages + " has no json-pages-1.0 header" : $"{Pages} line {number} lacks url or ts";
        }
        return null;
    }

    private static (byte[]? Raw, JsonElement? Value) Json(ForeignZip zip, Dictionary<string, ForeignEntry> named, string name, List<string> faults)
    {
        if (!named.TryGetValue(name, out var entry))
        {
            faults.Add("missing " + name);
            return (null, null);
        }
        if (zip.Read(entry, LargestJson) is not { } raw)
        {
            faults.Add("too large " + name);
            return (null, null);
        }
        var value = Parse(raw);
        if (value is null) faults.Add("not a JSON object " + name);
        return (raw, value);
    }

    private static JsonElement? Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, JsonObjects.Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex Drive();
}
