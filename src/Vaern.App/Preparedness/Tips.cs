namespace Vaern.App.Preparedness;

public readonly record struct TipId(Guid Value);

public readonly record struct IssueId(Guid Value);

/// <summary>What somebody heard. <paramref name="Text"/> is masked before it is stored.</summary>
/// <param name="Danger">The sender says that it is a threat to somebody: the alert goes out at once.</param>
/// <param name="Drill">Part of an exercise: leaves no message outside the room and counts in no figure.</param>
/// <param name="RingBack">Somebody rang a member of staff, who rings the answer back; nobody's number is kept.</param>
public sealed record NewTip(string Text, bool Danger, bool Drill = false, bool RingBack = false)
{
    public const int TextLimit = 2_000;
}

/// <summary>What the sender gets, once.</summary>
/// <param name="Words">Six words for somebody without login; null for staff, who find the answer under their own tips.</param>
public sealed record TipReceipt(TipId Tip, string Number, string? Words);

/// <summary>A tip as the team sees it: a text without persons.</summary>
/// <param name="State">new, proposed (placed by likeness), placed (by a person) or closed.</param>
public sealed record Tip(
    TipId Id, string Number, DateTimeOffset ReceivedAt, string Source, bool Danger, bool Drill, bool Masked, string Text, string State, Guid Group, IssueId? Issue, DateTimeOffset? PoliceAt, string? Why, bool RingBack, int Version);

/// <summary>What an asker was answered.</summary>
/// <param name="Correction">True when an earlier answer to the same person was wrong.</param>
public sealed record TipAnswer(int Version, DateTimeOffset SentAt, bool Correction, LineBody Line);

/// <summary>An asker's own view: what was written, where it stands, what was answered.</summary>
/// <param name="Level">Level of the issue when it was assessed; null before.</param>
/// <param name="ReviewAt">When somebody looks again, where nothing is done now.</param>
public sealed record AskedTip(string Number, DateTimeOffset ReceivedAt, string Text, string State, int? Level, DateTimeOffset? ReviewAt, IReadOnlyList<TipAnswer> Answers);

/// <summary>The municipality's answer: what is known, what is not known, where to ask.</summary>
public sealed record LineBody(string Known, string NotKnown, string Ask)
{
    public const int PartLimit = 1_500;
}
