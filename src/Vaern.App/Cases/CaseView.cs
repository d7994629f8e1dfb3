using Vaern.App.Casework;
using Vaern.App.Evidence;
using Vaern.App.Intake;
using Vaern.Rules;

namespace Vaern.App.Cases;

/// <summary>
/// A clock as people see it. <paramref name="Missed"/> stays true for ever once it was settled late; <paramref name="LateReason"/> says why, and
/// <paramref name="PromisedOn"/> when what it asks for will be there.
/// </summary>
public sealed record ClockView(
    Guid Id, Rule Rule, DateTimeOffset StartedAt, DateTimeOffset? DueAt, DateOnly? DueOn, DateTimeOffset? LatestAt, DateOnly? LatestOn, DateTimeOffset AlarmAt,
    string State, DateTimeOffset? SettledAt, DateTimeOffset? RecordedAt, string? SettledBy, string? Note, DateTimeOffset? CorrectedFrom, bool Missed, bool Verified, string? VerifiedBy, int Version,
    string? LateReason = null, DateOnly? PromisedOn = null)
{
    public bool Running => State == "running";
}

/// <summary>A line of the chronology. <paramref name="Author"/> is null for the reporter's own words.</summary>
public sealed record EntryView(Guid Id, string Kind, DateTimeOffset HappenedAt, DateTimeOffset RecordedAt, string? Author, string Text, Guid? Corrects);

/// <summary>Who looked at the case, and when: the last view of each person.</summary>
public sealed record SeenView(string Name, DateTimeOffset At);

/// <summary>A report that belongs to the case, with its mailbox.</summary>
public sealed record CaseReport(
    ReportId Id, string Number, string ReporterRole, bool HasContact, DateTimeOffset? IdentityReleasedAt, DateTimeOffset? WithdrawnAt, DateTimeOffset ReplyBy, DateTimeOffset? AnsweredAt,
    IReadOnlyList<ConversationMessage> Messages);

/// <summary>A package made of the case. <paramref name="State"/> is waiting, ready or failed.</summary>
public sealed record PackageView(Guid Id, string Number, string State, DateTimeOffset AskedAt, DateTimeOffset? ReadyAt, string? Sha256, string? Error)
{
    /// <summary>The files of a package of more than 4 GiB; none for a package that is one file.</summary>
    public IReadOnlyList<PackagePartView> Parts { get; init; } = [];
}

/// <summary>One file of a package that is several, counted from 1.</summary>
public sealed record PackagePartView(int Part, string Name, string Sha256, long Size);

/// <summary>Everything the case page shows, read in one transaction.</summary>
public sealed record CaseView(
    CaseId Id, string Number, string Title, UnitId Unit, string Track, string Category, bool Restricted, string State, AccountId Owner, string OwnerName, string RuleSet,
    DateTimeOffset OpenedAt, DateTimeOffset? EstablishedAt, string? EstablishedBy, DateTimeOffset? ClosedAt, string? Outcome, Closing? Closing, bool MayWrite, int Version,
    IReadOnlyList<ClockView> Clocks, IReadOnlyList<CaseTask> Tasks, IReadOnlyList<Party> Parties, IReadOnlyList<EntryView> Entries,
    IReadOnlyList<OrdinaryEvidence> Items, IReadOnlyList<RestrictedEvidence> Referrals, ActionPlan? Plan, IReadOnlyList<FollowUp> FollowUps,
    IReadOnlyList<CaseReport> Reports, IReadOnlyList<Participant> Participants, IReadOnlyList<SeenView> Seen, IReadOnlyList<PackageView> Packages, IReadOnlyList<string> MissingToClose,
    IReadOnlyList<CaseClassification> Classifications, IReadOnlyList<CaseAct> Acts, IReadOnlyList<RoomLink> Rooms, IReadOnlyList<FollowUpQuestion> Questions)
{
    /// <summary>Whether a parent is suspected, as last recorded (law B-12): then the duty is called before the parents, and no script for them is shown.</summary>
    public bool ParentSuspected => Acts.LastOrDefault(act => act.Kind == "parent-suspected")?.Body.Decision == "yes";

    /// <summary>What happened to telephones and other things outside the system, in the order in which it happened.</summary>
    public IReadOnlyList<CustodyNote> Custody { get; init; } = [];

    /// <summary>Where each such thing is now: the last note about it that is no correction.</summary>
    public IEnumerable<(string Label, CustodyNote Last)> Things =>
        Custody.SelectMany(note => note.Labels, (note, label) => (label, note)).Where(pair => ThingLabel.IsThing(pair.label) && pair.note.Kind != "correction")
            .GroupBy(pair => pair.label, StringComparer.Ordinal).OrderBy(pairs => pairs.Key.Length).ThenBy(pairs => pairs.Key, StringComparer.Ordinal).Select(pairs => (pairs.Key, pairs.Last().note));

    /// <summary>What the case was last classified as; null when nobody has.</summary>
    public CaseClassification? Classification => Classifications.Count > 0 ? Classifications[0] : null;

    /// <summary>Clocks that the classification offers and the case has none of yet; a person starts them.</summary>
    public IEnumerable<KeptRule> OfferedClocks => Classification?.Result.Clocks.Where(offered => Clocks.All(clock => clock.Rule.Id != offered.Id)) ?? [];
}
