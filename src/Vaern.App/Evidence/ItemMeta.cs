namespace Vaern.App.Evidence;

/// <summary>
/// What is known of a piece of ordinary evidence, as statements: who handed it in, what it shows, when it was seen and on whose word
/// (evidence format §5.4). <paramref name="KnownChanges"/> and <paramref name="Gaps"/> say "none stated" when nothing was said.
/// <paramref name="Sha256Browser"/> is the hash that the sender's browser took, which was that of what arrived; null where it took none.
/// </summary>
public sealed record ItemMeta(
    string Name, string? DeclaredType, string Kind, string? Description, string? Url, string? Platform, string? Account, DateTimeOffset? ObservedAt, string ObservedAtBasis,
    DateTimeOffset? PostedAt, string Method, string? Device, string ByRole, string HandedInBy, DateTimeOffset HandedInAt, string Channel, string KnownChanges, string Gaps, string? Sha256Browser = null);

/// <summary>Ordinary evidence: a file with its hash, or a description where what was seen is gone.</summary>
/// <param name="CopyOf">The label of the evidence that this is a redacted copy of, such as <c>B-001</c>; null for what was handed in.</param>
public sealed record OrdinaryEvidence(
    Guid Id, string Label, ItemMeta Meta, string? DetectedType, long? Size, string? Sha256, string State, DateTimeOffset ReceivedAt, Guid? Blob, int Version, string? CopyOf = null);

/// <summary>
/// A record of something that must never be stored: where it is said to be, who has seen it, where the device is (S-1). There is no
/// member here that holds or leads to bytes, a fingerprint or a file name, and a test keeps it so.
/// </summary>
public sealed record RestrictedEvidence(
    Guid Id, string Label, string? Description, string? Platform, string? Account, IReadOnlyList<string> Urls, DateTimeOffset? ObservedAt, string? SeenBy,
    string? DeviceHolder, string? DevicePlace, string? DeviceState, string? PoliceReference, DateTimeOffset RecordedAt, int Version);
