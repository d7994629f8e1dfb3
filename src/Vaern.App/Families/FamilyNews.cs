using Vaern.Data;

namespace Vaern.App.Families;

/// <summary>Says «Der er nyt i Værn», and nothing of what.</summary>
internal static class FamilyNews
{
    public static Task<int> ToRoomAsync(UnitOfWork work, Guid caseId, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), a.account_id, 'news', @now from case_access a
            where a.case_id = @caseId and a.access = 'write'
              and not exists (select 1 from outbox o where o.account_id = a.account_id and o.template = 'news' and o.sent_at is null)
            """,
            new { caseId, now = work.Now },
            cancel);

    public static Task<int> ToAsync(UnitOfWork work, Guid account, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), @account, 'news', @now
            where not exists (select 1 from outbox o where o.account_id = @account and o.template = 'news' and o.sent_at is null)
            """,
            new { account, now = work.Now },
            cancel);
}
