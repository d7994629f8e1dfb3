using System.Globalization;
using System.IO.Compression;
using System.Text;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Tests.Support;

/// <summary>The files of a package in the hands of somebody who changes them and, if wanted, makes hashes and seal anew.</summary>
internal sealed class Unpacked
{
    private const string Top = "bevispakke_F-2026-0147_01";

    private readonly SortedDictionary<string, byte[]> _files = new(Comparer<string>.Create(PackageFile.Compare));

    internal Unpacked(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            var content = new MemoryStream();
            stream.CopyTo(content);
            _files.Add(entry.FullName[(Top.Length + 1)..], content.ToArray());
        }
    }

    internal byte[] this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    internal IEnumerable<string> Paths => _files.Keys;

    internal bool Remove(string path) => _files.Remove(path);

    internal string Text(string path) => Encoding.UTF8.GetString(_files[path]);

    internal Unpacked Edit(string path, Func<string, string> edit)
    {
        _files[path] = Encoding.UTF8.GetBytes(edit(Text(path)));
        return this;
    }

    internal string[] Lines(string path) => Text(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Both manifests and the Payload-Oxum made anew over what is there.</summary>
    internal Unpacked Rehash(bool fixOxum = true)
    {
        var payload = _files.Where(f => f.Key.StartsWith("data/", StringComparison.Ordinal)).Select(f => PackageFile.Of(f.Key, f.Value)).ToList();
        _files["manifest-sha256.txt"] = PackageFile.Manifest(payload);
        if (fixOxum)
        {
            Edit("bag-info.txt", t => string.Join('\n', t.Split('\n').Select(l => l.StartsWith("Payload-Oxum", StringComparison.Ordinal)
                ? string.Create(CultureInfo.InvariantCulture, $"Payload-Oxum: {payload.Sum(f => f.Length)}.{payload.Count}") : l)));
        }
        _files["tagmanifest-sha256.txt"] = PackageFile.Manifest(_files.Where(f => IsTag(f.Key)).Select(f => PackageFile.Of(f.Key, f.Value)));
        return this;
    }

    /// <summary>Hashes and seal made anew, as the maker of the package could.</summary>
    internal async Task<Unpacked> ResealAsync(SampleCase maker, bool fixOxum = true)
    {
        Rehash(fixOxum);
        var sha256 = Hex.Sha256(_files["tagmanifest-sha256.txt"]);
        var (stamps, _) = await maker.Timestamps.StampWithAllAsync(sha256, 2, CancellationToken.None);
        _files["seal/tagmanifest.tsr"] = stamps[0].Response.Encoded.ToArray();
        _files["seal/tagmanifest-2.tsr"] = stamps[1].Response.Encoded.ToArray();
        _files["seal/tagmanifest.p7s"] = maker.Signer.Sign(_files["tagmanifest-sha256.txt"], stamps[0].Response.Time);
        return this;
    }

    /// <summary>Every line linked anew from the first on, after <paramref name="edit"/> changed one.</summary>
    internal Unpacked RebuildChain(int changed, Func<string, string> edit)
    {
        var prev = ChainLine.Genesis;
        var text = new StringBuilder();
        foreach (var (line, seq) in Lines("custody/custody.jsonl").Select((l, i) => (l, i)))
        {
            var body = seq == changed ? edit(line) : line;
            var start = body.IndexOf("\"prev\":\"", StringComparison.Ordinal) + 8;
            body = body[..start] + prev + body[(start + 64)..] + "\n";
            prev = Hex.Sha256(Encoding.UTF8.GetBytes(body));
            text.Append(body);
        }
        _files["custody/custody.jsonl"] = Encoding.UTF8.GetBytes(text.ToString());
        return this;
    }

    /// <param name="wide">Sizes from this on are written as zip64.</param>
    internal async Task<byte[]> PackAsync(long wide = PackageZip.Wide)
    {
        var output = new MemoryStream();
        await PackageZip.WriteAsync(output, Top, new DateTime(2026, 11, 20, 13, 37, 40), _files.Select(f => PackageFile.Of(f.Key, f.Value)), CancellationToken.None, wide);
        return output.ToArray();
    }

    /// <summary>Adds an entry under any name to a finished ZIP.</summary>
    internal static byte[] WithEntry(byte[] zip, string fullName)
    {
        var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(fullName).Open();
            entry.Write("x"u8);
        }
        return stream.ToArray();
    }

    private static bool IsTag(string path) =>
        path != "tagmanifest-sha256.txt" && !path.StartsWith("data/", StringComparison.Ordinal) && !path.StartsWith("seal/", StringComparison.Ordinal);
}
