using System.Globalization;
using System.Text;

namespace Vaern.Sealing.Packages;

/// <summary>
/// Path names that every reader, shell and Windows folder can take. The name as received is kept in the item record; the name
/// in the package is derived from it here. <c>%</c> is replaced because BagIt percent-encodes it in manifests (RFC 8493 §2.1.3)
/// while <c>sha256sum</c> does not.
/// </summary>
public static class PathNames
{
    /// <summary>Longest file name in UTF-8 bytes.</summary>
    public const int LongestName = 100;

    /// <summary>Longest path below the top folder in UTF-8 bytes.</summary>
    public const int LongestPath = 200;

    private const string EmptyName = "fil";
    private const int LongestEnding = 20;

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>The file name under <c>original/</c> for a name as received. Total: every string gives a usable name.</summary>
    public static string ForOriginal(string received)
    {
        ArgumentNullException.ThrowIfNull(received);
        var clean = new StringBuilder(received.Length);
        foreach (var rune in received.EnumerateRunes()) clean.Append(IsRefused(rune) ? "_" : rune.ToString());
        var name = Trimmed(clean.ToString().Normalize(NormalizationForm.FormC));
        name = Trimmed(Shortened(name, LongestName));
        if (name.Length == 0) name = EmptyName;
        return IsDevice(name) ? Shortened("_" + name, LongestName) : name;
    }

    /// <summary>What is wrong with a path found in a package or about to be written, or null.</summary>
    internal static string? Problem(string path)
    {
        if (path.Length == 0) return "empty name";
        if (Encoding.UTF8.GetByteCount(path) > LongestPath) return "path longer than 200 bytes";
        if (!path.IsNormalized(NormalizationForm.FormC)) return "path is not in Unicode NFC";
        foreach (var part in path.Split('/'))
        {
            if (part is "" or "." or "..") return "path steps out of its folder";
            if (part.EnumerateRunes().Any(IsRefused)) return "a character that is not allowed in names";
            if (Encoding.UTF8.GetByteCount(part) > LongestName) return "name longer than 100 bytes";
            if (part[^1] is '.' or ' ') return "name ends in a dot or a space";
            if (IsDevice(part)) return "name of a Windows device";
        }
        return null;
    }

    /// <summary>A case number or the like as part of a folder name: letters, digits and hyphens.</summary>
    internal static string ForReference(string reference)
    {
        var clean = string.Concat(reference.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '-')).Trim('-');
        return clean.Length is 0 ? "sag" : clean[..Math.Min(clean.Length, 40)];
    }

    /// <summary>Separators, wildcards, controls, and format characters such as right-to-left marks, which let a name look like another.</summary>
    private static bool IsRefused(Rune rune) =>
        rune.Value is '<' or '>' or ':' or '"' or '/' or '\\' or '|' or '?' or '*' or '%' or 0xFFFD
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;

    private static string Trimmed(string name) => name.TrimEnd('.', ' ').TrimStart(' ');

    private static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return Devices.Contains((dot < 0 ? name : name[..dot]).TrimEnd(' '));
    }

    private static string Shortened(string name, int longest)
    {
        if (Encoding.UTF8.GetByteCount(name) <= longest) return name;
        var ending = Path.GetExtension(name);
        if (Encoding.UTF8.GetByteCount(ending) > LongestEnding) ending = "";
        var room = longest - Encoding.UTF8.GetByteCount(ending);
        var stem = new StringBuilder();
        var elements = StringInfo.GetTextElementEnumerator(name[..^ending.Length]);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            room -= Encoding.UTF8.GetByteCount(element);
            if (room < 0) break;
            stem.Append(element);
        }
        return Trimmed(stem.ToString()) + ending;
    }
}
