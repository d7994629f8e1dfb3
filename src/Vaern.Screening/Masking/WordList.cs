using System.IO.Compression;

namespace Vaern.Screening.Masking;

/// <summary>Folded words that are looked up by their characters.</summary>
internal sealed class WordList
{
    public WordList(IEnumerable<string> words) => Lookup = new HashSet<string>(words, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

    public static WordList Of(string words) => new(words.Split(' '));

    public static IEnumerable<string> Lines(string resource)
    {
        using var data = typeof(WordList).Assembly.GetManifestResourceStream("screening/" + resource)!;
        using Stream plain = resource.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(data, CompressionMode.Decompress) : data;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }
}
