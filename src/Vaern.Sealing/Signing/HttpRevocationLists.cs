using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>
/// Fetches revocation lists from where a certificate says that they lie (RFC 5280 §4.2.1.13), and asks the responder that it names (§4.2.2.1). Only over http
/// and https, as both are signed themselves.
/// </summary>
/// <param name="http">Client of the host's factory; its own limits apply.</param>
/// <param name="patience">Longest wait for one list.</param>
public sealed class HttpRevocationLists(HttpClient http, TimeSpan patience) : IRevocationLists
{
    private const string DistributionPoints = "2.5.29.31";
    private const int LongestList = 16 << 20;
    private const int LongestAnswer = 64 << 10;

    public async Task<IReadOnlyList<byte[]>> ForAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        foreach (var place in PlacesIn(certificate))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, place);
            if (await FetchAsync(request, LongestList, cancellationToken) is { } list) return [list];
        }
        return [];
    }

    public async Task<byte[]?> AskAsync(X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        foreach (var place in RespondersIn(certificate))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, place) { Content = new ByteArrayContent(OcspQuestion.About(certificate, issuer)) };
            request.Content.Headers.ContentType = new("application/ocsp-request");
            if (await FetchAsync(request, LongestAnswer, cancellationToken) is { } answer) return answer;
        }
        return null;
    }

    // Null for the next place, or none: that nothing could be had is said where the package is made.
    private async Task<byte[]?> FetchAsync(HttpRequestMessage request, int longest, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > longest) return null;
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, limit.Token)) > 0 && content.Length <= longest) content.Write(buffer, 0, read);
            return content.Length > 0 && content.Length <= longest ? content.ToArray() : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Addresses of responders in the certificate; none when it has no such extension or it cannot be read.</summary>
    internal static IReadOnlyList<Uri> RespondersIn(X509Certificate2 certificate)
    {
        try
        {
            return
            [
                .. certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>().SelectMany(e => e.EnumerateOcspUris())
                    .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var place) ? place : null).OfType<Uri>().Where(place => place.Scheme is "http" or "https"),
            ];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    /// <summary>Addresses in the certificate; none when it has no such extension or it cannot be read.</summary>
    internal static IReadOnlyList<Uri> PlacesIn(X509Certificate2 certificate)
    {
        var places = new List<Uri>();
        if (certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == DistributionPoints) is not { } extension) return places;
        try
        {
            var points = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
            while (points.HasData)
            {
                var point = points.ReadSequence();
                var name = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
                if (!point.HasData || point.PeekTag() != name) continue;
                var full = point.ReadSequence(name);
                if (full.PeekTag() != name) continue;
                var names = full.ReadSequence(name);
                while (names.HasData)
                {
                    var uri = new Asn1Tag(TagClass.ContextSpecific, 6);
                    if (names.PeekTag() != uri) names.ReadEncodedValue();
                    else if (Uri.TryCreate(names.ReadCharacterString(UniversalTagNumber.IA5String, uri), UriKind.Absolute, out var place) && place.Scheme is "http" or "https") places.Add(place);
                }
            }
        }
        catch (AsnContentException)
        {
            places.Clear();
        }
        return places;
    }
}
