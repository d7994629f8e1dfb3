using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>«Er det stoppet?» – asked of the affected person, answered by them. <paramref name="Answer"/> is yes, almost, no or not-asked.</summary>
public sealed record FollowUp(Guid Id, DateOnly DueOn, DateTimeOffset? AnsweredAt, string? Answer, string? Note, int Version);

/// <summary>Follow-up after 2, 6 and 12 weeks: a goal, not law.</summary>
public static class FollowUps
{
    public static readonly string[] Answers = ["yes", "almost", "no", "not-asked"];

    /// <summary>Records the affected person's own answer. <c>followup.answer-missing</c>, <c>followup.stale</c>.</summary>
    public static Task<Result<Guid>> AnswerAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, Guid followUp, string answer, string? note, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) =>
        {
            if (!Answers.Contains(answer) || (answer == "not-asked" && string.IsNullOrWhiteSpace(note)))
            {
                return new Error("followup.answer-missing", "Choose the answer; when nobody was asked, say why.");
            }

            var changed = await work.ExecuteAsync(
                """
                update follow_up set answer = @answer, answered_at = @now, note = @note, version = version + 1
                where id = @followUp and case_id = @id and version = @version
                """,
                new
                {
                    followUp,
                    id = row.Id,
                    version,
                    answer,
                    now = work.Now,
                    note = await work.SealOptionalAsync(row.Id, "follow_up", "note", followUp, note, cancel),
                },
                cancel);
            if (changed == 0)
            {
                return new Error("followup.stale", "Somebody else has changed it.");
            }

            await work.Streams.AppendAsync(
                row.Id, new StreamEvent("followup.answered", $"followup:{followUp:N}", new { answer }, new { note }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            if (answer is "yes" or "almost" or "no")
            {
                var rule = await work.FirstOrDefaultAsync<string>(
                    "select rule_id from clock where case_id = @Id and state = 'running' and rule_id like 'GOAL-STOPPED-%' order by alarm_at limit 1", new { row.Id }, cancel);
                if (rule is not null)
                {
                    await SettleClock.MeetAsync(work, row, rule, answer, staff, cancel);
                }
            }

            return followUp;
        }, cancel);

    public static async Task<IReadOnlyList<FollowUp>> ListAsync(UnitOfWork work, CaseId caseId, CancellationToken cancel)
    {
        var rows = await work.QueryAsync<(Guid Id, DateOnly DueOn, DateTimeOffset? AnsweredAt, string? Answer, byte[]? Note, int Version)>(
            "select id, due_on, answered_at, answer, note, version from follow_up where case_id = @id order by due_on, id", new { id = caseId.Value }, cancel);
        var list = new List<FollowUp>();
        foreach (var row in rows)
        {
            list.Add(new FollowUp(row.Id, row.DueOn, row.AnsweredAt, row.Answer, await work.OpenOptionalAsync(caseId.Value, "follow_up", "note", row.Id, row.Note, cancel), row.Version));
        }

        return list;
    }

    /// <summary>Plans the three follow-ups and their goals, counted from the day the plan was finished.</summary>
    internal static async Task PlanAsync(RuleBook law, UnitOfWork work, CaseRow row, DateOnly from, CancellationToken cancel)
    {
        foreach (var weeks in new[] { 2, 6, 12 })
        {
            await AddAsync(work, row, from.AddDays(7 * weeks), cancel);
            await CaseClocks.StartAsync(law, work, row, $"GOAL-STOPPED-{weeks}", work.Now, cancel);
        }
    }

    /// <summary>Asks now: a case without a plan can be closed too, but not without the affected person's own answer.</summary>
    public static Task<Result<Guid>> AskNowAsync(Municipality municipality, StaffMember staff, CaseId caseId, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<Guid>(staff, caseId, async (work, row) => await AddAsync(work, row, DanishTime.DayOf(work.Now), cancel), cancel);

    /// <summary>Keeps an answer that the affected person gave in a talk, as a follow-up of that day.</summary>
    internal static async Task RecordAsync(UnitOfWork work, CaseRow row, StaffMember staff, string answer, string? note, CancellationToken cancel)
    {
        var id = await AddAsync(work, row, DanishTime.DayOf(work.Now), cancel);
        await work.ExecuteAsync(
            "update follow_up set answer = @answer, answered_at = @now, note = @note, version = version + 1 where id = @id",
            new { id, answer, now = work.Now, note = await work.SealOptionalAsync(row.Id, "follow_up", "note", id, note, cancel) },
            cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("followup.answered", $"followup:{id:N}", new { answer }, new { note }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
    }

    private static async Task<Guid> AddAsync(UnitOfWork work, CaseRow row, DateOnly day, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        await work.ExecuteAsync("insert into follow_up (id, case_id, due_on) values (@id, @caseId, @day)", new { id, caseId = row.Id, day }, cancel);
        return id;
    }
}
