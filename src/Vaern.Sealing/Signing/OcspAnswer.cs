using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>
/// The answer of a responder about single certificates (RFC 6960), as it was when a package was sealed. It takes the place of a list where a certificate names
/// no list. Only the plain form is read: signed by the issuer, or by a certificate that the issuer made for answering.
/// </summary>
internal sealed class OcspAnswer
{
    private const string Basic = "1.3.6.1.5.5.7.48.1.1";
    private const string ForAnswering = "1.3.6.1.5.5.7.3.9";
    // The answer is fetched a little after the stamp, and clocks differ.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);
    private static readonly Asn1Tag Zero = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private readonly IReadOnlyList<About> _about;

    private OcspAnswer(ReadOnlyMemory<byte> encoded, IReadOnlyList<About> about) => (Encoded, _about) = (encoded, about);

    internal ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>True when it speaks of this certificate, says that it is good or revoked, and is the word of the moment <paramref name="at"/>; null asks for no moment.</summary>
    internal bool IsOf(X509Certificate2 certificate, DateTimeOffset? at = null) => Find(certificate) is { } found && (at is not { } now || (found.From <= now + Slack && !(found.Until < now - Slack)));

    /// <summary>When the responder says that the certificate was revoked, or null.</summary>
    internal DateTimeOffset? RevokedAt(X509Certificate2 certificate) => Find(certificate)?.Revoked;

    /// <summary>Reads an answer strictly: DER, no free bits, each certificate that it speaks of and its issuer present, signed by whom the issuer lets answer.</summary>
    internal static (OcspAnswer? Answer, string? Fault) Read(ReadOnlyMemory<byte> encoded, X509Certificate2Collection certificates)
    {
        try
        {
            return Der.IsStrict(encoded) ? ReadStrict(encoded, certificates) : (null, "an OCSP answer that is not strict DER");
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return (null, "an OCSP answer that is not well formed");
        }
    }

    private static (OcspAnswer?, string?) ReadStrict(ReadOnlyMemory<byte> encoded, X509Certificate2Collection certificates)
    {
        var whole = new AsnReader(encoded, AsnEncodingRules.DER);
        var outer = whole.ReadSequence();
        whole.ThrowIfNotEmpty();
        if (outer.ReadEnumeratedBytes().Span is not [0]) return (null, "an OCSP answer that refuses to answer");
        var bytes = outer.ReadSequence(Zero).ReadSequence();
        outer.ThrowIfNotEmpty();
        if (bytes.ReadObjectIdentifier() != Basic) return (null, "an OCSP answer of another kind");
        var content = bytes.ReadOctetString();
        bytes.ThrowIfNotEmpty();
        if (!Der.IsStrict(content)) return (null, "an OCSP answer that is not strict DER");

        var answer = new AsnReader(content, AsnEncodingRules.DER).ReadSequence();
        var signed = answer.ReadEncodedValue();
        var algorithm = answer.ReadEncodedValue();
        var signature = answer.ReadBitString(out var unused);
        var own = new X509Certificate2Collection();
        if (answer.HasData)
        {
            var list = answer.ReadSequence(Zero).ReadSequence();
            while (list.HasData) own.Add(X509CertificateLoader.LoadCertificate(list.ReadEncodedValue().Span));
        }
        answer.ThrowIfNotEmpty();

        var about = ReadAbout(signed, certificates);
        if (unused != 0 || about.Count == 0) return (null, "an OCSP answer about no certificate of the seal");
        // What is not signed must not be free: certificates that came along are the issuer's own work, and the algorithm is written in its one form.
        if (own.Select(c => CertificateForm.Fault(c, [.. certificates, .. own])).FirstOrDefault(f => f is not null) is { } loose) return (null, "an OCSP answer with " + loose);
        if (OidOf(algorithm) is not { } oid) return (null, "an OCSP answer that is not well formed");
        foreach (var issuer in about.Select(a => a.Issuer).Distinct())
        {
            var may = own.Where(c => Answers(c, issuer)).Prepend(issuer);
            if (!may.Any(c => CertificateForm.Signed(c, oid, signed.Span, signature))) return (null, "an OCSP answer that its issuer did not sign, or whose signature does not hold");
        }
        return (new OcspAnswer(encoded, about), null);
    }

    private static bool Answers(X509Certificate2 responder, X509Certificate2 issuer) =>
        responder.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData) && CertificateForm.Fault(responder, [issuer]) is null
        && responder.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(e => e.EnhancedKeyUsages[ForAnswering] is not null);

    // Parameters that are not checked could be changed unseen; there are none, or NULL with RSA.
    private static string? OidOf(ReadOnlyMemory<byte> algorithm)
    {
        var fields = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence();
        var oid = fields.ReadObjectIdentifier();
        if (fields.HasData && oid.StartsWith("1.2.840.113549.", StringComparison.Ordinal)) fields.ReadNull();
        return fields.HasData ? null : oid;
    }

    private static List<About> ReadAbout(ReadOnlyMemory<byte> signed, X509Certificate2Collection certificates)
    {
        var data = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        if (data.PeekTag() == Zero) data.ReadEncodedValue(); // the version
        data.ReadEncodedValue(); // the responder, which its signature shows
        data.ReadGeneralizedTime();
        var singles = data.ReadSequence();
        var about = new List<About>();
        while (singles.HasData)
        {
            var single = singles.ReadSequence();
            var id = single.ReadEncodedValue();
            var status = single.PeekTag().TagValue;
            DateTimeOffset? revoked = null;
            if (status == 1) revoked = single.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true)).ReadGeneralizedTime();
            else single.ReadEncodedValue();
            var from = single.ReadGeneralizedTime();
            DateTimeOffset? until = single.HasData && single.PeekTag() == Zero ? single.ReadSequence(Zero).ReadGeneralizedTime() : null;
            if (status is 0 or 1 && OcspQuestion.Find(id, certificates) is { } pair) about.Add(new About(pair.Certificate, pair.Issuer, revoked, from, until));
        }
        return about;
    }

    private About? Find(X509Certificate2 certificate) => _about.FirstOrDefault(a => a.Certificate.RawData.AsSpan().SequenceEqual(certificate.RawData));

    private sealed record About(X509Certificate2 Certificate, X509Certificate2 Issuer, DateTimeOffset? Revoked, DateTimeOffset From, DateTimeOffset? Until);
}
