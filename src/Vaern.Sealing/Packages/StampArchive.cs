using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Packages;

/// <summary>
/// The certificates behind all stamps of a package, so that the chain of each can be checked years later. Only stamps that verify
/// against a trusted root get in.
/// </summary>
internal sealed class StampArchive(PackageSeal seal)
{
    private readonly Dictionary<string, X509Certificate2> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, X509Certificate2> _others = new(StringComparer.Ordinal);
    private readonly TimestampCheck _check = new(seal.TrustedTimestampRoots, seal.TimestampIntermediates);

    /// <summary>Takes up the chain of a stamp.</summary>
    /// <returns>Why the stamp does not hold; otherwise how people are told of it.</returns>
    internal (string? Fault, string Shown) Add(ReadOnlyMemory<byte> encoded, string sha256)
    {
        var (response, unreadable) = TimestampResponse.Read(encoded);
        if (response is null) return (unreadable, "");
        var (fault, chain) = _check.Check(response, sha256);
        if (fault is not null) return (fault, "");
        Add(chain);
        return (null, $"{chain[0].GetNameInfo(X509NameType.SimpleName, forIssuer: false)}, {PackageTimes.ForPeople(response.Time)}");
    }

    internal void Add(IReadOnlyList<X509Certificate2> chain)
    {
        if (chain.Count == 0) return;
        _roots[chain[^1].Thumbprint] = chain[^1];
        foreach (var certificate in chain.SkipLast(1)) _others[certificate.Thumbprint] = certificate;
    }

    /// <summary>Every certificate behind a stamp of the package.</summary>
    internal IEnumerable<X509Certificate2> Certificates => _others.Values.Concat(_roots.Values);

    internal IEnumerable<PackageFile> Files()
    {
        if (_roots.Count == 0) yield break;
        yield return PackageFile.Of("seal/certs/tsa-root.pem", CertificatePem.Write(InOrder(_roots)));
        if (_others.Count > 0) yield return PackageFile.Of("seal/certs/tsa-chain.pem", CertificatePem.Write(InOrder(_others)));
    }

    private static IEnumerable<X509Certificate2> InOrder(Dictionary<string, X509Certificate2> certificates) =>
        certificates.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value);
}
