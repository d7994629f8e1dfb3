using Vaern.App;
using Vaern.App.Sharing;
using Vaern.Data;
using Vaern.Data.Keys;

namespace Vaern.Cli.Hosting;

/// <summary>From a line of <c>tenants.json</c> to a municipality that can serve: key, database, schema, founding.</summary>
internal static class TenantOpening
{
    /// <summary>
    /// Makes what is missing, in an order that a cut-off run can be repeated: first the key, then the database, then the
    /// municipality in it. <c>key.missing</c> when there is a database already, for a new key would read none of it.
    /// </summary>
    public static async Task<Result<(Municipality Municipality, MigrationRun Run)>> OpenAsync(
        string folder, TenantEntry tenant, DatabaseServer server, bool demo, TimeProvider clock, SealKit? seal, CancellationToken cancel)
    {
        var migrator = new Migrator(server, clock);
        var keyPath = TenantList.KeyPath(folder, tenant.Slug);
        if (!File.Exists(keyPath))
        {
            if (!(await migrator.VersionAsync(tenant.Database, cancel)).TryGet(out var version, out var silent))
            {
                return silent;
            }
            if (version.Database > 0)
            {
                return new Error("key.missing", $"The key {keyPath} is missing. Restore it from where you keep it: a new one reads nothing in the database.");
            }
            Directory.CreateDirectory(Path.GetDirectoryName(keyPath)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        if (!TenantKeyFile.ReadOrCreate(keyPath).TryGet(out var key, out var unreadable))
        {
            return unreadable;
        }
        if (!(await migrator.MigrateAsync(tenant.Database, cancel)).TryGet(out var run, out var refused))
        {
            return refused;
        }
        TenantDatabase Open(TenantKeys keys) => new(server.ConnectionString(tenant.Database, DatabaseRole.Administrator), tenant.Id, keys, clock);
        key.Dispose();
        if (!(await KeyRotation.SettleAsync(keyPath, Open, cancel)).TryGet(out var settled, out var unsettled))
        {
            return unsettled;
        }
        var database = Open(settled);
        var opened = await Municipality.OpenAsync(database, clock, seal, cancel);
        if (opened is { IsOk: false, Error.Code: "tenant.missing" } && (run.Created || !await HoldsAnotherAsync(database, cancel)))
        {
            await FoundMunicipality.RunAsync(database, tenant.Slug, tenant.Name, demo, withUnit: !demo, cancel);
            opened = await Municipality.OpenAsync(database, clock, seal, cancel);
        }
        if (!opened.TryGet(out var municipality, out var wrong))
        {
            await database.DisposeAsync();
            return new Error(wrong.Code, $"{tenant.Slug}: {wrong.Message}");
        }
        return (municipality, run);
    }

    private static async Task<bool> HoldsAnotherAsync(TenantDatabase database, CancellationToken cancel)
    {
        await using var work = await database.BeginAsync(Acting.System, cancel);
        return await work.SingleAsync<bool>("select exists (select from tenant)", cancel: cancel);
    }
}
