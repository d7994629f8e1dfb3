using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;

namespace Vaern.Sealing.Timestamps;

/// <summary>
/// Checks stamps as a stranger would: imprint, signature by the token's certificate, usage <c>timeStamping</c> (critical and
/// alone, RFC 3161 §2.3), chain to one of the given roots at the stamp's own time. A certificate that has expired since is
/// therefore no fault; one that had expired when it stamped is. Chains are built once a certificate. Thread-safe.
/// </summary>
/// <param name="roots">The roots that are trusted, and nothing else.</param>
/// <param name="extra">Further certificates that may stand between.</param>
public sealed class TimestampCheck(X509Certificate2Collection roots, X509Certificate2Collection extra)
{
    private readonly ConcurrentDictionary<string, BuiltChain> _chains = new(StringComparer.Ordinal);

    /// <summary>Checks one stamp against the SHA-256 (64 hex digits) that it should cover.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Fault(TimestampResponse response, string sha256) => Check(response, sha256).Fault;

    /// <summary>The same, with the chain of certificates, signer first and root last, when nothing is wrong.</summary>
    public (string? Fault, IReadOnlyList<X509Certificate2> Chain) Check(TimestampResponse response, string sha256)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.Imprint != sha256) return ("the stamp is for something else (message imprint mismatch)", []);
        try
        {
            if (!response.Token.VerifySignatureForHash(Convert.FromHexString(sha256), HashAlgorithmName.SHA256, out var signer, extra))
                return ("the signature of the stamp does not hold, or its certificate is missing", []);
            var fault = ChainFault(signer, response);
            return (fault, fault is null ? _chains[signer.Thumbprint].Certificates : []);
        }
        catch (CryptographicException)
        {
            return ("the stamp cannot be checked", []);
        }
    }

    private string? ChainFault(X509Certificate2 signer, TimestampResponse response)
    {
        if (_chains.TryGetValue(signer.Thumbprint, out var known) && known.Covers(response.Time)) return null;
        if (UsageFault(signer) is { } usage) return usage;
        var (chain, fault) = TrustChain.Build(signer, roots, [.. extra, .. response.Certificates], response.Time, TrustChain.TimeStampingUsage);
        if (chain is not null) _chains[signer.Thumbprint] = chain;
        return fault;
    }

    private static string? UsageFault(X509Certificate2 signer)
    {
        var usage = signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        return usage is { Critical: true, EnhancedKeyUsages: [{ Value: TrustChain.TimeStampingUsage }] }
            ? null
            : "the certificate may not be used for time stamps alone (critical usage timeStamping)";
    }
}
