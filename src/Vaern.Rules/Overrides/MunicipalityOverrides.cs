using System.Text.Json;

namespace Vaern.Rules;

/// <summary>
/// What a municipality sets itself without touching the program: its contacts, its closed days, its own targets and alarms, and
/// flags that a named person has switched on. It cannot loosen a statutory limit.
/// </summary>
public sealed record MunicipalityOverrides
{
    /// <summary>Contacts that replace those with the same id, or are added.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>Closed days in the forms that <see cref="ClosedDays.Parse"/> reads; notes beside a statutory limit.</summary>
    public IReadOnlyList<string> ClosedDays { get; init; } = [];

    /// <summary>Targets: another limit for a goal, or a stricter local target beside a limit in law.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];

    /// <summary>Other alarms for a rule; alarms are settings, never law.</summary>
    public IReadOnlyList<AlarmOverride> Alarms { get; init; } = [];

    /// <summary>Goals of the municipality's own; ids begin with <c>LOCAL-</c>.</summary>
    public IReadOnlyList<Rule> Goals { get; init; } = [];

    /// <summary>Flags switched on because their condition is met.</summary>
    public IReadOnlyList<FlagSwitch> Flags { get; init; } = [];

    /// <summary>Reads the JSON a municipality keeps; unknown members are refused.</summary>
    /// <returns>The overrides, or <c>overrides.unreadable</c> with the place of the fault.</returns>
    public static RulesResult<MunicipalityOverrides> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<MunicipalityOverrides>(json, RuleFiles.Json) is { } read ? read : Unreadable("$");
        }
        catch (Exception fault) when (RuleFiles.IsUnreadable(fault))
        {
            return Unreadable((fault as JsonException)?.Path ?? "$");
        }
    }

    /// <summary>The JSON that <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RuleFiles.Json);

    private static RulesError Unreadable(string path) => new(
        "overrides.unreadable",
        new($"Kommunens indstillinger kan ikke læses ved {path}.", $"The municipality's settings cannot be read at {path}."));
}

/// <summary>
/// A target of the municipality's own. Each one is a further version of the goal, so a list of them is its history; the last one whose
/// day has come applies.
/// </summary>
/// <param name="Rule">A goal, or a rule of law that the target is to be stricter than.</param>
/// <param name="From">First day; null applies to every start event.</param>
/// <param name="Withdrawn">Ends a local target beside a limit in law.</param>
public sealed record Target(string Rule, Limit Limit, DateOnly? From = null, bool Withdrawn = false);

/// <summary>Alarms that replace a rule's.</summary>
public sealed record AlarmOverride(string Rule, IReadOnlyList<AlarmSetting> Alarms);

/// <summary>A flag switched on by a named person who has seen that its condition is met.</summary>
public sealed record FlagSwitch(string Flag, string SwitchedOnBy, DateOnly SwitchedOnOn);

/// <summary>A rule version that a named person has compared with the official text.</summary>
public sealed record Verification(string Rule, int Version, string VerifiedBy, DateOnly VerifiedOn);
