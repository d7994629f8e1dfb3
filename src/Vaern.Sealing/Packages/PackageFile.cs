using System.Text;

namespace Vaern.Sealing.Packages;

/// <summary>One file of a package before it is written.</summary>
/// <param name="Path">Path below the top folder.</param>
/// <param name="Sha256">Expected hash; the writer compares.</param>
internal sealed record PackageFile(string Path, long Length, string Sha256, Func<CancellationToken, ValueTask<Stream>> Open)
{
    private static readonly HashSet<string> AlreadyCompressed = new(StringComparer.OrdinalIgnoreCase)
    {
        ".7z", ".aac", ".avi", ".avif", ".bz2", ".docx", ".gif", ".gz", ".heic", ".heif", ".jpeg", ".jpg", ".jxl", ".m4a", ".m4v", ".mkv", ".mov",
        ".mp3", ".mp4", ".odt", ".ogg", ".opus", ".p7s", ".pdf", ".png", ".pptx", ".rar", ".tsr", ".wacz", ".webm", ".webp", ".wmv", ".xlsx", ".xz",
        ".zip", ".zst",
    };

    internal bool IsStored => AlreadyCompressed.Contains(System.IO.Path.GetExtension(Path));

    internal bool IsScript => Path.EndsWith(".sh", StringComparison.Ordinal);

    internal static PackageFile Of(string path, byte[] content) =>
        new(path, content.Length, Hex.Sha256(content), _ => ValueTask.FromResult<Stream>(new MemoryStream(content, writable: false)));

    internal static PackageFile OfText(string path, string text) => Of(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Order of paths by their UTF-8 bytes, as <c>LC_ALL=C sort</c> gives it.</summary>
    internal static int Compare(string one, string other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other));

    /// <summary>Manifest in the form of <c>sha256sum</c>: hash, two spaces, path, line feed, sorted by the bytes of the path.</summary>
    internal static byte[] Manifest(IEnumerable<PackageFile> files)
    {
        var text = new StringBuilder();
        foreach (var file in files.OrderBy(f => f.Path, Comparer<string>.Create(Compare))) text.Append(file.Sha256).Append("  ").Append(file.Path).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
