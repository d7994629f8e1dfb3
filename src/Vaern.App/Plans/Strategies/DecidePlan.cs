using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>What those who decide said.</summary>
/// <param name="Outcome">approved, changed (approved when the named chapters are changed as asked) or rejected.</param>
/// <param name="On">The day of the decision.</param>
/// <param name="Words">Their own words; needed unless they approved.</param>
/// <param name="Chapters">The chapters they asked to have changed.</param>
public sealed record PlanDecision(string Outcome, DateOnly On, string? Words, IReadOnlyList<string> Chapters);

/// <summary>From draft to decision. Nothing here changes a word of what was decided on.</summary>
public static class DecidePlan
{
    public const int LongestWords = 4_000;

    /// <summary>
    /// Hands the draft to those who decide; from here its text stands. <c>unit-plan.no-draft</c>, <c>unit-plan.incomplete</c> with the keys of what is missing,
    /// <c>unit-plan.stale</c>.
    /// </summary>
    public static Task<Result<int>> SubmitAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, int version, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.DecidePlans, unit, kind, async (work, plan) =>
        {
            if (plan is not { Open: { State: "draft" } draft, OpenText: { } text })
            {
                return new Error("unit-plan.no-draft", "There is no draft to hand on.");
            }

            if (draft.Version != version)
            {
                return UnitPlans.Stale;
            }

            if (PlanCheck.Of(plan.Unit, municipality.Units, text).Gaps is { Count: > 0 } gaps)
            {
                return new Error("unit-plan.incomplete", string.Join(",", gaps.Select(gap => $"{gap.Chapter.Key}/{gap.Question.Key}")));
            }

            // The change that was asked for was decided on already; it needs no second meeting.
            if (draft.Amends is not null)
            {
                return await SettleAmendmentAsync(municipality, work, staff, plan, draft, text, cancel);
            }

            await work.ExecuteAsync(
                "update unit_plan_version set state = 'submitted', submitted_by = @me, submitted_at = @now, digital = @digital, version = version + 1 where id = @Id",
                new { draft.Id, me = staff.Account.Value, now = work.Now, digital = PlanCheck.IsDigital(text) }, cancel);
            await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.submitted", new { draft.Number, to = plan.Template.Approver }, null, cancel);
            return draft.Number;
        }, cancel);

    /// <summary>
    /// Records the decision. Approved: the version can be published. Changed or rejected: it is kept as it was and the next version is opened with its words.
    /// <c>unit-plan.not-submitted</c>, <c>unit-plan.outcome</c>, <c>unit-plan.decided-on</c>, <c>unit-plan.words</c>, <c>unit-plan.which-chapters</c>, <c>unit-plan.stale</c>.
    /// </summary>
    /// <returns>The number of the version that is open afterwards.</returns>
    public static Task<Result<int>> RecordAsync(
        Municipality municipality, StaffMember staff, UnitId unit, string? kind, PlanDecision decision, int version, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.DecidePlans, unit, kind, async (work, plan) =>
        {
            // Until it is published, those who approved may think again; what they said first stays in the stream.
            if (plan.Open is not { State: "submitted" or "approved" } open || (open.State == "approved" && decision.Outcome == "approved"))
            {
                return new Error("unit-plan.not-submitted", "Nothing waits for a decision.");
            }

            if (open.Version != version)
            {
                return UnitPlans.Stale;
            }

            if (Refused(plan, open, decision, DanishTime.DayOf(work.Now)) is { } refused)
            {
                return refused;
            }

            await work.ExecuteAsync(
                """
                update unit_plan_version set state = @Outcome, body_decided = @body, decided_on = @On, recorded_by = @me, recorded_at = @now, words = @words, version = version + 1
                where id = @Id
                """,
                new
                {
                    open.Id, decision.Outcome, decision.On, body = plan.Template.Approver, me = staff.Account.Value, now = work.Now,
                    words = await work.SealOptionalAsync(municipality.Id, "unit_plan_version", "words", open.Id, decision.Words, cancel),
                },
                cancel);
            await UnitPlans.TellAsync(
                municipality, work, staff, plan, "unit-plan.decided", new { open.Number, decision.Outcome, decision.On, by = plan.Template.Approver, decision.Chapters }, new { words = decision.Words }, cancel);
            return decision.Outcome == "approved"
                ? open.Number
                : await UnitPlans.NextAsync(municipality, work, staff, plan, open, decision.Outcome == "changed" ? decision.Chapters : null, cancel);
        }, cancel);

    /// <summary>Takes a draft back from those who decide, so that it can be written in again. <c>unit-plan.not-submitted</c>, <c>unit-plan.stale</c>.</summary>
    public static Task<Result<int>> TakeBackAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, int version, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.DecidePlans, unit, kind, async (work, plan) =>
        {
            if (plan.Open is not { State: "submitted" } open)
            {
                return new Error("unit-plan.not-submitted", "Nothing waits for a decision.");
            }

            if (open.Version != version)
            {
                return UnitPlans.Stale;
            }

            await work.ExecuteAsync(
                "update unit_plan_version set state = 'draft', submitted_by = null, submitted_at = null, version = version + 1 where id = @Id", new { open.Id }, cancel);
            await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.taken-back", new { open.Number }, null, cancel);
            return open.Number;
        }, cancel);

    private static async Task<Result<int>> SettleAmendmentAsync(
        Municipality municipality, UnitOfWork work, StaffMember staff, UnitPlan plan, PlanVersion draft, PlanText text, CancellationToken cancel)
    {
        var asked = plan.Versions.First(one => one.Number < draft.Number && one.State == "changed");
        await work.ExecuteAsync(
            """
            update unit_plan_version set state = 'approved', submitted_by = @me, submitted_at = @now, body_decided = @BodyDecided, decided_on = @DecidedOn, recorded_by = @me, recorded_at = @now,
              digital = @digital, version = version + 1
            where id = @Id
            """,
            new { draft.Id, me = staff.Account.Value, now = work.Now, asked.BodyDecided, asked.DecidedOn, digital = PlanCheck.IsDigital(text) }, cancel);
        await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.amended", new { draft.Number, decision = asked.Number, draft.Amends }, null, cancel);
        return draft.Number;
    }

    private static Error? Refused(UnitPlan plan, PlanVersion open, PlanDecision decision, DateOnly today) =>
        decision.Outcome is not ("approved" or "changed" or "rejected") ? new Error("unit-plan.outcome", "The outcome is unknown.")
        : decision.On > today || decision.On < DanishTime.DayOf(open.SubmittedAt ?? open.OpenedAt) ? new Error("unit-plan.decided-on", "The day lies before the draft was handed over, or in the future.")
        : decision.Outcome != "approved" && string.IsNullOrWhiteSpace(decision.Words) ? new Error("unit-plan.words", "Their words are missing.")
        : decision.Words?.Length > LongestWords ? new Error("unit-plan.words", "The words are more than 4,000 characters.")
        : decision.Outcome == "changed" && (decision.Chapters.Count == 0 || decision.Chapters.Any(chapter => plan.Template.Chapter(chapter) is null)) ? new Error("unit-plan.which-chapters", "Which chapters?")
        : null;
}
