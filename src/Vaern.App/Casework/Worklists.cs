using Vaern.App.Accounts;
using Vaern.Data;

namespace Vaern.App.Casework;

/// <summary>
/// What each person may see and what rings next for them, kept beside each other in <c>case_access</c>, so that lists of a hundred
/// thousand cases read an index and nothing else.
/// </summary>
internal static class Worklists
{
    public static Task RefreshAsync(UnitOfWork work, Guid caseId, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            update case_access a set touched_at = @now, open = c.state <> 'closed',
              next_due = (select min(k.alarm_at) from clock k where k.case_id = @caseId and k.state = 'running')
            from case_file c where c.id = @caseId and a.case_id = @caseId
            """,
            new { caseId, now = work.Now },
            cancel);

    /// <summary>Gives access to those whose post makes them work on the unit's cases, and to whoever opens it.</summary>
    public static Task GrantAsync(UnitOfWork work, Guid caseId, UnitId unit, AccountId opener, CancellationToken cancel) =>
        work.ExecuteAsync(
            """
            insert into case_access (account_id, case_id, access, touched_at)
            select account_id, @caseId, 'write', @now from (
              select m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
              where m.unit_id = @unit and m.role = any(@working)
              union select @opener) everyone
            on conflict do nothing
            """,
            new { caseId, now = work.Now, unit = unit.Value, working = Roles.Granting(Permission.WorkOnCases), opener = opener.Value },
            cancel);
}
