using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Vaern.App;
using Vaern.TestKit;
using Xunit;
using WebTestServer = Microsoft.AspNetCore.TestHost.TestServer;

namespace Vaern.Web.Tests.Accounts;

/// <summary>Fjordby and Klitrup served by one program in this process: no socket, the whole pipeline, real databases. Klitrup is a demo.</summary>
public sealed class TwoTowns : IAsyncLifetime
{
    public const string FjordbyHost = "vaern.fjordby.example";
    public const string KlitrupHost = "vaern.klitrup.example";

    private WebApplication? app;

    public StaffTown Fjordby { get; private set; } = null!;

    public StaffTown Klitrup { get; private set; } = null!;

    public TestClock Clock { get; } = new();

    public IServiceProvider Services => app!.Services;

    public async ValueTask InitializeAsync()
    {
        Fjordby = await StaffTown.FoundAnotherAsync("fjordby", "Fjordby Kommune", Clock);
        Klitrup = await StaffTown.FoundAnotherAsync("klitrup", "Klitrup Kommune", Clock, demo: true);
        app = VaernWeb.Build(
            new WebOptions
            {
                Url = "http://127.0.0.1:0",
                Tenants = [new TenantHost("fjordby", "Fjordby Kommune", "Tryghedsteam", [FjordbyHost]), new TenantHost("klitrup", "Klitrup Kommune", "Tryghedsteam", [KlitrupHost])],
            },
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.AddSingleton(new MunicipalityRegistry([Fjordby.Municipality, Klitrup.Municipality]));
                services.AddSingleton<IServer, WebTestServer>();
            });
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        await Fjordby.DisposeAsync();
        await Klitrup.DisposeAsync();
    }

    /// <summary>A browser without script and without cookies, at a municipality's address.</summary>
    public Visitor Visit(string host = FjordbyHost) => new(((WebTestServer)app!.Services.GetRequiredService<IServer>()).CreateHandler(), host);
}

/// <summary>Sends requests with the cookies it has been given, and follows nothing.</summary>
public sealed class Visitor(HttpMessageHandler handler, string host) : IDisposable
{
    private readonly HttpClient client = new(handler) { BaseAddress = new Uri($"http://{host}") };
    private readonly CookieContainer cookies = new();
    private string? token;

    public IEnumerable<Cookie> Cookies => cookies.GetAllCookies();

    public Visitor With(string name, string value)
    {
        cookies.Add(client.BaseAddress!, new Cookie(name, value));
        return this;
    }

    public Task<Answer> GetAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, address));

    /// <summary>Posts with the token of the form on the page that was read last, as a browser does.</summary>
    public Task<Answer> PostAsync(string address, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token ?? "")).Select(field => new KeyValuePair<string, string>(field.Item1, field.Item2))),
        });

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            var address = new Uri(client.BaseAddress!, request.RequestUri!);
            if (cookies.GetCookieHeader(address) is { Length: > 0 } header)
            {
                request.Headers.Add("Cookie", header);
            }

            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var set = answer.Headers.TryGetValues("Set-Cookie", out var values) ? values.ToArray() : [];
            foreach (var cookie in set)
            {
                cookies.SetCookies(address, cookie.Replace("samesite", "x-samesite", StringComparison.OrdinalIgnoreCase));
            }

            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            token = System.Text.RegularExpressions.Regex.Match(body, "__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"") is { Success: true } found ? found.Groups[1].Value : token;
            return new Answer(answer.StatusCode, answer.Headers.Location?.OriginalString, body, set);
        }
    }

    public void Dispose() => client.Dispose();
}

public sealed record Answer(HttpStatusCode Status, string? To, string Body, IReadOnlyList<string> SetCookies);
