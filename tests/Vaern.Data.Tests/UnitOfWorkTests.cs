using Npgsql;
using Vaern.Data.Keys;
using Vaern.Sealing.AtRest;
using Vaern.TestKit;

namespace Vaern.Data.Tests;

public sealed class UnitOfWorkTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Insert = "insert into job (id, kind, run_at) values ($1, $2, $3)";
    private const string Count = "select count(*)::int from job where kind = @kind";

    [Fact]
    public async Task A_write_left_for_later_is_seen_by_the_next_question()
    {
        await using var database = Open();
        await using var work = await database.BeginAsync(Acting.System);

        work.Later(Insert, Guid.CreateVersion7(), "seen", work.Now);

        (await work.SingleAsync<int>(Count, new { kind = "seen" })).ShouldBe(1);
    }

    [Fact]
    public async Task A_write_left_for_later_is_kept_by_the_commit_and_only_by_it()
    {
        await using var database = Open();
        await using (var dropped = await database.BeginAsync(Acting.System))
        {
            dropped.Later(Insert, Guid.CreateVersion7(), "dropped", dropped.Now);
        }

        await using (var kept = await database.BeginAsync(Acting.System))
        {
            kept.Later(Insert, Guid.CreateVersion7(), "kept", kept.Now);
            await kept.CommitAsync();
        }

        await using var work = await database.BeginAsync(Acting.System);
        (await work.SingleAsync<int>(Count, new { kind = "dropped" })).ShouldBe(0);
        (await work.SingleAsync<int>(Count, new { kind = "kept" })).ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_the_database_refuses_makes_the_commit_fail_and_keeps_nothing()
    {
        await using var database = Open();
        await using (var work = await database.BeginAsync(Acting.System))
        {
            var id = Guid.CreateVersion7();
            work.Later(Insert, id, "refused", work.Now);
            work.Later(Insert, id, "refused", work.Now);
            (await Should.ThrowAsync<PostgresException>(() => work.CommitAsync())).SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
        }

        await using var look = await database.BeginAsync(Acting.System);
        (await look.SingleAsync<int>(Count, new { kind = "refused" })).ShouldBe(0);
    }

    [Fact]
    public async Task Questions_asked_together_are_answered_in_their_order_whoever_acts()
    {
        await using var database = Open();
        var account = Guid.CreateVersion7();
        await using var work = await database.BeginAsync(new Acting.Staff(account));
        work.ActForReport(Guid.CreateVersion7());
        work.Later("insert into job (id, kind, run_at) values ($1, 'asked', $2)", Guid.CreateVersion7(), work.Now);
        work.Later("select acting_account()");
        work.Later("select $1::int", 7);

        await using var answers = await work.AnswersAsync();

        (await answers.ReadAsync()).ShouldBeTrue();
        answers.GetGuid(0).ShouldBe(account);
        (await answers.NextResultAsync()).ShouldBeTrue();
        (await answers.ReadAsync()).ShouldBeTrue();
        answers.GetInt32(0).ShouldBe(7);
        (await answers.NextResultAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_acts_as_whoever_used_the_connection_before()
    {
        await using var database = Open();
        await using (var before = await database.BeginAsync(new Acting.Staff(Guid.CreateVersion7())))
        {
            before.ActForReport(Guid.CreateVersion7());
            (await before.SingleAsync<bool>("select acting_account() is not null and acting_report() is not null")).ShouldBeTrue();
            await before.CommitAsync();
        }

        await using var after = await database.BeginAsync(Acting.Nobody);
        (await after.SingleAsync<bool>("select acting_account() is null and acting_report() is null and acting_mailbox() is null")).ShouldBeTrue();
    }

    private TenantDatabase Open() => new(postgres.ConnectionString, Guid.CreateVersion7(), new TenantKeys(SecretKey.Generate()), new TestClock());
}
