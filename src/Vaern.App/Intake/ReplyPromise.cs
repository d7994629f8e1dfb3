using Vaern.Rules;

namespace Vaern.App.Intake;

/// <summary>When a person answers at the latest: a goal of the unit, shown before and after a report is sent.</summary>
public static class ReplyPromise
{
    /// <param name="rule">The unit's goal, such as <c>GOAL-REPLY</c> (next school day at 14.00).</param>
    /// <param name="law">The rules of the municipality: its own goals, moved by its closed days.</param>
    public static DateTimeOffset For(RuleBook law, string rule, DateTimeOffset received)
    {
        var goal = law.At(rule, DanishTime.DayOf(received));
        var deadline = goal.IsOk ? DeadlineEngine.Compute(goal.Value, StartMoment.At(received), law.ClosedDays) : default;
        return deadline is { IsOk: true, Value.Due: { } due }
            ? due.OverdueAt.ToUniversalTime()
            : throw new InvalidOperationException($"{rule} is not a goal that can be promised.");
    }
}
