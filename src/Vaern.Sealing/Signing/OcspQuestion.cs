using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>The question about one certificate (RFC 6960 §4.1), and which certificate an answer is about.</summary>
internal static class OcspQuestion
{
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Nonce = "1.3.6.1.5.5.7.48.1.2";

    /// <summary>The DER of a question with a nonce. SHA-1 names the issuer and protects nothing here; it is the one name that every responder knows.</summary>
    internal static byte[] About(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            using (writer.PushSequence()) writer.WriteEncodedValue(IdOf(certificate, issuer, Sha1, HashAlgorithmName.SHA1));
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
            using (writer.PushSequence())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Nonce);
                using (writer.PushOctetString()) writer.WriteOctetString(RandomNumberGenerator.GetBytes(16));
            }
        }
        return writer.Encode();
    }

    /// <summary>The certificate that an id names, with its issuer; null when either is not present.</summary>
    internal static (X509Certificate2 Certificate, X509Certificate2 Issuer)? Find(ReadOnlyMemory<byte> id, X509Certificate2Collection certificates)
    {
        var fields = new AsnReader(id, AsnEncodingRules.DER).ReadSequence();
        var algorithm = fields.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        if (oid is not (Sha1 or "2.16.840.1.101.3.4.2.1")) return null;
        var hash = oid == Sha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        foreach (var certificate in certificates)
        {
            foreach (var issuer in certificates.Where(i => i.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData)))
            {
                // The parameters of the algorithm are absent or NULL; the rest is compared byte for byte.
                if (id.Span.SequenceEqual(IdOf(certificate, issuer, oid, hash)) || id.Span.SequenceEqual(IdOf(certificate, issuer, oid, hash, withNull: false))) return (certificate, issuer);
            }
        }
        return null;
    }

    internal static byte[] IdOf(X509Certificate2 certificate, X509Certificate2 issuer, string oid, HashAlgorithmName hash, bool withNull = true)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(oid);
                if (withNull) writer.WriteNull();
            }
            writer.WriteOctetString(CryptographicOperations.HashData(hash, issuer.SubjectName.RawData));
            writer.WriteOctetString(CryptographicOperations.HashData(hash, issuer.PublicKey.EncodedKeyValue.RawData));
            writer.WriteInteger(certificate.SerialNumberBytes.Span);
        }
        return writer.Encode();
    }
}
