using System.Runtime.CompilerServices;
using Vaern.Cli.Hosting;
using Vaern.Data;
using Vaern.Data.Keys;

namespace Vaern.Cli.Doctor;

/// <summary>What this installation has made: its folder, its database, its keys.</summary>
internal static class InstallationParts
{
    private const long Gigabyte = 1L << 30;

    public static Finding Folder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new Finding(Level.Warn, "data folder", $"{folder} is not made yet", "vaern demo makes one");
        }
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, ".doctor"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return Finding.Ok("data folder", folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Finding(Level.Fail, "data folder", $"{folder} cannot be written: {refused.Message}", $"run as the account that owns it, or chown it to {Environment.UserName}");
        }
    }

    public static Finding Space(string folder)
    {
        var existing = folder;
        while (!Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing)!;
        }
        var free = new DriveInfo(existing).AvailableFreeSpace;
        var state = $"{free / (double)Gigabyte:0.0} GB free";
        return free switch
        {
            < Gigabyte / 2 => new Finding(Level.Fail, "disk", state, "reports are refused when it is full: make room now"),
            < 5 * Gigabyte => new Finding(Level.Warn, "disk", state, "make room"),
            _ => Finding.Ok("disk", state),
        };
    }

    /// <summary>Starts a private server that stands still, and lets it stop again.</summary>
    public static async IAsyncEnumerable<Finding> DatabaseAsync(string folder, [EnumeratorCancellation] CancellationToken cancel)
    {
        var status = PrivateServer.Status(ServerChoice.Options(folder));
        if (ServerChoice.OwnServer is null && status.ClusterMajor is null)
        {
            yield return new Finding(Level.Warn, "database server", "not made yet", "vaern demo or vaern migrate makes it");
            yield break;
        }
        if (!(await ServerChoice.EnsureAsync(folder, cancel)).TryGet(out var choice, out var silent))
        {
            yield return new Finding(Level.Fail, "database server", silent.Message, silent.Code);
            yield break;
        }
        await using (choice)
        {
            var migrator = new Migrator(choice.Server, TimeProvider.System);
            var answer = await migrator.VersionAsync("postgres", cancel);
            if (!answer.IsOk)
            {
                yield return new Finding(Level.Fail, "database server", answer.Error.Message, "see its log");
                yield break;
            }
            var was = ServerChoice.OwnServer is not null ? "answers" : status.IsRunning ? "runs" : "starts and answers";
            yield return Finding.Ok("database server", $"{was}, {choice.Server.Host}");
            foreach (var tenant in Tenants(folder))
            {
                yield return Schema(tenant, await migrator.VersionAsync(tenant.Database, cancel));
            }
        }
    }

    public static IEnumerable<Finding> Keys(string folder)
    {
        if (!TenantList.Read(folder).TryGet(out var list, out var unreadable))
        {
            yield return new Finding(Level.Fail, "municipalities", unreadable.Message, "correct the file");
            yield break;
        }
        if (list.Tenants.Count == 0)
        {
            yield return new Finding(Level.Warn, "municipalities", "none yet", $"name them in {TenantList.PathIn(folder)} and run vaern migrate, or start with vaern demo");
        }
        foreach (var tenant in list.Tenants)
        {
            yield return Key(tenant, TenantList.KeyPath(folder, tenant.Slug));
        }
    }

    public static Finding Mail(string folder) =>
        Environment.GetEnvironmentVariable(MailRoute.Variable) is { Length: > 0 } server
            ? Finding.Ok("mail", server)
            : new Finding(Level.Warn, "mail", $"notices are written to {Path.Combine(folder, "mail")}, nobody gets them", $"set {MailRoute.Variable} to host:port");

    /// <summary>Without a seal packages are made and marked as unsealed; their verification fails.</summary>
    public static IEnumerable<Finding> Seals(string folder)
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        foreach (var tenant in Tenants(folder))
        {
            var part = $"seal {tenant.Slug}";
            if (tenant.Seal is null)
            {
                yield return new Finding(Level.Warn, part, "none: packages are marked as not sealed", $"name certificate and time-stamp services in {TenantList.PathIn(folder)}");
                continue;
            }
            var kit = SealKits.Listed(folder, tenant, http, TimeProvider.System);
            yield return kit.Match(
                well => Finding.Ok(part, $"certificate and {well.Seal.Timestamps!.Authorities.Count} time-stamp services"),
                wrong => new Finding(Level.Fail, part, wrong.Message, wrong.Code));
        }
    }

    private static Finding Key(TenantEntry tenant, string path)
    {
        var part = $"key {tenant.Slug}";
        if (!File.Exists(path))
        {
            return new Finding(Level.Fail, part, $"{path} is missing", "restore it from where you keep it: without it nothing in the database can be read");
        }
        try
        {
            if (TenantKeyFile.ReadOrCreate(path).TryGet(out var key, out var wrong))
            {
                key.Dispose();
                return Finding.Ok(part, $"{path}, readable by its owner only");
            }
            return new Finding(Level.Fail, part, wrong.Message, wrong.Code);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new Finding(Level.Fail, part, refused.Message, "run as the account that owns it");
        }
    }

    private static Finding Schema(TenantEntry tenant, Result<SchemaVersion> answer)
    {
        var part = $"schema {tenant.Slug}";
        if (!answer.TryGet(out var version, out var silent))
        {
            return new Finding(Level.Fail, part, silent.Message, silent.Code);
        }
        return version switch
        {
            { IsCurrent: true } => Finding.Ok(part, $"{version.Database}, as this program"),
            _ when version.Database > version.Program =>
                new Finding(Level.Fail, part, $"{version.Database} is newer than this program ({version.Program})", "start the newer program"),
            _ => new Finding(Level.Warn, part, $"{version.Database} of {version.Program}", "vaern migrate"),
        };
    }

    private static IReadOnlyList<TenantEntry> Tenants(string folder) => TenantList.Read(folder).Match(list => list.Tenants, _ => []);
}
