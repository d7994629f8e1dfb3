using System.Collections.Concurrent;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Signing;

namespace Vaern.Sealing.Timestamps;

/// <summary>
/// A stamping certificate that was checked in full once: usage, chain, form. A further stamp by the same certificate needs only its own signature
/// checked (RFC 5652 §5.4, RFC 3161 §2.4.2), a fraction of the work of the first. It answers yes or nothing at all:
/// whatever is not exactly of the expected form goes the long way, which also knows the reason. Thread-safe.
/// </summary>
internal sealed class KnownSigner(X509Certificate2 certificate, BuiltChain chain)
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);

    private readonly ReadOnlyMemory<byte> _raw = certificate.RawDataMemory;
    private readonly byte[] _hash = SHA256.HashData(certificate.RawDataMemory.Span);
    private readonly byte[] _issuer = certificate.IssuerName.RawData;
    private readonly ReadOnlyMemory<byte> _serial = certificate.SerialNumberBytes;
    private readonly ConcurrentBag<ECDsa> _keys = [];

    /// <summary>The time of a stamp over this SHA-256 that holds in every respect; null when that cannot be said here.</summary>
    internal DateTimeOffset? TimeOf(ReadOnlyMemory<byte> response, ReadOnlySpan<byte> sha256)
    {
        try
        {
            if (Content(response) is not { } content || !Rfc3161TimestampTokenInfo.TryDecode(content, out var info, out var used) || used != content.Length) return null;
            var fits = info.HashAlgorithmId.Value == Sha256 && info.GetMessageHash().Span.SequenceEqual(sha256) && chain.Covers(info.Timestamp);
            return fits ? info.Timestamp.ToUniversalTime() : null;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The signed content of a response whose one signature is this certificate's and holds.</summary>
    private ReadOnlyMemory<byte>? Content(ReadOnlyMemory<byte> response)
    {
        var outer = new AsnReader(response, AsnEncodingRules.DER);
        var body = outer.ReadSequence();
        var status = body.ReadSequence();
        if (outer.HasData || !status.TryReadInt32(out var granted) || granted != 0 || status.HasData) return null;
        var token = body.ReadSequence();
        if (body.HasData || token.ReadObjectIdentifier() != SignedData) return null;
        var signed = token.ReadSequence(Context0).ReadSequence();
        if (token.HasData || !signed.TryReadInt32(out var version) || version != 3) return null;

        var digests = signed.ReadSetOf();
        var digest = digests.ReadEncodedValue();
        var wrapped = signed.ReadSequence();
        if (digests.HasData || DigestOf(digest) != Sha256 || wrapped.ReadObjectIdentifier() != SignedDataForm.TstInfo) return null;
        var content = wrapped.ReadSequence(Context0).ReadOctetString();
        if (wrapped.HasData || !signed.PeekTag().HasSameClassAndValue(Context0) || !Holds(signed.ReadSetOf(skipSortOrderValidation: true, Context0))) return null;
        if (signed.PeekTag().TagClass == TagClass.ContextSpecific) return null;

        var signers = signed.ReadSetOf();
        var signer = signers.ReadSequence();
        return !signed.HasData && !signers.HasData && IsMine(signer, digest.Span) && SignatureHolds(signer, SHA256.HashData(content)) ? content : null;
    }

    private bool Holds(AsnReader certificates)
    {
        while (certificates.HasData)
            if (certificates.ReadEncodedValue().Span.SequenceEqual(_raw.Span)) return true;
        return false;
    }

    private bool IsMine(AsnReader signer, ReadOnlySpan<byte> digest)
    {
        if (!signer.TryReadInt32(out var version) || version != 1) return false;
        var name = signer.ReadSequence();
        return name.ReadEncodedValue().Span.SequenceEqual(_issuer) && name.ReadIntegerBytes().Span.SequenceEqual(_serial.Span) && !name.HasData
            && signer.ReadEncodedValue().Span.SequenceEqual(digest);
    }

    private bool SignatureHolds(AsnReader signer, ReadOnlySpan<byte> contentHash)
    {
        // The signature is over the attributes as the set that they are, not under the tag that they are sent with.
        var attributes = signer.ReadEncodedValue().ToArray();
        if (attributes[0] != 0xA0) return false;
        attributes[0] = 0x31;
        var algorithm = new AsnReader(signer.ReadEncodedValue(), AsnEncodingRules.DER).ReadSequence();
        var signature = signer.ReadOctetString();
        return !signer.HasData && algorithm.ReadObjectIdentifier() == "1.2.840.10045.4.3.2" && !algorithm.HasData && AttributesFit(attributes, contentHash)
            && Verify(attributes, signature);
    }

    // A key is used by one thread at a time and kept for the next.
    private bool Verify(byte[] attributes, byte[] signature)
    {
        if (!_keys.TryTake(out var key)) key = certificate.GetECDsaPublicKey();
        if (key is null) return false;
        var holds = key.VerifyData(attributes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        _keys.Add(key);
        return holds;
    }

    private bool AttributesFit(byte[] attributes, ReadOnlySpan<byte> contentHash)
    {
        var (types, hashes, certificates) = (0, 0, 0);
        var all = new AsnReader(attributes, AsnEncodingRules.DER);
        var set = all.ReadSetOf();
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            var oid = attribute.ReadObjectIdentifier();
            var values = attribute.ReadSetOf();
            if (attribute.HasData) return false;
            switch (oid)
            {
                case ContentType when values.ReadObjectIdentifier() == SignedDataForm.TstInfo && !values.HasData: types++; break;
                case MessageDigest when values.ReadOctetString().AsSpan().SequenceEqual(contentHash) && !values.HasData: hashes++; break;
                case SigningCertificateV2 when NamesMe(values): certificates++; break;
                case ContentType or MessageDigest or SigningCertificateV2: return false;
            }
        }
        return !all.HasData && (types, hashes, certificates) == (1, 1, 1);
    }

    /// <summary>RFC 5035 §3: the first certificate named is the signer's; without an algorithm its hash is SHA-256.</summary>
    private bool NamesMe(AsnReader values)
    {
        var first = values.ReadSequence().ReadSequence().ReadSequence();
        return !values.HasData && first.PeekTag() == Asn1Tag.PrimitiveOctetString && first.ReadOctetString().AsSpan().SequenceEqual(_hash);
    }

    private static string DigestOf(ReadOnlyMemory<byte> algorithm) => new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
}
