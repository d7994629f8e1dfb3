namespace Vaern.Rules;

/// <summary>
/// One version of a duty, a limit, an offence description or a goal, with where it comes from. A <see cref="RuleKind.Goal"/> is
/// set by the project and must never be shown as law.
/// </summary>
public sealed record Rule
{
    /// <summary>Stable id, for example <c>B-03</c> or <c>GOAL-REPLY</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Version of the rule, from 1. A case keeps the version it was handled under.</summary>
    public required int Version { get; init; }

    public required RuleKind Kind { get; init; }

    /// <summary>Draft until a named person has compared it with the official text.</summary>
    public required RuleStatus Status { get; init; }

    public required LocalText Title { get; init; }

    public required LocalText Text { get; init; }

    public required LegalSource LegalSource { get; init; }

    public LocalText? AppliesTo { get; init; }

    /// <summary>What makes the rule relevant.</summary>
    public LocalText? TriggerEvent { get; init; }

    /// <summary>Which moment starts the clock; null when nothing is counted.</summary>
    public LocalText? StartEvent { get; init; }

    public required Limit Limit { get; init; }

    /// <summary>The counting rules H-01 to H-08 that the limit follows.</summary>
    public IReadOnlyList<string> CountingRules { get; init; } = [];

    /// <summary>Remark on the counting for rule editors (English).</summary>
    public string? CountingRemark { get; init; }

    /// <summary>Whether the earliest reading is the alarm (law S-3).</summary>
    public bool ConservativeDue { get; init; }

    /// <summary>Warnings before the limit. Project settings, not law.</summary>
    public IReadOnlyList<AlarmSetting> Alarms { get; init; } = [];

    /// <summary>Conditions and rule ids.</summary>
    public IReadOnlyList<LocalText> Exceptions { get; init; } = [];

    public LocalText? ConsequenceIfMissed { get; init; }

    /// <summary>Role keys, the one who carries the duty first.</summary>
    public IReadOnlyList<string> ResponsibleRoles { get; init; } = [];

    public string? ResponsibleRemark { get; init; }

    public IReadOnlyList<string> Escalation { get; init; } = [];

    public IReadOnlyList<string> SourceUrls { get; init; } = [];

    public DateOnly? SourceSeenOn { get; init; }

    public string? VerifiedBy { get; init; }

    public DateOnly? VerifiedOn { get; init; }

    /// <summary>First day the version applies; null when the start is not settled and the version is the oldest known.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day the version applies; null while it is current.</summary>
    public DateOnly? ValidTo { get; init; }

    public required Grade Evidence { get; init; }

    public required Grade Confidence { get; init; }

    public required Ship Ship { get; init; }

    /// <summary>The flag that keeps the rule off, or that switches it to a new wording.</summary>
    public string? Flag { get; init; }

    /// <summary>What to check first in the official text.</summary>
    public LocalText? Verify { get; init; }

    /// <summary>Remark for those who edit or apply the rule.</summary>
    public LocalText? Note { get; init; }

    /// <summary>Set for the rows C-01 to C-35.</summary>
    public OffenceFacts? Offence { get; init; }

    /// <summary>Set for the rows E-02-NN.</summary>
    public DsaFacts? Dsa { get; init; }

    /// <summary>Set for goals that follow a rule of law: that rule's id.</summary>
    public string? Serves { get; init; }

    /// <summary>Whether the goal is promised to the user on screen.</summary>
    public bool Shown { get; init; }

    /// <summary>Whether a user may see the rule: shipped with or without a label.</summary>
    public bool IsShown => Ship is Ship.On or Ship.OnLabelled;

    /// <summary>Whether a clock may be started: the rule is shown and has a limit or asks for action at once.</summary>
    public bool CanStartClock => IsShown && Limit.Kind is not LimitKind.None;

    /// <summary>Whether a named person has verified it.</summary>
    public bool IsVerified => Status == RuleStatus.Verified;

    /// <summary>Whether the label "under verifikation" must stand beside it.</summary>
    public bool NeedsLabel => !IsVerified && Ship == Ship.OnLabelled;

    internal bool AppliesOn(DateOnly day) => (ValidFrom is null || day >= ValidFrom) && (ValidTo is null || day <= ValidTo);
}
