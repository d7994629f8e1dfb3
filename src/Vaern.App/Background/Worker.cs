using Microsoft.Extensions.Logging;
using Vaern.App.Families;
using Vaern.App.Insight.Figures;
using Vaern.App.Insight.Surveys;
using Vaern.App.Intake;
using Vaern.App.LawBook;
using Vaern.App.Retention;
using Vaern.App.Learning.KeyPersons;
using Vaern.App.Learning.Knowledge;
using Vaern.App.Learning.Parents;
using Vaern.App.Learning.Sparring;
using Vaern.App.Plans.Strategies;
using Vaern.App.StreetWork;
using Vaern.App.StreetWork.Imports;
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
    private const int InOneTurn = 50;
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);
    private readonly string holder = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Works until cancelled. Jobs that take minutes run beside the others, so that nobody waits for them.</summary>
    public Task RunAsync(CancellationToken cancel) => Task.WhenAll(RunQuickAsync(cancel), RunSlowAsync(cancel));

    private async Task RunSlowAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var worked = false;
            foreach (var municipality in municipalities.All)
            {
                worked |= await SafelyAsync(() => DoOneAsync(municipality, JobPace.Slow, cancel), "long job", municipality);
            }

            if (!worked)
            {
                await Task.Delay(Idle, clock, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunQuickAsync(CancellationToken cancel)
    {
        var nextRound = clock.GetUtcNow();
        while (!cancel.IsCancellationRequested)
        {
            var worked = false;
            foreach (var municipality in municipalities.All)
            {
                worked |= await SafelyAsync(() => WorkAsync(municipality, cancel), "job", municipality);
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
    public Task<bool> WorkOnceAsync(Municipality municipality, CancellationToken cancel = default) => DoOneAsync(municipality, JobPace.Any, cancel);

    private async Task<bool> DoOneAsync(Municipality municipality, JobPace pace, CancellationToken cancel)
    {
        if (await LeaseAsync(municipality, settle: null, pace, cancel) is not { } job)
        {
            return false;
        }

        await LeaseAsync(municipality, await DoAsync(municipality, job, cancel), pace: null, cancel);
        return true;
    }

    // A settled job and the lease of the next are one transaction; after so many the other municipalities have their turn.
    private async Task<bool> WorkAsync(Municipality municipality, CancellationToken cancel)
    {
        var job = await LeaseAsync(municipality, settle: null, JobPace.Quick, cancel);
        var worked = job is not null;
        for (var done = 1; job is not null; done++)
        {
            job = await LeaseAsync(municipality, await DoAsync(municipality, job, cancel), done < InOneTurn ? JobPace.Quick : null, cancel);
        }

        return worked;
    }

    private async Task<(LeasedJob Job, string? Failure)?> DoAsync(Municipality municipality, LeasedJob job, CancellationToken cancel)
    {
        try
        {
            await JobKinds.RunAsync(municipality, job, cancel);
            return (job, null);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            log.LogWarning("Job {Kind} {Id} failed on attempt {Attempt} of {Max}: {Type}", job.Kind, job.Id, job.Attempts, job.MaxAttempts, broken.GetType().Name);
            return (job, $"{broken.GetType().Name}: {broken.Message}");
        }
    }

    private async Task<LeasedJob?> LeaseAsync(Municipality municipality, (LeasedJob Job, string? Failure)? settle, JobPace? pace, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        work.ForgetInPowerCut();
        if (settle is (var job, var failure))
        {
            await (failure is null ? JobQueue.DoneAsync(work, job, holder, cancel) : JobQueue.FailedAsync(work, job, holder, failure, cancel));
        }

        var next = pace is { } wanted ? await JobQueue.LeaseAsync(work, holder, wanted, cancel) : null;
        await work.CommitAsync(cancel);
        return next;
    }

    /// <summary>Forgets silent drafts and old receipts, reminds of deadlines, sends what waits in the outbox, puts the streams under a stamp.</summary>
    public async Task<bool> RoundAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await Drafts.ForgetSilentAsync(municipality, cancel);
        await Housekeeping.ForgetOldAsync(municipality, cancel);
        await RawNotes.DeleteDueAsync(municipality, cancel);
        await DatasetRemoval.DeleteDueAsync(municipality, cancel);
        await DatasetRemoval.SampleWeeklyAsync(municipality, cancel);
        await MandateReminders.RunAsync(municipality, cancel);
        await municipality.RefreshLawAsync(cancel);
        await VerificationReview.RemindAsync(municipality, cancel);
        await PlanReminders.RunAsync(municipality, cancel);
        await LeftAlone.EndDepartedAsync(municipality, cancel);
        await SparringRounds.ForgetAsync(municipality, cancel);
        await Reviews.RemindAsync(municipality, cancel);
        await PublicCounts.ForgetTokensAsync(municipality, cancel);
        await Reminders.FillOutboxAsync(municipality, cancel);
        await Outbox.SendAsync(municipality, mail, cancel);
        await Checkpointing.RunIfDueAsync(municipality, cancel);
        await FamilyRounds.RunAsync(municipality, cancel);
        await RetentionRun.AskIfDueAsync(municipality, cancel);
        await SurveyRounds.RunAsync(municipality, cancel);
        await FigureRounds.RunAsync(municipality, cancel);
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
