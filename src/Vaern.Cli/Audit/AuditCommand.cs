using System.CommandLine;
using Vaern.Cli.Hosting;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;

namespace Vaern.Cli.Audit;

/// <summary><c>vaern audit verify</c>: recomputes every link of every stream; a changed byte names its stream.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option();
        var verify = new Command("verify", "Check every stream of every municipality; exit code 1 names those that were changed") { data };
        verify.SetAction((parsed, cancel) => VerifyAsync(Path.GetFullPath(parsed.GetValue(data)!), cancel));
        return new Command("audit", "Check the streams of events") { verify };
    }

    private static async Task<int> VerifyAsync(string folder, CancellationToken cancel)
    {
        if (!TenantList.Served(folder).TryGet(out var tenants, out var unreadable))
        {
            return Complaint.BadInput(unreadable.Message);
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            return Complaint.Broken(silent);
        }
        await using (choice)
        {
            var broken = 0;
            foreach (var tenant in tenants)
            {
                var version = await new Migrator(choice.Server, TimeProvider.System).VersionAsync(tenant.Database, cancel);
                if (!version.TryGet(out var schema, out var unreachable) || schema.Database == 0)
                {
                    return Complaint.Broken(unreachable ?? new Error("database.missing", $"The database {tenant.Database} is missing."));
                }
                var result = await VerifyAsync(choice.Server, tenant, cancel);
                foreach (var stream in result.Broken)
                {
                    Console.WriteLine($"{tenant.Slug}: BROKEN {stream.Kind} {stream.Stream}: {stream.Reason}");
                }
                Console.WriteLine($"{tenant.Slug}: {result.Events} events in {result.Streams} streams, {result.Broken.Count} broken");
                broken += result.Broken.Count;
            }
            Console.WriteLine(broken == 0 ? "OK" : $"NOT OK: {broken} streams were changed");
            return broken == 0 ? ExitCode.Done : ExitCode.No;
        }
    }

    // The chain is over what is stored, so whoever has the database can check it without the municipality's key.
    private static async Task<StreamVerification> VerifyAsync(DatabaseServer server, TenantEntry tenant, CancellationToken cancel)
    {
        using var none = new TenantKeys(SecretKey.Generate());
        var address = server.ConnectionString(tenant.Database, DatabaseRole.Administrator);
        await using var database = new TenantDatabase(address, tenant.Id, none, TimeProvider.System);
        return await StreamVerifier.VerifyAsync(database, cancel);
    }
}
