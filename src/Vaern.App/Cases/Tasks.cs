using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Cases;

/// <summary>
/// Something to be done, by whom and by when. <paramref name="Step"/> names the playbook step it came from. Where
/// <paramref name="TakesTwo"/>, the first to settle it stands in <paramref name="First"/> until a second person does. A step taken in another
/// order than the playbook's keeps the place it had in <paramref name="MovedFrom"/>, and why in <paramref name="MovedReason"/>.
/// </summary>
public sealed record CaseTask(
    Guid Id, int Position, string? Step, string Title, AccountId? Owner, DateOnly? DueOn, string State, string? Reason, DateTimeOffset? SettledAt, AccountId? SettledBy, int Version,
    bool TakesTwo = false, AccountId? First = null, int? MovedFrom = null, string? MovedReason = null);

/// <summary>Tasks of a case. Every one can be skipped, with a reason, because no plan fits every child.</summary>
public static class Tasks
{
    public static Task<Result<Guid>> AddAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid id, string title, AccountId? owner, DateOnly? dueOn, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (string.IsNullOrWhiteSpace(title) || title.Length > 500)
            {
                return new Error("task.title", "Write what is to be done, in at most 500 characters.");
            }

            await InsertAsync(work, row, id, null, title, owner, dueOn, cancel);
            return id;
        }, cancel);

    /// <summary>
    /// Done or skipped; skipped needs a reason. <c>task.stale</c> when somebody else settled it. A task that takes two stays open after the
    /// first; <c>task.second-person</c> when the same person tries again.
    /// </summary>
    public static Task<Result<Guid>> SettleAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid task, bool done, string? note, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!done && string.IsNullOrWhiteSpace(note))
            {
                return new Error("task.reason-missing", "Say why it is skipped.");
            }

            var takes = await work.FirstOrDefaultAsync<(int People, Guid? First)>(
                "select people, first_by from task where id = @task and case_id = @id and version = @version and state = 'open'", new { task, id = row.Id, version }, cancel);
            if (takes is { People: 2, First: null })
            {
                return await SignFirstAsync(work, row, staff, task, done, note, cancel);
            }

            if (takes.People == 2 && takes.First == staff.Account.Value)
            {
                return new Error("task.second-person", "It takes a second person.");
            }

            var state = done ? "done" : "skipped";
            var changed = await work.ExecuteAsync(
                """
                update task set state = @state, reason = @reason, settled_at = @now, settled_by = @me, version = version + 1
                where id = @task and case_id = @id and version = @version and state = 'open'
                """,
                new
                {
                    task,
                    id = row.Id,
                    version,
                    state,
                    now = work.Now,
                    me = staff.Account.Value,
                    reason = await work.SealOptionalAsync(row.Id, "task", "reason", task, note, cancel),
                },
                cancel);
            if (changed == 0)
            {
                return new Error("task.stale", "Somebody else has changed the task.");
            }

            await work.BeginHandlingAsync(row, cancel);
            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("task.settled", $"task:{task:N}", new { old = "open", @new = state }, new { note }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return task;
        }, cancel);

    /// <summary>Undoes a settled task: the tick was a slip.</summary>
    public static Task<Result<Guid>> ReopenAsync(Municipality municipality, StaffMember staff, CaseId caseId, Guid task, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            var changed = await work.ExecuteAsync(
                """
                update task set state = 'open', reason = null, settled_at = null, settled_by = null, first_by = null, first_at = null, version = version + 1
                where id = @task and case_id = @id and version = @version and state <> 'open'
                """,
                new { task, id = row.Id, version },
                cancel);
            if (changed == 0)
            {
                return new Error("task.stale", "Somebody else has changed the task.");
            }

            await work.Streams.AppendAsync(row.Id, new StreamEvent("task.reopened", $"task:{task:N}") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            return task;
        }, cancel);

    private static async Task<Result<Guid>> SignFirstAsync(UnitOfWork work, CaseRow row, StaffMember staff, Guid task, bool done, string? note, CancellationToken cancel)
    {
        await work.ExecuteAsync("update task set first_by = @me, first_at = @now, version = version + 1 where id = @task", new { task, me = staff.Account.Value, now = work.Now }, cancel);
        await work.BeginHandlingAsync(row, cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("task.first-of-two", $"task:{task:N}", new { done }, new { note }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        return task;
    }

    internal static async Task InsertAsync(
        UnitOfWork work, CaseRow row, Guid id, string? step, string title, AccountId? owner, DateOnly? dueOn, CancellationToken cancel)
    {
        var added = await work.ExecuteAsync(
            """
            insert into task (id, case_id, position, step, title, owner_id, due_on, state)
            select @id, @caseId, coalesce(max(position), 0) + 1, @step, @title, @owner, @dueOn, 'open' from task where case_id = @caseId
            on conflict (id) do nothing
            """,
            new { id, caseId = row.Id, step, title = await work.SealAsync(row.Id, "task", "title", id, title.Trim(), cancel), owner = owner?.Value, dueOn },
            cancel);
        if (added == 1)
        {
            await work.Streams.AppendAsync(row.Id, new StreamEvent("task.added", $"task:{id:N}", new { step, owner = owner?.Value, dueOn }), cancel);
        }
    }
}
