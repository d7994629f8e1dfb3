namespace Vaern.Rules;

/// <summary>What a role is obliged to, when and by which law, apart from what is only recommended.</summary>
public sealed record Obligations
{
    public required Role Role { get; init; }

    /// <summary>Duties in law, those with a limit first.</summary>
    public required IReadOnlyList<Obligation> ByLaw { get; init; }

    /// <summary>Goals of the project and of the municipality; never to be shown as law.</summary>
    public required IReadOnlyList<Obligation> Recommended { get; init; }

    /// <summary>The obligations of a role, with those it shares as an employee and those of anyone.</summary>
    /// <returns>The obligations, or <c>role.unknown</c>.</returns>
    public static RulesResult<Obligations> For(string roleKey, RuleBook book)
    {
        if (RuleBook.Roles.FirstOrDefault(role => role.Key == roleKey) is not { } found)
        {
            return new RulesError("role.unknown", new($"Rollen \"{roleKey}\" findes ikke.", $"There is no role \"{roleKey}\"."));
        }
        HashSet<string> carried = [found.Key, .. found.Also, "anyone"];
        var mine = book.All
            .Where(rule => rule.IsShown && rule.Offence is null && rule.ResponsibleRoles.Any(carried.Contains))
            .Select(rule => new Obligation(rule, carried.Contains(rule.ResponsibleRoles[0]), ObligationWords.When(rule)))
            .ToList();
        return new Obligations
        {
            Role = found,
            ByLaw = [.. mine.Where(duty => duty.Rule.Kind == RuleKind.Law).OrderBy(duty => Order(duty.Rule.Limit))],
            Recommended = [.. mine.Where(duty => duty.Rule.Kind == RuleKind.Goal)],
        };
    }

    private static int Order(Limit limit) => limit.Kind switch { LimitKind.AtOnce => 0, LimitKind.Period => 1, _ => 2 };
}

/// <summary>One duty or recommendation.</summary>
/// <param name="Rule">The rule, with its source and label.</param>
/// <param name="Carries">Whether the role carries it; otherwise it takes part.</param>
/// <param name="When">When it is owed, in words.</param>
public sealed record Obligation(Rule Rule, bool Carries, LocalText When);

internal static class ObligationWords
{
    private static readonly LocalText Always = new("løbende", "all the time");

    public static LocalText When(Rule rule) => rule.Limit.Kind switch
    {
        LimitKind.AtOnce => From(new("straks", "at once"), rule.StartEvent),
        LimitKind.Period => From(Within(rule.Limit), rule.StartEvent),
        _ => rule.TriggerEvent is { } trigger ? new($"når: {trigger.Da}", $"when: {trigger.En}") : Always,
    };

    private static LocalText From(LocalText limit, LocalText? start) =>
        start is null ? limit : new($"{limit.Da}, regnet fra: {start.Da}", $"{limit.En}, counted from: {start.En}");

    private static LocalText Within(Limit limit)
    {
        var n = limit.Value!.Value;
        var (da, en) = limit.Unit!.Value switch
        {
            PeriodUnit.Minutes => (n == 1 ? "minut" : "minutter", "minute"),
            PeriodUnit.Hours => (n == 1 ? "time" : "timer", "hour"),
            PeriodUnit.WorkingHours => (n == 1 ? "arbejdstime" : "arbejdstimer", "working hour"),
            PeriodUnit.CalendarDays => (n == 1 ? "dag" : "dage", "day"),
            PeriodUnit.WorkingDays => (n == 1 ? "arbejdsdag" : "arbejdsdage", "working day"),
            PeriodUnit.Hverdage => (n == 1 ? "hverdag" : "hverdage", "weekday (hverdag)"),
            PeriodUnit.Weeks => (n == 1 ? "uge" : "uger", "week"),
            PeriodUnit.Months => (n == 1 ? "måned" : "måneder", "month"),
            _ => ("år", "year"),
        };
        var plural = n == 1 ? en : limit.Unit == PeriodUnit.Hverdage ? "weekdays (hverdage)" : en + "s";
        var at = limit.At is { } time ? new LocalText($" kl. {time:HH\\.mm}", $" by {time:HH\\:mm}") : new LocalText("", "");
        return new($"inden {n} {da}{at.Da}", $"within {n} {plural}{at.En}");
    }
}
