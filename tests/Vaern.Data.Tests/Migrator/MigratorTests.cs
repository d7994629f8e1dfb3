using Npgsql;
using Shouldly;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Data.Tests;

public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly Migration First = Migration.From(1, "first", "create table one (id integer)");
    private static readonly Migration Second = Migration.From(2, "second", "create table two (id integer)");

    private readonly string database = "m_" + Guid.CreateVersion7().ToString("N");
    private readonly TestClock clock = new();
    private DatabaseServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await TestServer.ServerAsync();

    public async ValueTask DisposeAsync() => await TestServer.DropDatabaseAsync(database);

    [Fact]
    public async Task The_programs_own_migrations_make_a_database_that_the_owner_owns_and_the_web_may_enter()
    {
        var run = (await new Migrator(server, clock).MigrateAsync(database, Cancel)).Value;

        run.Created.ShouldBeTrue();
        run.Applied.Select(one => one.Number).ShouldBe(Migration.Embedded.Select(one => one.Number));
        (await ListAsync("select distinct tableowner::text from pg_tables where schemaname = 'public'")).ShouldBe(["vaern_owner"]);
        (await ListAsync("select daticulocale from pg_database where datname = current_database()")).ShouldBe(["da-DK"]);
        (await ListAsync("select current_user::text", DatabaseRole.Web)).ShouldBe(["vaern_web"]);
        (await ListAsync("select current_user::text", DatabaseRole.Worker)).ShouldBe(["vaern_worker"]);
        (await ListAsync("select rolname::text from pg_roles where rolname like 'vaern%' and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole)")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_run_does_nothing_and_a_later_program_adds_what_is_new()
    {
        (await With(First).MigrateAsync(database, Cancel)).Value.Applied.ShouldBe([First]);
        (await With(First).MigrateAsync(database, Cancel)).Value.Applied.ShouldBeEmpty();
        (await With(First, Second).VersionAsync(database, Cancel)).Value.ShouldBe(new SchemaVersion(1, 2));

        (await With(First, Second).MigrateAsync(database, Cancel)).Value.Applied.ShouldBe([Second]);

        (await ListAsync("select name || ' ' || to_char(applied_at, 'YYYY-MM-DD HH24:MI') from schema_migration order by number"))
            .ShouldBe(["first 2027-01-11 19:17", "second 2027-01-11 19:17"]);
    }

    [Fact]
    public async Task Eight_that_migrate_at_once_apply_each_migration_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => With(First, Second).MigrateAsync(database, Cancel)));

        runs.ShouldAllBe(run => run.IsOk);
        runs.Count(run => run.Value.Created).ShouldBe(1);
        runs.SelectMany(run => run.Value.Applied).OrderBy(one => one.Number).ShouldBe([First, Second]);
    }

    [Fact]
    public async Task A_migration_changed_after_it_was_applied_is_refused_and_nothing_is_applied()
    {
        await With(First).MigrateAsync(database, Cancel);

        var refused = await With(Migration.From(1, "first", First.Sql + " -- changed"), Second).MigrateAsync(database, Cancel);

        refused.Error.Code.ShouldBe("schema.changed");
        refused.Error.Message.ShouldContain("0001_first");
        (await With(First, Second).VersionAsync(database, Cancel)).Value.Database.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await With(First, Second).MigrateAsync(database, Cancel);

        (await With(First).MigrateAsync(database, Cancel)).Error.Code.ShouldBe("schema.newer");
    }

    [Fact]
    public async Task A_failing_migration_leaves_nothing_of_itself_and_keeps_those_before()
    {
        var broken = Migration.From(2, "broken", "create table half (id integer); select 1 / 0");

        var failed = await With(First, broken).MigrateAsync(database, Cancel);

        failed.Error.Code.ShouldBe("schema.failed");
        failed.Error.Message.ShouldContain("0002_broken failed (22012)");
        (await ListAsync("select tablename::text from pg_tables where schemaname = 'public' order by 1")).ShouldBe(["one", "schema_migration"]);
        (await With(First, Second).MigrateAsync(database, Cancel)).Value.Applied.ShouldBe([Second]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Fjordby")]
    [InlineData("1fjordby")]
    [InlineData("fjordby; drop table report")]
    [InlineData("fjordby\n")]
    public async Task A_name_that_is_no_tenants_is_refused_before_anything_is_asked(string name) =>
        (await With(First).MigrateAsync(name, Cancel)).Error.Code.ShouldBe("database.name");

    [Fact]
    public async Task A_server_that_does_not_answer_is_an_error_and_not_an_exception()
    {
        var nowhere = DatabaseServer.FromConnectionString("Host=/nowhere/at/all;Username=postgres").Value;

        (await new Migrator(nowhere, clock, [First]).MigrateAsync(database, Cancel)).Error.Code.ShouldBe("database.unreachable");
        (await new Migrator(nowhere, clock, [First]).VersionAsync(database, Cancel)).Error.Code.ShouldBe("database.unreachable");
    }

    [Fact]
    public async Task A_missing_database_is_version_zero() =>
        (await With(First).VersionAsync(database, Cancel)).Value.ShouldBe(new SchemaVersion(0, 1));

    [Fact]
    public void Line_ends_do_not_change_a_checksum() =>
        Migration.From(1, "a", "select 1;\r\nselect 2").Checksum.ShouldBe(Migration.From(1, "a", "select 1;\nselect 2").Checksum);

    private Migrator With(params Migration[] migrations) => new(server, clock, migrations);

    private async Task<List<string>> ListAsync(string sql, DatabaseRole role = DatabaseRole.Administrator)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString(database, role) + ";Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            rows.Add(reader.GetString(0));
        }
        return rows;
    }
}
