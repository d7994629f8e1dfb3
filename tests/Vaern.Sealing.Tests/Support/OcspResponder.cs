using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;

namespace Vaern.Sealing.Tests.Support;

/// <summary>Answers about certificates as a responder does (RFC 6960 §4.2), good or wrong on purpose.</summary>
internal static class OcspResponder
{
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="signer">Who signs; <paramref name="own"/> goes along where it is not the issuer itself.</param>
    internal static byte[] Answer(X509Certificate2 about, X509Certificate2 issuer, ECDsa signer, DateTimeOffset at, X509Certificate2? own = null, DateTimeOffset? revoked = null, DateTimeOffset? until = null)
    {
        var data = new AsnWriter(AsnEncodingRules.DER);
        using (data.PushSequence())
        {
            using (data.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2, isConstructed: true)))
                data.WriteOctetString(CryptographicOperations.HashData(HashAlgorithmName.SHA1, (own ?? issuer).PublicKey.EncodedKeyValue.RawData));
            data.WriteGeneralizedTime(at, omitFractionalSeconds: true);
            using (data.PushSequence())
            using (data.PushSequence())
            {
                data.WriteEncodedValue(OcspQuestion.IdOf(about, issuer, "1.3.14.3.2.26", HashAlgorithmName.SHA1));
                if (revoked is { } when)
                {
                    using (data.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true))) data.WriteGeneralizedTime(when, omitFractionalSeconds: true);
                }
                else
                {
                    data.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 0));
                }
                data.WriteGeneralizedTime(at, omitFractionalSeconds: true);
                if (until is { } end)
                {
                    using (data.PushSequence(Zero)) data.WriteGeneralizedTime(end, omitFractionalSeconds: true);
                }
            }
        }

        var basic = new AsnWriter(AsnEncodingRules.DER);
        using (basic.PushSequence())
        {
            basic.WriteEncodedValue(data.Encode());
            using (basic.PushSequence()) basic.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            basic.WriteBitString(signer.SignData(data.Encode(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            if (own is not null)
            {
                using (basic.PushSequence(Zero))
                using (basic.PushSequence()) basic.WriteEncodedValue(own.RawData);
            }
        }

        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEnumeratedValue(Status.Successful);
            using (whole.PushSequence(Zero))
            using (whole.PushSequence())
            {
                whole.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1");
                whole.WriteOctetString(basic.Encode());
            }
        }
        return whole.Encode();
    }

    /// <summary>A key and a certificate that the issuer made for answering, or for something else.</summary>
    internal static (ECDsa Key, X509Certificate2 Certificate) Delegate(X509Certificate2 root, ECDsa rootKey, DateTimeOffset from, string usage = "1.3.6.1.5.5.7.3.9")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Prøvesvar", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        return (key, request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(rootKey), from, from.AddYears(1), RandomNumberGenerator.GetBytes(8).Prepend((byte)1).ToArray()));
    }

    private enum Status
    {
        Successful,
    }
}
