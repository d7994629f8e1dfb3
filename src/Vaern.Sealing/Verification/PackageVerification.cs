using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Verification;

/// <summary>The roots that a receiver trusts. What is null is taken from the package itself, and then a forger of the whole package would pass.</summary>
public sealed record VerificationRoots(X509Certificate2Collection? Timestamps, X509Certificate2Collection? Signer)
{
    /// <summary>Nothing from outside.</summary>
    public static VerificationRoots FromPackage { get; } = new(null, null);
}

/// <summary>One check and its answer.</summary>
/// <param name="Code">Stable name: <c>zip names files manifest hashes oxum seal stamp signature custody checkpoint item item-stamp referral revocation roots</c>.</param>
/// <param name="Text">What was checked, or what is wrong.</param>
public sealed record VerificationCheck(string Code, bool Holds, string Text);

/// <summary>The answer over a whole package.</summary>
/// <param name="Hashes">SHA-256 of every file by its path below the top folder, as far as they were read.</param>
/// <param name="RootsAreIndependent">False when a root was taken from the package.</param>
public sealed record PackageVerification(
    IReadOnlyList<VerificationCheck> Checks, IReadOnlyDictionary<string, string> Hashes, bool RootsAreIndependent)
{
    internal const string SealCode = "seal";

    /// <summary>Every check holds.</summary>
    public bool IsOk => Checks.Count > 0 && Checks.All(c => c.Holds);

    /// <summary>Everything holds but the seal: the package is marked as not stamped and no claim is made that could fail.</summary>
    public bool IsIntactButUnsealed => !IsOk && Checks.Where(c => !c.Holds).All(c => c.Code == SealCode);

    /// <summary>The first thing that is wrong, or null.</summary>
    public string? Reason => Checks.FirstOrDefault(c => !c.Holds)?.Text;
}
