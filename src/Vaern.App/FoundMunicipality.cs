using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App;

/// <summary>Founds a municipality in an empty, migrated database: its row, its system key, its system stream.</summary>
public static class FoundMunicipality
{
    /// <param name="withUnit">True adds the unit that all others lie under and reports without a unit go to. The sample and tests bring their own.</param>
    public static async Task RunAsync(TenantDatabase database, string slug, string name, bool demo, bool withUnit = false, CancellationToken cancel = default)
    {
        await using var work = await database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync(
            "insert into tenant (id, slug, name, demo, created_at) values (@id, @slug, @name, @demo, @now)",
            new { id = database.Tenant, slug, name, demo, now = work.Now },
            cancel);
        if (withUnit)
        {
            await work.ExecuteAsync(
                "insert into unit (id, parent_id, kind, name) values (@id, null, 'municipality', @name)", new { id = Guid.CreateVersion7(), name }, cancel);
        }

        await work.Keys.CreateAsync(database.Tenant, "system", cancel);
        await work.Streams.BeginAsync(database.Tenant, "system", new StreamEvent("tenant.founded", $"tenant:{slug}"), cancel);
        await work.CommitAsync(cancel);
    }
}
