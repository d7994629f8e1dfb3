using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Matching.Families;
using Vaern.Matching.Films;
using Vaern.Matching.Hashing;
using Vaern.Matching.Index;

namespace Vaern.App.Families;

/// <summary>
/// The families of one municipality as its worker holds them, by their representatives: the only place where fingerprints are in the clear, in memory and nowhere
/// else. Read from the sealed rows when first needed, kept up from the numbered changes before every search, emptied of what was withdrawn within a minute. A
/// process that only serves pages never fills it. Safe for many threads; one at a time.
/// </summary>
internal sealed class FamilyMemory : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<Guid, Known> known = [];
    private FamilyIndex pictures = new();
    private FilmIndex? films;
    private long seen = -1;

    /// <summary>Number of families that can be found.</summary>
    public int Count => known.Count;

    /// <summary>When this process last looked for files without a fingerprint.</summary>
    public DateTimeOffset FilledInAt { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Brings the memory to where the transaction sees the database, then searches. The caller holds the lock of families, or does not mind a change that is being made.</summary>
    public async Task<IReadOnlyList<Resemblance>> SearchAsync(UnitOfWork work, FingerprintBody asked, IReadOnlyList<FormFingerprint>? forms, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await CatchUpAsync(work, cancel);
            return asked.IsFilm ? Films(asked) : Pictures(asked, forms ?? [new FormFingerprint(PictureForm.Upright, false, asked.Print, asked.Width, asked.Height)]);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Catches up and wipes what was withdrawn: called every minute by the worker, and only does something once the memory is in use.</summary>
    public async Task ForgetAsync(Municipality municipality, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (seen < 0)
            {
                return;
            }

            await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
            await CatchUpAsync(work, cancel);
            if (pictures.HoldsWithdrawn)
            {
                pictures.Forget();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task CatchUpAsync(UnitOfWork work, CancellationToken cancel)
    {
        if (seen < 0)
        {
            known.Clear();
            pictures = new FamilyIndex();
            var last = await work.SingleAsync<long>("select coalesce(max(seq), 0) from family_change", cancel: cancel);
            await TakeAsync(work, null, cancel);
            seen = last;
            return;
        }

        var changes = await work.QueryAsync<(long Seq, Guid Family)>("select seq, family_id from family_change where seq > @seen order by seq", new { seen }, cancel);
        if (changes.Count > 0)
        {
            Guid[] families = [.. changes.Select(change => change.Family).Distinct()];
            foreach (var family in families)
            {
                LetGo(family);
            }

            await TakeAsync(work, families, cancel);
            seen = changes[^1].Seq;
        }
    }

    private async Task TakeAsync(UnitOfWork work, Guid[]? families, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Family, Guid Id, Guid Key, byte[] Body)>(
            """
            select family_id, id, key_id, body from fingerprint where represents and (@families::uuid[] is null or family_id = any(@families)) order by family_id
            """,
            new { families },
            cancel);
        await work.Keys.OpenAllAsync([.. rows.Select(row => row.Key)], cancel);
        foreach (var row in rows)
        {
            var one = new Known(await work.OpenAsync<FingerprintBody>(row.Key, "fingerprint", "body", row.Id, row.Body, cancel));
            known[row.Family] = one;
            if (one.Film is null)
            {
                pictures.Restore(row.Family, one.Hash);
            }
        }

        films = null;
    }

    private void LetGo(Guid family)
    {
        if (known.Remove(family, out var old))
        {
            if (old.Film is null)
            {
                pictures.Withdraw(family, old.Hash);
            }

            old.Wipe();
            films = null;
        }
    }

    private IReadOnlyList<Resemblance> Pictures(FingerprintBody asked, IReadOnlyList<FormFingerprint> forms) =>
        pictures.LookUp(forms) is not LookupAnswer.Leads { Found: var leads }
            ? []
            : [.. leads.Select(lead => (Lead: lead, Other: known[lead.Family])).Select(one => new Resemblance(one.Lead.Family, new LeadBody(
                one.Lead.Distance, one.Lead.Through.Form, one.Lead.Through.WithoutBorder, asked.Quality, one.Other.Quality, one.Lead.Check(one.Other.Width, one.Other.Height))))];

    private IReadOnlyList<Resemblance> Films(FingerprintBody asked)
    {
        films ??= new FilmIndex(known.Where(one => one.Value.Film is not null).ToDictionary(one => one.Key, one => one.Value.Film!));
        return [.. films.Search(asked.Film).Where(hit => hit.Match.IsLead).Select(hit => (Hit: hit, Other: known[hit.Film])).Select(one => new Resemblance(one.Hit.Film, new LeadBody(
            null, PictureForm.Upright, false, null, null, SecondCheck.OfFilms(asked.Seconds ?? 0, one.Other.Seconds)) { Film = new FilmShares(one.Hit.Match.QueryPercent, one.Hit.Match.EntryPercent, one.Hit.Match.Clip) }))];
    }

    // A class of its own, so that what was withdrawn can be overwritten where it lies.
    private sealed class Known(FingerprintBody body)
    {
        public PdqHash Hash { get; private set; } = body.Print.Hash;

        public FilmHash? Film { get; private set; } = body.IsFilm ? body.Film : null;

        public int Quality { get; } = body.Quality;

        public int Width { get; } = body.Width;

        public int Height { get; } = body.Height;

        public double Seconds { get; } = body.Seconds ?? 0;

        public void Wipe() => (Hash, Film) = (default, null);
    }
}

/// <summary>A family that something resembles, nearest first.</summary>
internal sealed record Resemblance(Guid Family, LeadBody Body);
