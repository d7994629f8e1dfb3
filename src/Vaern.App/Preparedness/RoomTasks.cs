using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Data.Streams;

namespace Vaern.App.Preparedness;

/// <summary>A step of the card as it stands in a room.</summary>
/// <param name="Due">From the alert, by the card: a goal.</param>
/// <param name="State">open, done or skipped.</param>
public sealed record RoomTask(CardStep Step, DateTimeOffset Due, string State, string? Why, DateTimeOffset? SettledAt, AccountId? SettledBy);

/// <summary>The task cards of a room: the steps of the version of the card that the issue was begun with, done or skipped with a reason.</summary>
public static class RoomTasks
{
    /// <summary>Steps in the order of their times; empty before the issue was assessed.</summary>
    public static async Task<IReadOnlyList<RoomTask>> ReadAsync(Municipality municipality, StaffMember staff, Issue issue, CancellationToken cancel = default)
    {
        if (issue.CardVersion is not { } version)
        {
            return [];
        }

        await using var work = await municipality.Database.BeginAsync(new Acting.Staff(staff.Account.Value), cancel);
        var card = await Cards.FindAsync(work, version, cancel);
        var settled = (await work.QueryAsync<(string Step, string State, byte[]? Why, DateTimeOffset At, Guid By)>(
            "select step, state, why, settled_at, settled_by from issue_task where issue_id = @id order by step", new { id = issue.Id.Value }, cancel)).ToDictionary(row => row.Step);
        var from = issue.AlertedAt ?? issue.OpenedAt;
        var tasks = new List<RoomTask>();
        foreach (var step in card.Steps)
        {
            var due = from.AddMinutes(step.Minutes);
            tasks.Add(settled.TryGetValue(step.Key, out var row)
                ? new RoomTask(step, due, row.State, await work.OpenOptionalAsync(issue.Id.Value, "issue_task", $"why-{step.Key}", issue.Id.Value, row.Why, cancel), row.At, new AccountId(row.By))
                : new RoomTask(step, due, "open", null, null, null));
        }

        return tasks;
    }

    /// <summary>Done, or skipped where <paramref name="why"/> says why. The first word stands. <c>task.step</c>, <c>reason.missing</c>, <c>issue.*</c>.</summary>
    public static Task<Result<bool>> SettleAsync(Municipality municipality, StaffMember staff, IssueId issue, string step, bool skip, string? why, CancellationToken cancel = default) =>
        municipality.OnIssueAsync<bool>(staff, issue, async (work, row) =>
        {
            var version = await work.FirstOrDefaultAsync<int?>("select card_version from issue where id = @Id", new { row.Id }, cancel);
            if (version is null || (await Cards.FindAsync(work, version, cancel)).Steps.All(one => one.Key != step))
            {
                return new Error("task.step", "The card has no such step.");
            }

            if (skip && (string.IsNullOrWhiteSpace(why) || why.Length > Cards.TextLimit))
            {
                return new Error("reason.missing", "Say why it is skipped.");
            }

            var settled = await work.ExecuteAsync(
                """
                insert into issue_task (issue_id, step, state, why, settled_at, settled_by) values (@Id, @step, @state, @why, @now, @me) on conflict do nothing
                """,
                new
                {
                    row.Id,
                    step,
                    state = skip ? "skipped" : "done",
                    why = skip ? await work.SealOptionalAsync(row.Id, "issue_task", $"why-{step}", row.Id, municipality.Masked(why), cancel) : null,
                    now = work.Now,
                    me = staff.Account.Value,
                },
                cancel);
            if (settled == 1)
            {
                await work.Streams.AppendAsync(row.Id, new StreamEvent(skip ? "task.skipped" : "task.done", $"issue:{row.Number}", new { step, old = "open", @new = skip ? "skipped" : "done" }), cancel);
            }

            return true;
        }, cancel, alsoClosed: true);
}
