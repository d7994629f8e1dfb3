namespace Vaern.Sealing.Verification;

/// <summary>A package whose ZIP was read to the end: hash and length of every file, and the bytes of the small ones that the checks need.</summary>
internal sealed class OpenedPackage : IDisposable
{
    internal const int LargestRecord = 64 * 1024;
    private const int LargestText = 64 << 20;

    private readonly Dictionary<string, byte[]> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly ZipContent _content;

    private OpenedPackage(string topFolder, ZipContent content)
    {
        TopFolder = topFolder;
        _content = content;
    }

    internal string TopFolder { get; }

    internal IReadOnlyDictionary<string, string> Hashes => _hashes;

    /// <summary>Paths below the top folder in byte order.</summary>
    internal IReadOnlyCollection<string> Paths => _entries.Keys;

    internal static OpenedPackage Read(Stream file, IReadOnlyList<ZipEntry> entries, string topFolder, CancellationToken cancellationToken)
    {
        var bytes = new PackageBytes(file);
        string PathOf(ZipEntry entry) => entry.Name[(topFolder.Length + 1)..];
        var read = new EntryReading(bytes, entries, entry => IsNeeded(PathOf(entry)) && entry.Length <= LargestText).Run(cancellationToken);
        var package = new OpenedPackage(topFolder, new ZipContent(bytes, LargestRecord));
        for (var i = 0; i < entries.Count; i++)
        {
            var path = PathOf(entries[i]);
            package._entries.Add(path, entries[i]);
            package._hashes.Add(path, read[i].Sha256);
            if (read[i].Text is { } text) package._texts.Add(path, text);
        }
        return package;
    }

    public void Dispose() => _content.Dispose();

    internal bool Has(string path) => _entries.ContainsKey(path);

    internal long LengthOf(string path) => _entries[path].Length;

    internal ZipEntry EntryOf(string path) => _entries[path];

    /// <summary>Bytes of a file that the checks need, or null when it is absent or too large to be one.</summary>
    internal byte[]? TextOf(string path) => _texts.GetValueOrDefault(path);

    internal Stream OpenAgain(string path) => _content.Open(_entries[path]);

    internal IEnumerable<string> Under(string folder) => _entries.Keys.Where(p => p.StartsWith(folder, StringComparison.Ordinal));

    private static bool IsNeeded(string path)
    {
        if (!path.StartsWith("data/", StringComparison.Ordinal))
            return path.StartsWith("seal/", StringComparison.Ordinal) || (path.StartsWith("custody/", StringComparison.Ordinal) && path != "custody/custody.jsonl")
                || path is "bagit.txt" or "bag-info.txt" or "manifest-sha256.txt" or "tagmanifest-sha256.txt";
        var parts = path.Split('/');
        return parts.Length == 3 && parts[2] is "genstand.json" or "henvisning.json" or "intake.tsr";
    }
}
