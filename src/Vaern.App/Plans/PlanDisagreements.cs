using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Plans;

/// <summary>A parent does not agree with the plan: the comment stands in the plan, and the head of schools is asked to call.</summary>
public static class PlanDisagreements
{
    /// <summary>Gives the head of schools access and a task. <c>disagreement.no-head</c> where there is none, <c>disagreement.no-comment</c> while the plan has no comment.</summary>
    public static Task<Result<Guid>> RecordAsync(Municipality municipality, StaffMember staff, CaseId caseId, string task, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (await ActionPlan.ReadAsync(work, caseId, cancel) is not { Body.ParentComment.Length: > 0 })
            {
                return new Error("disagreement.no-comment", "Write the parent's comment in the plan first.");
            }

            if (await work.FirstOrDefaultAsync<Guid?>(
                """
                select m.account_id from membership m join account a on a.id = m.account_id and a.disabled_at is null
                where m.role = 'head_of_schools' order by m.account_id limit 1
                """, cancel: cancel) is not { } head)
            {
                return new Error("disagreement.no-head", "Nobody is head of schools.");
            }

            await work.ExecuteAsync(
                "insert into case_access (account_id, case_id, access, touched_at) values (@head, @Id, 'write', @now) on conflict (account_id, case_id) do update set access = 'write'",
                new { head, row.Id, now = work.Now },
                cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("access.granted", $"account:{head:N}", new { writes = true, why = "plan.disagreement" }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            var id = Guid.CreateVersion7();
            await Tasks.InsertAsync(work, row, id, null, task, new AccountId(head), null, cancel);
            await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "fact", task, work.Now, staff, null, cancel);
            return id;
        }, cancel);
}
