using Vaern.App.Accounts;
using Vaern.Data;
using Vaern.Rules;

namespace Vaern.App.Plans.Strategies;

/// <summary>A plan in force, and out of force.</summary>
public static class PublishPlan
{
    public const int LongestReason = 1_000;

    /// <summary>
    /// Puts the approved version in force and the one before out of it. The next review is counted by the template's rule. <c>unit-plan.not-approved</c>,
    /// <c>unit-plan.stale</c>, <c>unit-plan.review-off</c> when the rule is switched off in this municipality.
    /// </summary>
    public static Task<Result<DateOnly>> HandleAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, int version, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<DateOnly>(municipality, staff, Permission.DecidePlans, unit, kind, async (work, plan) =>
        {
            if (plan.Open is not { State: "approved", DecidedOn: { } decidedOn } open)
            {
                return new Error("unit-plan.not-approved", "Only an approved version is published.");
            }

            if (open.Version != version)
            {
                return UnitPlans.Stale;
            }

            var from = plan.Template.ReviewFrom == "decided" ? decidedOn : DanishTime.DayOf(work.Now);
            if (!municipality.Law.Find(plan.Template.Review).TryGet(out var rule, out _) || DeadlineEngine.Compute(rule, StartMoment.On(from)) is not { IsOk: true, Value.Due.Day: var next })
            {
                return new Error("unit-plan.review-off", "The rule for the next review is switched off.");
            }

            await work.ExecuteAsync(
                "update unit_plan_version set state = 'replaced', ended_by = @me, ended_at = @now, version = version + 1 where plan_id = @plan and state = 'published'",
                new { plan = plan.Id, me = staff.Account.Value, now = work.Now }, cancel);
            await work.ExecuteAsync(
                """
                update unit_plan_version set state = 'published', published_by = @me, published_at = @now, review_rule = @rule, review_rule_version = @ruleVersion, next_review = @next, version = version + 1
                where id = @Id
                """,
                new { open.Id, me = staff.Account.Value, now = work.Now, rule = rule.Id, ruleVersion = rule.Version, next }, cancel);
            await UnitActions.SettleOwedAsync(work, plan.Unit.Id, "missing", plan.Template.Kind == "strategy", cancel);
            await UnitPlans.TellAsync(
                municipality, work, staff, plan, "unit-plan.published", new { open.Number, replaces = plan.InForce?.Number, nextReview = next, rule = rule.Id, ruleVersion = rule.Version }, null, cancel);
            return next;
        }, cancel);

    /// <summary>Takes the published version out of force with a reason; its page says that it was withdrawn. <c>unit-plan.not-published</c>, <c>unit-plan.reason</c>, <c>unit-plan.stale</c>.</summary>
    public static Task<Result<int>> WithdrawAsync(Municipality municipality, StaffMember staff, UnitId unit, string? kind, string? reason, int version, CancellationToken cancel = default) =>
        UnitPlans.OnPlanAsync<int>(municipality, staff, Permission.DecidePlans, unit, kind, async (work, plan) =>
        {
            if (plan.InForce is not { } published)
            {
                return new Error("unit-plan.not-published", "Nothing is published.");
            }

            if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason)
            {
                return new Error("unit-plan.reason", "A reason of at most 1,000 characters is needed.");
            }

            if (published.Version != version)
            {
                return UnitPlans.Stale;
            }

            await work.ExecuteAsync(
                "update unit_plan_version set state = 'withdrawn', ended_by = @me, ended_at = @now, ended_words = @words, version = version + 1 where id = @Id",
                new { published.Id, me = staff.Account.Value, now = work.Now, words = await work.SealAsync(municipality.Id, "unit_plan_version", "ended_words", published.Id, reason.Trim(), cancel) }, cancel);
            await UnitPlans.TellAsync(municipality, work, staff, plan, "unit-plan.withdrawn", new { published.Number }, new { reason }, cancel);
            return published.Number;
        }, cancel);
}
