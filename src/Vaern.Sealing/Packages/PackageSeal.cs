using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Packages;

/// <summary>What a package without a full seal means.</summary>
public enum SealPolicy
{
    /// <summary>No stamp or no signature: no package.</summary>
    Required,

    /// <summary>The package is made, marked red on every page and <c>Vaern-Seal: not-stamped</c>; its verification fails.</summary>
    MarkWhenMissing,
}

/// <summary>Means of sealing. Without services or signer only an unsealed, marked package can be made.</summary>
public sealed record PackageSeal(SealPolicy Policy, PackageSigner? Signer, TimestampClient? Timestamps)
{
    /// <summary>Stamps over the tag manifest when that many services answer.</summary>
    public int WantedStamps { get; init; } = 2;

    /// <summary>Roots of services that are no longer asked, but whose stamps older items carry.</summary>
    public X509Certificate2Collection FormerTimestampRoots { get; init; } = [];

    /// <summary>Where revocation lists and answers come from; null leaves them out of the package.</summary>
    public IRevocationLists? RevocationLists { get; init; }

    internal X509Certificate2Collection TrustedTimestampRoots =>
        [.. FormerTimestampRoots, .. Timestamps?.Authorities.SelectMany(a => a.Roots) ?? []];

    internal X509Certificate2Collection TimestampIntermediates => [.. Timestamps?.Authorities.SelectMany(a => a.Intermediates) ?? []];
}

/// <summary>Boundary to the program that makes tagged PDF from HTML.</summary>
public interface IPdfRenderer
{
    /// <returns>The PDF, or null when the renderer is missing or failed; the package then holds the HTML alone.</returns>
    Task<byte[]?> RenderAsync(string html, CancellationToken cancellationToken);
}

/// <summary>What came of an export.</summary>
/// <param name="Faults">Why there is no package; empty when there is one.</param>
/// <param name="Notes">What the sender should know: services that failed, why the package is not stamped, a missing PDF.</param>
public sealed record PackageOutcome(WrittenPackage? Package, IReadOnlyList<string> Faults, IReadOnlyList<string> Notes);

/// <summary>A finished package. Its bytes are in the stream that was given; it was read again and verified before this was returned.</summary>
/// <param name="FileName"><c>bevispakke_F-2026-0147_01.zip</c>.</param>
/// <param name="Sha256">SHA-256 of the ZIP, for the covering letter and the custody event <c>exported</c>.</param>
/// <param name="IsSealed">False: marked and not to be relied on.</param>
/// <param name="SealedAt">Time of the first stamp over the tag manifest.</param>
/// <param name="Files">Path and SHA-256 of every file under the top folder.</param>
public sealed record WrittenPackage(
    string FileName, string Sha256, long Length, bool IsSealed, DateTimeOffset? SealedAt, IReadOnlyList<(string Path, string Sha256)> Files)
{
    /// <summary>When the first certificate behind the stamps over the tag manifest ends: by then the package must be stamped anew.</summary>
    public DateTimeOffset? StampsEnd { get; init; }
}
