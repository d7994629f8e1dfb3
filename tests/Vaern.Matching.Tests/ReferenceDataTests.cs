using System.Globalization;
using Vaern.Matching.Films;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;
using Vaern.Matching.Lists;

namespace Vaern.Matching.Tests;

/// <summary>
/// The reference's own lists and films, which its licence lets us read but which are not carried in the tree. The variable names a folder that holds them.
/// </summary>
public sealed class ReferenceDataTests
{
    private const string Variable = "VAERN_PDQ_VECTORS";

    private static string Folder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable(Variable);
            Assert.SkipWhen(folder is null, $"{Variable} names no folder with the reference's lists and films.");
            return folder!;
        }
    }

    [Fact]
    public void The_needles_match_the_haystack_in_the_expected_lines_at_the_expected_distances()
    {
        var haystack = List("haystack.txt");
        var index = new MultiIndex([.. haystack.Select(entry => entry.Hash)]);

        var seen = List("needles.txt").SelectMany(needle =>
        {
            var hits = new HitBuffer();
            index.Search(needle.Hash, PdqFingerprint.MostDistance, ref hits);
            return hits.Hits.ToArray().Select(hit => $"{needle.Line},{haystack[hit.Place].Line},{hit.Distance}");
        });

        seen.Order(StringComparer.Ordinal).ShouldBe(File.ReadLines(Path.Combine(Folder, "lists/expected-matches.csv")).Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_pair_of_films_has_the_expected_counts_one_by_one_and_through_the_index()
    {
        var rows = File.ReadLines(Path.Combine(Folder, "video/expected-video.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var films = rows.SelectMany(row => row.Take(2)).Distinct().ToDictionary(name => name, Film);
        var ids = films.Keys.ToDictionary(name => name, _ => Guid.CreateVersion7());
        var index = new FilmIndex(films.ToDictionary(one => ids[one.Key], one => one.Value));

        rows.ShouldNotBeEmpty();
        foreach (var row in rows)
        {
            var expected = new FilmMatch(Number(row[2]), Number(row[3]), Number(row[4]), Number(row[5]));
            FilmMatch.Of(films[row[0]], films[row[1]]).ShouldBe(expected, $"{row[0]} in {row[1]}");
            (index.Search(films[row[0]]).SingleOrDefault(hit => hit.Film == ids[row[1]])?.Match ?? expected with { QueryMatched = 0, EntryMatched = 0 }).ShouldBe(expected);
        }
    }

    private static FilmHash Film(string name)
    {
        var file = Path.Combine(Folder, "video", name.EndsWith(".txt", StringComparison.Ordinal) ? name : name + ".txt");
        using var reader = new StreamReader(file);
        var (film, refused) = FilmHash.Read(reader);
        refused.ShouldBeEmpty(name);
        return film;
    }

    private static IReadOnlyList<ListEntry> List(string name)
    {
        using var stream = File.OpenRead(Path.Combine(Folder, "lists", name));
        var list = HashListReader.Read(stream);
        list.Refused.ShouldBeEmpty(name);
        return list.Entries;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
