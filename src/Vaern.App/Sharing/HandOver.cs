using System.Security.Cryptography;
using System.Text;
using Vaern.App.Cases;

namespace Vaern.App.Sharing;

/// <summary>One file or record of a hand-over. <paramref name="Sha256"/> is null for a record without a file.</summary>
public sealed record HandOverPart(string Label, string Name, string? Sha256, long? Size);

/// <summary>A word that somebody found to belong to a person who is hidden, such as a nickname in a picture's text.</summary>
public sealed record HiddenWord(string Word, string Alias);

/// <summary>What somebody chose to hand over, and why it is necessary.</summary>
/// <param name="About">Parties whom it is about: they stand by name.</param>
/// <param name="Entries">Entries of the chronology.</param>
/// <param name="Labels">Evidence and records, such as <c>B-001</c>.</param>
/// <param name="Plan">True takes the action plan along.</param>
/// <param name="Necessity">Why the recipient needs this and no less.</param>
/// <param name="Consent">Who consented, when and how, where the ground is consent.</param>
public sealed record HandOverChoice(
    IReadOnlyList<Guid> About, IReadOnlyList<Guid> Entries, IReadOnlyList<string> Labels, bool Plan, string Necessity, string? Consent, IReadOnlyList<HiddenWord> Words)
{
    public static HandOverChoice Nothing { get; } = new([], [], [], false, "", null, []);
}

/// <summary>What is handed over to whom and why, as it was asked for. Sealed under the case's key.</summary>
/// <param name="LeftOut">What of the case is not in it because it was not found necessary.</param>
public sealed record HandOverBody(string Recipient, string Purpose, IReadOnlyList<HandOverPart> Parts, IReadOnlyList<string> LeftOut, string? Decision = null, string? Receipt = null, string? Recall = null)
{
    /// <summary>The label of the extract among the parts.</summary>
    public const string Extract = "U-001";

    public HandOverChoice Choice { get; init; } = HandOverChoice.Nothing;

    /// <summary>What a rule keeps back: marked as belonging to an investigation.</summary>
    public IReadOnlyList<string> Blocked { get; init; } = [];

    /// <summary>The aliases that a person has checked in the text that leaves.</summary>
    public IReadOnlyList<string> Checked { get; init; } = [];

    /// <summary>Why the ground was used for a recipient that it does not name.</summary>
    public string? Override { get; init; }

    /// <summary>The recipient's words on taking it or turning it down.</summary>
    public string? Answer { get; init; }

    /// <summary>Why the person concerned is told, told later, or not told.</summary>
    public string? Inform { get; init; }

    /// <summary>
    /// What is approved, in the form of <c>sha256sum</c>: the hash, two spaces, the label. Its own SHA-256 stands on the page where it is asked for, on the page
    /// where it is approved, and is compared with the finished package.
    /// </summary>
    public string Payload => string.Concat(Parts.Select(part => $"{part.Sha256 ?? new string('0', 64)}  {part.Label}\n"));

    public string PayloadSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Payload)));
}

/// <summary>A hand-over as people see it. <paramref name="State"/> is draft, waiting, approved, received, accepted, rejected or recalled.</summary>
/// <param name="Ground">A key of <see cref="Grounds"/>; null in a draft that has none yet.</param>
/// <param name="Number">P-, from when it is approved.</param>
/// <param name="ToUnit">The unit of the municipality that receives it; null for a recipient outside.</param>
/// <param name="Package">The number of the sealed package, where files or a reader outside make one.</param>
/// <param name="MayDecide">True for somebody other than the one who asked, while it waits.</param>
public sealed record HandOver(
    Guid Id, string Kind, string? Ground, string? RuleId, int? RuleVersion, HandOverBody Body, string? PayloadSha256, string State, string? Number, UnitId? ToUnit,
    AccountId Asker, string AskedBy, DateTimeOffset AskedAt, string? DecidedBy, DateTimeOffset? DecidedAt,
    Guid? PackageId, string? Package, string? PackageState, string? PackageSha256, string? PackageError, bool Overridden, bool WithoutStamp,
    string? ReceivedBy, DateTimeOffset? ReceivedAt, string? AnsweredBy, DateTimeOffset? AnsweredAt, DateTimeOffset? RecalledAt,
    string Inform, DateOnly? InformOn, DateTimeOffset? InformedAt, bool MayDecide, bool MayWrite, int Version)
{
    /// <summary>The files of a package of more than 4 GiB; none for a package that is one file.</summary>
    public IReadOnlyList<PackagePartView> Parts { get; init; } = [];

    /// <summary>The package has been asked for and is not there yet.</summary>
    public bool IsBeingMade => State == "approved" && PackageState == "waiting";

    /// <summary>It was approved, but the package could not be made: nothing has left.</summary>
    public bool HasFailed => State == "approved" && PackageState == "failed";
}
