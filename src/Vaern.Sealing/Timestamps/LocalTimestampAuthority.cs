using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;

namespace Vaern.Sealing.Timestamps;

/// <summary>
/// A time-stamp service inside the process, for demonstration and tests: it answers RFC 3161 requests with ECDSA P-256. It
/// proves nothing to a third party, since whoever runs the system also runs the service. Thread-safe.
/// </summary>
public sealed class LocalTimestampAuthority : ITimestampTransport, IDisposable
{
    private const string TstInfo = "1.2.840.113549.1.9.16.1.4";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string Sha256Oid = "2.16.840.1.101.3.4.2.1";

    /// <summary>Under the number that RFC 5612 keeps for examples.</summary>
    private const string Policy = "1.3.6.1.4.1.32473.1.1";

    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _clock;
    private readonly Lock _signing = new();

    private LocalTimestampAuthority(X509Certificate2 certificate, X509Certificate2 root, TimeProvider clock)
    {
        _certificate = certificate;
        Root = root;
        _clock = clock;
    }

    /// <summary>The root that its stamps lead to.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Makes keys and certificates anew.</summary>
    public static LocalTimestampAuthority Create(string name, TimeProvider clock, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var (rootKey, root) = LocalRoot.Create($"{name} rod", notBefore, notAfter);
        using (rootKey) return Under(rootKey, root, name, clock, notBefore, notAfter);
    }

    /// <summary>A service under a root whose key the caller keeps, such as to sign revocation lists.</summary>
    internal static LocalTimestampAuthority Under(ECDsa rootKey, X509Certificate2 root, string name, TimeProvider clock, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(LocalRoot.Name(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(TrustChain.TimeStampingUsage)], true));
        LocalRoot.AddKeyIdentifiers(request, root);
        using var issued = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), notBefore, notAfter, LocalRoot.Serial());
        return new LocalTimestampAuthority(issued.CopyWithPrivateKey(key), root, clock);
    }

    /// <summary>The certificate that its stamps are signed with.</summary>
    internal X509Certificate2 Certificate => _certificate;

    /// <summary>Reads what <see cref="ToPfx"/> wrote.</summary>
    public static LocalTimestampAuthority FromPfx(ReadOnlySpan<byte> pfx, string password, TimeProvider clock)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(pfx, password);
        return new LocalTimestampAuthority(all.Single(c => c.HasPrivateKey), all.Single(c => !c.HasPrivateKey), clock);
    }

    /// <summary>Key and certificates as PKCS #12.</summary>
    public byte[] ToPfx(string password)
    {
        X509Certificate2Collection all = [_certificate, Root];
        return all.Export(X509ContentType.Pfx, password)!;
    }

    /// <summary>This service as a client sees it.</summary>
    public TimestampAuthority AsAuthority(string name) => new(name, this, [Root], []);

    public Task<byte[]> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

    /// <summary>The whole answer to a request; a request that cannot be read is answered with a rejection.</summary>
    public byte[] Answer(ReadOnlyMemory<byte> request)
    {
        if (!Rfc3161TimestampRequest.TryDecode(request, out var asked, out _) || asked.HashAlgorithmId.Value != Sha256Oid) return Respond(status: 2, token: null);
        return Respond(status: 0, token: Sign(InfoFor(asked), asked.RequestSignerCertificate));
    }

    public void Dispose() => _certificate.Dispose();

    private static byte[] Respond(int status, byte[]? token)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteInteger(status);
            if (token is not null) writer.WriteEncodedValue(token);
        }
        return writer.Encode();
    }

    /// <summary>TSTInfo of RFC 3161 §2.4.2.</summary>
    private byte[] InfoFor(Rfc3161TimestampRequest asked)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteObjectIdentifier(Policy);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Sha256Oid);
                    writer.WriteNull();
                }
                writer.WriteOctetString(asked.GetMessageHash().Span);
            }
            writer.WriteInteger(new BigInteger(RandomNumberGenerator.GetBytes(16), isUnsigned: true));
            writer.WriteGeneralizedTime(_clock.GetUtcNow(), omitFractionalSeconds: true);
            if (asked.GetNonce() is { } nonce) writer.WriteInteger(new BigInteger(nonce.Span, isBigEndian: true));
        }
        return writer.Encode();
    }

    private byte[] Sign(byte[] info, bool includeCertificate)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate)
        {
            DigestAlgorithm = new Oid(Sha256Oid),
            IncludeOption = includeCertificate ? X509IncludeOption.EndCertOnly : X509IncludeOption.None,
        };
        signer.SignedAttributes.Add(new AsnEncodedData(new Oid(SigningCertificateV2), EssCertificate()));
        var cms = new SignedCms(new ContentInfo(new Oid(TstInfo), info), detached: false);
        lock (_signing) cms.ComputeSignature(signer, silent: true);
        return cms.Encode();
    }

    /// <summary>SigningCertificateV2 of RFC 5035 §3 with the default hash SHA-256.</summary>
    private byte[] EssCertificate()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(SHA256.HashData(_certificate.RawDataMemory.Span));
        return writer.Encode();
    }
}
