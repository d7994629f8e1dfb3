using System.Globalization;
using System.Text;
using Vaern.Matching.Hashing;

namespace Vaern.Matching.Tests;

/// <summary>The vectors that are carried in the tree; see the README beside them.</summary>
internal static class Vectors
{
    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Vectors");

    internal static IEnumerable<(string File, PdqHash Hash, int Quality, string Note)> Expected() =>
        Lines("expected.csv").Select(cells => (cells[0], Hash(cells[4]), Number(cells[5]), cells[6]));

    internal static IEnumerable<(string File, int Form, PdqHash Hash, int Quality)> Dihedral() =>
        Lines("dihedral.csv").Select(cells => (cells[0], Number(cells[1].Split(' ')[0]), Hash(cells[2]), Number(cells[3])));

    /// <summary>A binary PGM or PPM with 255 levels and no comments.</summary>
    internal static Raster Pnm(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
        var words = new List<string>();
        var at = 0;
        while (words.Count < 4)
        {
            var word = new StringBuilder();
            for (; !char.IsWhiteSpace((char)bytes[at]); at++)
            {
                word.Append((char)bytes[at]);
            }
            words.Add(word.ToString());
            at++;
        }
        return new Raster(Number(words[1]), Number(words[2]), words[0] == "P5" ? 1 : 3, bytes.AsMemory(at));
    }

    internal static bool IsPnm(string file) => Path.GetExtension(file) is ".pgm" or ".ppm";

    internal static PdqHash Hash(string hex) => PdqHash.TryParse(hex, out var hash) ? hash : throw new FormatException(hex);

    private static IEnumerable<string[]> Lines(string table) => File.ReadLines(Path.Combine(Folder, table)).Skip(1).Select(line => line.Split(','));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
