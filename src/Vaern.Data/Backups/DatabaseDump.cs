using System.Globalization;
using Npgsql;

namespace Vaern.Data;

/// <summary>
/// A tenant's database as one file, by PostgreSQL's own <c>pg_dump</c> and <c>pg_restore</c>. The file is as unreadable as the
/// database: names, stories and files in it are ciphertext, and the key is not in it. Keys of locked files are left out: no copy opens what may never be stored.
/// </summary>
public static class DatabaseDump
{
    /// <summary>Writes a consistent picture while the others work on. <c>backup.failed</c> with what the program said.</summary>
    public static Task<Result> WriteAsync(DatabaseServer server, string database, string file, CancellationToken cancel) =>
        RunAsync("pg_dump", server, database, ["--format=custom", "--compress=1", "--exclude-table-data=public.locked_key", "--file=" + file], cancel);

    /// <summary>Fills an empty database, all or nothing. <c>backup.failed</c>.</summary>
    public static Task<Result> ReadAsync(DatabaseServer server, string database, string file, CancellationToken cancel) =>
        RunAsync("pg_restore", server, database, ["--single-transaction", "--exit-on-error", "--dbname=" + database, file], cancel);

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
