using Dapper;
using Npgsql;

namespace Vaern.Data;

/// <summary>How far a database is. Zero is an empty or missing database.</summary>
public sealed record SchemaVersion(int Database, int Program)
{
    public bool IsCurrent => Database == Program;
}

/// <summary>What a run of the migrator did.</summary>
/// <param name="Applied">The migrations applied by this run, in order; empty when there was nothing to do.</param>
public sealed record MigrationRun(string Database, bool Created, IReadOnlyList<Migration> Applied, int Version);

/// <summary>
/// Brings a tenant's database to this program's schema: makes the roles and the database if they are missing, then applies
/// the migrations that are, each in its own transaction as <c>vaern_owner</c>. Several may run at once; one works, the
/// others wait and find nothing to do.
/// </summary>
public sealed class Migrator
{
    // Any fixed number: PostgreSQL's advisory locks are keyed on it.
    private const long Lock = 0x7661_6572_6e00_0001;

    private readonly DatabaseServer server;
    private readonly TimeProvider clock;
    private readonly IReadOnlyList<Migration> migrations;

    public Migrator(DatabaseServer server, TimeProvider clock)
        : this(server, clock, Migration.Embedded)
    {
    }

    internal Migrator(DatabaseServer server, TimeProvider clock, IReadOnlyList<Migration> migrations) =>
        (this.server, this.clock, this.migrations) = (server, clock, migrations);

    private int ProgramVersion => migrations.Count == 0 ? 0 : migrations[^1].Number;

    /// <summary>
    /// Errors: <c>database.name</c>, <c>database.unreachable</c>, <c>database.refused</c> (roles or database could not be made),
    /// <c>schema.newer</c> (a newer program was here), <c>schema.changed</c> (an applied migration is not the one this program
    /// carries), <c>schema.failed</c> (names the migration; what came before it is kept).
    /// </summary>
    public async Task<Result<MigrationRun>> MigrateAsync(string database, CancellationToken cancel)
    {
        if (!TenantName.IsValid(database))
        {
            return new Error("database.name", $"A tenant's database is called by 1 to 63 of a–z, 0–9 and _, a letter first: {database}");
        }
        try
        {
            var prepared = await Cluster.PrepareAsync(Address("postgres"), database, Lock, cancel);
            if (!prepared.TryGet(out var created, out var refused))
            {
                return refused;
            }
            await using var connection = new NpgsqlConnection(Address(database));
            await connection.OpenAsync(cancel);
            await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@Lock)", new { Lock }, commandTimeout: 0, cancellationToken: cancel));
            var applied = await ApplyAsync(connection, cancel);
            return applied.Map(done => new MigrationRun(database, created, done, ProgramVersion));
        }
        catch (NpgsqlException silent) when (silent is not PostgresException)
        {
            return new Error("database.unreachable", $"The database server at {server.Host} does not answer: {silent.Message}");
        }
    }

    /// <summary>Makes the roles and an empty database, to restore into. <c>database.exists</c> when it is there already.</summary>
    public async Task<Result> MakeEmptyAsync(string database, CancellationToken cancel)
    {
        if (!TenantName.IsValid(database))
        {
            return new Error("database.name", $"A tenant's database is called by 1 to 63 of a–z, 0–9 and _, a letter first: {database}");
        }
        try
        {
            var prepared = await Cluster.PrepareAsync(Address("postgres"), database, Lock, cancel);
            return prepared.Match(
                created => created ? Result.Done : new Error("database.exists", $"The database {database} exists already."),
                refused => refused);
        }
        catch (NpgsqlException silent)
        {
            return new Error("database.unreachable", $"The database server at {server.Host} does not answer: {silent.Message}");
        }
    }

    /// <summary>Looks without changing anything.</summary>
    public async Task<Result<SchemaVersion>> VersionAsync(string database, CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Address(database));
            await connection.OpenAsync(cancel);
            var known = await AppliedAsync(connection, cancel);
            return new SchemaVersion(known.Count == 0 ? 0 : known[^1].Number, ProgramVersion);
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return new SchemaVersion(0, ProgramVersion);
        }
        catch (NpgsqlException silent)
        {
            return new Error("database.unreachable", $"The database {database} at {server.Host} does not answer: {silent.Message}");
        }
    }

    private string Address(string database) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(database, DatabaseRole.Administrator)) { Pooling = false }.ConnectionString;

    private async Task<Result<IReadOnlyList<Migration>>> ApplyAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var known = await AppliedAsync(connection, cancel);
        if (Disagreement(known) is { } disagreement)
        {
            return disagreement;
        }
        var missing = migrations.Skip(known.Count).ToArray();
        foreach (var migration in missing)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                await RunAsync(connection, transaction, AsOwner, null, cancel);
                await using (var command = new NpgsqlCommand(migration.Sql, connection, transaction) { CommandTimeout = 0 })
                {
                    await command.ExecuteNonQueryAsync(cancel);
                }
                var row = new { migration.Number, migration.Name, migration.Checksum, At = clock.GetUtcNow() };
                await RunAsync(connection, transaction, Record, row, cancel);
                await transaction.CommitAsync(cancel);
            }
            catch (PostgresException wrong)
            {
                return new Error("schema.failed", $"Migration {migration.Number:0000}_{migration.Name} failed ({wrong.SqlState}): {wrong.MessageText}");
            }
        }
        return missing;
    }

    private Error? Disagreement(List<AppliedMigration> known)
    {
        if (known.Count > 0 && known[^1].Number > ProgramVersion)
        {
            return new Error("schema.newer",
                $"The database has schema {known[^1].Number}, this program knows {ProgramVersion}. Start the newer program, or restore a backup from before it.");
        }
        for (var i = 0; i < known.Count; i++)
        {
            if (known[i].Number != migrations[i].Number || known[i].Checksum != migrations[i].Checksum)
            {
                return new Error("schema.changed",
                    $"Migration {known[i].Number:0000}_{known[i].Name} in the database is not the one this program carries. It was changed after it was applied; use the release that applied it.");
            }
        }
        return null;
    }

    private static async Task<List<AppliedMigration>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(TableExists, cancellationToken: cancel));
        return exists ? (await connection.QueryAsync<AppliedMigration>(new CommandDefinition(ListApplied, cancellationToken: cancel))).AsList() : [];
    }

    private static Task<int> RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, object? values, CancellationToken cancel) =>
        connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancel));

    private const string TableExists = "select to_regclass('public.schema_migration') is not null";

    private const string ListApplied = "select number, name, checksum from public.schema_migration order by number";

    private const string AsOwner = """
        set local role vaern_owner;
        set local search_path = public;
        create table if not exists schema_migration (
          number integer primary key,
          name text not null,
          checksum text not null,
          applied_at timestamptz not null
        )
        """;

    // A migration may grant on all tables; this one is no business of the roles that serve.
    private const string Record = """
        insert into public.schema_migration (number, name, checksum, applied_at) values (@Number, @Name, @Checksum, @At);
        revoke insert, update, delete, truncate on public.schema_migration from vaern_web, vaern_worker
        """;

    private sealed record AppliedMigration(int Number, string Name, string Checksum);
}
