using Vaern.Matching.Hashing;

namespace Vaern.Matching.Index;

/// <summary>What is known by a key.</summary>
public readonly record struct IndexEntry(Guid Key, PdqHash Hash);

/// <summary>An entry within the asked distance.</summary>
public readonly record struct KeyHit(Guid Key, int Distance);

/// <summary>
/// The index of one municipality, in memory only: an immutable base, a small tail searched by plain scan, a bitmap of withdrawn entries. Any number
/// of threads search while others add and withdraw; a search sees one state, the one at its beginning. When the tail passes 10,000 or the withdrawn
/// five in a hundred, a new base is built beside the old one and takes its place; the old one's memory is wiped when its last reader has left.
/// </summary>
public sealed class LiveIndex
{
    private const int MostTail = 10_000;
    private const int MostWithdrawnPercent = 5;

    private readonly Lock writing = new();
    private readonly Lock compacting = new();
    private volatile Snapshot current;
    private int compactionAsked;

    public LiveIndex()
        : this([])
    {
    }

    /// <summary>Builds the base from entries read at start.</summary>
    public LiveIndex(IEnumerable<IndexEntry> entries)
    {
        var all = entries as IReadOnlyCollection<IndexEntry> ?? [.. entries];
        var hashes = GC.AllocateUninitializedArray<PdqHash>(all.Count);
        var keys = new Guid[all.Count];
        var place = 0;
        foreach (var entry in all)
        {
            (hashes[place], keys[place]) = (entry.Hash, entry.Key);
            place++;
        }
        current = Snapshot.Of(new Generation(new MultiIndex(hashes), keys));
    }

    /// <summary>Entries that a search can find.</summary>
    public int Count => current.Total - current.Withdrawn;

    /// <summary>Withdrawn entries whose hashes are still in memory. Whoever owns the index calls <see cref="Compact"/> within a minute when this is not 0.</summary>
    public int WithdrawnInMemory => current.Withdrawn;

    /// <summary>Entries that are still searched one by one.</summary>
    public int TailLength => current.TailLength;

    /// <summary>The rebuild that is running or ran last.</summary>
    public Task Compaction { get; private set; } = Task.CompletedTask;

    /// <summary>For tests: what is in place now.</summary>
    internal Generation CurrentGeneration => current.Generation;

    public void Add(Guid key, PdqHash hash) => AddRange([new IndexEntry(key, hash)]);

    /// <summary>Adds all at once: a search sees all of them or none. The same hash under another key is another entry.</summary>
    public void AddRange(ReadOnlySpan<IndexEntry> entries)
    {
        lock (writing)
        {
            current = current.With(entries);
        }
        CompactWhenDue();
    }

    /// <summary>Withdraws an entry from search. False when it is not there.</summary>
    public bool Remove(Guid key, PdqHash hash)
    {
        lock (writing)
        {
            var before = current;
            var found = new HitBuffer();
            before.SearchPlaces(hash, 0, ref found);
            var place = -1;
            foreach (var hit in found.Hits)
            {
                place = before.KeyAt(hit.Place) == key ? hit.Place : place;
            }
            if (place < 0)
            {
                return false;
            }
            current = before.Without(place);
        }
        CompactWhenDue();
        return true;
    }

    /// <summary>Everything within <paramref name="most"/> bits (0–31), nearest first, then by key.</summary>
    public IReadOnlyList<KeyHit> Search(PdqHash query, int most = PdqFingerprint.MostDistance)
    {
        if (most is < 0 or > PdqFingerprint.MostDistance)
        {
            throw new ArgumentOutOfRangeException(nameof(most), most, "Beyond 31 bits the index would miss matches.");
        }
        var found = new HitBuffer();
        Snapshot snapshot;
        do
        {
            snapshot = current;
        }
        while (!snapshot.Generation.TryEnter());
        try
        {
            snapshot.SearchPlaces(query, most, ref found);
            if (found.Count == 0)
            {
                return [];
            }
            var hits = new KeyHit[found.Count];
            for (var k = 0; k < hits.Length; k++)
            {
                hits[k] = new KeyHit(snapshot.KeyAt(found.Hits[k].Place), found.Hits[k].Distance);
            }
            Array.Sort(hits, static (a, b) => a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : a.Key.CompareTo(b.Key));
            return hits;
        }
        finally
        {
            snapshot.Generation.Leave();
        }
    }

    /// <summary>Builds a new base of what is there, beside the old one, and puts it in its place. Adding and withdrawing go on meanwhile.</summary>
    public void Compact()
    {
        lock (compacting)
        {
            var before = current;
            var (hashes, keys, moved) = before.Living();
            var generation = new Generation(new MultiIndex(hashes), keys);
            lock (writing)
            {
                current = current.MovedTo(generation, before, moved);
            }
            before.Generation.Retire();
        }
    }

    private void CompactWhenDue()
    {
        var now = current;
        if ((now.TailLength > MostTail || now.Withdrawn * 100L > (long)now.Total * MostWithdrawnPercent) && Interlocked.Exchange(ref compactionAsked, 1) == 0)
        {
            Compaction = Task.Run(() =>
            {
                Interlocked.Exchange(ref compactionAsked, 0);
                Compact();
            });
        }
    }
}
