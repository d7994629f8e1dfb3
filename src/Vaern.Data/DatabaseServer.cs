using Npgsql;

namespace Vaern.Data;

/// <summary>The database roles. The web sees a case through row-level security; the owner owns the tables and runs migrations.</summary>
public enum DatabaseRole
{
    /// <summary>Creates roles and databases. Only the migrator and backup use it.</summary>
    Administrator,

    /// <summary><c>vaern_owner</c>: owns every object of a tenant's database.</summary>
    Owner,

    /// <summary><c>vaern_web</c>: web nodes.</summary>
    Web,

    /// <summary><c>vaern_worker</c>: jobs.</summary>
    Worker,
}

/// <summary>
/// Where the databases live: the private server's socket, or the operator's own PostgreSQL. It is only an address; a tenant
/// is a database on it.
/// </summary>
public sealed class DatabaseServer
{
    public const string OwnerRole = "vaern_owner";
    public const string WebRole = "vaern_web";
    public const string WorkerRole = "vaern_worker";

    private readonly NpgsqlConnectionStringBuilder address;

    private DatabaseServer(NpgsqlConnectionStringBuilder address) => this.address = address;

    /// <summary>The folder of the Unix socket, or the host name.</summary>
    public string Host => address.Host!;

    /// <summary>
    /// The operator's own server. The connection string is the administrator's; the other roles take their passwords from a
    /// password file (<c>Passfile=</c> or <c>PGPASSFILE</c>), never from the administrator's.
    /// </summary>
    public static Result<DatabaseServer> FromConnectionString(string administrator)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(administrator);
            return string.IsNullOrEmpty(builder.Host)
                ? new Error("database.address", "The connection string names no host.")
                : new DatabaseServer(builder);
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            return new Error("database.address", "The connection string cannot be read: " + malformed.Message);
        }
    }

    /// <summary>The connection string of one role to one database.</summary>
    /// <param name="database">A tenant's database, or <c>postgres</c> for the maintenance database.</param>
    /// <param name="role">Who connects.</param>
    /// <param name="maxPoolSize">Connections this process may hold with this string; the server allows 100 in all by default.</param>
    public string ConnectionString(string database, DatabaseRole role, int maxPoolSize = 30)
    {
        var builder = new NpgsqlConnectionStringBuilder(address.ConnectionString)
        {
            Database = database,
            ApplicationName = "vaern",
            MaxPoolSize = maxPoolSize,
        };
        if (role != DatabaseRole.Administrator)
        {
            builder.Username = RoleName(role);
            builder.Password = null;
        }
        return builder.ConnectionString;
    }

    internal static DatabaseServer OnSocket(string socketFolder, string administrator) =>
        new(new NpgsqlConnectionStringBuilder { Host = socketFolder, Username = administrator, Timeout = 15 });

    internal static string RoleName(DatabaseRole role) => role switch
    {
        DatabaseRole.Owner => OwnerRole,
        DatabaseRole.Web => WebRole,
        DatabaseRole.Worker => WorkerRole,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "The administrator's name is the operator's choice."),
    };
}
