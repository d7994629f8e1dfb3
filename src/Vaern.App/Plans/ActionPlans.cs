using Vaern.App.Accounts;
using Vaern.App.Casework;
using Vaern.App.Cases;
using Vaern.Data;
using Vaern.Data.Streams;
using Vaern.Rules;

namespace Vaern.App.Plans;

/// <summary>Writes and finishes the plan of a case.</summary>
public static class ActionPlans
{
    /// <summary>Saves the draft, or changes a finished plan (it stays finished). <c>plan.stale</c>: somebody else saved meanwhile; the page shows both.</summary>
    /// <param name="version">The version the form was made from; 0 for a plan that does not exist yet.</param>
    public static Task<Result<int>> SaveAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, PlanBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, (work, row) => SaveAsync(work, row, staff, body, version, cancel), cancel);

    /// <summary>Saves and finishes: the plan must say what the law asks for. Meets the ten-working-day clock and plans the follow-ups. <c>plan.incomplete</c>.</summary>
    public static Task<Result<int>> FinishAsync(
        Municipality municipality, StaffMember staff, CaseId caseId, PlanBody body, int version, CancellationToken cancel = default) =>
        municipality.OnCaseAsync<int>(staff, caseId, async (work, row) =>
        {
            var missing = await MissingAsync(work, row, body, cancel);
            if (missing.Count > 0)
            {
                return new Error("plan.incomplete", string.Join(",", missing));
            }

            if (!(await SaveAsync(work, row, staff, body, version, cancel)).TryGet(out var saved, out var error))
            {
                return error;
            }

            var finished = await work.ExecuteAsync(
                "update plan set state = 'finished', finished_at = @now where case_id = @Id and state = 'draft'", new { row.Id, now = work.Now }, cancel);
            if (finished == 1)
            {
                await work.ExecuteAsync("update case_file set state = 'followup', version = version + 1 where id = @Id and state in ('open', 'handling')", new { row.Id }, cancel);
                await SettleClock.MeetAsync(work, row, "B-03", "Handlingsplanen er færdig.", staff, cancel);
                await FollowUps.PlanAsync(municipality.Law, work, row, DanishTime.DayOf(work.Now), cancel);
                await WriteEntry.AddAsync(work, row, Guid.CreateVersion7(), "decision", "Handlingsplanen er færdig.", work.Now, staff, null, cancel);
                await work.Streams.AppendAsync(row.Id, new StreamEvent("plan.finished") { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
            }

            return saved;
        }, cancel);

    // Both sides are heard: where somebody may have done it, the plan says what they said, or why they were not asked.
    private static async Task<IReadOnlyList<string>> MissingAsync(UnitOfWork work, CaseRow row, PlanBody body, CancellationToken cancel) =>
        string.IsNullOrWhiteSpace(body.TalksWithOthers) && await work.SingleAsync<bool>("select exists (select 1 from party where case_id = @Id and role = 'alleged')", new { row.Id }, cancel)
            ? [.. body.Missing(), "talks"]
            : body.Missing();

    private static async Task<Result<int>> SaveAsync(UnitOfWork work, CaseRow row, StaffMember staff, PlanBody body, int version, CancellationToken cancel)
    {
        if (body.Measures.Count > 30 || new[] { body.Goal, body.PupilVoice, body.TalksWithOthers, body.ClassEffort, body.Parents, body.ParentComment, body.Review }.Any(text => text.Length > 10_000))
        {
            return new Error("plan.too-long", "A section has more than 10,000 characters, or there are more than 30 measures.");
        }

        var old = await ActionPlan.ReadAsync(work, new CaseId(row.Id), cancel);
        if ((old?.Version ?? 0) != version)
        {
            return new Error("plan.stale", "Somebody else has saved the plan.");
        }

        await work.ExecuteAsync(
            """
            insert into plan (case_id, body, state) values (@id, @body, 'draft')
            on conflict (case_id) do update set body = excluded.body, version = plan.version + 1
            """,
            new { id = row.Id, body = await work.SealAsync(row.Id, "plan", "body", row.Id, body, cancel) },
            cancel);
        await work.BeginHandlingAsync(row, cancel);
        await work.Streams.AppendAsync(
            row.Id, new StreamEvent("plan.saved", Detail: new { version = version + 1 }, Secret: new { old = old?.Body, @new = body }) { Role = staff.RoleIn(new UnitId(row.Unit)) }, cancel);
        return version + 1;
    }
}
