namespace Vaern.App.Concerns;

/// <summary>A person in a concern, with the role in this incident.</summary>
/// <param name="Called">A name, or what the child is called where no name is known, such as a profile name.</param>
public sealed record ConcernPerson(string Called, string? Place);

/// <summary>
/// What somebody in public service knows or has reason to assume about a child (law D-01). Here names may be written: this is the duty's room.
/// </summary>
/// <param name="Id">Chosen by the form, so that pressing twice sends one.</param>
/// <param name="From">The number of what it comes from in the sender's own room (<c>O-2026-031</c>); that room is told nothing.</param>
/// <param name="Known">What the sender knows, and how.</param>
/// <param name="Reason">Why it is a ground to notify.</param>
/// <param name="Wish">The child's own wish, word for word; null when the child was not spoken with.</param>
/// <param name="KnownAt">When the sender learned it; the duty to notify counts from there.</param>
/// <param name="ActAt">When the act happened or was first threatened; starts the watch on the 72 hours where it may be punishable .</param>
/// <param name="Restricted">It is about something sexual with somebody who may be under 18: the case takes words alone.</param>
/// <param name="Danger">The child may be in danger now.</param>
public sealed record NewConcern(
    Guid Id, string? From, ConcernPerson? Child, string Category, string Known, string Reason, string? Wish, DateTimeOffset? KnownAt, DateTimeOffset? ActAt, bool Restricted, string? Platform, bool Danger);

/// <summary>An attempt to reach somebody on duty.</summary>
/// <param name="Outcome">reached, failed or not-set-up.</param>
public sealed record ConcernAttempt(AccountId Account, int Place, string Channel, DateTimeOffset At, string Outcome);

/// <summary>A concern as its sender may see it: that it is there, who was called, who took it. Not what it says, once it is sent.</summary>
public sealed record SentConcern(
    Guid Id, string Number, UnitId Unit, DateTimeOffset SentAt, DateTimeOffset? AcceptedAt, AccountId? AcceptedBy, DateTimeOffset? EscalatedAt, IReadOnlyList<ConcernAttempt> Attempts)
{
    /// <summary>Nobody could be called: the sender is told to ring.</summary>
    public bool Unreached => AcceptedAt is null && Attempts.Count > 0 && Attempts.All(attempt => attempt.Outcome != "reached");
}
