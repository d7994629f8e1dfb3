using System.Security.Cryptography;
using Vaern.Sealing.AtRest;

namespace Vaern.Data.Streams;

/// <summary>
/// Hash-chained, append-only streams, written in the same transaction as the change they tell of. A case has a stream of what was
/// done and read, and a custody stream of its evidence; each report, each account and the system have one.
/// </summary>
public sealed class AuditStreams
{
    private readonly UnitOfWork work;

    internal AuditStreams(UnitOfWork work) => this.work = work;

    /// <summary>The id of a case's custody stream, computed so that no column is needed to find it.</summary>
    public static Guid CustodyOf(Guid caseId) => new(SHA256.HashData([.. "custody"u8, .. caseId.ToByteArray(bigEndian: true)]).AsSpan(0, 16), bigEndian: true);

    /// <summary>Begins a stream with its event 0. <paramref name="kind"/> is one of the kinds of table <c>stream</c>.</summary>
    public async Task BeginAsync(Guid stream, string kind, StreamEvent first, CancellationToken cancel = default)
    {
        var line = await LineAsync(stream, kind, 0, new byte[32], work.Now, first, cancel);
        work.Later(
            "insert into stream (id, kind, head_seq, head_at, head_hash) values ($1, $2, 0, $3, $4)", stream, kind, work.Now, SHA256.HashData(line));
        work.Later("insert into stream_event (stream_id, seq, line) values ($1, 0, $2)", stream, line);
    }

    /// <summary>Appends under the stream's row lock, which is held to the end of the transaction. Returns the event's number.</summary>
    public async Task<long> AppendAsync(Guid stream, StreamEvent happened, CancellationToken cancel = default)
    {
        var head = await work.FirstOrDefaultAsync<Head>(
            "select kind, head_seq as seq, head_at as at, head_hash as hash from stream where id = @stream for update", new { stream }, cancel)
            ?? throw new InvalidOperationException("The stream has not begun.");
        var at = work.Now < head.At ? head.At : work.Now;
        var line = await LineAsync(stream, head.Kind, head.Seq + 1, head.Hash, at, happened, cancel);
        work.Later("insert into stream_event (stream_id, seq, line) values ($1, $2, $3)", stream, head.Seq + 1, line);
        work.Later("update stream set head_seq = $2, head_at = $3, head_hash = $4 where id = $1", stream, head.Seq + 1, at, SHA256.HashData(line));
        return head.Seq + 1;
    }

    /// <summary>Appends, and begins the stream first where there is none yet.</summary>
    public async Task AppendOrBeginAsync(Guid stream, string kind, StreamEvent happened, CancellationToken cancel = default)
    {
        var exists = await work.FirstOrDefaultAsync<int?>("select 1 from stream where id = @stream", new { stream }, cancel);
        if (exists is null)
        {
            await BeginAsync(stream, kind, happened, cancel);
        }
        else
        {
            await AppendAsync(stream, happened, cancel);
        }
    }

    /// <summary>The lines of a stream in order, line feeds included: exactly what the export holds.</summary>
    public Task<IReadOnlyList<byte[]>> LinesAsync(Guid stream, CancellationToken cancel = default) =>
        work.QueryAsync<byte[]>("select line from stream_event where stream_id = @stream order by seq", new { stream }, cancel);

    /// <summary>Opens the sealed part of an event; the stream's id is the place it is bound to.</summary>
    public async Task<byte[]> OpenSecretAsync(Guid stream, Guid owner, byte[] sealedSecret, CancellationToken cancel = default) =>
        FieldCipher.Open(await work.Keys.OpenAsync(owner, cancel), new FieldPlace("stream_event", "sealed", stream), sealedSecret);

    private async Task<byte[]> LineAsync(Guid stream, string kind, long seq, byte[] previous, DateTimeOffset at, StreamEvent happened, CancellationToken cancel)
    {
        byte[]? secret = null;
        if (happened.Secret is not null)
        {
            var key = await work.Keys.OpenAsync(stream, cancel);
            secret = FieldCipher.Seal(key, new FieldPlace("stream_event", "sealed", stream), EventLine.Secret(happened.Secret));
        }

        return EventLine.Write(seq, previous, at, Actor(), happened, secret, kind == "custody");
    }

    private string Actor() => work.Acting switch
    {
        Acting.Staff staff => staff.Account.ToString("N"),
        Acting.Worker => "system",
        _ => "public",
    };

    private sealed record Head(string Kind, long Seq, DateTimeOffset At, byte[] Hash);
}
