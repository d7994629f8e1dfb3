namespace Vaern.App.Evidence;

/// <summary>What was decided about a locked file, by whom, and the number the police gave.</summary>
public sealed record QuarantineDecision(string By, DateTimeOffset At, string Reason, string PoliceReference);

/// <summary>A file that was locked because it may show something sexual with somebody under 18. Nobody is shown it, whatever is decided.</summary>
/// <param name="Attachment">The file of a report, when it came with one.</param>
/// <param name="Item">The evidence it was kept as, such as <c>B-001</c>; null for a file that never became evidence.</param>
/// <param name="Referral">The record that stands in its place in the case, such as <c>H-001</c>; null until there is a case.</param>
/// <param name="MaySettle">True for somebody other than the one who marked it, while its key exists.</param>
public sealed record Quarantine(
    Guid Id, Guid? Attachment, string? Item, string? Referral, string MarkedBy, DateTimeOffset MarkedAt, string? Note,
    QuarantineDecision? HandedOver, QuarantineDecision? Destroyed, bool MaySettle);

/// <summary>The sealed words of a quarantine's row.</summary>
internal sealed record QuarantineBody(string? Note, QuarantineBody.Decision? HandedOver, QuarantineBody.Decision? Destroyed)
{
    internal sealed record Decision(string Reason, string PoliceReference);
}
