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
    private readonly ConcurrentDictionary<string, KnownSigner> _known = new(StringComparer.Ordinal);

    /// <summary>Checks one stamp against the SHA-256 (64 hex digits) that it should cover.</summary>
    /// <returns>What is wrong, or null.</returns>
    public string? Fault(TimestampResponse response, string sha256) => Check(response, sha256).Fault;

    /// <summary>Reads a response and checks it. Stamps by a certificate that was met before are checked in a fraction of the time.</summary>
    /// <returns>The stamp's time, or what is wrong.</returns>
    internal (DateTimeOffset? Time, string? Fault) Check(ReadOnlyMemory<byte> encoded, string sha256)
    {
        var hash = Convert.FromHexString(sha256);
        foreach (var signer in _known.Values)
            if (signer.TimeOf(encoded, hash) is { } time) return (time, null);
        var (response, fault) = TimestampResponse.Read(encoded);
        fault ??= Fault(response!, sha256);
        return (fault is null ? response!.Time : null, fault);
    }

    /// <summary>The same, with the chain of certificates, signer first and root last, when nothing is wrong.</summary>
    public (string? Fault, IReadOnlyList<X509Certificate2> Chain) Check(TimestampResponse response, string sha256)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.Imprint != sha256) return ("the stamp is for something else (message imprint mismatch)", []);
        try
        {
            if (!response.Token.VerifySignatureForHash(Convert.FromHexString(sha256), HashAlgorithmName.SHA256, out var signer, extra))
                return ("the signature of the stamp does not hold, or its certificate is missing", []);
            if (ChainFault(signer, response) is { } fault) return (fault, []);
            var chain = _chains[signer.Thumbprint];
            _known.GetOrAdd(signer.Thumbprint, _ => new KnownSigner(signer, chain));
            return (null, chain.Certificates);
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
