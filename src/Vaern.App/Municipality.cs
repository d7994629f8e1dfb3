using Vaern.App.Accounts;
using Vaern.App.Evidence;
using Vaern.App.Sharing;
using Vaern.Data;

namespace Vaern.App;

/// <summary>
/// One municipality as the running program knows it: its database and keys, its units, the names of its staff, its clock.
/// One instance for each tenant, made at start, thread-safe.
/// </summary>
public sealed class Municipality : IAsyncDisposable
{
    private Municipality(TenantRow row, TenantDatabase database, TimeProvider clock, SealKit? sealKit)
    {
        Id = row.Id;
        Slug = row.Slug;
        Name = row.Name;
        IsDemo = row.Demo;
        Database = database;
        Clock = clock;
        Staff = new StaffDirectory(database);
        SealKit = sealKit;
    }

    public Guid Id { get; }

    /// <summary>The short name in addresses and file names, such as <c>fjordby</c>.</summary>
    public string Slug { get; }

    /// <summary>What people read, such as «Fjordby Kommune».</summary>
    public string Name { get; }

    /// <summary>True for the fictional sample, where the sign-in page shows codes and nothing is sent out of the house.</summary>
    public bool IsDemo { get; }

    public TenantDatabase Database { get; }

    public TimeProvider Clock { get; }

    public UnitDirectory Units { get; private set; } = UnitDirectory.Empty;

    public StaffDirectory Staff { get; }

    /// <summary>What packages are sealed with; null until the installation has set it up, and then no package is made.</summary>
    public SealKit? SealKit { get; }

    /// <summary>What the installation has for handling files from outside; set once, when the program starts.</summary>
    public EvidenceTools Tools { get; set; } = EvidenceTools.None;

    /// <summary>How many rounds a new password is hashed with. Only tests of other things than passwords lower it.</summary>
    internal int PasswordRounds { get; set; } = PasswordHash.CurrentRounds;

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Reads the municipality from its migrated database; <c>tenant.missing</c> when nobody has founded it there.</summary>
    public static async Task<Result<Municipality>> OpenAsync(TenantDatabase database, TimeProvider clock, SealKit? sealKit = null, CancellationToken cancel = default)
    {
        TenantRow? row;
        await using (var work = await database.BeginAsync(Acting.System, cancel))
        {
            row = await work.FirstOrDefaultAsync<TenantRow>("select id, slug, name, demo from tenant", cancel: cancel);
        }

        if (row is null || row.Id != database.Tenant)
        {
            return new Error("tenant.missing", "The database does not hold this municipality.");
        }

        var municipality = new Municipality(row, database, clock, sealKit);
        await municipality.RefreshUnitsAsync(cancel);
        return municipality;
    }

    public async Task RefreshUnitsAsync(CancellationToken cancel = default)
    {
        await using var work = await Database.BeginAsync(Acting.System, cancel);
        Units = await UnitDirectory.ReadAsync(work, cancel);
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private sealed record TenantRow(Guid Id, string Slug, string Name, bool Demo);
}
