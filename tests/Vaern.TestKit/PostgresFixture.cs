using Npgsql;
using Vaern.Data;
using Xunit;

namespace Vaern.TestKit;

/// <summary>
/// A migrated database of the test class's own, real PostgreSQL, dropped afterwards:
/// <c>public sealed class OpenCaseTests(PostgresFixture postgres) : IClassFixture&lt;PostgresFixture&gt;</c>.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private DatabaseServer? server;
    private string? database;

    public DatabaseServer Server => server ?? throw new InvalidOperationException("The fixture was not initialised.");

    public string Database => database ?? throw new InvalidOperationException("The fixture was not initialised.");

    /// <summary>Names host and database, as <see cref="TenantDatabase"/> wants it.</summary>
    public string ConnectionString => ConnectionStringAs(DatabaseRole.Web);

    public async ValueTask InitializeAsync()
    {
        server = await TestServer.ServerAsync();
        database = await TestServer.CreateDatabaseAsync();
    }

    public string ConnectionStringAs(DatabaseRole role) => Server.ConnectionString(Database, role);

    /// <summary>An open connection, for looking behind the program's back; the administrator's sees every row.</summary>
    public async Task<NpgsqlConnection> OpenAsync(DatabaseRole role = DatabaseRole.Administrator)
    {
        var connection = new NpgsqlConnection(ConnectionStringAs(role));
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var role in Enum.GetValues<DatabaseRole>())
        {
            await using var pooled = new NpgsqlConnection(ConnectionStringAs(role));
            NpgsqlConnection.ClearPool(pooled);
        }
        await TestServer.DropDatabaseAsync(Database);
    }
}
