namespace Vaern.Rules.Tests;

internal static class A
{
    public static Rule Law(int value, PeriodUnit unit) => RuleBook.Default.Find("B-03").Value with
    {
        Id = "TEST",
        Limit = new(LimitKind.Period, value, unit),
        CountingRules = [],
        ValidFrom = null,
    };

    public static Rule Rule(string id, string start) => RuleBook.Default.At(id, Start(start).Day).Value;

    public static StartMoment Start(string text) => StartMoment.Parse(text).Value;

    public static Deadline Deadline(Rule rule, string start, ClosedDays? closed = null) =>
        DeadlineEngine.Compute(rule, Start(start), closed).Value;
}
