using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Vaern.Data;

namespace Vaern.TestKit;

/// <summary>
/// The private PostgreSQL of the tests: one a working copy, shared by the test programs that run at the same time, stopped by
/// the last of them. The cluster and the migrated template stay for the next run; changed migrations make a new template.
/// </summary>
public static class TestServer
{
    private static readonly Lazy<Task<PrivateServerHandle>> Shared = new(StartAsync);
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static int databases;

    /// <summary>The running server; started when first asked for.</summary>
    public static async Task<DatabaseServer> ServerAsync() => (await Shared.Value).Server;

    /// <summary>A fresh migrated database of the caller's own. Whoever asks drops it.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var template = await Template.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"t_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, $"create database {name} template {template} owner vaern_owner");
        await ExecuteAsync(connection, $"grant connect on database {name} to vaern_web, vaern_worker; revoke all on database {name} from public");
        return name;
    }

    /// <summary>A database with nothing in it, to restore into. Whoever asks drops it.</summary>
    public static async Task<string> CreateEmptyDatabaseAsync()
    {
        await ServerAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"t_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, $"create database {name} owner vaern_owner");
        return name;
    }

    public static async Task DropDatabaseAsync(string name)
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, $"drop database if exists {name} with (force)");
    }

    private static async Task<PrivateServerHandle> StartAsync()
    {
        var options = new PrivateServerOptions { DataFolder = Folder(), Durability = Durability.None, MaxConnections = 300 };
        var started = await PrivateServer.EnsureStartedAsync(options, CancellationToken.None);
        if (started is { IsOk: false, Error.Code: "postgres.start" })
        {
            // Unflushed data do not survive a power cut, and hold nothing worth keeping.
            Directory.Delete(Path.Combine(options.DataFolder, "postgres"), recursive: true);
            started = await PrivateServer.EnsureStartedAsync(options, CancellationToken.None);
        }
        var handle = started.Value;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => handle.DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (handle.StartedHere)
        {
            await SweepAsync(handle.Server);
        }
        return handle;
    }

    // Keyed on the working copy: two of them may have different migrations.
    private static string Folder()
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Environment.UserName + RepositoryFolder.Path)))[..10];
        return Path.Combine(Path.GetTempPath(), "vaern-tests-" + mark);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var server = await ServerAsync();
        var name = TemplateName();
        var made = await new Migrator(server, TimeProvider.System).MigrateAsync(name, CancellationToken.None);
        return made.IsOk ? name : throw new InvalidOperationException("The template database could not be made. " + made.Error);
    }

    private static string TemplateName()
    {
        var all = string.Concat(Migration.Embedded.Select(migration => migration.Checksum));
        return "template_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(all)))[..12];
    }

    // What killed test programs left behind, and templates of other migrations.
    private static async Task SweepAsync(DatabaseServer server)
    {
        await using var connection = await OpenAsync(server);
        var names = new List<string>();
        await using (var command = new NpgsqlCommand(@"select datname from pg_database where datname ~ '^(t|template)_[0-9a-f]+(_[0-9]+)?$'", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                names.Add(reader.GetString(0));
            }
        }
        foreach (var name in names.Where(name => name != TemplateName() && !BelongsToTheLiving(name)))
        {
            await ExecuteAsync(connection, $"drop database if exists {name} with (force)");
        }
    }

    private static bool BelongsToTheLiving(string name) =>
        name.StartsWith("t_", StringComparison.Ordinal) && Directory.Exists("/proc/" + name.Split('_')[1]);

    private static async Task<NpgsqlConnection> OpenAsync() => await OpenAsync(await ServerAsync());

    private static async Task<NpgsqlConnection> OpenAsync(DatabaseServer server)
    {
        var address = server.ConnectionString("postgres", DatabaseRole.Administrator);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
