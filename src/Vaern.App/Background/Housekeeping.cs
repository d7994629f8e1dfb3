using Vaern.Data;

namespace Vaern.App.Background;

/// <summary>Removes what has served its purpose: sealed answers to repeated submissions, ended sessions, finished jobs.</summary>
internal static class Housekeeping
{
    public static async Task ForgetOldAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync(
            """
            delete from submission where created_at < @day;
            delete from session where ends_at < @now;
            delete from job where state = 'done' and done_at < @week;
            delete from outbox where sent_at < @week
            """,
            new { now = work.Now, day = work.Now.AddDays(-1), week = work.Now.AddDays(-7) },
            cancel);
        await work.CommitAsync(cancel);
    }
}
