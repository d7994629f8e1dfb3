using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>
/// Takes a step in another order than the playbook's, because no plan fits every child. Where it stood and why it was moved stay with it, so that it
/// can be put back, and so that whoever reads the case sees that the order was chosen.
/// </summary>
public static class MoveTask
{
    /// <param name="to">The place it is to have, counted from 1 among the case's steps.</param>
    /// <returns>The task, or <c>reason.missing</c>, <c>task.place</c>, <c>task.stale</c>, <c>case.*</c>.</returns>
    public static Task<Result<Guid>> HandleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid task, int to, string reason, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(
            staff, caseId, (work, row) => string.IsNullOrWhiteSpace(reason)
                ? Task.FromResult<Result<Guid>>(new Error("reason.missing", "Say why."))
                : MoveAsync(work, row, staff, task, to, reason, version, cancel), cancel);

    /// <summary>Puts a moved step back to where it stood. <c>task.not-moved</c>.</summary>
    public static Task<Result<Guid>> UndoAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid task, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var from = await work.FirstOrDefaultAsync<int?>("select moved_from from task where id = @task and case_id = @Id", new { task, row.Id }, cancel);
            return from is { } place ? await MoveAsync(work, row, staff, task, place, null, version, cancel) : new Error("task.not-moved", "The step stands where the playbook has it.");
        }, cancel);

    private static async Task<Result<Guid>> MoveAsync(
        UnitOfWork work, CaseRow row, StaffMember staff, Guid task, int to, string? reason, int version, CancellationToken cancel)
    {
        var order = (await work.QueryAsync<Guid>("select id from task where case_id = @Id order by position, id", new { row.Id }, cancel)).ToList();
        var old = order.IndexOf(task) + 1;
        if (old == 0 || to < 1 || to > order.Count)
        {
            return new Error("task.place", "There is no such place among the steps.");
        }

        var changed = await work.ExecuteAsync(
            """
            update task set moved_from = case when @reason::bytea is null then null else coalesce(moved_from, @old) end, moved_reason = @reason, version = version + 1
            where id = @task and case_id = @id and version = @version
            """,
            new { task, id = row.Id, version, old, reason = await work.SealOptionalAsync(row.Id, "task", "moved_reason", task, reason, cancel) },
            cancel);
        if (changed == 0)
        {
            return new Error("task.stale", "Somebody else has changed the task.");
        }

        order.RemoveAt(old - 1);
        order.Insert(to - 1, task);
        await work.ExecuteAsync(
            "update task t set position = o.place from unnest(@order) with ordinality o (id, place) where t.id = o.id and t.case_id = @id", new { id = row.Id, order = order.ToArray() }, cancel);
        await work.Streams.AppendAsync(
            row.Id,
            new StreamEvent(reason is null ? "task.put-back" : "task.moved", $"task:{task:N}", new { old, @new = to }, new { reason }) { Role = staff.RoleIn(new UnitId(row.Unit)) },
            cancel);
        return task;
    }
}
