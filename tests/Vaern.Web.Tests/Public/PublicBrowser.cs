using System.Net;
using System.Net.Http.Headers;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Vaern.Web.Tests.Public;

/// <summary>A visitor without script: opens pages, fills the form that stands there, presses a button.</summary>
internal sealed class PublicBrowser : IDisposable
{
    private readonly HttpClient client;

    public PublicBrowser(Uri address) => client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true, CookieContainer = Cookies }) { BaseAddress = address };

    public CookieContainer Cookies { get; } = new();

    public IHtmlDocument Page { get; private set; } = null!;

    public HttpStatusCode Status { get; private set; }

    public string At { get; private set; } = "";

    public string Main => Page.QuerySelector("main")!.TextContent;

    public string Heading => Page.QuerySelector("h1")!.TextContent.Trim();

    /// <summary>The name that the browser sends with every request.</summary>
    public void CallItself(string agent) => client.DefaultRequestHeaders.UserAgent.ParseAdd(agent);

    public async Task OpenAsync(string address) => await ShowAsync(await client.GetAsync(new Uri(address, UriKind.Relative)));

    /// <summary>Sends the page's form with these fields; <paramref name="button"/> is the text of the button pressed.</summary>
    public async Task PressAsync(string button, params (string Name, string Value)[] typed)
    {
        var (target, fields, multipart) = Form(button, typed);
        using HttpContent content = multipart ? Multipart(fields, []) : new FormUrlEncodedContent(fields);
        await ShowAsync(await client.PostAsync(target, content));
    }

    /// <summary>Sends the page's form with files.</summary>
    public async Task UploadAsync(string button, IEnumerable<(string Name, byte[] Bytes)> files, params (string Name, string Value)[] typed)
    {
        var (target, fields, _) = Form(button, typed);
        using var content = Multipart(fields, files);
        await ShowAsync(await client.PostAsync(target, content));
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => client.SendAsync(request);

    public async Task ShowAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Status = answer.StatusCode;
            At = answer.RequestMessage!.RequestUri!.PathAndQuery;
            Page = await ReadAsync(await answer.Content.ReadAsStringAsync());
        }
    }

    public static async Task<IHtmlDocument> ReadAsync(string html) =>
        (IHtmlDocument)await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));

    public void Dispose() => client.Dispose();

    private (Uri Target, List<KeyValuePair<string, string>> Fields, bool Multipart) Form(string button, (string Name, string Value)[] typed)
    {
        var pressed = Page.QuerySelectorAll("form button").FirstOrDefault(found => found.TextContent.Trim().StartsWith(button, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No button «{button}» on {At}: {Main}");
        var form = (IHtmlFormElement)pressed.Closest("form")!;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var name = element.GetAttribute("name")!;
            if (typed.Any(pair => pair.Name == name) || element is IHtmlInputElement { Type: "file" } or IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false })
            {
                continue;
            }

            fields.Add(new(name, element switch { IHtmlTextAreaElement area => area.Value, IHtmlSelectElement select => select.Value ?? "", IHtmlInputElement input => input.Value, _ => "" }));
        }

        foreach (var (name, _) in typed.Where(pair => pair.Name != "any"))
        {
            form.QuerySelector($"[name='{name}']").ShouldNotBeNull($"{At} has no field {name}");
        }

        fields.AddRange(typed.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value)));
        if (pressed.GetAttribute("name") is { } own)
        {
            fields.Add(new(own, pressed.GetAttribute("value") ?? ""));
        }

        return (new Uri(new Uri(client.BaseAddress!, At), form.GetAttribute("action") is { Length: > 0 } action ? action : At), fields, form.Enctype == "multipart/form-data");
    }

    private static MultipartFormDataContent Multipart(IEnumerable<KeyValuePair<string, string>> fields, IEnumerable<(string Name, byte[] Bytes)> files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Where(field => field.Key != "frem" && field.Key != "tilfoej"))
        {
            content.Add(new StringContent(value), name);
        }

        foreach (var (name, bytes) in files)
        {
            var file = new ByteArrayContent(bytes);
            file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
            content.Add(file, "Files", name);
        }

        foreach (var (name, value) in fields.Where(field => field.Key is "frem" or "tilfoej"))
        {
            content.Add(new StringContent(value), name);
        }

        return content;
    }
}
