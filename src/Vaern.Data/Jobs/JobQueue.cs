using System.Text.Json;

namespace Vaern.Data.Jobs;

/// <summary>A job that was leased: only its lease holder may settle it.</summary>
public sealed record LeasedJob(Guid Id, string Kind, string Payload, int Attempts, int MaxAttempts);

/// <summary>A job that gave up, for the list that a person looks at.</summary>
public sealed record DeadJob(Guid Id, string Kind, int Attempts, string LastError, DateTimeOffset RunAt);

/// <summary>Which jobs are asked for: those that take minutes run beside the others.</summary>
public enum JobPace
{
    Any,
    Quick,
    Slow,
}

/// <summary>
/// Background work in the database: enqueued in the transaction that needs it, leased with SKIP LOCKED, retried with a doubling
/// pause, put on the dead-letter list when all attempts are used. A payload holds ids only.
/// </summary>
public static class JobQueue
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    // They renew their own lease while they work.
    private static readonly string[] Slow = ["street.import"];

    /// <param name="dedupe">With a key, a second job with the same key is not enqueued.</param>
    public static Task EnqueueAsync(UnitOfWork work, string kind, object payload, DateTimeOffset? runAt = null, string? dedupe = null, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        work.Later(
            "insert into job (id, kind, payload, dedupe, run_at) values ($1, $2, $3::jsonb, $4, $5) on conflict (dedupe) do nothing",
            Guid.CreateVersion7(), kind, JsonSerializer.Serialize(payload), dedupe, runAt ?? work.Now);
        return Task.CompletedTask;
    }

    /// <summary>Takes the next due job for five minutes, or nothing. A job whose holder died is taken again when its lease has run out.</summary>
    public static Task<LeasedJob?> LeaseAsync(UnitOfWork work, string holder, CancellationToken cancel = default) => LeaseAsync(work, holder, JobPace.Any, cancel);

    /// <inheritdoc cref="LeaseAsync(UnitOfWork, string, CancellationToken)"/>
    public static Task<LeasedJob?> LeaseAsync(UnitOfWork work, string holder, JobPace pace, CancellationToken cancel = default) =>
        work.FirstOrDefaultAsync<LeasedJob>(
            """
            update job set leased_until = @until, leased_by = @holder, attempts = attempts + 1
            where id = (
              select id from job
              where state = 'ready' and run_at <= @now and (leased_until is null or leased_until < @now) and (@pace = 0 or (kind = any(@slow)) = (@pace = 2))
              order by run_at, id limit 1 for update skip locked)
            returning id, kind, payload::text as payload, attempts, max_attempts as maxattempts
            """,
            new { now = work.Now, until = work.Now + Lease, holder, pace = (int)pace, slow = Slow },
            cancel);

    public static Task DoneAsync(UnitOfWork work, LeasedJob job, string holder, CancellationToken cancel = default) =>
        work.ExecuteAsync(
            "update job set state = 'done', done_at = @now, leased_until = null, last_error = null, dedupe = null where id = @id and leased_by = @holder",
            new { job.Id, holder, now = work.Now },
            cancel);

    /// <summary>Notes the failure and plans another attempt after 10 s, 20 s, 40 s … at most an hour; the last failure makes it a dead letter.</summary>
    public static Task FailedAsync(UnitOfWork work, LeasedJob job, string holder, string error, CancellationToken cancel = default)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(3600, 10 * Math.Pow(2, job.Attempts - 1)));
        return work.ExecuteAsync(
            """
            update job set state = case when attempts >= max_attempts then 'dead' else 'ready' end,
              run_at = @next, leased_until = null, leased_by = null, last_error = left(@error, 500)
            where id = @id and leased_by = @holder
            """,
            new { job.Id, holder, error, next = work.Now + pause },
            cancel);
    }

    public static Task<IReadOnlyList<DeadJob>> DeadAsync(UnitOfWork work, CancellationToken cancel = default) =>
        work.QueryAsync<DeadJob>(
            "select id, kind, attempts, coalesce(last_error, '') as lasterror, run_at as runat from job where state = 'dead' order by run_at, id limit 200", cancel: cancel);

    /// <summary>Gives a dead letter a new set of attempts.</summary>
    public static async Task<bool> ReviveAsync(UnitOfWork work, Guid id, CancellationToken cancel = default) =>
        await work.ExecuteAsync("update job set state = 'ready', attempts = 0, run_at = @now where id = @id and state = 'dead'", new { id, now = work.Now }, cancel) == 1;
}
