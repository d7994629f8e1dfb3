using Vaern.Matching.Hashing;
using Vaern.Matching.Index;

namespace Vaern.Matching.Films;

/// <summary>A film that shares frames with the asked one.</summary>
public sealed record FilmHit(Guid Film, FilmMatch Match);

/// <summary>
/// Frames of all films in one exact index, each different hash once with the list of films that hold it: the same frame in two films belongs to both.
/// Built once and then only read; safe for many readers.
/// </summary>
public sealed class FilmIndex
{
    private readonly MultiIndex frames;
    private readonly List<Guid>[] holders;
    private readonly Dictionary<Guid, int> distinct;

    public FilmIndex(IReadOnlyDictionary<Guid, FilmHash> films)
    {
        ArgumentNullException.ThrowIfNull(films);
        var byHash = new Dictionary<PdqHash, List<Guid>>();
        foreach (var (film, hash) in films)
        {
            foreach (var frame in hash.Distinct)
            {
                if (!byHash.TryGetValue(frame, out var list))
                {
                    byHash[frame] = list = [];
                }
                list.Add(film);
            }
        }
        frames = new MultiIndex([.. byHash.Keys]);
        holders = [.. byHash.Values];
        distinct = films.ToDictionary(one => one.Key, one => one.Value.Distinct.Count);
    }

    /// <summary>Every film with at least one frame near, the largest share first. Empty also when the query has no frame that is good enough.</summary>
    public IReadOnlyList<FilmHit> Search(FilmHash query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var matched = new Dictionary<Guid, (HashSet<int> Query, HashSet<int> Entry)>();
        for (var asked = 0; asked < query.Distinct.Count; asked++)
        {
            var hits = new HitBuffer();
            frames.Search(query.Distinct[asked], PdqFingerprint.MostDistance, ref hits);
            foreach (var hit in hits.Hits)
            {
                foreach (var film in holders[hit.Place])
                {
                    if (!matched.TryGetValue(film, out var seen))
                    {
                        matched[film] = seen = ([], []);
                    }
                    seen.Query.Add(asked);
                    seen.Entry.Add(hit.Place);
                }
            }
        }
        return [.. matched
            .Select(one => new FilmHit(one.Key, new FilmMatch(one.Value.Query.Count, query.Distinct.Count, one.Value.Entry.Count, distinct[one.Key])))
            .OrderByDescending(hit => Math.Max(hit.Match.QueryPercent, hit.Match.EntryPercent)).ThenBy(hit => hit.Film)];
    }
}
