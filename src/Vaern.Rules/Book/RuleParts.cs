using System.Globalization;
using System.Text.Json.Serialization;

namespace Vaern.Rules;

/// <summary>Law, or a goal that the project sets itself.</summary>
public enum RuleKind { Law, Goal }

/// <summary>Where a version stands. Verified needs a named person and a date.</summary>
public enum RuleStatus { Draft, Verified, Superseded }

/// <summary>Whether users see the rule.</summary>
public enum Ship
{
    /// <summary>Shown with source and date.</summary>
    On,

    /// <summary>Shown with the label "under verifikation".</summary>
    OnLabelled,

    /// <summary>Disabled until the condition of its flag is met.</summary>
    Off,

    /// <summary>Never shown; kept so that nobody adds it again.</summary>
    Excluded,
}

/// <summary>A letter and a remark. Evidence: S source seen, G guidance or preparatory work, M memory. Confidence: H, M, L.</summary>
/// <param name="Letter">S, G, M for evidence; H, M, L for confidence.</param>
/// <param name="Remark">What the letter does not say, for rule editors (English).</param>
public sealed record Grade([property: JsonPropertyName("grade")] string Letter, string? Remark = null);

/// <summary>Where the rule stands. <paramref name="Text"/> is always filled; the other parts where they could be told apart.</summary>
public sealed record LegalSource(string Text, string? Act = null, string? Section = null, string? ActNo = null, string? Consolidation = null, string? AmendedBy = null, string? TextDa = null)
{
    /// <summary>The whole source in a reader's language.</summary>
    public string In(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en" ? Text : TextDa ?? Text;

    /// <summary>Act and section in a reader's language; the whole source when they are not told apart.</summary>
    public string ShortIn(CultureInfo culture) => Act is null ? In(culture) : culture.TwoLetterISOLanguageName == "en" ? Short : Danish(Short);

    /// <summary>Act and section ("undervisningsmiljøloven § 1 c"), or the whole text when they are not told apart.</summary>
    [JsonIgnore]
    public string Short => (Act, Section) switch
    {
        (null, _) => Text,
        (_, null) => Act,
        _ => $"{Act} {Section}",
    };

    private static string Danish(string source) => source.Replace("Reg. (EU)", "Forordning (EU)", StringComparison.Ordinal)
        .Replace(" as amended by the Digital Omnibus", " som ændret ved den digitale omnibus", StringComparison.Ordinal).Replace(" and ", " og ", StringComparison.Ordinal);
}

/// <summary>What an offence row adds. The maximum is the ordinary statutory one, never an expected sentence.</summary>
public sealed record OffenceFacts(
    string Section,
    LocalText? MaxPenalty = null,
    string? Prosecution = null,
    [property: JsonPropertyName("affected_under_15")] LocalText? AffectedUnder15 = null,
    [property: JsonPropertyName("affected_15_to_17")] LocalText? Affected15To17 = null,
    [property: JsonPropertyName("affected_18_plus")] LocalText? Affected18Plus = null);

/// <summary>What a DSA row adds: the article and what the platform uses it for.</summary>
public sealed record DsaFacts(int Article, LocalText Use);

/// <summary>Whether and how a rule limits time.</summary>
public enum LimitKind
{
    /// <summary>No limit is counted.</summary>
    None,

    /// <summary>The act is owed at once; there is no due moment, only alarms.</summary>
    AtOnce,

    /// <summary>A number of units.</summary>
    Period,
}

/// <summary>What is counted. Law uses hours to years; minutes and working hours exist for goals alone.</summary>
public enum PeriodUnit { Minutes, Hours, WorkingHours, CalendarDays, WorkingDays, Hverdage, Weeks, Months, Years }

/// <summary>A limit, for example 10 working days.</summary>
/// <param name="Kind">Which shape the limit has.</param>
/// <param name="Value">Number of units; null unless the kind is a period.</param>
/// <param name="Unit">What is counted; null unless the kind is a period.</param>
/// <param name="At">Goals in working days only: the Danish time of day at which the last day ends.</param>
/// <param name="AtStartTime">Goals in working days only: the last day ends at the time of day of the start.</param>
public sealed record Limit(LimitKind Kind, int? Value = null, PeriodUnit? Unit = null, TimeOnly? At = null, bool AtStartTime = false)
{
    /// <summary>Whether the due moment is an instant and not a day.</summary>
    [JsonIgnore]
    public bool IsInstant => Unit is PeriodUnit.Minutes or PeriodUnit.Hours or PeriodUnit.WorkingHours || At is not null || AtStartTime;
}

/// <summary>Where an alarm is counted from.</summary>
public enum AlarmAnchor { BeforeDue, AfterStart, SameDay }

/// <summary>A warning that the project sets; not law.</summary>
public sealed record AlarmSetting(AlarmAnchor Anchor, int? Value = null, PeriodUnit? Unit = null);
