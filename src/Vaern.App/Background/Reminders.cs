using Vaern.Data;

namespace Vaern.App.Background;

/// <summary>Puts a reminder in the outbox when something rings within a day for a person who has not been reminded for a day.</summary>
internal static class Reminders
{
    public static async Task FillOutboxAsync(Municipality municipality, CancellationToken cancel)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        await work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), account_id, 'deadline', @now from (
              select distinct a.account_id from case_access a join account p on p.id = a.account_id and p.disabled_at is null
              where a.open and a.access = 'write' and a.next_due between @now and @soon) ringing
            where not exists (select 1 from outbox o where o.account_id = ringing.account_id and o.template = 'deadline' and o.created_at > @yesterday)
            """,
            new { now = work.Now, soon = work.Now.AddDays(1), yesterday = work.Now.AddDays(-1) },
            cancel);
        await work.CommitAsync(cancel);
    }
}
