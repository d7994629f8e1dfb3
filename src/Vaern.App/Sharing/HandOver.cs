using System.Security.Cryptography;
using System.Text;

namespace Vaern.App.Sharing;

/// <summary>One file or record of a hand-over. <paramref name="Sha256"/> is null for a record without a file.</summary>
public sealed record HandOverPart(string Label, string Name, string? Sha256, long? Size);

/// <summary>What is handed over to whom and why, as it was asked for. Sealed under the case's key.</summary>
/// <param name="LeftOut">What of the case is not in it.</param>
public sealed record HandOverBody(string Recipient, string Purpose, IReadOnlyList<HandOverPart> Parts, IReadOnlyList<string> LeftOut, string? Decision = null, string? Receipt = null, string? Recall = null)
{
    /// <summary>
    /// What is approved, in the form of <c>sha256sum</c>: the hash, two spaces, the label. Its own SHA-256 stands on the page where it is asked for, on the page
    /// where it is approved, and is compared with the finished package.
    /// </summary>
    public string Payload => string.Concat(Parts.Select(part => $"{part.Sha256 ?? new string('0', 64)}  {part.Label}\n"));

    public string PayloadSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Payload)));
}

/// <summary>A hand-over as people see it. <paramref name="State"/> is waiting, approved, refused, received or recalled.</summary>
/// <param name="Package">The number of the package once it is approved, and whether it is ready.</param>
/// <param name="MayDecide">True for somebody other than the one who asked, while it waits.</param>
public sealed record HandOver(
    Guid Id, string Kind, string RuleId, int RuleVersion, HandOverBody Body, string PayloadSha256, string State, string AskedBy, DateTimeOffset AskedAt, string? DecidedBy, DateTimeOffset? DecidedAt,
    Guid? PackageId, string? Package, string? PackageState, string? PackageSha256, string? PackageError, DateTimeOffset? ReceivedAt, DateTimeOffset? RecalledAt, bool MayDecide, int Version);
