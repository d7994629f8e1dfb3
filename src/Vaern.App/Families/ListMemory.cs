using Vaern.Data;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;
using Vaern.Matching.Lists;

namespace Vaern.App.Families;

/// <summary>A line of a list that is near.</summary>
internal sealed record ListHit(Guid List, string Label, int Distance, FormFingerprint Through, int AgreeingForms);

/// <summary>
/// The lines of one municipality's lists as its worker holds them, in memory and nowhere else. A list is read when it is first looked up in or has changed, and
/// is let go when it was withdrawn.
/// </summary>
internal sealed class ListMemory : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<Guid, Held> lists = [];

    public async Task<IReadOnlyList<ListHit>> SearchAsync(UnitOfWork work, IReadOnlyList<FormFingerprint> forms, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await CatchUpAsync(work, cancel);
            return [.. lists.SelectMany(list => Search(list.Key, list.Value, forms)).OrderBy(hit => hit.Distance).ThenBy(hit => hit.List)];
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Lets go of lists that were withdrawn or replaced; called every minute by the worker.</summary>
    public async Task ForgetAsync(Municipality municipality, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (lists.Count > 0)
            {
                await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
                await CatchUpAsync(work, cancel);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What a list holds, to say what a newer fetch changes. Read by the worker's role, kept nowhere.</summary>
    public static async Task<HashSet<PdqHash>> HashesAsync(Municipality municipality, Guid list, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        return [.. (await EntriesAsync(work, list, cancel)).Select(entry => entry.Hash)];
    }

    public void Dispose() => turn.Dispose();

    internal static ListLine Line(ListEntry entry) => new(entry.Hash.ToHex(), entry.Label);

    private async Task CatchUpAsync(UnitOfWork work, CancellationToken cancel)
    {
        var now = (await work.QueryAsync<(Guid Id, int Version)>("select id, version from hash_list where withdrawn_at is null order by id", cancel: cancel)).ToDictionary(row => row.Id, row => row.Version);
        foreach (var gone in lists.Where(list => now.GetValueOrDefault(list.Key) != list.Value.Version).ToList())
        {
            lists.Remove(gone.Key);
            gone.Value.Wipe();
        }

        foreach (var (id, version) in now.Where(one => !lists.ContainsKey(one.Key)))
        {
            lists[id] = new Held(version, await EntriesAsync(work, id, cancel));
        }
    }

    private static IEnumerable<ListHit> Search(Guid id, Held list, IReadOnlyList<FormFingerprint> forms) =>
        forms.Where(form => form.Fingerprint.IsUsable)
            .SelectMany(form => list.Index.Search(form.Fingerprint.Hash).Select(hit => (Form: form, hit.Key, hit.Distance)))
            .GroupBy(hit => hit.Key)
            .Select(group => (group.Key, Best: group.MinBy(hit => (hit.Distance, hit.Form.WithoutBorder, hit.Form.Form)), Agreeing: group.Count()))
            .Select(one => new ListHit(id, list.Labels[one.Key], one.Best.Distance, one.Best.Form, one.Agreeing));

    private static async Task<IReadOnlyList<(PdqHash Hash, string Label)>> EntriesAsync(UnitOfWork work, Guid list, CancellationToken cancel)
    {
        var parts = await work.QueryAsync<(Guid Id, Guid Key, byte[] Body)>(
            "select p.id, p.lines_key, p.body from hash_list_part p join hash_list l on l.id = p.list_id and l.lines_key = p.lines_key where p.list_id = @list order by p.id", new { list }, cancel);
        var entries = new List<(PdqHash, string)>();
        foreach (var part in parts)
        {
            foreach (var line in await work.OpenAsync<ListLine[]>(part.Key, "hash_list_part", "body", part.Id, part.Body, cancel))
            {
                if (PdqHash.TryParse(line.Hash, out var hash))
                {
                    entries.Add((hash, line.Label));
                }
            }
        }

        return entries;
    }

    private sealed class Held(int version, IReadOnlyList<(PdqHash Hash, string Label)> entries)
    {
        private readonly IReadOnlyList<IndexEntry> known = [.. entries.Select((entry, n) => new IndexEntry(Key(n), entry.Hash))];

        public int Version { get; } = version;

        public Dictionary<Guid, string> Labels { get; } = entries.Select((entry, n) => (Key(n), entry.Label)).ToDictionary(one => one.Item1, one => one.Label);

        public LiveIndex Index => index ??= new LiveIndex(known);

        private LiveIndex? index;

        // A new, empty base takes the old one's place; its memory is overwritten when the last reader has left.
        public void Wipe()
        {
            foreach (var entry in known)
            {
                Index.Remove(entry.Key, entry.Hash);
            }

            Index.Compact();
        }

        private static Guid Key(int n) => new(n, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
    }
}

/// <summary>A line as it is sealed.</summary>
internal sealed record ListLine(string Hash, string Label);
