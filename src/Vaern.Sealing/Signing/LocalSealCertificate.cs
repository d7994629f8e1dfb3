using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>Makes a seal certificate of our own, for demonstration and tests. A municipality uses a bought one.</summary>
public static class LocalSealCertificate
{
    /// <summary>A root and, under it, an ECDSA P-256 certificate that may only sign.</summary>
    /// <param name="organisation">Name that appears as subject, e.g. <c>Fjordby Kommune</c>.</param>
    public static PackageSigner Create(string organisation, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var (rootKey, root) = LocalRoot.Create($"{organisation} (demo) segl-rod", notBefore, notAfter);
        using (rootKey)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest(LocalRoot.Name($"{organisation} (demo) elektronisk segl"), key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
            LocalRoot.AddKeyIdentifiers(request, root);
            using var issued = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), notBefore, notAfter, LocalRoot.Serial());
            return new PackageSigner(issued.CopyWithPrivateKey(key), [root]);
        }
    }

    /// <summary>The signer with its chain as PKCS #12, to be kept outside the database.</summary>
    public static byte[] ToPfx(PackageSigner signer, string password)
    {
        ArgumentNullException.ThrowIfNull(signer);
        X509Certificate2Collection all = [signer.Certificate, .. signer.Intermediates, .. signer.Roots];
        return all.Export(X509ContentType.Pfx, password)!;
    }
}

/// <summary>Root certificates of the local authorities.</summary>
internal static class LocalRoot
{
    internal static (ECDsa Key, X509Certificate2 Certificate) Create(string name, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var withKey = request.Create(Name(name), X509SignatureGenerator.CreateForECDsa(key), notBefore, notAfter, Serial());
        return (key, X509CertificateLoader.LoadCertificate(withKey.RawData));
    }

    internal static X500DistinguishedName Name(string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        name.AddCountryOrRegion("DK");
        return name.Build();
    }

    internal static void AddKeyIdentifiers(CertificateRequest request, X509Certificate2 issuer)
    {
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
    }

    /// <summary>16 random bytes, positive and not zero (RFC 5280 §4.1.2.2).</summary>
    internal static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x01);
        return serial;
    }
}
