namespace Vaern.Rules;

/// <summary>Counts from a start to the end of a limit (law H-01 to H-08, S-3). Pure and thread safe.</summary>
public static class DeadlineEngine
{
    /// <summary>
    /// The deadline of a rule. Closed days move goals of the project; beside a statutory limit they only give a note.
    /// </summary>
    /// <returns>
    /// The deadline, or <c>rule.off</c> (not shown, so it cannot start a clock), <c>rule.no_limit</c> (nothing is counted),
    /// <c>start.out_of_range</c> (the count leaves 1900-2199).
    /// </returns>
    public static RulesResult<Deadline> Compute(Rule rule, StartMoment start, ClosedDays? closed = null)
    {
        if (!rule.IsShown)
        {
            return RuleOff(rule);
        }
        if (rule.Limit.Kind == LimitKind.None)
        {
            return NoLimit(rule);
        }
        if (rule.Limit.Kind == LimitKind.AtOnce)
        {
            return new Deadline { Rule = rule, Start = start, Due = null };
        }
        if (!DanishCalendar.Covers(start.Day))
        {
            return OutOfRange(rule, start);
        }
        var counted = rule.Kind == RuleKind.Goal ? GoalCounting.Count(rule, start, closed) : LawCounting.Count(rule, start, closed);
        return counted is null ? OutOfRange(rule, start) : counted;
    }

    private static RulesError RuleOff(Rule rule) => new(
        "rule.off",
        new($"Reglen {rule.Id} er slået fra{FlagDa(rule)} og kan ikke starte en frist.", $"Rule {rule.Id} is off{FlagEn(rule)} and cannot start a clock."));

    private static RulesError NoLimit(Rule rule) => new(
        "rule.no_limit",
        new($"Reglen {rule.Id} har ingen frist, der kan tælles.", $"Rule {rule.Id} has no limit to count."));

    private static RulesError OutOfRange(Rule rule, StartMoment start) => new(
        "start.out_of_range",
        new($"Reglen {rule.Id} kan ikke tælles fra {start}: kalenderen dækker 1900-2199.", $"Rule {rule.Id} cannot be counted from {start}: the calendar covers 1900-2199."));

    private static string FlagDa(Rule rule) => rule.Flag is null ? "" : $" (flaget {rule.Flag})";

    private static string FlagEn(Rule rule) => rule.Flag is null ? "" : $" (flag {rule.Flag})";
}
