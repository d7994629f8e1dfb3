using Microsoft.Extensions.Logging;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.Data.Jobs;

namespace Vaern.App.Background;

/// <summary>
/// The background work of all municipalities a node serves: leased jobs and the small rounds that run every few minutes. Several
/// workers may run at once; a job is done by one. A job that fails is retried and in the end shown to a person, never swallowed.
/// </summary>
public sealed class Worker(MunicipalityRegistry municipalities, IMailTransport mail, TimeProvider clock, ILogger<Worker> log)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);
    private readonly string holder = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var nextRound = clock.GetUtcNow();
        while (!cancel.IsCancellationRequested)
        {
            var worked = false;
            foreach (var municipality in municipalities.All)
            {
                worked |= await SafelyAsync(() => WorkOnceAsync(municipality, cancel), "job", municipality);
                if (clock.GetUtcNow() >= nextRound)
                {
                    await SafelyAsync(() => RoundAsync(municipality, cancel), "round", municipality);
                }
            }

            nextRound = clock.GetUtcNow() >= nextRound ? clock.GetUtcNow() + Round : nextRound;
            if (!worked)
            {
                await Task.Delay(Idle, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Leases and does one job; false when none is due.</summary>
    public async Task<bool> WorkOnceAsync(Municipality municipality, CancellationToken cancel = default)
    {
        LeasedJob? job;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            job = await JobQueue.LeaseAsync(work, holder, cancel);
            await work.CommitAsync(cancel);
        }

        if (job is null)
        {
            return false;
        }

        string? failure = null;
        try
        {
            await JobKinds.RunAsync(municipality, job, cancel);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            failure = $"{broken.GetType().Name}: {broken.Message}";
            log.LogWarning("Job {Kind} {Id} failed on attempt {Attempt} of {Max}: {Type}", job.Kind, job.Id, job.Attempts, job.MaxAttempts, broken.GetType().Name);
        }

        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            await (failure is null ? JobQueue.DoneAsync(work, job, holder, cancel) : JobQueue.FailedAsync(work, job, holder, failure, cancel));
            await work.CommitAsync(cancel);
        }

        return true;
    }

    /// <summary>Forgets silent drafts and old receipts, reminds of deadlines, sends what waits in the outbox.</summary>
    public async Task<bool> RoundAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await Drafts.ForgetSilentAsync(municipality, cancel);
        await Housekeeping.ForgetOldAsync(municipality, cancel);
        await Reminders.FillOutboxAsync(municipality, cancel);
        await Outbox.SendAsync(municipality, mail, cancel);
        return false;
    }

    private async Task<bool> SafelyAsync(Func<Task<bool>> step, string what, Municipality municipality)
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception broken) when (broken is Npgsql.NpgsqlException or TimeoutException or IOException)
        {
            // The database is away or restarting; the work is still in it and is taken up when it answers again.
            log.LogWarning("The {What} of {Municipality} waits: {Type}", what, municipality.Slug, broken.GetType().Name);
            return false;
        }
    }
}
