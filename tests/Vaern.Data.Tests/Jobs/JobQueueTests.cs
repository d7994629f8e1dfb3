using Vaern.Data.Jobs;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;
using Vaern.TestKit;

namespace Vaern.Data.Tests.Jobs;

public sealed class JobQueueTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private readonly TestClock clock = new();

    [Fact]
    public async Task A_job_is_leased_by_one_worker_and_taken_again_when_its_lease_runs_out()
    {
        await using var database = Open();
        await EnqueueAsync(database, "lease");

        (await LeaseAsync(database, "a"))!.Attempts.ShouldBe(1);
        (await LeaseAsync(database, "b")).ShouldBeNull();
        clock.Advance(TimeSpan.FromMinutes(6));
        var again = await LeaseAsync(database, "b");

        again!.Attempts.ShouldBe(2);
        await DoneAsync(database, again, "a");
        clock.Advance(TimeSpan.FromMinutes(6));
        (await LeaseAsync(database, "c")).ShouldNotBeNull("the first holder had lost its lease and could not settle the job");
        await ClearAsync(database);
    }

    [Fact]
    public async Task A_failing_job_waits_longer_each_time_and_ends_on_the_list_for_people()
    {
        await using var database = Open();
        await EnqueueAsync(database, "fails");
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            var job = (await LeaseAsync(database, "w"))!;
            await using (var work = await database.BeginAsync(Acting.System))
            {
                await JobQueue.FailedAsync(work, job, "w", "the service is away");
                await work.CommitAsync();
            }

            var waited = 0;
            while (attempt < 8 && await PeekAsync(database) > clock.GetUtcNow())
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                waited++;
            }

            pauses.Add(waited);
        }

        pauses.Take(7).ShouldBe([10, 20, 40, 80, 160, 320, 640]);
        await using var look = await database.BeginAsync(Acting.System);
        var dead = (await JobQueue.DeadAsync(look)).ShouldHaveSingleItem();
        dead.LastError.ShouldBe("the service is away");
        (await JobQueue.ReviveAsync(look, dead.Id)).ShouldBeTrue();
        await look.CommitAsync();
        (await LeaseAsync(database, "w"))!.Attempts.ShouldBe(1);
        await ClearAsync(database);
    }

    [Fact]
    public async Task A_job_with_the_same_key_is_enqueued_once_and_a_rolled_back_one_never()
    {
        await using var database = Open();
        await using (var work = await database.BeginAsync(Acting.System))
        {
            await JobQueue.EnqueueAsync(work, "once", new { }, dedupe: "k");
            await JobQueue.EnqueueAsync(work, "once", new { }, dedupe: "k");
            await work.CommitAsync();
        }

        await using (var work = await database.BeginAsync(Acting.System))
        {
            await JobQueue.EnqueueAsync(work, "never", new { });
        }

        (await LeaseAsync(database, "w"))!.Kind.ShouldBe("once");
        (await LeaseAsync(database, "w")).ShouldBeNull();
        await ClearAsync(database);
    }

    private TenantDatabase Open() => new(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), clock);

    private static async Task EnqueueAsync(TenantDatabase database, string kind)
    {
        await using var work = await database.BeginAsync(Acting.System);
        await JobQueue.EnqueueAsync(work, kind, new { });
        await work.CommitAsync();
    }

    private static async Task<LeasedJob?> LeaseAsync(TenantDatabase database, string holder)
    {
        await using var work = await database.BeginAsync(Acting.System);
        var job = await JobQueue.LeaseAsync(work, holder);
        await work.CommitAsync();
        return job;
    }

    private static async Task DoneAsync(TenantDatabase database, LeasedJob job, string holder)
    {
        await using var work = await database.BeginAsync(Acting.System);
        await JobQueue.DoneAsync(work, job, holder);
        await work.CommitAsync();
    }

    private static async Task<DateTimeOffset> PeekAsync(TenantDatabase database)
    {
        await using var work = await database.BeginAsync(Acting.System);
        return await work.SingleAsync<DateTimeOffset>("select run_at from job where state = 'ready'");
    }

    private static async Task ClearAsync(TenantDatabase database)
    {
        await using var work = await database.BeginAsync(Acting.System);
        await work.ExecuteAsync("delete from job");
        await work.CommitAsync();
    }
}
