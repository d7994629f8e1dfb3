using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Vaern.Sealing.Signing;

/// <summary>Fetches revocation lists from where a certificate says that they lie (RFC 5280 §4.2.1.13). Only over http and https, as lists are signed themselves.</summary>
/// <param name="http">Client of the host's factory; its own limits apply.</param>
/// <param name="patience">Longest wait for one list.</param>
public sealed class HttpRevocationLists(HttpClient http, TimeSpan patience) : IRevocationLists
{
    private const string DistributionPoints = "2.5.29.31";
    private const int LongestList = 16 << 20;

    public async Task<IReadOnlyList<byte[]>> ForAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        foreach (var place in PlacesIn(certificate))
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(patience);
            try
            {
                using var answer = await http.GetAsync(place, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentLength > LongestList) continue;
                await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
                var list = new MemoryStream();
                var buffer = new byte[64 * 1024];
                int read;
                while ((read = await stream.ReadAsync(buffer, limit.Token)) > 0 && list.Length <= LongestList) list.Write(buffer, 0, read);
                if (list.Length is > 0 and <= LongestList) return [list.ToArray()];
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The next place, or none: that there is no list is said where the package is made.
            }
        }
        return [];
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
