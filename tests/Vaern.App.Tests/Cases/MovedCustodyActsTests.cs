using Microsoft.Extensions.Logging.Abstractions;
using Vaern.App.Background;
using Vaern.App.Cases;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.Data;
using Vaern.TestKit;

namespace Vaern.App.Tests.Cases;

/// <summary>What an earlier version wrote as acts of kind custody becomes custody notes, and nothing of it is lost.</summary>
public sealed class MovedCustodyActsTests(TestTown town) : IClassFixture<TestTown>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_acts_become_notes_with_their_times_author_and_words_and_a_line_of_the_chain()
    {
        var opened = (await OpenCase.HandleAsync(town.Town, town["leder1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "threat", false, "Trussel, 7.A", null, true, null, "En elev sagde det."), Cancel)).Value;
        var at = town.Clock.GetUtcNow();
        await OldActAsync(opened, "BH-2", at, new ActBody("Flytilstand.", "Kirsten Vadmose", "Kontoret", "received"));
        await OldActAsync(opened, "Frejas", at.AddMinutes(1), new ActBody("Urørt.", "Signe Rørbæk", null, "with-staff"));
        await OldActAsync(opened, "BH-2", at.AddMinutes(2), new ActBody(new string('æ', 4_000), "politiet", null, "handed-over"));
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            await work.ExecuteAsync("insert into job (id, kind, run_at) select gen_random_uuid(), 'custody.move', @now from generate_series(1, 2)", new { now = at }, Cancel);
            await work.CommitAsync(Cancel);
        }

        await WorkAsync();

        var now = (await ReadCase.HandleAsync(town.Town, town["leder1"], opened.Number, Cancel)).Value;
        now.Acts.ShouldBeEmpty();
        now.Custody.Select(note => (note.Kind, note.Labels.Single(), note.HappenedAt, note.By, note.Body.Holder)).ShouldBe(
        [
            ("received", "BH-2", at, "Kirsten Vadmose", "Kirsten Vadmose"), ("with-staff", "BH-1", at.AddMinutes(1), "Kirsten Vadmose", "Signe Rørbæk"),
            ("handed-over", "BH-2", at.AddMinutes(2), "Kirsten Vadmose", "politiet"),
        ]);
        now.Custody[0].Body.Place.ShouldBe("Kontoret");
        now.Custody[1].Body.Remark.ShouldBe("Mærket »Frejas«. Urørt.");
        now.Custody[2].Body.Remark!.Length.ShouldBe(4_000);
        now.Custody.ShouldAllBe(note => note.Body.Receiver == null, "nobody signed for an act");
        var record = await CustodyRecord.ReadAsync(town.Town, town["leder1"], opened.Id, Cancel);
        record.Broken.ShouldBeNull();
        record.Lines.Select(line => (line.Action, line.Item, line.Reason)).ShouldBe(
            [("received", "BH-2", Moved), ("hold-set", "BH-1", Moved), ("transferred", "BH-2", Moved)]);
        (await ReadAsync<long>("select count(*) from case_act where kind = 'custody'")).ShouldBe(0);
        (await ReadAsync<long>("select count(*) from job where kind = 'custody.move' and state <> 'done'")).ShouldBe(0);
    }

    [Fact]
    public async Task No_act_of_that_kind_is_written_any_more_and_the_worker_takes_no_other_away()
    {
        var opened = (await OpenCase.HandleAsync(town.Town, town["leder1"], new NewCase(
            Guid.CreateVersion7(), town.Tanghoj.Id, "school", "threat", false, "Trussel, 7.A", null, true, null, "En elev sagde det."), Cancel)).Value;
        (await CaseActs.RecordAsync(town.Town, town["leder1"], opened.Id, Guid.CreateVersion7(), "spread", null, new ActBody("Skolechefen ved det.", "Merete"), "Talt om.", Cancel)).IsOk.ShouldBeTrue();

        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        (await work.ExecuteAsync("delete from case_act where case_id = @id", new { id = opened.Id.Value }, Cancel)).ShouldBe(0);
        await Should.ThrowAsync<Npgsql.PostgresException>(() => work.ExecuteAsync(
            "insert into case_act (id, case_id, kind, happened_at, recorded_at, author_id, body) values (gen_random_uuid(), @id, 'custody', @now, @now, @me, ''::bytea)",
            new { id = opened.Id.Value, now = work.Now, me = town["leder1"].Account.Value }, Cancel));
    }

    private const string Moved = "flyttet fra sagens handlinger";

    // As the earlier version wrote it: before the constraint, sealed to its own table.
    private async Task OldActAsync(OpenedCase opened, string subject, DateTimeOffset at, ActBody body)
    {
        var id = Guid.CreateVersion7();
        byte[] words;
        await using (var work = await town.Town.Database.BeginAsync(Acting.System, Cancel))
        {
            words = await work.SealAsync(opened.Id.Value, "case_act", "body", id, body, Cancel);
        }

        await using var connection = await town.Postgres.OpenAsync(DatabaseRole.Administrator);
        await using var insert = connection.CreateCommand();
        insert.CommandText =
            """
            begin;
            alter table case_act drop constraint case_act_no_custody;
            insert into case_act (id, case_id, kind, subject, happened_at, recorded_at, author_id, body) values (@id, @case, 'custody', @subject, @at, @at, @author, @body);
            alter table case_act add constraint case_act_no_custody check (kind <> 'custody') not valid;
            commit
            """;
        insert.Parameters.AddWithValue("id", id);
        insert.Parameters.AddWithValue("case", opened.Id.Value);
        insert.Parameters.AddWithValue("subject", subject);
        insert.Parameters.AddWithValue("at", at);
        insert.Parameters.AddWithValue("author", town["leder1"].Account.Value);
        insert.Parameters.AddWithValue("body", words);
        await insert.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<T> ReadAsync<T>(string sql)
    {
        await using var work = await town.Town.Database.BeginAsync(Acting.System, Cancel);
        return await work.SingleAsync<T>(sql, cancel: Cancel);
    }

    private async Task WorkAsync()
    {
        await using var registry = new MunicipalityRegistry([]);
        var mail = new MailFolder(Path.Combine(Path.GetTempPath(), "vaern-mail-" + Guid.CreateVersion7().ToString("N")));
        var worker = new Worker(registry, mail, town.Clock, NullLogger<Worker>.Instance);
        while (await worker.WorkOnceAsync(town.Town, Cancel))
        {
        }
    }
}
