using System.Buffers;
using System.Data.Common;
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
    // As much as a chunk of a file: more is not kept waiting in memory.
    private const int MostHeld = 1 << 20;

    private readonly List<byte[]> held = [];
    private NpgsqlBatch? waiting;
    private int declarations;

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

    public async Task<int> ExecuteAsync(string sql, object? values = null, CancellationToken cancel = default)
    {
        await SendAsync(cancel);
        return await connection.ExecuteAsync(Command(sql, values, cancel));
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? values = null, CancellationToken cancel = default)
    {
        await SendAsync(cancel);
        return [.. await connection.QueryAsync<T>(Command(sql, values, cancel))];
    }

    public async Task<T?> FirstOrDefaultAsync<T>(string sql, object? values = null, CancellationToken cancel = default)
    {
        await SendAsync(cancel);
        return await connection.QueryFirstOrDefaultAsync<T>(Command(sql, values, cancel));
    }

    public async Task<T> SingleAsync<T>(string sql, object? values = null, CancellationToken cancel = default)
    {
        await SendAsync(cancel);
        return await connection.QuerySingleAsync<T>(Command(sql, values, cancel));
    }

    /// <summary>
    /// A write whose outcome nobody waits for: it goes to the database, in its order, together with what is waited for next, and costs no
    /// round trip of its own. An error it makes is thrown there, at the latest by <see cref="CommitAsync"/>.
    /// </summary>
    /// <param name="sql">One statement; its parameters are <c>$1</c>, <c>$2</c> and so on.</param>
    /// <param name="values">The values of the parameters in order. Arrays of bytes are not copied and must not change until then.</param>
    public void Later(string sql, params object?[] values)
    {
        waiting ??= new NpgsqlBatch(connection, transaction);
        waiting.BatchCommands.Add(Statement(sql, values));
    }

    /// <summary>
    /// Leaves a write with bytes in a rented array for later, as <see cref="Later"/> does, and gives the array back to its pool once it was
    /// sent. Arrays of more than 1 MiB together do not wait.
    /// </summary>
    internal async ValueTask LaterAsync(byte[] rented, string sql, object?[] values, CancellationToken cancel)
    {
        held.Add(rented);
        Later(sql, values);
        if (held.Sum(array => array.Length) > MostHeld)
        {
            await SendAsync(cancel);
        }
    }

    /// <summary>Sends what was left for later. Everything else here does so first.</summary>
    public async ValueTask SendAsync(CancellationToken cancel = default)
    {
        if (waiting is not null)
        {
            await using var batch = Take(out _);
            await batch.ExecuteNonQueryAsync(cancel);
            GiveBack();
        }
    }

    /// <summary>Sends what was left for later and gives the rows of those statements that answer with any, one result for each.</summary>
    public async Task<DbDataReader> AnswersAsync(CancellationToken cancel = default)
    {
        var answers = await Take(out var declared).ExecuteReaderAsync(cancel);
        while (declared-- > 0)
        {
            await answers.NextResultAsync(cancel);
        }

        return answers;
    }

    /// <summary>
    /// The commit does not wait for the disk. A power cut may lose the last such transactions, latest first: only for steps of a job, which
    /// then runs again. Never for anything that somebody is told has happened.
    /// </summary>
    public void ForgetInPowerCut() => Later("set local synchronous_commit to off");

    /// <summary>A number people see, such as <c>H-2027-0038</c>: collision-free under load, at least four digits.</summary>
    public async Task<string> NextNumberAsync(string kind, CancellationToken cancel = default) =>
        NumberText(kind, await SingleAsync<long>("select next_number(@kind, @year)", new { kind, year = DanishYear(Now) }, cancel));

    /// <summary>Asks for a number together with other questions; the answer is read with <see cref="NumberText"/>.</summary>
    public void NextNumberLater(string kind) => Later("select next_number($1, $2)", kind, DanishYear(Now));

    public string NumberText(string kind, long number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{DanishYear(Now)}-{number:0000}");

    /// <inheritdoc cref="TenantKeys.BlindIndex"/>
    public byte[] BlindIndex(string purpose, string value) => Database.Keys.BlindIndex(purpose, value);

    public async Task CommitAsync(CancellationToken cancel = default)
    {
        await SendAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        if (waiting is not null)
        {
            await waiting.DisposeAsync();
        }

        await transaction.DisposeAsync();
        await connection.DisposeAsync();
        GiveBack();
    }

    /// <summary>From here on the transaction may also see exactly this report: the submission that has just made it, or an opened mailbox.</summary>
    public void ActForReport(Guid report) => Declare("vaern.report", report.ToString());

    /// <summary>From here on the transaction may change this one case for somebody who can only read it: to lock a file that may not be kept.</summary>
    public void ActForLocking(Guid caseId) => Declare("vaern.locking", caseId.ToString());

    internal async Task<NpgsqlCommand> NativeAsync(string sql, CancellationToken cancel)
    {
        await SendAsync(cancel);
        return new NpgsqlCommand(sql, connection, transaction);
    }

    internal void Declare()
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
            Declare(setting, value!);
        }
    }

    // Before everything that waits, so that its answer is the first and AnswersAsync can pass it by.
    private void Declare(string setting, string value)
    {
        waiting ??= new NpgsqlBatch(connection, transaction);
        waiting.BatchCommands.Insert(0, Statement("select set_config($1, $2, true)", [setting, value]));
        declarations++;
    }

    // Never while a reader is open: it answers before the last byte of its batch has left.
    private void GiveBack()
    {
        foreach (var array in held)
        {
            ArrayPool<byte>.Shared.Return(array);
        }

        held.Clear();
    }

    private NpgsqlBatch Take(out int declared)
    {
        var batch = waiting ?? throw new InvalidOperationException("Nothing was asked.");
        (waiting, declared, declarations) = (null, declarations, 0);
        return batch;
    }

    private static NpgsqlBatchCommand Statement(string sql, object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    private static int DanishYear(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById("Europe/Copenhagen")).Year;

    private CommandDefinition Command(string sql, object? values, CancellationToken cancel) =>
        new(sql, values, transaction, cancellationToken: cancel);
}
