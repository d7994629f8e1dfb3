using Vaern.Sealing.AtRest;

namespace Vaern.Data.Keys;

/// <summary>The data keys a transaction uses, opened once and cleared when it ends.</summary>
public sealed class KeyVault : IDisposable
{
    private readonly UnitOfWork work;
    private readonly Dictionary<Guid, SecretKey> open = [];

    internal KeyVault(UnitOfWork work) => this.work = work;

    /// <summary>Makes the data key of a new owner. <paramref name="kind"/> is one of the kinds of table <c>data_key</c>.</summary>
    public Task<SecretKey> CreateAsync(Guid owner, string kind, CancellationToken cancel = default) =>
        CreateUnderAsync(work.Database.Keys.Wrapping, work.Database.Keys.Id, owner, kind, cancel);

    /// <summary>Makes a data key wrapped under somebody else's key: a draft that the server alone cannot open.</summary>
    public Task<SecretKey> CreateUnderAsync(SecretKey wrapping, Guid owner, string kind, CancellationToken cancel = default) =>
        CreateUnderAsync(wrapping, under: null, owner, kind, cancel);

    private Task<SecretKey> CreateUnderAsync(SecretKey wrapping, byte[]? under, Guid owner, string kind, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var key = SecretKey.Generate();
        work.Later("insert into data_key (owner_id, kind, wrapped, under) values ($1, $2, $3, $4)", owner, kind, Wrap(wrapping, key, owner), under);
        open[owner] = key;
        return Task.FromResult(key);
    }

    public async Task<SecretKey> OpenUnderAsync(SecretKey wrapping, Guid owner, CancellationToken cancel = default) =>
        open.TryGetValue(owner, out var known) ? known : open[owner] = Unwrap(wrapping, await WrappedAsync(owner, cancel), owner);

    /// <summary>The owner's data key. Throws when it was destroyed: what it protected is gone, and asking for it is a bug.</summary>
    public async Task<SecretKey> OpenAsync(Guid owner, CancellationToken cancel = default) =>
        open.TryGetValue(owner, out var known) ? known : open[owner] = Unwrap(work.Database.Keys.Wrapping, await WrappedAsync(owner, cancel), owner);

    /// <summary>Opens many owners' keys in one round trip, for lists.</summary>
    public async Task OpenAllAsync(IReadOnlyCollection<Guid> owners, CancellationToken cancel = default)
    {
        var missing = owners.Where(owner => !open.ContainsKey(owner)).Distinct().ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var rows = await work.QueryAsync<(Guid Owner, byte[] Wrapped)>(
            "select owner_id, wrapped from data_key where owner_id = any(@missing)", new { missing }, cancel);
        foreach (var (owner, wrapped) in rows)
        {
            open[owner] = Unwrap(work.Database.Keys.Wrapping, wrapped, owner);
        }
    }

    /// <summary>Hands an owner over from another wrapping key to the municipality's own: a draft becomes a report.</summary>
    public async Task AdoptAsync(Guid owner, string kind, CancellationToken cancel = default)
    {
        var changed = await work.ExecuteAsync(
            "update data_key set kind = @kind, wrapped = @wrapped, under = @under where owner_id = @owner",
            new { owner, kind, wrapped = Wrap(work.Database.Keys.Wrapping, open[owner], owner), under = work.Database.Keys.Id },
            cancel);
        if (changed != 1)
        {
            throw new InvalidOperationException("The key to adopt does not exist.");
        }
    }

    /// <summary>Destroys the key and, by cascade, the blobs under it. What was sealed under it can never be read again.</summary>
    public async Task DestroyAsync(Guid owner, CancellationToken cancel = default)
    {
        await work.ExecuteAsync("delete from data_key where owner_id = @owner", new { owner }, cancel);
        if (open.Remove(owner, out var key))
        {
            key.Dispose();
        }
    }

    public async Task<byte[]> SealAsync(Guid owner, FieldPlace place, string text, CancellationToken cancel = default) =>
        FieldCipher.Seal(await OpenAsync(owner, cancel), place, text);

    public async Task<string> OpenTextAsync(Guid owner, FieldPlace place, byte[] sealedField, CancellationToken cancel = default) =>
        FieldCipher.OpenText(await OpenAsync(owner, cancel), place, sealedField);

    public void Dispose()
    {
        foreach (var key in open.Values)
        {
            key.Dispose();
        }

        open.Clear();
    }

    internal Guid Tenant => work.Database.Tenant;

    private async Task<byte[]> WrappedAsync(Guid owner, CancellationToken cancel) =>
        await work.FirstOrDefaultAsync<byte[]>("select wrapped from data_key where owner_id = @owner", new { owner }, cancel)
        ?? throw new InvalidOperationException("The data key does not exist or was destroyed.");

    private byte[] Wrap(SecretKey wrapping, SecretKey key, Guid owner) =>
        KeyWrap.Wrap(wrapping, key, KeyKind.Case, new KeyScope(Tenant, owner, Guid.Empty));

    private SecretKey Unwrap(SecretKey wrapping, byte[] wrapped, Guid owner) =>
        KeyWrap.Unwrap(wrapping, wrapped, KeyKind.Case, new KeyScope(Tenant, owner, Guid.Empty));
}
