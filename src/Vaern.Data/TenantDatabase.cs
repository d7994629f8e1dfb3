using Npgsql;
using Vaern.Data.Keys;

namespace Vaern.Data;

/// <summary>
/// One municipality's database and keys. Holds a connection pool for each database role; thread-safe, one instance for the life of the process.
/// </summary>
public sealed class TenantDatabase : IAsyncDisposable
{
    /// <summary>What connections are called on the server unless the connection string names them otherwise.</summary>
    internal const string ServingName = "vaern";

    private readonly NpgsqlDataSource web;
    private readonly NpgsqlDataSource worker;
    private readonly TimeProvider clock;

    /// <param name="connectionString">Names host and database; user name and pool are set here for each role.</param>
    /// <param name="tenant">The municipality's id, part of every key's associated data.</param>
    public TenantDatabase(string connectionString, Guid tenant, TenantKeys keys, TimeProvider clock)
    {
        ColumnTypes.Register();
        Tenant = tenant;
        Keys = keys;
        this.clock = clock;
        web = Source(connectionString, "vaern_web", 60);
        worker = Source(connectionString, "vaern_worker", 8);
    }

    public Guid Tenant { get; }

    public TenantKeys Keys { get; }

    /// <summary>Begins a transaction on somebody's behalf. Nothing is kept unless <see cref="UnitOfWork.CommitAsync"/> is called.</summary>
    public async Task<UnitOfWork> BeginAsync(Acting acting, CancellationToken cancel = default)
    {
        var connection = await (acting is Acting.Worker ? worker : web).OpenConnectionAsync(cancel);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancel);
            var work = new UnitOfWork(this, acting, connection, transaction, ToMilliseconds(clock.GetUtcNow()));
            work.Declare();
            return work;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        await worker.DisposeAsync();
    }

    private static NpgsqlDataSource Source(string connectionString, string role, int pool)
    {
        var address = new NpgsqlConnectionStringBuilder(connectionString);
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Username = role,
            MaxPoolSize = pool,
            ApplicationName = address.ApplicationName is { Length: > 0 } named ? named : ServingName,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 3,
            Timeout = 15,
            CommandTimeout = 30,
            // Every setting here ends with its transaction, so there is nothing to reset when a connection goes back to the pool.
            NoResetOnClose = true,
            // A chunk of a file in a few writes instead of one for every 8 kB, each of which would wake the back end.
            WriteBufferSize = 128 * 1024,
        };
        return NpgsqlDataSource.Create(settings.ConnectionString);
    }

    // Streams write milliseconds; the same instant stands in the row and in the stream.
    private static DateTimeOffset ToMilliseconds(DateTimeOffset now) =>
        new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
