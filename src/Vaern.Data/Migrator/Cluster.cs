using Dapper;
using Npgsql;

namespace Vaern.Data;

/// <summary>What all tenants of a server share: the roles, and that their databases exist with Danish collation.</summary>
internal static class Cluster
{
    /// <summary>Makes roles and database if they are missing.</summary>
    /// <param name="maintenance">The administrator's way to a database that is not the tenant's.</param>
    /// <returns>True when the database was made now.</returns>
    public static async Task<Result<bool>> PrepareAsync(string maintenance, string database, long advisoryLock, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(maintenance);
        await connection.OpenAsync(cancel);
        try
        {
            await connection.ExecuteAsync(
                new CommandDefinition("select pg_advisory_lock(@advisoryLock)", new { advisoryLock }, commandTimeout: 0, cancellationToken: cancel));
            foreach (var role in new[] { DatabaseServer.OwnerRole, DatabaseServer.WebRole, DatabaseServer.WorkerRole })
            {
                await MakeRoleAsync(connection, role, cancel);
            }
            if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(MayActAsOwner, cancellationToken: cancel)) is false)
            {
                await connection.ExecuteAsync(new CommandDefinition("grant vaern_owner to current_user", cancellationToken: cancel));
            }
            var found = new CommandDefinition("select exists (select from pg_database where datname = @database)", new { database }, cancellationToken: cancel);
            var exists = await connection.ExecuteScalarAsync<bool>(found);
            if (!exists)
            {
                await connection.ExecuteAsync(new CommandDefinition(MakeDatabase(database), commandTimeout: 0, cancellationToken: cancel));
            }
            // Also after a run that was cut off between making the database and closing it to others.
            var open = new CommandDefinition("select has_database_privilege('public', @database, 'connect')", new { database }, cancellationToken: cancel);
            if (await connection.ExecuteScalarAsync<bool>(open))
            {
                await connection.ExecuteAsync(new CommandDefinition(CloseToOthers(database), cancellationToken: cancel));
            }
            return !exists;
        }
        catch (PostgresException refused)
        {
            return new Error("database.refused", $"The roles or the database {database} could not be made ({refused.SqlState}): {refused.MessageText}");
        }
    }

    private static async Task MakeRoleAsync(NpgsqlConnection connection, string role, CancellationToken cancel)
    {
        var found = new CommandDefinition("select exists (select from pg_roles where rolname = @role)", new { role }, cancellationToken: cancel);
        if (await connection.ExecuteScalarAsync<bool>(found))
        {
            return;
        }
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"create role {role} login nosuperuser nocreatedb nocreaterole nobypassrls", cancellationToken: cancel));
        }
        catch (PostgresException made) when (made.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation)
        {
            // Somebody who does not take our lock (an operator's script) was first; that is just as well.
        }
    }

    // The name was checked against TenantName, so it needs no quoting. Alone, since it refuses to run in a transaction.
    private static string MakeDatabase(string name) => $"""
        create database {name} owner vaern_owner template template0 encoding 'UTF8'
          locale_provider icu icu_locale 'da-DK' lc_collate 'C' lc_ctype 'C.UTF-8'
        """;

    private static string CloseToOthers(string name) => $"""
        alter database {name} set timezone to 'UTC';
        grant connect on database {name} to vaern_web, vaern_worker;
        revoke all on database {name} from public
        """;

    private const string MayActAsOwner = "select pg_has_role(current_user, 'vaern_owner', 'member')";
}
