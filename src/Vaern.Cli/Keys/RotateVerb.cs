using Npgsql;
using Vaern.Cli.Hosting;
using Vaern.Data;
using Vaern.Data.Keys;

namespace Vaern.Cli.Keys;

/// <summary><c>vaern keys rotate</c>.</summary>
internal static class RotateVerb
{
    public static async Task<int> RunAsync(string slug, string folder, CancellationToken cancel)
    {
        if (!Find(folder, slug).TryGet(out var tenant, out var unknown))
        {
            return Complaint.BadInput(unknown.Message);
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            return Complaint.Broken(silent);
        }
        await using (choice)
        {
            var version = await new Migrator(choice.Server, TimeProvider.System).VersionAsync(tenant.Database, cancel);
            if (!version.TryGet(out var schema, out var unreachable) || !schema.IsCurrent)
            {
                return Complaint.BadInput(unreachable?.Message ?? $"The database {tenant.Database} is not at this program's schema: run vaern migrate.");
            }
            var rotated = await KeyRotation.RunAsync(TenantList.KeyPath(folder, slug), keys => Open(choice.Server, tenant, keys), cancel: cancel);
            return rotated.Match(
                count =>
                {
                    Console.WriteLine($"{slug}: {count} data keys are under a new key. Export it anew (vaern keys export) and destroy every copy of the old one when the last backup from before has expired.");
                    return ExitCode.Done;
                },
                refused => refused.Code is "key.in-use" or "key.wrong" or "key.permissions" or "key.format" ? Complaint.BadInput(refused.Message) : Complaint.Broken(refused));
        }
    }

    /// <summary>The database under another name than those who serve it, so that they can be told apart.</summary>
    internal static TenantDatabase Open(DatabaseServer server, TenantEntry tenant, TenantKeys keys) => new(
        new NpgsqlConnectionStringBuilder(server.ConnectionString(tenant.Database, DatabaseRole.Administrator)) { ApplicationName = "vaern-keys" }.ConnectionString,
        tenant.Id, keys, TimeProvider.System);

    /// <summary><c>tenants.unknown</c>, <c>key.missing</c>.</summary>
    internal static Result<TenantEntry> Find(string folder, string slug, bool keyNeeded = true)
    {
        if (!TenantList.Served(folder).TryGet(out var tenants, out var unreadable))
        {
            return unreadable;
        }
        if (tenants.FirstOrDefault(one => one.Slug == slug) is not { } tenant)
        {
            return new Error("tenants.unknown", $"{TenantList.PathIn(folder)} names no {slug}.");
        }
        return keyNeeded && !File.Exists(TenantList.KeyPath(folder, slug)) ? new Error("key.missing", $"There is no {TenantList.KeyPath(folder, slug)}.") : tenant;
    }
}
