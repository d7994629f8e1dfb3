using System.Formats.Asn1;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>
/// Checks the parts of a CMS SignedData (RFC 5652 §5.1) that the signature itself does not cover, so that a changed file can not pass
/// as the same seal: versions, algorithm fields, the signer's name, the number of signatures, unsigned attributes, certificates.
/// </summary>
internal static class SignedDataForm
{
    internal const string Data = "1.2.840.113549.1.7.1";
    internal const string TstInfo = "1.2.840.113549.1.9.16.1.4";
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string EllipticSignature = "1.2.840.10045.4.3.";

    /// <summary>Digests and the last number of the ECDSA algorithm that goes with each.</summary>
    private static readonly Dictionary<string, string> EllipticForDigest = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = "2",
        ["2.16.840.1.101.3.4.2.2"] = "3",
        ["2.16.840.1.101.3.4.2.3"] = "4",
    };

    /// <returns>What is wrong, or null.</returns>
    internal static string? Fault(ReadOnlyMemory<byte> encoded, SignedCms cms, string contentType, X509Certificate2Collection archived)
    {
        try
        {
            if (!Der.IsStrict(encoded)) return "not strict DER";
            var info = cms.SignerInfos[0];
            if (cms.SignerInfos.Count != 1 || info.UnsignedAttributes.Count != 0) return "unsigned attributes, or not exactly one signature";
            if (info.Certificate is not { } signer) return "the certificate of the signer is not inside";
            if (LayoutFault(encoded, contentType, signer) is { } fault) return fault;
            X509Certificate2Collection issuers = [.. archived, .. cms.Certificates];
            return cms.Certificates.Select(c => CertificateForm.Fault(c, issuers)).FirstOrDefault(f => f is not null);
        }
        catch (AsnContentException)
        {
            return "not well formed";
        }
    }

    private static string? LayoutFault(ReadOnlyMemory<byte> encoded, string contentType, X509Certificate2 signer)
    {
        var outer = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
        if (outer.ReadObjectIdentifier() != SignedData) return "not signed data";
        var signedData = outer.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        if (!signedData.TryReadInt32(out var version) || version != (contentType == Data ? 1 : 3)) return "an unusual version";
        var digests = signedData.ReadSetOf();
        var digest = digests.ReadEncodedValue();
        if (digests.HasData) return "more than one digest";
        if (signedData.ReadSequence().ReadObjectIdentifier() != contentType) return "an unusual content type";
        if (signedData.PeekTag() is { TagClass: TagClass.ContextSpecific, TagValue: 0 }) signedData.ReadEncodedValue();
        if (signedData.PeekTag().TagClass == TagClass.ContextSpecific) return "revocation data inside the signature";

        var signers = signedData.ReadSetOf();
        signedData.ThrowIfNotEmpty();
        return SignerFault(signers.ReadSequence(), digest, signer);
    }

    private static string? SignerFault(AsnReader signerInfo, ReadOnlyMemory<byte> digest, X509Certificate2 signer)
    {
        signerInfo.TryReadInt32(out var version);
        if (version != 1) return "the signer is not named by issuer and number";
        var name = signerInfo.ReadSequence();
        if (!name.ReadEncodedValue().Span.SequenceEqual(signer.IssuerName.RawData) || !name.ReadIntegerBytes().Span.SequenceEqual(signer.SerialNumberBytes.Span))
            return "the signer is named in another way than in its certificate";
        if (!signerInfo.ReadEncodedValue().Span.SequenceEqual(digest.Span)) return "two different digests";
        signerInfo.ReadSetOf(new Asn1Tag(TagClass.ContextSpecific, 0));
        var algorithm = new AsnReader(signerInfo.ReadEncodedValue(), AsnEncodingRules.DER).ReadSequence();
        var signature = signerInfo.ReadOctetString();
        signerInfo.ThrowIfNotEmpty();

        using var elliptic = signer.PublicKey.GetECDsaPublicKey();
        if (elliptic is null) return null;
        var digestOid = new AsnReader(digest, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
        if (!EllipticForDigest.TryGetValue(digestOid, out var number) || algorithm.ReadObjectIdentifier() != EllipticSignature + number || algorithm.HasData)
            return "signature algorithm and digest do not go together";
        return Der.IsStrict(signature) ? null : "the signature value is not strict DER";
    }
}
