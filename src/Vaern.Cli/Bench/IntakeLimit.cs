using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>
/// The limit that the machine sets: <c>pgbench</c> commits as many bytes as a report has, durably, into the same private server. It
/// encrypts nothing, checks nothing, receives nothing over HTTP, and sends the 100 kB only once for each connection.
/// </summary>
internal sealed partial class IntakeLimit
{
    private const string Database = "bench_limit";
    private const int SmallRows = 4;
    private const int SmallRowSize = 500;

    private readonly string program;
    private readonly string host;
    private readonly string user;
    private readonly string script;

    private IntakeLimit(string program, string host, string user, string script) => (this.program, this.host, this.user, this.script) = (program, host, user, script);

    /// <summary>Makes the database and the script; <c>bench.pgbench</c> when the program is not installed.</summary>
    public static async Task<Result<IntakeLimit>> PrepareAsync(DatabaseServer server, string folder, CancellationToken cancel)
    {
        var installed = (await PostgresBinaries.FindAllAsync(cancel)).Select(one => one.Program("pgbench")).FirstOrDefault(File.Exists);
        if (installed is null)
        {
            return new Error("bench.pgbench", "pgbench is not installed; Debian's postgresql package brings it.");
        }
        await RunAsync(server, "postgres", "create database " + Database, cancel);
        await RunAsync(server, Database, Tables, cancel);
        var script = Path.Combine(folder, "limit.sql");
        await File.WriteAllTextAsync(script, Script(), cancel);
        var user = new NpgsqlConnectionStringBuilder(server.ConnectionString(Database, DatabaseRole.Administrator)).Username!;
        return new IntakeLimit(installed, server.Host, user, script);
    }

    /// <summary>Transactions a second.</summary>
    public async Task<Result<double>> RunAsync(DatabaseServer server, int clients, TimeSpan time, CancellationToken cancel)
    {
        var seconds = Math.Max(1, (int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var threads = Math.Min(clients, Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture);
        var run = await ProgramRun.ToEndAsync(
            [
                program, "-h", host, "-U", user, "-n", "-M", "prepared", "-c", clients.ToString(CultureInfo.InvariantCulture), "-j", threads,
                "-T", seconds, "-f", script, Database,
            ],
            cancel);
        await RunAsync(server, Database, "truncate bench_large, bench_small", cancel);
        return run.Succeeded && Rate(run.Output) is { } rate ? rate : new Error("bench.pgbench", "pgbench failed: " + run.LastWords);
    }

    /// <summary>The rate in what pgbench prints, without the time it took to connect.</summary>
    internal static double? Rate(string output) =>
        TpsLine().Match(output) is { Success: true } match ? double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>Bytes of write-ahead log so far.</summary>
    public static async Task<long> LogPositionAsync(DatabaseServer server, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres", DatabaseRole.Administrator) + ";Pooling=false");
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint", connection);
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task RunAsync(DatabaseServer server, string database, string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString(database, DatabaseRole.Administrator) + ";Pooling=false");
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private const string Tables = """
        create table bench_large (id uuid primary key, data bytea not null);
        alter table bench_large alter column data set storage external;
        create table bench_small (id uuid primary key, data bytea not null);
        """;

    private static string Script()
    {
        var random = new Random(1);
        string Hex(int size)
        {
            var bytes = new byte[size];
            random.NextBytes(bytes);
            return Convert.ToHexStringLower(bytes);
        }
        var small = string.Join(", ", Enumerable.Range(0, SmallRows).Select(_ => $"(gen_random_uuid(), '\\x{Hex(SmallRowSize)}')"));
        return new StringBuilder()
            .AppendLine("begin;")
            .Append("insert into bench_large (id, data) values (gen_random_uuid(), '\\x").Append(Hex(IntakePayload.AttachmentSize)).AppendLine("');")
            .Append("insert into bench_small (id, data) values ").Append(small).AppendLine(";")
            .AppendLine("commit;")
            .ToString();
    }

    [GeneratedRegex(@"^tps = ([0-9.]+) \(without initial connection time\)", RegexOptions.Multiline)]
    private static partial Regex TpsLine();
}
