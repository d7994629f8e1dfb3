using Vaern.Sealing.Custody;

namespace Vaern.Sealing.Packages;

/// <summary>Who receives a package. Addresses of referred material go to the police and AnmeldDet only.</summary>
public enum RecipientKind { Police, AnmeldDet, OtherAuthority, Affected, Internal }

/// <summary>The municipality that hands the package out.</summary>
/// <param name="Contact">Function mailbox, never a person's.</param>
public sealed record PackageSender(string Name, string Cvr, string Address, string Contact);

/// <summary>Who gets the package, for what and on what legal ground.</summary>
public sealed record PackageRecipient(RecipientKind Kind, string Name, string Purpose, string LegalBasis);

/// <summary>What the package is about.</summary>
/// <param name="CaseNumber">Short case number, <c>F-2026-0147</c>.</param>
/// <param name="ExportId">UUIDv7 of this export.</param>
/// <param name="Sequence">Number of this export within the case, from 1.</param>
/// <param name="Description">One neutral line without names.</param>
/// <param name="At">Time of the export: stands on every entry, in the report and as bagging date.</param>
/// <param name="Software">Name and version, <c>Værn 1.0.0</c>.</param>
public sealed record PackageCase(
    string CaseNumber, Guid ExportId, int Sequence, PackageSender Sender, PackageRecipient Recipient, string Description, DateTimeOffset At, string Software)
{
    /// <summary>Which part of a split export this is, from 1.</summary>
    public int Part { get; init; } = 1;

    /// <summary>How many parts the export has.</summary>
    public int Parts { get; init; } = 1;
}

/// <summary>Everything that goes into a package.</summary>
public sealed record PackageRequest
{
    public required PackageCase Case { get; init; }

    /// <summary>Items in the order of their numbers.</summary>
    public required IReadOnlyList<PackageItem> Items { get; init; }

    /// <summary>Referrals: what exists but is not stored.</summary>
    public IReadOnlyList<PackageReferral> Referrals { get; init; } = [];

    /// <summary>The whole custody stream from event 0, each line with its line feed. Read more than once.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> CustodyLines { get; init; }

    /// <summary>Stamps over events of the stream. The export adds one over the last event.</summary>
    public IReadOnlyList<CustodyCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>Items that were left out, each with the reason: <c>B-004: …</c>. Stands in the report.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
