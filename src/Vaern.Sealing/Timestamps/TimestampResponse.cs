using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Timestamps;

/// <summary>
/// A time-stamp response (RFC 3161 §2.4.2) as it came over the wire: these bytes are what is kept as <c>.tsr</c>.
/// A bare token (<c>.tst</c>) is another structure and is refused.
/// </summary>
public sealed class TimestampResponse
{
    private const string SignedData = "1.2.840.113549.1.7.2";

    private TimestampResponse(ReadOnlyMemory<byte> encoded, ReadOnlyMemory<byte> encodedToken, Rfc3161TimestampToken token)
    {
        Encoded = encoded;
        EncodedToken = encodedToken;
        Token = token;
    }

    /// <summary>The whole response.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>The time that the service vouches for, UTC.</summary>
    public DateTimeOffset Time => Token.TokenInfo.Timestamp.ToUniversalTime();

    /// <summary>The hash that was stamped, lower-case hex.</summary>
    public string Imprint => Convert.ToHexStringLower(Token.TokenInfo.GetMessageHash().Span);

    /// <summary>Serial number that the service gave the stamp, hex.</summary>
    public string Serial => Convert.ToHexStringLower(Token.TokenInfo.GetSerialNumber().Span);

    /// <summary>Certificates that came inside the token.</summary>
    public X509Certificate2Collection Certificates => Token.AsSignedCms().Certificates;

    internal ReadOnlyMemory<byte> EncodedToken { get; }

    internal Rfc3161TimestampToken Token { get; }

    /// <summary>Reads a response. Only the status <c>granted</c> gives one.</summary>
    /// <returns>The response, or the reason why these bytes are none.</returns>
    public static (TimestampResponse? Response, string? Fault) Read(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var outer = new AsnReader(encoded, AsnEncodingRules.DER);
            var body = outer.ReadSequence();
            if (outer.HasData) return (null, "there are bytes after the time-stamp response");
            if (body.PeekTag() == Asn1Tag.ObjectIdentifier)
                return (null, body.ReadObjectIdentifier() == SignedData ? "this is a time-stamp token, not a response" : "this is not a time-stamp response");

            var statusInfo = body.ReadSequence();
            if (!statusInfo.TryReadInt32(out var status)) return (null, "the status is not a number");
            if (status != 0) return (null, $"the service did not grant the stamp (status {status})");
            if (!body.HasData) return (null, "the response holds no token");
            var tokenBytes = body.ReadEncodedValue();
            if (body.HasData) return (null, "there are bytes after the token");
            if (!Rfc3161TimestampToken.TryDecode(tokenBytes, out var token, out var used) || used != tokenBytes.Length)
                return (null, Explain(tokenBytes));
            return token.TokenInfo.HashAlgorithmId.Value == "2.16.840.1.101.3.4.2.1"
                ? (new TimestampResponse(encoded, tokenBytes, token), null)
                : (null, "the imprint is not SHA-256");
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return (null, "this is not a time-stamp response");
        }
    }

    /// <summary>The library reads no token whose certificate was not valid when it stamped; that deserves its own reason.</summary>
    private static string Explain(ReadOnlyMemory<byte> tokenBytes)
    {
        const string Unreadable = "the token cannot be read";
        var cms = new SignedCms();
        cms.Decode(tokenBytes.Span);
        if (cms.SignerInfos.Count != 1 || !Rfc3161TimestampTokenInfo.TryDecode(cms.ContentInfo.Content, out var info, out _)) return Unreadable;
        return cms.SignerInfos[0].Certificate is { } signer && (info.Timestamp < signer.NotBefore.ToUniversalTime() || info.Timestamp > signer.NotAfter.ToUniversalTime())
            ? "the certificate was not valid when it stamped (certificate has expired or is not yet valid)"
            : Unreadable;
    }
}
