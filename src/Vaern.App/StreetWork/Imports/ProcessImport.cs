using System.Security.Cryptography;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;
using Vaern.Screening;
using Vaern.Screening.Importing;
using Vaern.Sealing.AtRest;

namespace Vaern.App.StreetWork.Imports;

/// <summary>
/// Job <c>street.import</c>: reads the encrypted export, masks, screens and stores it batch by batch. A process that dies leaves what was committed and its
/// place; the next attempt reads again from the beginning, passes over what is stored and goes on. The mandate is asked again for every batch.
/// </summary>
public static class ProcessImport
{
    private const int MostExpressions = 200;

    /// <summary>Called after each stored batch; a test ends a process there.</summary>
    internal static AsyncLocal<Action<long>?> AfterBatch { get; } = new();

    /// <summary>Does the waiting import at once, outside the background work; for the sample. <c>dataset.not-found</c> is silent.</summary>
    public static async Task NowAsync(Municipality municipality, string number, CancellationToken cancel = default)
    {
        Guid? waiting;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            waiting = await work.FirstOrDefaultAsync<Guid?>("select id from street_dataset where number = @number and state = 'waiting'", new { number }, cancel);
        }

        if (waiting is { } dataset)
        {
            await RunAsync(municipality, dataset, Guid.Empty, cancel);
        }
    }

    internal static async Task RunAsync(Municipality municipality, Guid dataset, Guid job, CancellationToken cancel = default)
    {
        if (await BeginAsync(municipality, dataset, cancel) is not { } run)
        {
            return;
        }

        using (run)
        {
            if (municipality.Spool is not { } spool || !spool.Has(run.Spool))
            {
                await ImportEnding.RefuseAsync(municipality, run, "broken", "file-gone", cancel);
                return;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var batches = new MaskedBatches(stop.Token);
            var read = 0L;
            var reading = Task.Factory.StartNew(
                () =>
                {
                    try
                    {
                        var scope = ReceiveImport.ScopeOf(municipality, run.Dataset, run.Spool);
                        var report = ChannelImport.Mask(
                            () => new CountingStream(spool.Open(run.SpoolKey, scope), got => Interlocked.Add(ref read, got)), run.Mandate, run.Aliases, batches, run.Options, run.Allowed);
                        batches.End(null);
                        return report;
                    }
                    catch (Exception broken)
                    {
                        batches.End(broken);
                        throw;
                    }
                },
                stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            try
            {
                var store = new MessageStore(municipality, run, job);
                var words = new ExpressionCounter();
                await foreach (var batch in batches.AllAsync(cancel))
                {
                    foreach (var message in batch.Messages)
                    {
                        words.Add(message.Text.Text, message.Author);
                    }

                    if (!await store.StoreAsync(batch, Percent(Interlocked.Read(ref read), run.Bytes), cancel))
                    {
                        return;
                    }

                    AfterBatch.Value?.Invoke(store.Stored);
                }

                var report = await reading;
                await (report.Outcome == ImportOutcome.Refused
                    ? ImportEnding.RefuseAsync(municipality, run, "refused", report.Refusal!, cancel)
                    : ImportEnding.DoneAsync(municipality, run, report, words.Most(MostExpressions), cancel));
            }
            finally
            {
                await stop.CancelAsync();
                // The reader holds the file and the keys: it ends before they do.
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Two passes through the file: what is in it, and the messages.
    private static int Percent(long read, long bytes) => bytes == 0 ? 0 : (int)Math.Clamp(read * 50 / bytes, 0, 99);

    private static async Task<ImportUnderWay?> BeginAsync(Municipality municipality, Guid dataset, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var row = await work.FirstOrDefaultAsync<Row>(
            """
            update street_dataset set state = 'reading', attempt = attempt + 1, rules = @rules, heads = @heads, version = version + 1 where id = @dataset and state in ('waiting', 'reading')
            returning id, number, mandate_id as mandate, source_id as source, made_by as made, expires_on as expireson, rest_id as rest, spool_id as spool, bytes, stored, attempt
            """,
            new { dataset, rules = ScreeningModel.BuiltIn.Rules.Version, heads = ScreeningModel.BuiltIn.Heads?.Header.Version },
            cancel);
        if (row is null)
        {
            return null;
        }

        var today = DanishTime.DayOf(work.Now);
        var running = await MandateCheck.RunningAsync(work, row.Mandate, cancel);
        if (!running.TryGet(out var mandate, out var ended)
            || ImportMandate.Grant(mandate.Number, mandate.Body.Purpose, row.Made!.Value.ToString("N"), mandate.Owner.Value.ToString("N"), mandate.From, mandate.To, today) is not { } grant)
        {
            await ImportEnding.RefuseAsync(work, row.Id, row.Number, row.Spool, row.Rest, "refused", (ended ?? MandateCheck.None).Code, cancel);
            await work.CommitAsync(cancel);
            municipality.Spool?.Delete(row.Spool);
            return null;
        }

        var source = mandate.Sources.Single(one => one.Id == row.Source);
        var run = new ImportUnderWay(
            row.Id, row.Number, row.Mandate, row.Source, row.Made!.Value, row.Rest, row.Spool, row.Bytes, row.Stored, row.Attempt, row.ExpiresOn, ReceiveImport.RestUntil(mandate, today), grant,
            new ImportOptions { Channels = [source.Name], KnownChannels = [.. mandate.Sources.Select(one => one.Name)] },
            [.. PersonWords.Places, .. mandate.Sources.SelectMany(one => one.Name.Split(' '))], mandate.Sources.ToDictionary(one => one.Name, one => one.Id),
            await ReceiveImport.SpoolKeyAsync(work, row.Spool, cancel), await AliasKeys.OfAsync(work, row.Mandate, row.Source, cancel));
        if (row.Attempt > 1)
        {
            await work.Streams.AppendAsync(row.Id, new StreamEvent("import.resumed", $"dataset:{row.Number}", new { row.Attempt, row.Stored }), cancel);
        }

        await work.CommitAsync(cancel);
        return run;
    }

    private sealed record Row(Guid Id, string Number, Guid Mandate, Guid Source, Guid? Made, DateOnly ExpiresOn, Guid Rest, Guid Spool, long Bytes, long Stored, int Attempt);
}
