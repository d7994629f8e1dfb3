using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>
/// Signs with the municipality's seal certificate: detached CMS SignedData in DER (RFC 5652), SHA-256, ECDSA P-256 or RSA of
/// at least 3,072 bits, signed attributes content-type, message-digest and signing-time. Not thread-safe.
/// </summary>
public sealed class PackageSigner
{
    private readonly X509Certificate2 _certificate;

    /// <param name="certificate">Certificate with its private key.</param>
    /// <param name="chain">Issuing certificates up to and including the root, in any order. A self-signed certificate needs none.</param>
    public PackageSigner(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(chain);
        if (!certificate.HasPrivateKey) throw new ArgumentException("The certificate has no private key.", nameof(certificate));
        _certificate = certificate;
        Roots = [.. chain.Append(certificate).Where(IsSelfIssued)];
        Intermediates = [.. chain.Where(c => !IsSelfIssued(c) && !c.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span))];
    }

    /// <summary>Self-issued certificates of the chain.</summary>
    public X509Certificate2Collection Roots { get; }

    /// <summary>Issuing certificates between the signer and the root.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>The signer's certificate; its private key is never written anywhere.</summary>
    public X509Certificate2 Certificate => _certificate;

    /// <summary>Reads a PKCS #12 file: one certificate with a private key, and its chain.</summary>
    /// <exception cref="CryptographicException">The file or the password is wrong, or there is no private key.</exception>
    public static PackageSigner FromPfx(ReadOnlySpan<byte> pfx, string? password)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(pfx, password);
        var certificate = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("The file holds no private key.");
        return new PackageSigner(certificate, [.. all.Where(c => !ReferenceEquals(c, certificate))]);
    }

    /// <summary>Why this signer cannot seal at <paramref name="at"/>, or null when it can.</summary>
    public string? Problem(DateTimeOffset at)
    {
        using var ec = _certificate.GetECDsaPublicKey();
        using var rsa = _certificate.GetRSAPublicKey();
        if (ec is null && (rsa is null || rsa.KeySize < 3072)) return "the seal key is neither an elliptic curve key nor RSA of at least 3072 bits";
        if (Roots.Count == 0) return "the seal certificate comes without its root";
        return TrustChain.Build(_certificate, Roots, [.. Intermediates], at, null).Fault;
    }

    /// <summary>Detached signature over <paramref name="content"/>, as DER.</summary>
    public byte[] Sign(byte[] content, DateTimeOffset at)
    {
        var cms = new SignedCms(new ContentInfo(content), detached: true);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate)
        {
            DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        foreach (var certificate in Intermediates) signer.Certificates.Add(certificate);
        signer.SignedAttributes.Add(new Pkcs9SigningTime(at.UtcDateTime));
        cms.ComputeSignature(signer, silent: true);
        return cms.Encode();
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
