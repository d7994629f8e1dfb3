using Npgsql;
using Shouldly;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Data.Tests;

public sealed class PostgresFixtureTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_test_class_gets_a_migrated_database_of_its_own()
    {
        (await new Vaern.Data.Migrator(postgres.Server, TimeProvider.System).VersionAsync(postgres.Database, Cancel)).Value.IsCurrent.ShouldBeTrue();
        await using var connection = await postgres.OpenAsync(DatabaseRole.Web);
        connection.Database.ShouldBe(postgres.Database);
    }

    [Fact]
    public async Task The_webs_role_cannot_change_the_schema()
    {
        await using var connection = await postgres.OpenAsync(DatabaseRole.Web);
        foreach (var sql in new[] { "create table mine (id integer)", "drop table schema_migration", "delete from schema_migration" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancel))).SqlState.ShouldBe("42501", sql);
        }
    }
}
