using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>
/// Checks that no bit of a certificate is free: strict DER, both algorithm fields alike, and a signature by a certificate that is
/// present. A chain builder trusts its root without looking at the root's own signature, so a changed copy would go unseen.
/// </summary>
internal static class CertificateForm
{
    /// <returns>What is wrong with the certificate, or null.</returns>
    internal static string? Fault(X509Certificate2 certificate, X509Certificate2Collection issuers)
    {
        try
        {
            if (!Der.IsStrict(certificate.RawDataMemory)) return $"certificate {certificate.Subject}: not strict DER";
            var body = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
            var signed = body.ReadEncodedValue();
            var algorithm = body.ReadEncodedValue();
            var signature = body.ReadBitString(out var unused);
            body.ThrowIfNotEmpty();
            if (unused != 0 || !algorithm.Span.SequenceEqual(InnerAlgorithm(signed).Span)) return $"certificate {certificate.Subject}: not well formed";
            var oid = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
            return issuers.Any(i => i.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData) && Signed(i, oid, signed.Span, signature))
                ? null
                : $"certificate {certificate.Subject}: its issuer is not among the certificates, or its signature does not hold";
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return "a certificate that is not well formed";
        }
    }

    private static ReadOnlyMemory<byte> InnerAlgorithm(ReadOnlyMemory<byte> signed)
    {
        var fields = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        if (fields.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0))) fields.ReadEncodedValue();
        fields.ReadInteger();
        return fields.ReadEncodedValue();
    }

    internal static bool Signed(X509Certificate2 issuer, string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var (isElliptic, hash) = algorithm switch
        {
            "1.2.840.10045.4.3.2" => (true, HashAlgorithmName.SHA256),
            "1.2.840.10045.4.3.3" => (true, HashAlgorithmName.SHA384),
            "1.2.840.10045.4.3.4" => (true, HashAlgorithmName.SHA512),
            "1.2.840.113549.1.1.11" => (false, HashAlgorithmName.SHA256),
            "1.2.840.113549.1.1.12" => (false, HashAlgorithmName.SHA384),
            "1.2.840.113549.1.1.13" => (false, HashAlgorithmName.SHA512),
            _ => (false, default),
        };
        if (hash == default) return false;
        using var ec = isElliptic ? issuer.GetECDsaPublicKey() : null;
        using var rsa = isElliptic ? null : issuer.GetRSAPublicKey();
        return ec?.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence) ?? rsa?.VerifyData(data, signature, hash, RSASignaturePadding.Pkcs1) ?? false;
    }
}

/// <summary>Strict DER (X.690 §10) all the way down.</summary>
internal static class Der
{
    private const int Deepest = 32;

    internal static bool IsStrict(ReadOnlyMemory<byte> encoded, int depth = 0)
    {
        if (depth > Deepest) return false;
        try
        {
            var reader = new AsnReader(encoded, AsnEncodingRules.DER);
            while (reader.HasData)
            {
                var tag = reader.PeekTag();
                var content = reader.PeekContentBytes();
                if (tag.IsConstructed && !IsStrict(content, depth + 1)) return false;
                if (!tag.IsConstructed && tag == Asn1Tag.Integer) reader.ReadIntegerBytes();
                else if (!tag.IsConstructed && tag == Asn1Tag.Boolean) reader.ReadBoolean();
                else if (!tag.IsConstructed && tag == Asn1Tag.Null) reader.ReadNull();
                else if (!tag.IsConstructed && tag == Asn1Tag.ObjectIdentifier) reader.ReadObjectIdentifier();
                else reader.ReadEncodedValue();
            }
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
