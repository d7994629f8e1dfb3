using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Vaern.Cli.Bench;

/// <summary>What became of one request: the status (0 when the connection failed), the time it took, the receipt of a 201.</summary>
internal readonly record struct IntakeAnswer(int Status, double Milliseconds, string? Receipt)
{
    public bool IsAcknowledged => Status == (int)HttpStatusCode.Created && Receipt is not null;

    /// <summary>How a table of errors calls it.</summary>
    public string Fault => Status == 0 ? "connection" : Status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>One sender with one connection, which waits for each answer before it sends again. Not thread-safe.</summary>
internal sealed class IntakeClient : IDisposable
{
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false, UseCookies = false });
    private readonly Uri address;
    private readonly IntakePayload payload;
    private readonly byte[] body;

    public IntakeClient(Uri address, IntakePayload payload) => (this.address, this.payload, body) = (address, payload, new byte[payload.Size]);

    /// <summary>Submits report <paramref name="number"/> under <paramref name="key"/>.</summary>
    public async Task<IntakeAnswer> SubmitAsync(long number, string key, CancellationToken cancel)
    {
        payload.Write(number, body);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = IntakePayload.ContentType;
        return await SubmitAsync(content, key, cancel);
    }

    public async Task<IntakeAnswer> SubmitAsync(HttpContent content, string key, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/v1/reports")) { Content = content };
        request.Headers.Add("Idempotency-Key", key);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            using var answer = await http.SendAsync(request, cancel);
            var text = await answer.Content.ReadAsByteArrayAsync(cancel);
            var took = System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            return new IntakeAnswer((int)answer.StatusCode, took, answer.StatusCode == HttpStatusCode.Created ? Receipt(text) : null);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            return new IntakeAnswer(0, System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds, null);
        }
    }

    /// <summary>The status of the mailbox behind a receipt, or null when it does not open.</summary>
    public async Task<string?> MailboxStatusAsync(string receipt, CancellationToken cancel)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["receipt"] = receipt }));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/v1/mailbox")) { Content = content };
        using var answer = await http.SendAsync(request, cancel);
        var text = await answer.Content.ReadAsByteArrayAsync(cancel);
        return answer.StatusCode == HttpStatusCode.OK ? JsonDocument.Parse(text).RootElement.GetProperty("status").GetString() : null;
    }

    /// <summary>The first category that takes files, and the first unit with a code (null when no unit has one).</summary>
    public static async Task<(string Category, string? Unit)> ChooseAsync(Uri address, CancellationToken cancel)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        async Task<JsonElement> GetAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
            using var answer = await http.SendAsync(request, cancel);
            return JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancel)).RootElement;
        }
        var categories = await GetAsync("/api/v1/categories");
        var units = await GetAsync("/api/v1/units");
        var category = categories.EnumerateArray().First(one => !one.GetProperty("restricted").GetBoolean()).GetProperty("code").GetString()!;
        return (category, units.EnumerateArray().Select(one => one.GetProperty("code").GetString()).FirstOrDefault(code => code is not null));
    }

    public void Dispose() => http.Dispose();

    private static string? Receipt(byte[] json) => JsonDocument.Parse(json).RootElement.GetProperty("receipt").GetString();
}
