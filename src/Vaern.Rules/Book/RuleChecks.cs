namespace Vaern.Rules;

/// <summary>What must hold of every rule, whoever wrote it. The data files and the overrides of a municipality are held to it.</summary>
internal static class RuleChecks
{
    private static readonly HashSet<string> EvidenceLetters = ["S", "G", "M"];
    private static readonly HashSet<string> ConfidenceLetters = ["H", "M", "L"];

    /// <summary>One line a problem; empty when the rule is sound.</summary>
    public static IEnumerable<string> Problems(Rule rule, IReadOnlySet<string> roles, IReadOnlySet<string> flags)
    {
        foreach (var (name, text) in Texts(rule))
        {
            if (text is not null && (string.IsNullOrWhiteSpace(text.Da) || string.IsNullOrWhiteSpace(text.En)))
            {
                yield return $"{rule.Id}: {name} lacks a language";
            }
        }
        if (rule.Version < 1)
        {
            yield return $"{rule.Id}: version below 1";
        }
        if (string.IsNullOrWhiteSpace(rule.LegalSource.Text))
        {
            yield return $"{rule.Id}: no source";
        }
        if (!EvidenceLetters.Contains(rule.Evidence.Letter) || !ConfidenceLetters.Contains(rule.Confidence.Letter))
        {
            yield return $"{rule.Id}: evidence or confidence is not a known letter";
        }
        if ((rule.Status == RuleStatus.Verified) != (!string.IsNullOrWhiteSpace(rule.VerifiedBy) && rule.VerifiedOn is not null))
        {
            yield return $"{rule.Id}: verified needs a named person and a date, and only verified has them";
        }
        if (rule.Confidence.Letter == "L" && rule.IsShown || rule.Confidence.Letter == "M" && rule.Ship == Ship.On)
        {
            yield return $"{rule.Id}: confidence {rule.Confidence.Letter} may not ship as {rule.Ship}";
        }
        if (rule.Ship == Ship.Off && rule.Flag is null || rule.Flag is not null && !flags.Contains(rule.Flag))
        {
            yield return $"{rule.Id}: off needs a known flag";
        }
        if (rule.ResponsibleRoles.Concat(rule.Escalation).FirstOrDefault(role => !roles.Contains(role)) is { } unknown)
        {
            yield return $"{rule.Id}: unknown role {unknown}";
        }
        if (rule.ValidTo < rule.ValidFrom)
        {
            yield return $"{rule.Id}: ends before it begins";
        }
        foreach (var problem in LimitProblems(rule))
        {
            yield return $"{rule.Id}: {problem}";
        }
    }

    private static IEnumerable<string> LimitProblems(Rule rule)
    {
        var limit = rule.Limit;
        if ((limit.Kind == LimitKind.Period) != (limit is { Value: > 0, Unit: not null }))
        {
            yield return "a period has a positive number of units, and nothing else has";
        }
        if (limit.Kind != LimitKind.None && rule.StartEvent is null)
        {
            yield return "a clock needs a start event";
        }
        if (rule.Kind == RuleKind.Law && (limit.Unit is PeriodUnit.Minutes or PeriodUnit.WorkingHours || limit.At is not null || limit.AtStartTime))
        {
            yield return "law does not count minutes, working hours or times of day";
        }
        if ((limit.At is not null || limit.AtStartTime) && limit.Unit != PeriodUnit.WorkingDays)
        {
            yield return "a time of day needs working days";
        }
        if (rule.Kind == RuleKind.Law && limit.Kind == LimitKind.Period && rule.CountingRules.Count == 0)
        {
            yield return "a counted limit names its counting rule";
        }
        foreach (var alarm in rule.Alarms)
        {
            if ((alarm.Anchor == AlarmAnchor.SameDay) != (alarm.Value is null && alarm.Unit is null) || alarm.Value < 1 || alarm.Unit is PeriodUnit.Hverdage or PeriodUnit.WorkingHours)
            {
                yield return "an alarm has a positive number of units, or is the same day";
            }
        }
    }

    private static IEnumerable<(string Name, LocalText? Text)> Texts(Rule rule) =>
    [
        ("title", rule.Title),
        ("text", rule.Text),
        ("applies_to", rule.AppliesTo),
        ("trigger_event", rule.TriggerEvent),
        ("start_event", rule.StartEvent),
        ("consequence_if_missed", rule.ConsequenceIfMissed),
        ("verify", rule.Verify),
        ("note", rule.Note),
        .. rule.Exceptions.Select(exception => ("exceptions", (LocalText?)exception)),
        ("max_penalty", rule.Offence?.MaxPenalty),
        ("use", rule.Dsa?.Use),
    ];
}
