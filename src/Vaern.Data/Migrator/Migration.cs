using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Vaern.Data;

/// <summary>One numbered step of the schema, from <c>Migrations/NNNN_name.sql</c>. Forward only; once released it never changes.</summary>
/// <param name="Checksum">SHA-256 of the text with LF line ends, 64 hex digits.</param>
public sealed partial record Migration(int Number, string Name, string Sql, string Checksum)
{
    private const string Folder = "Vaern.Data.Migrations.";

    /// <summary>The migrations this program carries, by number; numbers may be left out, none stands twice.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } = ReadEmbedded();

    internal static Migration From(int number, string name, string sql)
    {
        var text = sql.ReplaceLineEndings("\n");
        return new Migration(number, name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static Migration[] ReadEmbedded()
    {
        var assembly = typeof(Migration).Assembly;
        var all = assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
            .Select(resource =>
            {
                var name = FileName().Match(resource[Folder.Length..]);
                if (!name.Success)
                {
                    throw new InvalidOperationException($"A migration must be called NNNN_name.sql: {resource}");
                }
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
                return From(int.Parse(name.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), name.Groups["name"].Value, reader.ReadToEnd());
            })
            .OrderBy(migration => migration.Number)
            .ToArray();
        for (var i = 1; i < all.Length; i++)
        {
            if (all[i].Number == all[i - 1].Number)
            {
                throw new InvalidOperationException($"There are two of migration {all[i].Number:0000}.");
            }
        }
        return all;
    }

    [GeneratedRegex("^(?<number>[0-9]{4})_(?<name>[a-z0-9_]+)\\.sql$")]
    private static partial Regex FileName();
}
