using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.TestKit;
using Xunit;

namespace Vaern.Web.Tests.Staff;

/// <summary>
/// The real server on loopback over a small town in a real database. Who is signed in is said by a header, so that these tests are
/// about the pages; the sign-in has tests of its own.
/// </summary>
public sealed class StaffSite : IAsyncLifetime
{
    /// <summary>What else the server gets, such as a program that is missing.</summary>
    public Action<IServiceCollection>? Configure { get; init; }

    public const string LoginHeader = "X-Test-Login";

    private WebApplication? app;

    public TestTown Town { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Town.InitializeAsync();
        app = VaernWeb.Build(
            new WebOptions { Url = "http://127.0.0.1:0", Tenants = [new TenantHost("fjordby", "Fjordby Kommune", "Digitalt Tryghedsteam", ["*"])] },
            services =>
            {
                services.AddSingleton<TimeProvider>(Town.Clock);
                services.AddSingleton(new MunicipalityRegistry([Town.Town]));
                services.AddSingleton<IStartupFilter>(new SignedInByHeader(Town));
                Configure?.Invoke(services);
            });
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        await Town.DisposeAsync();
    }

    /// <summary>A browser without script, signed in as <paramref name="login"/>.</summary>
    public StaffBrowser As(string login) => new(new Uri(app!.Urls.First()), login);

    private sealed class SignedInByHeader(TestTown town) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => builder =>
        {
            builder.Use(async (context, following) =>
            {
                if (context.Request.Headers[LoginHeader].ToString() is { Length: > 0 } login)
                {
                    var cookie = await StaffSessions.CookieAsync(town.Town, town[login]);
                    context.Request.Headers.Cookie = string.Join("; ", context.Request.Headers.Cookie.Append(cookie));
                }

                await following(context);
            });
            next(builder);
        };
    }
}

/// <summary>Opens pages and sends the forms that stand on them, as a browser without script does.</summary>
public sealed class StaffBrowser : IDisposable
{
    private readonly HttpClient client;

    /// <param name="login">Empty for somebody who is signed in nowhere.</param>
    public StaffBrowser(Uri address, string login)
    {
        client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = true }) { BaseAddress = address };
        if (login.Length > 0)
        {
            client.DefaultRequestHeaders.Add(StaffSite.LoginHeader, login);
        }
    }

    /// <summary>The server's address, for a browser of somebody else.</summary>
    public Uri Address => client.BaseAddress!;

    public HttpStatusCode Status { get; private set; }

    /// <summary>Path and query of the page that was shown last.</summary>
    public string At { get; private set; } = "";

    public async Task<IHtmlDocument> OpenAsync(string address) => await ShowAsync(await client.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken));

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => client.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>Fills the form that holds the button with this text and sends it.</summary>
    public async Task<IHtmlDocument> PressAsync(IHtmlDocument page, string button, params (string Name, string Value)[] typed)
    {
        var pressed = page.QuerySelectorAll("form button").FirstOrDefault(found => found.TextContent.Trim().StartsWith(button, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No button «{button}» on {At}.");
        var form = (IHtmlFormElement)pressed.Closest("form")!;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var name = element.GetAttribute("name")!;
            if (typed.Any(pair => pair.Name == name) || element is IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false })
            {
                continue;
            }

            fields.Add(new(name, element switch { IHtmlTextAreaElement area => area.Value, IHtmlSelectElement select => select.Value ?? "", IHtmlInputElement input => input.Value, _ => "" }));
        }

        if (pressed.GetAttribute("name") is { } own)
        {
            fields.Add(new(own, pressed.GetAttribute("value") ?? ""));
        }

        fields.AddRange(typed.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value)));
        var target = new Uri(new Uri(client.BaseAddress!, At), pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "");
        using var content = new FormUrlEncodedContent(fields);
        return await ShowAsync(await client.PostAsync(target, content, TestContext.Current.CancellationToken));
    }

    public void Dispose() => client.Dispose();

    private async Task<IHtmlDocument> ShowAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Status = answer.StatusCode;
            At = answer.RequestMessage!.RequestUri!.PathAndQuery;
            var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            var context = BrowsingContext.New(Configuration.Default);
            return (IHtmlDocument)await context.OpenAsync(request => request.Content(html), TestContext.Current.CancellationToken);
        }
    }
}
