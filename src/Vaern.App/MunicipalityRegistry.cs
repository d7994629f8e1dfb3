using System.Collections.Frozen;

namespace Vaern.App;

/// <summary>The municipalities that this process serves, by slug. Nothing of one is reachable through another.</summary>
public sealed class MunicipalityRegistry(IEnumerable<Municipality> municipalities) : IAsyncDisposable
{
    private readonly FrozenDictionary<string, Municipality> bySlug = municipalities.ToFrozenDictionary(municipality => municipality.Slug);

    public IEnumerable<Municipality> All => bySlug.Values;

    /// <summary>Throws <see cref="KeyNotFoundException"/> for a slug that is not served here: asking for one is a bug.</summary>
    public Municipality this[string slug] => bySlug[slug];

    public async ValueTask DisposeAsync()
    {
        foreach (var municipality in bySlug.Values)
        {
            await municipality.DisposeAsync();
        }
    }
}
