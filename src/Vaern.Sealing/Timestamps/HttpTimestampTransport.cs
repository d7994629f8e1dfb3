using System.Net.Http.Headers;

namespace Vaern.Sealing.Timestamps;

/// <summary>RFC 3161 §3.4: the request posted over HTTP as <c>application/timestamp-query</c>.</summary>
/// <param name="http">Client of the host's factory; its own limits apply.</param>
public sealed class HttpTimestampTransport(HttpClient http, Uri address) : ITimestampTransport
{
    private const int LongestBody = 1 << 20;

    public async Task<byte[]> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        var body = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LongestBody) throw new IOException("The answer of the time-stamp service is too long.");
        }
        return body.ToArray();
    }
}
