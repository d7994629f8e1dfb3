using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>A chain that was built to a trusted root, and the time span in which every certificate of it is valid.</summary>
internal sealed record BuiltChain(IReadOnlyList<X509Certificate2> Certificates, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    internal X509Certificate2 Root => Certificates[^1];

    internal bool Covers(DateTimeOffset at) => at >= NotBefore && at <= NotAfter;
}

/// <summary>Builds certificate chains to given roots only: no system store, no network, at a time that the caller names.</summary>
internal static class TrustChain
{
    internal const string TimeStampingUsage = "1.3.6.1.5.5.7.3.8";

    /// <returns>The chain, or the reason why there is none.</returns>
    internal static (BuiltChain? Chain, string? Fault) Build(
        X509Certificate2 certificate, X509Certificate2Collection roots, X509Certificate2Collection extra, DateTimeOffset at, string? usage)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots);
        policy.ExtraStore.AddRange(extra);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = at.UtcDateTime;
        if (usage is not null) policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid(usage));

        if (!chain.Build(certificate)) return (null, Explain(chain, at));
        var certificates = chain.ChainElements.Select(e => X509CertificateLoader.LoadCertificate(e.Certificate.RawDataMemory.Span)).ToList();
        return (new BuiltChain(
            certificates,
            certificates.Max(c => new DateTimeOffset(c.NotBefore.ToUniversalTime())),
            certificates.Min(c => new DateTimeOffset(c.NotAfter.ToUniversalTime()))), null);
    }

    private static string Explain(X509Chain chain, DateTimeOffset at)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            return $"a certificate was not valid at {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} (certificate has expired or is not yet valid)";
        if ((status & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) != 0) return "the certificate does not lead to a trusted root";
        if (status.HasFlag(X509ChainStatusFlags.NotValidForUsage)) return "the certificate is not made for this use";
        return $"the certificate chain does not hold ({status})";
    }
}
