using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.StreetWork;

/// <summary>
/// Reminds the owner before a mandate ends: three weeks before, when there is time to renew it with a new opinion, and three days before, when there hardly is. A mandate
/// that has been renewed is not reminded of.
/// </summary>
public static class MandateReminders
{
    private static readonly int[] DaysBefore = [21, 3];

    /// <summary>Gives the number of reminders. Safe to run every minute: each is given once.</summary>
    public static async Task<int> RunAsync(Municipality municipality, CancellationToken cancel = default)
    {
        await using var work = await municipality.Database.BeginAsync(Acting.System, cancel);
        var today = DanishTime.DayOf(work.Now);
        var due = await work.QueryAsync<(Guid Mandate, Guid Owner, int Before)>(
            """
            select m.id, m.owner_id, min(b.days) from mandate m join unnest(@DaysBefore) as b (days) on m.ends_on - @today <= b.days
            where m.state = 'active' and m.starts_on <= @today and m.ends_on >= @today
              and not exists (select from mandate r where r.renews_id = m.id and r.state = 'active')
            group by m.id, m.owner_id
            having not exists (select from mandate_reminder g where g.mandate_id = m.id and g.days_before <= min(b.days))
            order by m.id
            """,
            new { DaysBefore, today },
            cancel);
        foreach (var (mandate, owner, before) in due)
        {
            await work.ExecuteAsync(
                """
                insert into mandate_reminder (mandate_id, days_before, given_at) values (@mandate, @before, @now);
                insert into outbox (id, account_id, template, created_at) values (@id, @owner, 'deadline', @now)
                """,
                new { mandate, before, now = work.Now, id = Guid.CreateVersion7(), owner },
                cancel);
            await work.Streams.AppendAsync(mandate, new StreamEvent("mandate.reminded", Detail: new { before }), cancel);
        }

        await work.CommitAsync(cancel);
        return due.Count;
    }
}
