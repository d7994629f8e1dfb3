using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>Checks a detached CMS signature (RFC 5652) against given roots.</summary>
internal static class DetachedSignature
{
    private const string Sha256Oid = "2.16.840.1.101.3.4.2.1";

    /// <param name="at">When the signature is known to have existed; null means that no stamp says so, and the chain is checked at the signing time it states.</param>
    internal static (X509Certificate2? Signer, string? Fault) Check(
        byte[] signature, byte[] content, X509Certificate2Collection roots, X509Certificate2Collection extra, DateTimeOffset? at)
    {
        try
        {
            var cms = new SignedCms(new ContentInfo(content), detached: true);
            cms.Decode(signature);
            if (!cms.Detached) return (null, "the signature carries its own content");
            if (cms.SignerInfos.Count != 1) return (null, "not exactly one signature");
            var info = cms.SignerInfos[0];
            if (info.DigestAlgorithm.Value != Sha256Oid) return (null, "the digest is not SHA-256");
            if (info.Certificate is not { } signer) return (null, "the certificate of the signer is not inside");
            info.CheckSignature(extra, verifySignatureOnly: true);
            if (KeyFault(signer) is { } weak) return (signer, weak);
            if ((at ?? StatedTime(info)) is not { } when) return (signer, "no time at which the signature existed");
            var fault = TrustChain.Build(signer, roots, [.. extra, .. cms.Certificates], when, null).Fault;
            return (signer, fault ?? SignedDataForm.Fault(signature, cms, SignedDataForm.Data, extra));
        }
        catch (CryptographicException)
        {
            return (null, "the signature does not hold");
        }
    }

    private static string? KeyFault(X509Certificate2 signer)
    {
        using var ec = signer.GetECDsaPublicKey();
        using var rsa = signer.GetRSAPublicKey();
        return ec?.KeySize >= 256 || rsa?.KeySize >= 3072 ? null : "the key of the signature is too weak or of another kind";
    }

    private static DateTimeOffset? StatedTime(SignerInfo info) => info.SignedAttributes.Cast<CryptographicAttributeObject>()
        .SelectMany(a => a.Values.OfType<Pkcs9SigningTime>()).Select(t => (DateTimeOffset?)new DateTimeOffset(t.SigningTime.ToUniversalTime())).FirstOrDefault();
}
