using System.IO.Compression;
using System.Text;

namespace Vaern.Sealing.Tests.WebCaptures;

/// <summary>A small capture in the form of WACZ 1.1.1, with every part open to change.</summary>
internal sealed class WaczMaker
{
    internal const string Warc = "archive/data.warc.gz";

    internal Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal)
    {
        [Warc] = Gzip(Record("https://eksempel.example/", "hej"), Record("https://eksempel.example/2", "igen")),
        ["indexes/index.cdxj"] = "example,eksempel)/ 20261119201400 {\"url\":\"https://eksempel.example/\"}\n"u8.ToArray(),
        ["pages/pages.jsonl"] = Encoding.UTF8.GetBytes("{\"format\":\"json-pages-1.0\",\"id\":\"pages\"}\n{\"url\":\"https://eksempel.example/\",\"ts\":\"2026-11-19T20:14:00Z\"}\n"),
    };

    /// <summary>Files that lie in the ZIP but in no list.</summary>
    internal Dictionary<string, byte[]> Unlisted { get; } = new(StringComparer.Ordinal);

    /// <summary>What the list says of a file instead of the truth.</summary>
    internal Dictionary<string, byte[]> Pretended { get; } = new(StringComparer.Ordinal);

    internal Func<string, string> EditPackage { get; set; } = text => text;

    internal Func<string, string> EditDigest { get; set; } = text => text;

    internal bool PackWarc { get; set; }

    internal string? Twice { get; set; }

    internal byte[] Make()
    {
        var resources = Files.Select(f => (f.Key, Bytes: Pretended.GetValueOrDefault(f.Key, f.Value)))
            .Select(f => $"{{\"name\":\"{Path.GetFileName(f.Key)}\",\"path\":\"{f.Key}\",\"hash\":\"sha256:{Hex.Sha256(f.Bytes)}\",\"bytes\":{f.Bytes.Length}}}");
        var package = Encoding.UTF8.GetBytes(EditPackage($"{{\"profile\":\"data-package\",\"wacz_version\":\"1.1.1\",\"resources\":[{string.Join(',', resources)}]}}"));
        var digest = Encoding.UTF8.GetBytes(EditDigest($"{{\"path\":\"datapackage.json\",\"hash\":\"sha256:{Hex.Sha256(package)}\"}}"));
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in Files.Concat(Unlisted)) Add(zip, name, bytes);
            Add(zip, "datapackage.json", package);
            Add(zip, "datapackage-digest.json", digest);
            if (Twice is { } name2) Add(zip, name2, Files[name2]);
        }
        return stream.ToArray();
    }

    internal static byte[] Record(string url, string body)
    {
        var content = $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{body}";
        return Encoding.UTF8.GetBytes(
            $"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-19T20:14:00Z\r\nContent-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}\r\n\r\n");
    }

    /// <summary>Each part a gzip member of its own, as in a WARC.</summary>
    internal static byte[] Gzip(params byte[][] members)
    {
        var all = new MemoryStream();
        foreach (var member in members)
        {
            using var packed = new GZipStream(all, CompressionLevel.Optimal, leaveOpen: true);
            packed.Write(member);
        }
        return all.ToArray();
    }

    private void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry(name, name.EndsWith(".gz", StringComparison.Ordinal) && !PackWarc ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
        entry.Write(bytes);
    }
}
