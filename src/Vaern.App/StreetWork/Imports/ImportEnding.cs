using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Screening.Importing;

namespace Vaern.App.StreetWork.Imports;

/// <summary>How an import ends: whole, or refused without a trace but the reason. Either way the file and its key are gone.</summary>
internal static class ImportEnding
{
    public static async Task DoneAsync(Municipality municipality, ImportUnderWay run, ImportReport report, IReadOnlyList<Expression> words, CancellationToken cancel)
    {
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            if (await work.FirstOrDefaultAsync<int?>("select attempt from street_dataset where id = @Dataset and state = 'reading' for update", new { run.Dataset }, cancel) != run.Attempt)
            {
                return;
            }

            var counts = (await work.QueryAsync<(string Route, int Number)>("select route, count(*)::int from street_message where dataset_id = @Dataset group by route", new { run.Dataset }, cancel))
                .ToDictionary(row => row.Route, row => row.Number);
            var outcome = DatasetOutcome.Of(report, counts.GetValueOrDefault("concern"), counts.GetValueOrDefault("care"), counts.GetValueOrDefault("none"));
            var known = counts.Values.Sum();
            await work.ExecuteAsync(
                """
                insert into street_week (dataset_id, week, kind, number_of)
                select @Dataset, date_trunc('week', written_on)::date, coalesce(kind, 'none'), count(*) from street_message where dataset_id = @Dataset and written_on is not null group by 2, 3
                on conflict do nothing;
                insert into street_passed_on (dataset_id, week, origin_id, number_of)
                select @Dataset, date_trunc('week', written_on)::date, origin_id, count(*) from street_message where dataset_id = @Dataset and written_on is not null and passed_on group by 2, 3
                on conflict do nothing;
                update street_dataset set state = 'done', percent = 100, spool_id = null, done_at = @now, number_of = @known, outcome = @outcome::jsonb, words = @words, version = version + 1 where id = @Dataset
                """,
                new { run.Dataset, now = work.Now, known, outcome = DatasetOutcome.Write(outcome), words = await work.SealAsync(run.Dataset, "street_dataset", "words", run.Dataset, new ExpressionList(words), cancel) },
                cancel);
            await work.Keys.DestroyAsync(run.Spool, cancel);
            await work.ExecuteAsync("insert into outbox (id, account_id, template, created_at) values (@id, @Made, 'news', @now)", new { id = Guid.CreateVersion7(), run.Made, now = work.Now }, cancel);
            await work.Streams.AppendAsync(
                run.Dataset,
                new StreamEvent("import.done", $"dataset:{run.Number}", new { report.Format, report.Seen, report.Accepted, kept = known, outcome.Concerns, outcome.Care, refused = outcome.Refused.Select(one => $"{one.Code}:{one.Count}") }),
                cancel);
            await work.CommitAsync(cancel);
        }

        municipality.Spool?.Delete(run.Spool);
    }

    public static async Task RefuseAsync(Municipality municipality, ImportUnderWay run, string state, string reason, CancellationToken cancel)
    {
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            await RefuseAsync(work, run.Dataset, run.Number, run.Spool, run.Rest, state, reason, cancel);
            await work.CommitAsync(cancel);
        }

        municipality.Spool?.Delete(run.Spool);
    }

    public static async Task RefuseAsync(UnitOfWork work, Guid dataset, string number, Guid? spool, Guid? rest, string state, string reason, CancellationToken cancel)
    {
        if (await work.ExecuteAsync(
            """
            update street_dataset set state = @state, fault = @reason, spool_id = null, done_at = @now, number_of = 0, version = version + 1 where id = @dataset and state in ('receiving', 'waiting', 'reading')
            """,
            new { dataset, state, reason, now = work.Now },
            cancel) == 0)
        {
            return;
        }

        await work.ExecuteAsync("delete from street_message where dataset_id = @dataset", new { dataset }, cancel);
        foreach (var key in new[] { spool, rest }.OfType<Guid>())
        {
            await work.Keys.DestroyAsync(key, cancel);
        }

        await work.Streams.AppendAsync(dataset, new StreamEvent("import.refused", $"dataset:{number}", new { state, reason }), cancel);
    }
}

/// <summary>The words of an import that enough people write, as they are sealed.</summary>
internal sealed record ExpressionList(IReadOnlyList<Expression> Words);
