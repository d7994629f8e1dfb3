using System.Globalization;

namespace Vaern.Matching.Lists;

/// <summary>Writes the forms that <see cref="HashListReader"/> reads.</summary>
public static class HashListWriter
{
    /// <summary>One hash a line.</summary>
    public static void WritePlain(TextWriter writer, IEnumerable<ListEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var entry in entries)
        {
            writer.Write(entry.Hash.ToHex() + "\n");
        }
    }

    /// <summary><c>hash,quality,label</c> with header. A label keeps to its line.</summary>
    public static void WriteCsv(TextWriter writer, IEnumerable<ListEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("hash,quality,label\n");
        foreach (var entry in entries)
        {
            var label = entry.Label.ReplaceLineEndings(" ");
            var cell = label.AsSpan().ContainsAny(',', '"', '#') || label != label.Trim() ? $"\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : label;
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{entry.Hash.ToHex()},{entry.Quality},{cell}\n"));
        }
    }
}
