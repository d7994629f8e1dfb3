using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Background;

/// <summary>
/// At least once an hour the heads of all streams that have moved are put under a stamped root (evidence format §5.6). When no service answers, the root is kept
/// and stamped later; meanwhile what it covers is protected by its links alone. Once a day stamps that end within a year are asked to be renewed.
/// </summary>
internal static class Checkpointing
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Makes a checkpoint when one is due, and stamps those that still wait for it.</summary>
    public static async Task RunIfDueAsync(Municipality municipality, CancellationToken cancel)
    {
        IReadOnlyList<StoredCheckpoint> waiting;
        await using (var work = await municipality.Database.BeginAsync(Acting.System, cancel))
        {
            if (await Checkpoints.LastAsync(work, cancel) is not { } last || work.Now - last >= Interval)
            {
                await Checkpoints.MakeAsync(work, cancel);
            }

            // Once a day; one that gave up is asked again on the next.
            await work.ExecuteAsync(
                """
                insert into job (id, kind, run_at) select gen_random_uuid(), 'evidence.restamp', @now
                where not exists (select from job where kind = 'evidence.restamp' and (state = 'ready' or coalesce(done_at, run_at) > @yesterday))
                """,
                new { now = work.Now, yesterday = work.Now.AddDays(-1) }, cancel);
            waiting = await Checkpoints.UnstampedAsync(work, cancel);
            await work.CommitAsync(cancel);
        }

        if (municipality.SealKit?.Seal.Timestamps is not { Authorities.Count: > 0 } services)
        {
            return;
        }

        foreach (var checkpoint in waiting)
        {
            // One service down is the next one's turn; all down is the next round's.
            if ((await services.StampAsync(Convert.ToHexStringLower(checkpoint.Root), cancel)).Stamp is not { } stamp)
            {
                return;
            }

            await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
            await Checkpoints.StampAsync(work, checkpoint.Number, stamp.Response.Encoded.ToArray(), stamp.Authority, cancel);
            await work.CommitAsync(cancel);
        }
    }
}
