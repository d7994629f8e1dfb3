using System.Security.Cryptography;
using System.Text;

namespace Vaern.Data.Streams;

/// <summary>One stream that does not hold, and why.</summary>
public sealed record BrokenStream(Guid Stream, string Kind, string Reason);

/// <summary>The outcome of checking every stream of a municipality.</summary>
/// <param name="Checkpoints">How many checkpoints were compared with the streams.</param>
/// <param name="Unstamped">How many of them no service has stamped yet.</param>
/// <param name="Last">The newest checkpoint. Whoever can delete can delete this one too, so it is printed to be kept elsewhere.</param>
public sealed record StreamVerification(int Streams, long Events, IReadOnlyList<BrokenStream> Broken, int Checkpoints, int Unstamped, StoredCheckpoint? Last);

/// <summary>
/// Recomputes every link and head of every stream; one changed byte in a stored event names its stream. What the checkpoints cover must be there too, so a stream
/// that was rebuilt or whose end was cut off is found although its links fit.
/// </summary>
public static class StreamVerifier
{
    public static Task<StreamVerification> VerifyAsync(TenantDatabase database, CancellationToken cancel = default) => VerifyAsync(database, stampFault: null, cancel);

    /// <param name="stampFault">What is wrong with a stamp over a root (64 hex digits), or null. Null itself: the stamps are not checked, only what they cover.</param>
    public static async Task<StreamVerification> VerifyAsync(TenantDatabase database, Func<byte[], string, string?>? stampFault, CancellationToken cancel = default)
    {
        await using var work = await database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync("set transaction isolation level repeatable read", cancel: cancel);
        var heads = (await work.QueryAsync<StoredHead>(
            "select id, kind, head_seq as seq, head_hash as hash from stream order by id", cancel: cancel)).ToDictionary(head => head.Id);
        var checkpoints = await CheckpointVerifier.ReadAsync(work, stampFault, cancel);
        var broken = new List<BrokenStream>();
        var events = 0L;
        var seen = new HashSet<Guid>();
        Guid current = default;
        var next = 0L;
        var previous = new byte[32];
        string? fault = null;

        await using var command = await work.NativeAsync("select stream_id, seq, line from stream_event order by stream_id, seq", cancel);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var stream = reader.GetGuid(0);
            if (stream != current || events == 0)
            {
                Finish();
                (current, next, previous, fault) = (stream, 0, new byte[32], null);
                seen.Add(stream);
            }

            events++;
            var line = reader.GetFieldValue<byte[]>(2);
            fault ??= Fault(line, reader.GetInt64(1), next, previous);
            previous = SHA256.HashData(line);
            var stamped = checkpoints.Fault(stream, next, previous);
            fault ??= stamped;
            next++;
        }

        Finish();
        broken.AddRange(heads.Values.Where(head => !seen.Contains(head.Id)).Select(head => new BrokenStream(head.Id, head.Kind, "all events are missing")));
        broken.AddRange(checkpoints.Remaining(id => heads.TryGetValue(id, out var head) ? head.Kind : "?"));
        return new StreamVerification(heads.Count, events, broken, checkpoints.Count, checkpoints.Unstamped, checkpoints.Last);

        void Finish()
        {
            if (seen.Count == 0)
            {
                return;
            }

            if (!heads.TryGetValue(current, out var head))
            {
                broken.Add(new BrokenStream(current, "?", "the stream's head is missing"));
                return;
            }

            fault ??= head.Seq != next - 1 ? $"the head says event {head.Seq}, the last stored is {next - 1}"
                : !head.Hash.AsSpan().SequenceEqual(previous) ? $"event {head.Seq} was changed or the head was"
                : null;
            if (fault is not null)
            {
                broken.Add(new BrokenStream(current, head.Kind, fault));
            }
        }
    }

    private static string? Fault(byte[] line, long seq, long expected, byte[] previous)
    {
        if (seq != expected)
        {
            return $"event {expected} is missing";
        }

        var start = Encoding.ASCII.GetBytes($"{{\"seq\":{seq},\"prev\":\"{Convert.ToHexStringLower(previous)}\",");
        if (!line.AsSpan().StartsWith(start) || line[^1] != (byte)'\n')
        {
            return seq == 0 ? "event 0 was changed" : $"event {seq - 1} or {seq} was changed";
        }

        return null;
    }

    private sealed record StoredHead(Guid Id, string Kind, long Seq, byte[] Hash);
}
