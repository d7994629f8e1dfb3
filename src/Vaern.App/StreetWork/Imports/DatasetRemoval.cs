using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork.Imports;

/// <summary>
/// Deletes what has had its day, or whose mandate has ended: the keys first, so that no copy of the database can be read either, then the rows. Each data set
/// keeps a certificate: that it is gone, when, why and how many messages. Also mends what a dead process left: files without an import, imports without a file.
/// </summary>
public static class DatasetRemoval
{
    private const int InOneRound = 200;
    private const int RowsInOneRound = 50_000;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(30);

    /// <summary>One round; gives the number of data sets deleted. Safe to run twice and from several workers.</summary>
    public static async Task<int> DeleteDueAsync(Municipality municipality, CancellationToken cancel = default)
    {
        int gone;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            gone = await DatasetsAsync(work, cancel);
            await RestAsync(work, cancel);
            await AliasKeys.DestroyEndedAsync(work, cancel);
            await work.CommitAsync(cancel);
        }

        await RowsAsync(municipality, cancel);
        await AbandonedAsync(municipality, cancel);
        await SweepAsync(municipality, cancel);
        return gone;
    }

    /// <summary>Draws the week's sample of what was not flagged, for each source of a running mandate that has any.</summary>
    public static async Task SampleWeeklyAsync(Municipality municipality, CancellationToken cancel = default)
    {
        IReadOnlyList<string> roots;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            roots = await work.QueryAsync<string>(
                """
                select d.number from street_dataset d
                where d.kind = 'source' and d.state = 'done' and mandate_runs(d.mandate_id, @now) and exists (select from street_message m where m.source_id = d.source_id and m.route = 'none' and m.expires_on >= @today)
                  and not exists (select from street_dataset s where s.parent_id = d.id and s.kind = 'sample' and s.parameters ->> 'week' = @week)
                  and not exists (select from street_dataset i where i.parent_id = d.id and i.state in ('receiving', 'waiting', 'reading'))
                order by d.number limit 50
                """,
                new { now = work.Now, today = DanishTime.DayOf(work.Now), week = MakeDataset.WeekOf(DanishTime.DayOf(work.Now)) },
                cancel);
        }

        foreach (var root in roots)
        {
            await MakeDataset.SampleAsync(municipality, null, Guid.CreateVersion7(), root, cancel);
        }
    }

    private static async Task<int> DatasetsAsync(UnitOfWork work, CancellationToken cancel)
    {
        // A report is numbers without text and stays; the root of a source goes with its mandate and holds nothing.
        var due = await work.QueryAsync<(Guid Id, string Number, string Kind, Guid? RestKey, Guid? Spool, bool Ended)>(
            """
            select d.id, d.number, d.kind, d.rest_id, d.spool_id, not mandate_runs(d.mandate_id, @now) from street_dataset d
            where d.state <> 'deleted' and d.kind in ('import', 'list', 'sample') and (d.expires_on < @today or not mandate_runs(d.mandate_id, @now)) order by d.made_at, d.id limit @InOneRound for update of d skip locked
            """,
            new { now = work.Now, today = DanishTime.DayOf(work.Now), InOneRound },
            cancel);
        foreach (var (id, number, kind, rest, spool, ended) in due)
        {
            var why = ended ? "mandate" : "day";
            var count = await work.SingleAsync<int>(
                kind == "import" ? "select count(*)::int from street_message where dataset_id = @id" : "select count(*)::int from street_item where dataset_id = @id", new { id }, cancel);
            foreach (var key in new[] { id, rest, spool }.OfType<Guid>())
            {
                await work.Keys.DestroyAsync(key, cancel);
            }

            await work.ExecuteAsync(
                """
                update street_dataset set state = 'deleted', gone_at = @now, gone_why = @why, gone_number = @count, words = null, spool_id = null, rest_gone_at = coalesce(rest_gone_at, case when rest_id is null then null else @now end),
                  version = version + 1 where id = @id;
                update street_verdict set note = null where dataset_id = @id
                """,
                new { id, now = work.Now, why, count },
                cancel);
            await work.Streams.AppendAsync(id, new StreamEvent("dataset.deleted", $"dataset:{number}", new { certificate = id, messages = count, because = why }), cancel);
        }

        return due.Count;
    }

    // What was not flagged goes sooner than the rest of its import.
    private static async Task RestAsync(UnitOfWork work, CancellationToken cancel)
    {
        var due = await work.QueryAsync<(Guid Id, string Number, Guid RestKey)>(
            """
            select d.id, d.number, d.rest_id from street_dataset d
            where d.kind = 'import' and d.state = 'done' and d.rest_gone_at is null and exists (select from street_message m where m.dataset_id = d.id and m.route = 'none' and m.expires_on < @today)
            order by d.made_at, d.id limit @InOneRound for update of d skip locked
            """,
            new { today = DanishTime.DayOf(work.Now), InOneRound },
            cancel);
        foreach (var (id, number, rest) in due)
        {
            var count = await work.SingleAsync<int>("select count(*)::int from street_message where dataset_id = @id and route = 'none'", new { id }, cancel);
            await work.Keys.DestroyAsync(rest, cancel);
            await work.ExecuteAsync("update street_dataset set rest_gone_at = @now, version = version + 1 where id = @id", new { id, now = work.Now }, cancel);
            await work.Streams.AppendAsync(id, new StreamEvent("dataset.rest-deleted", $"dataset:{number}", new { certificate = rest, messages = count }), cancel);
        }
    }

    // The rows are noise by now; they go in steps, so that nobody waits for a million of them.
    private static async Task RowsAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync(
            """
            delete from street_item i using street_dataset d where d.id = i.dataset_id and d.state = 'deleted';
            delete from street_message where id in (
              select m.id from street_message m join street_dataset d on d.id = m.dataset_id
              where d.state = 'deleted' or m.expires_on < @today or (d.rest_gone_at is not null and m.route = 'none') limit @RowsInOneRound)
            """,
            new { today = DanishTime.DayOf(work.Now), RowsInOneRound },
            cancel);
        await work.CommitAsync(cancel);
    }

    // A process died while it received, or its job gave up: what was begun is ended and says so.
    private static async Task AbandonedAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var open = await work.QueryAsync<(Guid Id, string Number, string State, DateTimeOffset MadeAt, Guid? RestKey, Guid? Spool, bool HasJob)>(
            """
            select d.id, d.number, d.state, d.made_at, d.rest_id, d.spool_id,
              exists (select from job j where j.kind = 'street.import' and j.state = 'ready' and j.payload ->> 'dataset' = d.id::text)
            from street_dataset d where d.state in ('receiving', 'waiting', 'reading') order by d.made_at, d.id limit @InOneRound for update of d skip locked
            """,
            new { InOneRound },
            cancel);
        foreach (var (id, number, state, madeAt, rest, spool, hasJob) in open)
        {
            var touched = spool is { } file ? municipality.Spool?.TouchedAt(file) : null;
            var silent = (touched is { } at && at > madeAt ? at : madeAt) < work.Now - Silence;
            if (state == "receiving" ? silent : !hasJob && silent)
            {
                await ImportEnding.RefuseAsync(work, id, number, spool, rest, "broken", state == "receiving" ? "broken-off" : "gave-up", cancel);
            }
        }

        await work.CommitAsync(cancel);
    }

    /// <summary>Removes files that belong to no import under way. A row is committed before its file begins, so a file without a row is left over.</summary>
    private static async Task SweepAsync(Municipality municipality, CancellationToken cancel)
    {
        if (municipality.Spool is not { } spool || spool.All() is not { Count: > 0 } files)
        {
            return;
        }

        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var wanted = await work.QueryAsync<Guid>("select spool_id from street_dataset where spool_id = any(@files)", new { files = files.ToArray() }, cancel);
        foreach (var orphan in files.Except(wanted))
        {
            spool.Delete(orphan);
        }
    }
}
