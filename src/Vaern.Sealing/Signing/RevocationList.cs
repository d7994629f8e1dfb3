using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vaern.Sealing.Signing;

/// <summary>Boundary to whoever knows which certificates are revoked.</summary>
public interface IRevocationLists
{
    /// <summary>The lists (DER) of whoever issued this certificate; none when it names no place, or the place does not answer.</summary>
    Task<IReadOnlyList<byte[]>> ForAsync(X509Certificate2 certificate, CancellationToken cancellationToken);

    /// <summary>What the responder that the certificate names says about it (an OCSP response, DER); null when it names none, or none answers.</summary>
    Task<byte[]?> AskAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellationToken) => Task.FromResult<byte[]?>(null);
}

/// <summary>A certificate revocation list (RFC 5280 §5) as it was when a package was sealed.</summary>
internal sealed class RevocationList
{
    private const string PemLabel = "X509 CRL";
    private readonly byte[] _issuer;
    private readonly Dictionary<string, DateTimeOffset> _revoked;

    private RevocationList(ReadOnlyMemory<byte> encoded, byte[] issuer, Dictionary<string, DateTimeOffset> revoked) =>
        (Encoded, _issuer, _revoked) = (encoded, issuer, revoked);

    internal ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>When this list says that the certificate was revoked, or null.</summary>
    internal DateTimeOffset? RevokedAt(X509Certificate2 certificate) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(_issuer) && _revoked.TryGetValue(Convert.ToHexString(certificate.SerialNumberBytes.Span), out var at) ? at : null;

    internal bool IsOf(X509Certificate2 certificate) => certificate.IssuerName.RawData.AsSpan().SequenceEqual(_issuer);

    /// <summary>Reads a list strictly: DER, both algorithm fields alike, signed by a certificate that is present.</summary>
    internal static (RevocationList? List, string? Fault) Read(ReadOnlyMemory<byte> encoded, X509Certificate2Collection issuers)
    {
        try
        {
            if (!Der.IsStrict(encoded)) return (null, "a revocation list that is not strict DER");
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            var body = outer.ReadSequence();
            var signed = body.ReadEncodedValue();
            var algorithm = body.ReadEncodedValue();
            var signature = body.ReadBitString(out var unused);
            if (outer.HasData || body.HasData || unused != 0) return (null, "a revocation list that is not well formed");

            var fields = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
            if (fields.PeekTag() == Asn1Tag.Integer) fields.ReadInteger();
            if (!fields.ReadEncodedValue().Span.SequenceEqual(algorithm.Span)) return (null, "a revocation list that is not well formed");
            var issuer = fields.ReadEncodedValue().ToArray();
            ReadTime(fields);
            if (fields.HasData && fields.PeekTag().TagClass == TagClass.Universal && fields.PeekTag() != Asn1Tag.Sequence) ReadTime(fields);
            var revoked = fields.HasData && fields.PeekTag() == Asn1Tag.Sequence ? ReadRevoked(fields.ReadSequence()) : [];

            var oid = new AsnReader(algorithm, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier();
            return issuers.Any(i => i.SubjectName.RawData.AsSpan().SequenceEqual(issuer) && CertificateForm.Signed(i, oid, signed.Span, signature))
                ? (new RevocationList(encoded, issuer, revoked), null)
                : (null, "a revocation list whose issuer is not among the certificates, or whose signature does not hold");
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return (null, "a revocation list that is not well formed");
        }
    }

    /// <summary>PEM in the one form that a package may hold.</summary>
    internal static byte[] WritePem(IEnumerable<RevocationList> lists)
    {
        var text = new StringBuilder();
        foreach (var list in lists) text.Append(PemEncoding.Write(PemLabel, list.Encoded.Span)).Append('\n');
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The lists of a PEM text, or what is wrong with it.</summary>
    internal static (IReadOnlyList<RevocationList> Lists, string? Fault) ReadPem(byte[] pem, X509Certificate2Collection issuers)
    {
        var lists = new List<RevocationList>();
        var rest = Encoding.ASCII.GetString(pem).AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var (list, fault) = Read(Convert.FromBase64String(rest[fields.Base64Data].ToString()), issuers);
            if (list is null) return (lists, fault);
            lists.Add(list);
            rest = rest[fields.Location.End..];
        }
        return lists.Count > 0 && pem.AsSpan().SequenceEqual(WritePem(lists)) ? (lists, null) : (lists, "not plain PEM of revocation lists");
    }

    private static Dictionary<string, DateTimeOffset> ReadRevoked(AsnReader entries)
    {
        var revoked = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            var serial = Convert.ToHexString(entry.ReadIntegerBytes().Span);
            revoked[serial] = ReadTime(entry);
        }
        return revoked;
    }

    private static DateTimeOffset ReadTime(AsnReader reader) =>
        reader.PeekTag() == Asn1Tag.UtcTime ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();
}
