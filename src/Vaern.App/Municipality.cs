using Vaern.App.Accounts;
using Vaern.App.Concerns;
using Vaern.App.Evidence;
using Vaern.App.Families;
using Vaern.App.LawBook;
using Vaern.App.Sharing;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;
using Vaern.Rules;

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

    /// <summary>The rules as they stand in this municipality: those that ship, with its own contacts, closed days, targets and verifications.</summary>
    public RuleBook Law { get; private set; } = RuleBook.Default;

    /// <summary>The rules that ship; only tests of rules to come put others in their place, and refresh.</summary>
    internal RuleBook Shipped { get; set; } = RuleBook.Default;

    /// <summary>Version of the municipality's own settings; 0 before the first.</summary>
    public int LawVersion { get; private set; }

    /// <summary>Why its own settings are not in force, for those who edit them; null when they are.</summary>
    public LocalText? LawFault { get; private set; }

    /// <summary>What packages are sealed with; null until the installation has set it up, and then no package is made.</summary>
    public SealKit? SealKit { get; }

    /// <summary>What the installation has for handling files from outside; set once, when the program starts.</summary>
    public EvidenceTools Tools { get; set; } = EvidenceTools.None;

    /// <summary>Fingerprints in the clear, in the process that does the background work.</summary>
    internal FamilyMemory Families { get; } = new();

    /// <summary>Hash lists in the clear, in the process that does the background work.</summary>
    internal ListMemory HashLists { get; } = new();

    /// <summary>How the duty is called; null where the installation has no telephone system set up, and then senders of concerns are told to ring.</summary>
    public IDutyLine? DutyLine { get; set; }

    /// <summary>Where exports wait, encrypted, until they are masked; null where the installation has no folder for it, and then none is taken.</summary>
    public ImportSpool? Spool { get; set; }

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
        await municipality.RefreshLawAsync(cancel);
        return municipality;
    }

    public async Task RefreshUnitsAsync(CancellationToken cancel = default)
    {
        await using var work = await Database.BeginAsync(Acting.System, cancel);
        Units = await UnitDirectory.ReadAsync(work, cancel);
    }

    /// <summary>Reads the municipality's own settings and verifications again. Settings that this program refuses leave the shipped rules in force.</summary>
    public async Task RefreshLawAsync(CancellationToken cancel = default)
    {
        int version;
        MunicipalityOverrides overrides;
        await using (var work = await Database.BeginAsync(Acting.System, cancel))
        {
            (version, overrides) = await LocalRules.CurrentAsync(work, cancel);
        }

        var merged = Shipped.With(overrides);
        var book = merged.IsOk ? merged.Value : Shipped;
        (Law, LawFault, LawVersion) = (book.WithVerified(await RuleVerifications.AllAsync(this, cancel)), merged.Error?.Message, version);
    }

    public ValueTask DisposeAsync()
    {
        Families.Dispose();
        HashLists.Dispose();
        return Database.DisposeAsync();
    }

    private sealed record TenantRow(Guid Id, string Slug, string Name, bool Demo);
}
