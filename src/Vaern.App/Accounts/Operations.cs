using Vaern.Data;
using Vaern.Data.Jobs;
using Vaern.Data.Streams;

namespace Vaern.App.Accounts;

/// <summary>Jobs of one kind that wait, and when the first of them is due.</summary>
public sealed record WaitingJobs(string Kind, int Count, DateTimeOffset FirstAt);

/// <summary>A job that gave up. <paramref name="Fault"/> is the kind of fault alone: its words may hold anything.</summary>
public sealed record GivenUpJob(Guid Id, string Kind, int Attempts, string Fault, DateTimeOffset At);

/// <summary>How the machinery is doing; nothing of what it works on.</summary>
public sealed record OperationsView(
    IReadOnlyList<WaitingJobs> Waiting, IReadOnlyList<GivenUpJob> GivenUp, int DoneToday, int MailsWaiting, DateTimeOffset? OldestMail,
    DateTimeOffset? LastCheckpoint, int Streams, int Sessions);

/// <summary>The page of those who run the installation.</summary>
public static class Operations
{
    private static Error NotAllowed { get; } = new("operations.not-allowed", "Only somebody who runs the installation sees this.");

    /// <summary><c>operations.not-allowed</c>.</summary>
    public static async Task<Result<OperationsView>> ReadAsync(Municipality municipality, StaffMember by, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeOperations))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        var waiting = await work.QueryAsync<(string Kind, int Count, DateTimeOffset First)>(
            "select kind, count(*)::int, min(run_at) from job where state = 'ready' group by kind order by kind", cancel: cancel);
        var dead = await JobQueue.DeadAsync(work, cancel);
        var counts = await work.SingleAsync<Counts>(
            """
            select (select count(*)::int from job where state = 'done' and done_at > @day) as done,
              (select count(*)::int from outbox where sent_at is null) as mails, (select min(created_at) from outbox where sent_at is null) as oldest,
              (select max(event_at(line)) from stream_event where stream_id = @system and encode(line, 'escape') like '%"action":"checkpoint%') as checkpoint,
              (select count(*)::int from stream) as streams, (select count(*)::int from session where stage = 'full' and ends_at > @now) as sessions
            """,
            new { day = work.Now.AddDays(-1), now = work.Now, system = municipality.Id },
            cancel);
        return new OperationsView(
            [.. waiting.Select(row => new WaitingJobs(row.Kind, row.Count, row.First))],
            [.. dead.Select(job => new GivenUpJob(job.Id, job.Kind, job.Attempts, job.LastError.Split(':')[0], job.RunAt))],
            counts.Done, counts.Mails, counts.Oldest,
            counts.Checkpoint is { } at ? DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture) : null,
            counts.Streams, counts.Sessions);
    }

    /// <summary>Gives a job that gave up a new set of attempts. <c>operations.not-allowed</c>, <c>job.unknown</c>.</summary>
    public static async Task<Result> RetryAsync(Municipality municipality, StaffMember by, Guid job, CancellationToken cancel = default)
    {
        if (!by.Can(Permission.SeeOperations))
        {
            return NotAllowed;
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(by.Account.Value), cancel);
        if (!await JobQueue.ReviveAsync(work, job, cancel))
        {
            return new Error("job.unknown", "There is no such job among those that gave up.");
        }

        await work.Streams.AppendAsync(municipality.Id, new StreamEvent("job.revived", $"job:{job:N}"), cancel);
        await work.CommitAsync(cancel);
        return Result.Done;
    }

    private sealed record Counts(int Done, int Mails, DateTimeOffset? Oldest, string? Checkpoint, int Streams, int Sessions);
}
