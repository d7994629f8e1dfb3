using Dapper;
using Npgsql;
using Vaern.Data.Keys;
using Vaern.Data.Streams;

namespace Vaern.Data;

/// <summary>
/// One transaction: the change, its stream events and its keys commit together or not at all. Not thread-safe.
/// Disposing without <see cref="CommitAsync"/> rolls back.
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    internal UnitOfWork(TenantDatabase database, Acting acting, NpgsqlConnection connection, NpgsqlTransaction transaction, DateTimeOffset now)
    {
        this.connection = connection;
        this.transaction = transaction;
        Database = database;
        Acting = acting;
        Now = now;
        Keys = new KeyVault(this);
        Streams = new AuditStreams(this);
    }

    public Acting Acting { get; }

    /// <summary>The instant of the change, UTC, whole milliseconds; the same for every row and event of this transaction.</summary>
    public DateTimeOffset Now { get; }

    public KeyVault Keys { get; }

    public AuditStreams Streams { get; }

    internal TenantDatabase Database { get; }

    public Task<int> ExecuteAsync(string sql, object? values = null, CancellationToken cancel = default) =>
        connection.ExecuteAsync(Command(sql, values, cancel));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null, CancellationToken cancel = default) =>
        [.. await connection.QueryAsync<T>(Command(sql, values, cancel))];

    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? values = null, CancellationToken cancel = default) =>
        connection.QueryFirstOrDefaultAsync<T>(Command(sql, values, cancel));

    public Task<T> SingleAsync<T>(string sql, object? values = null, CancellationToken cancel = default) =>
        connection.QuerySingleAsync<T>(Command(sql, values, cancel));

    /// <summary>A number people see, such as <c>H-2027-0038</c>: collision-free under load, at least four digits.</summary>
    public async Task<string> NextNumberAsync(string kind, CancellationToken cancel = default)
    {
        var year = DanishYear(Now);
        var number = await SingleAsync<long>("select next_number(@kind, @year)", new { kind, year }, cancel);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{year}-{number:0000}");
    }

    public Task CommitAsync(CancellationToken cancel = default) => transaction.CommitAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>From here on the transaction may also see exactly this report: the submission that has just made it, or an opened mailbox.</summary>
    public Task ActForReportAsync(Guid report, CancellationToken cancel = default) =>
        ExecuteAsync("select set_config('vaern.report', @report, true)", new { report = report.ToString() }, cancel);

    internal NpgsqlCommand Native(string sql) => new(sql, connection, transaction);

    internal NpgsqlBatch NativeBatch() => new(connection, transaction);

    internal async Task DeclareAsync(CancellationToken cancel)
    {
        var (setting, value) = Acting switch
        {
            Acting.Staff staff => ("vaern.account", staff.Account.ToString()),
            Acting.Reporter reporter => ("vaern.report", reporter.Report.ToString()),
            Acting.ReceiptHolder holder => ("vaern.mailbox", Convert.ToHexString(holder.ReceiptMac)),
            _ => (null, null),
        };
        if (setting is not null)
        {
            await ExecuteAsync("select set_config(@setting, @value, true)", new { setting, value }, cancel);
        }
    }

    private static int DanishYear(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen")).Year;

    private CommandDefinition Command(string sql, object? values, CancellationToken cancel) =>
        new(sql, values, transaction, cancellationToken: cancel);
}
