namespace Vaern.Rules;

internal sealed class OverrideMerge(IReadOnlyList<Rule> shipped)
{
    public const string LocalPrefix = "LOCAL-";

    private readonly List<Rule> rules = [.. shipped];
    private readonly HashSet<string> roles = [.. RuleBook.Roles.Select(role => role.Key)];
    private readonly HashSet<string> flags = [.. RuleBook.Flags.Select(flag => flag.Name)];

    public RulesResult<IReadOnlyList<Rule>> Apply(MunicipalityOverrides overrides)
    {
        var error = overrides.Flags.Select(SwitchOn).FirstOrDefault(fault => fault is not null)
            ?? overrides.Targets.Select(SetTarget).FirstOrDefault(fault => fault is not null)
            ?? overrides.Alarms.Select(SetAlarms).FirstOrDefault(fault => fault is not null)
            ?? overrides.Goals.Select(AddGoal).FirstOrDefault(fault => fault is not null);
        return error is null ? rules : error;
    }

    private RulesError? SwitchOn(FlagSwitch change)
    {
        if (!flags.Contains(change.Flag))
        {
            return Error("unknown_flag", $"Flaget \"{change.Flag}\" findes ikke.", $"There is no flag \"{change.Flag}\".");
        }
        if (string.IsNullOrWhiteSpace(change.SwitchedOnBy))
        {
            return Error("flag_without_person", $"Flaget \"{change.Flag}\" kræver en navngiven person.", $"The flag \"{change.Flag}\" needs a named person.");
        }
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i] is { Ship: Ship.Off } off && off.Flag == change.Flag)
            {
                rules[i] = off with { Ship = Ship.OnLabelled };
            }
        }
        return null;
    }

    private RulesError? SetTarget(Target target)
    {
        if (Newest(target.Rule) is not { } rule)
        {
            return UnknownRule(target.Rule);
        }
        return rule.Kind == RuleKind.Goal ? SetGoal(rule, target) : SetBesideLaw(rule, target);
    }

    // A changed goal is a new version: a case keeps the one it was handled under.
    private RulesError? SetGoal(Rule goal, Target target)
    {
        if (goal.Serves is { } law && Newest(law) is { Kind: RuleKind.Law } served && Outlasts(goal, target.Limit, served.Limit))
        {
            return Loosens(served.Id);
        }
        return Add(goal with { Version = goal.Version + 1, Limit = target.Limit, ValidFrom = target.From, ValidTo = null });
    }

    private RulesError? SetBesideLaw(Rule rule, Target target)
    {
        var earlier = Newest(LocalPrefix + rule.Id);
        if (target.Withdrawn)
        {
            return earlier is null ? UnknownRule(LocalPrefix + rule.Id) : Add(earlier with { Version = earlier.Version + 1, ValidFrom = target.From, Ship = Ship.Excluded });
        }
        if (!IsStricter(target.Limit, rule.Limit))
        {
            return Loosens(rule.Id);
        }
        return Add(rule with
        {
            Id = LocalPrefix + rule.Id,
            Version = (earlier?.Version ?? 0) + 1,
            Kind = RuleKind.Goal,
            Limit = target.Limit,
            Serves = rule.Id,
            ValidFrom = target.From,
            ValidTo = null,
            LegalSource = new("local target"),
            Evidence = new("M", "local decision"),
            Confidence = new("H"),
            Ship = Ship.On,
            Flag = null,
            Status = RuleStatus.Draft,
            VerifiedBy = null,
            VerifiedOn = null,
        });
    }

    private RulesError? SetAlarms(AlarmOverride change) =>
        Newest(change.Rule) is { } rule ? Replace(rule with { Alarms = change.Alarms }) : UnknownRule(change.Rule);

    private RulesError? AddGoal(Rule goal)
    {
        if (goal.Kind != RuleKind.Goal || !goal.Id.StartsWith(LocalPrefix, StringComparison.Ordinal) || Newest(goal.Id) is not null)
        {
            return Error(
                "not_a_local_goal",
                $"\"{goal.Id}\" skal være et mål med et nyt id, der begynder med {LocalPrefix}.",
                $"\"{goal.Id}\" must be a goal with a new id that begins with {LocalPrefix}.");
        }
        rules.Add(goal);
        return Unsound(goal);
    }

    private RulesError? Add(Rule version)
    {
        rules.Add(version);
        return Unsound(version);
    }

    private RulesError? Replace(Rule changed)
    {
        rules[rules.FindIndex(rule => rule.Id == changed.Id && rule.Version == changed.Version)] = changed;
        return Unsound(changed);
    }

    private RulesError? Unsound(Rule rule) =>
        RuleChecks.Problems(rule, roles, flags).FirstOrDefault() is { } problem
            ? Error("unsound", $"Indstillingen kan ikke bruges: {problem}.", $"The setting cannot be used: {problem}.")
            : null;

    private Rule? Newest(string id) => rules.Where(rule => rule.Id == id).MaxBy(rule => rule.Version);

    private static bool IsStricter(Limit target, Limit law) =>
        target.Kind == LimitKind.Period && law.Kind == LimitKind.Period && target.Unit == law.Unit && target.Value < law.Value;

    // What belongs to a limit in law may be shorter or as long, never longer; a local target beside the law is always shorter.
    private static bool Outlasts(Rule goal, Limit target, Limit law) =>
        law.Kind == LimitKind.Period
        && (goal.Id.StartsWith(LocalPrefix, StringComparison.Ordinal)
            ? !IsStricter(target, law)
            : target.Kind == LimitKind.Period && target.Unit == law.Unit && target.Value > law.Value);

    private static RulesError Loosens(string id) => Error(
        "loosens_law",
        $"{id} er en lovfrist og kan ikke lempes; et lokalt mål skal være kortere og i samme enhed.",
        $"{id} is a limit in law and cannot be loosened; a local target must be shorter and in the same unit.");

    private static RulesError UnknownRule(string id) => Error("unknown_rule", $"Reglen \"{id}\" findes ikke.", $"There is no rule \"{id}\".");

    private static RulesError Error(string code, string da, string en) => new("overrides." + code, new(da, en));
}
