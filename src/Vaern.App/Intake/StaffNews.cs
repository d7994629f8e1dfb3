using Vaern.Data;

namespace Vaern.App.Intake;

/// <summary>«Der er nyt i Værn», nothing more, to those who can read the report or write in its case.</summary>
internal static class StaffNews
{
    /// <summary>
    /// Puts the notice into the outbox of this transaction. Who has one waiting gets no second; two reports in the same instant may leave
    /// two, which the outbox sends as one.
    /// </summary>
    public static void Tell(UnitOfWork work, Guid report) =>
        work.Later(
            """
            insert into outbox (id, account_id, template, created_at)
            select gen_random_uuid(), account_id, 'news', $2 from (
              select account_id from report_access where report_id = $1 and access = 'content'
              union
              select a.account_id from case_access a join report r on r.case_id = a.case_id where r.id = $1 and a.access = 'write') readers
            where not exists (select 1 from outbox o where o.account_id = readers.account_id and o.template = 'news' and o.sent_at is null)
            """,
            report, work.Now);
}
