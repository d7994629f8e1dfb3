using System.Globalization;
using Npgsql;
using Vaern.Data.Keys;

namespace Vaern.Data;

/// <summary>
/// A tenant's database as two files, its wrapped keys apart, by PostgreSQL's own <c>pg_dump</c> and <c>pg_restore</c>. The files are as unreadable as the
/// database: names, stories and files in it are ciphertext, and the municipality's key is in neither. Keys of locked files are left out: no copy opens what may never be stored.
/// </summary>
public static class DatabaseDump
{
    private static readonly string[] KeyTables = ["data_key", "blob_key"];

    /// <summary>
    /// Writes a consistent picture while the others work on: everything but the wrapped keys, and the wrapped keys of the same instant, which may be kept for
    /// <see cref="DeletionCertificate.KeysKept"/> only. That a copy of the keys was taken is noted in the database before it is. <c>backup.failed</c> with what the program said.
    /// </summary>
    /// <returns>Until when the keys may be kept.</returns>
    public static async Task<Result<DateTimeOffset>> WriteAsync(DatabaseServer server, string database, string file, string keysFile, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Address(server, database));
        await connection.OpenAsync(cancel);
        await using var noted = new NpgsqlCommand(
            "insert into key_backup (id, taken_at, kept_until) values ($1, clock_timestamp(), clock_timestamp() + $2) returning kept_until", connection);
        noted.Parameters.Add(new NpgsqlParameter { Value = Guid.CreateVersion7() });
        noted.Parameters.Add(new NpgsqlParameter { Value = DeletionCertificate.KeysKept });
        var keptUntil = (DateTime)(await noted.ExecuteScalarAsync(cancel))!;

        await using var picture = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancel);
        await using var export = new NpgsqlCommand("select pg_export_snapshot()", connection, picture);
        var snapshot = "--snapshot=" + await export.ExecuteScalarAsync(cancel);
        string[] common = ["--format=custom", "--compress=1", snapshot];
        var whole = await RunAsync(
            "pg_dump", server, database, [.. common, .. KeyTables.Append("locked_key").Select(t => "--exclude-table-data=public." + t), "--file=" + file], cancel);
        var keys = whole.IsOk
            ? await RunAsync("pg_dump", server, database, [.. common, "--data-only", .. KeyTables.Select(t => "--table=public." + t), "--file=" + keysFile], cancel)
            : whole;
        return keys.IsOk ? new DateTimeOffset(keptUntil, TimeSpan.Zero) : keys.Error;
    }

    /// <summary>Fills an empty database from both parts, all or nothing: one that could not be filled is removed. <c>backup.failed</c>.</summary>
    public static async Task<Result> ReadAsync(DatabaseServer server, string database, string file, string keysFile, CancellationToken cancel)
    {
        // Keys between data and constraints, since other tables lead to them.
        string[] common = ["--single-transaction", "--exit-on-error", "--dbname=" + database];
        string[][] steps = [[.. common, "--section=pre-data", "--section=data", file], [.. common, "--data-only", keysFile], [.. common, "--section=post-data", file]];
        foreach (var step in steps)
        {
            if (await RunAsync("pg_restore", server, database, step, cancel) is { IsOk: false } failed)
            {
                await RemoveAsync(server, database, cancel);
                return failed;
            }
        }

        return Result.Done;
    }

    private static async Task RemoveAsync(DatabaseServer server, string database, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(Address(server, "postgres"));
        await connection.OpenAsync(cancel);
        await using var drop = new NpgsqlCommand($"drop database \"{database}\" with (force)", connection);
        await drop.ExecuteNonQueryAsync(cancel);
    }

    private static string Address(DatabaseServer server, string database) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(database, DatabaseRole.Administrator)) { Pooling = false }.ConnectionString;

    private static async Task<Result> RunAsync(string program, DatabaseServer server, string database, string[] arguments, CancellationToken cancel)
    {
        // pg_dump refuses a server newer than itself; the newest installation dumps them all.
        if (!(await PostgresBinaries.FindAsync(null, cancel)).TryGet(out var binaries, out var missing))
        {
            return missing;
        }
        var address = new NpgsqlConnectionStringBuilder(server.ConnectionString(database, DatabaseRole.Administrator));
        var environment = new Dictionary<string, string>
        {
            ["PGHOST"] = address.Host!,
            ["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = address.Username!,
            ["PGDATABASE"] = database,
        };
        if (address.Password is { Length: > 0 } password)
        {
            environment["PGPASSWORD"] = password;
        }
        if (address.Passfile is { Length: > 0 } passfile)
        {
            environment["PGPASSFILE"] = passfile;
        }
        var run = await ProgramRun.ToEndAsync([binaries.Program(program), "--no-password", .. arguments], cancel, environment);
        return run.Succeeded ? Result.Done : new Error("backup.failed", $"{program} failed on {database}: {run.LastWords}");
    }
}
