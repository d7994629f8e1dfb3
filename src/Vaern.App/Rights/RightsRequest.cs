namespace Vaern.App.Rights;

/// <summary>What somebody asks, in their own words, and who they say they are. Sealed under the request's own key.</summary>
/// <param name="Name">Of the person whose data is asked for.</param>
/// <param name="Contact">Telephone or e-mail under which something may be kept.</param>
/// <param name="Parent">The name of the parent who asks for the child; null when somebody asks for themselves.</param>
public sealed record RightsBody(string Name, DateOnly? Born, string? Contact, string? Parent, string Text);

/// <summary>A request as those who answer it see it.</summary>
/// <param name="Kind">access, rectify, erase or object.</param>
/// <param name="Asker">self or parent.</param>
/// <param name="State">new, open (searched), answered, contested, decided or refused.</param>
/// <param name="DueOn">The day the law gives (F-07).</param>
/// <param name="Identity">unknown, asked or known.</param>
public sealed record RightsRequest(
    Guid Id, string Number, string Kind, string Asker, string State, RightsBody Body, DateTimeOffset ReceivedAt, DateOnly DueOn, DateOnly? ExtendedTo, string? Extension, int RuleVersion,
    string Identity, string? IdentityNote, DateTimeOffset? AnsweredAt, string? AnsweredBy, string? AnswerSha256, string? Decision, DateTimeOffset? DecidedAt, bool IsLate, int Version)
{
    public DateOnly Due => ExtendedTo ?? DueOn;

    public bool IsOpen => State is "new" or "open";
}

/// <summary>A line of the list: no name, no words.</summary>
public sealed record RightsLine(Guid Id, string Number, string Kind, string State, DateTimeOffset ReceivedAt, DateOnly Due, string Identity, bool IsLate);

/// <summary>Where the person was found.</summary>
/// <param name="Weak">Only the name fits: somebody must judge whether it is this person.</param>
/// <param name="Decision">open, include, withhold (reason and rule) or other-person.</param>
public sealed record RightsHit(
    Guid Id, string Room, string Label, UnitId Unit, Guid? CaseId, Guid? ReportId, string Subject, bool Weak, string Decision, string? Reason, string? Rule, string? DecidedBy, DateTimeOffset? DecidedAt);

/// <summary>A search that was made for a request.</summary>
public sealed record RightsSearch(DateTimeOffset At, string By, string Reason, IReadOnlyList<string> Kinds, int Hits);

/// <summary>What the person said of the answer.</summary>
public sealed record RightsStatement(Guid Id, string? Label, string Text, DateTimeOffset At);

/// <summary>A request with everything that was done about it.</summary>
public sealed record RightsFile(RightsRequest Request, IReadOnlyList<RightsSearch> Searches, IReadOnlyList<RightsHit> Hits, IReadOnlyList<RightsStatement> Statements);
