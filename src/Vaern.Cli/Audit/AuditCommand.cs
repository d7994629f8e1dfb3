using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Vaern.Cli.Hosting;
using Vaern.Data;
using Vaern.Data.Keys;
using Vaern.Data.Streams;
using Vaern.Sealing.AtRest;
using Vaern.Sealing.Timestamps;

namespace Vaern.Cli.Audit;

/// <summary>
/// <c>vaern audit verify</c>: recomputes every link of every stream; a changed byte names its stream. Every time stamp is checked with its renewals, so that one
/// whose certificate has ended is followed to one that holds.
/// </summary>
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
            var (broken, faults) = (0, 0);
            foreach (var tenant in tenants)
            {
                var version = await new Migrator(choice.Server, TimeProvider.System).VersionAsync(tenant.Database, cancel);
                if (!version.TryGet(out var schema, out var unreachable) || schema.Database == 0)
                {
                    return Complaint.Broken(unreachable ?? new Error("database.missing", $"The database {tenant.Database} is missing."));
                }
                var stamps = StampCheck(folder, tenant);
                var result = await VerifyAsync(choice.Server, tenant, stamps, cancel);
                foreach (var stream in result.Broken)
                {
                    Console.WriteLine($"{tenant.Slug}: BROKEN {stream.Kind} {stream.Stream}: {stream.Reason}");
                }
                Console.WriteLine($"{tenant.Slug}: {result.Events} events in {result.Streams} streams, {result.Broken.Count} broken");
                Console.WriteLine($"{tenant.Slug}: {CheckpointLine(result)}");
                broken += result.Broken.Count;
                faults += await StampsAsync(choice.Server, tenant, stamps, cancel);
            }
            Console.WriteLine(broken + faults == 0 ? "OK" : $"NOT OK: {broken} streams were changed, {faults} time stamps do not hold");
            return broken + faults == 0 ? ExitCode.Done : ExitCode.No;
        }
    }

    // What has lapsed is said and is no fault of the stamp: nobody can renew it any more, and it still holds at its own time.
    private static async Task<int> StampsAsync(DatabaseServer server, TenantEntry tenant, TimestampCheck? stamps, CancellationToken cancel)
    {
        if (stamps is null)
        {
            Console.WriteLine($"{tenant.Slug}: time stamps not checked: no time-stamp service is set up, so there is no root to trust");
            return 0;
        }
        using var none = new TenantKeys(SecretKey.Generate());
        await using var database = Open(server, tenant, none);
        var answer = await StampVerifier.VerifyAsync(database, stamps, TimeProvider.System.GetUtcNow(), cancel);
        foreach (var fault in answer.Faults)
        {
            Console.WriteLine($"{tenant.Slug}: BROKEN stamp {fault}");
        }
        foreach (var lapsed in answer.Lapsed)
        {
            Console.WriteLine($"{tenant.Slug}: LAPSED stamp {lapsed}, and no renewal covers it");
        }
        Console.WriteLine(
            $"{tenant.Slug}: {answer.Stamps} time stamps, {answer.Renewals} renewals, {answer.Covered} carried on by a renewal, {answer.Lapsed.Count} lapsed, {answer.Faults.Count} broken");
        return answer.Faults.Count;
    }

    // The chain is over what is stored, so whoever has the database can check it without the municipality's key.
    private static async Task<StreamVerification> VerifyAsync(DatabaseServer server, TenantEntry tenant, TimestampCheck? stamps, CancellationToken cancel)
    {
        using var none = new TenantKeys(SecretKey.Generate());
        await using var database = Open(server, tenant, none);
        return await StreamVerifier.VerifyAsync(database, stamps is null ? null : (stamp, root) => Fault(stamps, stamp, root), cancel);
    }

    private static TenantDatabase Open(DatabaseServer server, TenantEntry tenant, TenantKeys keys) =>
        new(server.ConnectionString(tenant.Database, DatabaseRole.Administrator), tenant.Id, keys, TimeProvider.System);

    private static string? Fault(TimestampCheck stamps, byte[] stamp, string root)
    {
        var (response, unreadable) = TimestampResponse.Read(stamp);
        return response is null ? unreadable : stamps.Fault(response, root);
    }

    // The roots of the services as tenants.json names them; the demo's own services are found by their files.
    private static TimestampCheck? StampCheck(string folder, TenantEntry tenant)
    {
        var isDemo = tenant.Seal is null && File.Exists(Path.Combine(folder, "keys", "demo-time-1.pfx"));
        using var http = new HttpClient(new SocketsHttpHandler());
        var kit = isDemo ? SealKits.Demo(folder, tenant, TimeProvider.System) : SealKits.Listed(folder, tenant, http, TimeProvider.System);
        if (!kit.TryGet(out var well, out _) || well.Seal.Timestamps is not { } services)
        {
            return null;
        }
        X509Certificate2Collection roots = [.. services.Authorities.SelectMany(service => service.Roots), .. well.Seal.FormerTimestampRoots];
        return new TimestampCheck(roots, [.. services.Authorities.SelectMany(service => service.Intermediates)]);
    }

    // The newest root is worth keeping elsewhere: whoever can delete checkpoints can delete the newest too.
    private static string CheckpointLine(StreamVerification result) => result.Last is not { } last
        ? "no checkpoint yet: a stream whose end was cut off would not be found"
        : string.Create(CultureInfo.InvariantCulture,
            $"{result.Checkpoints} checkpoints, {result.Unstamped} not stamped; the newest is {last.Number} of {last.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, root {Convert.ToHexStringLower(last.Root)}");
}
