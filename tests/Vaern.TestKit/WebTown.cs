using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vaern.App;
using Vaern.Web;
using Xunit;

namespace Vaern.TestKit;

/// <summary>The real web of <see cref="TestTown"/> on a free loopback port: Kestrel, not a stand-in. What it logs is kept for privacy tests.</summary>
public sealed class WebTown : IAsyncLifetime
{
    private WebApplication? web;

    public TestTown Town { get; } = new();

    public CapturedLog Log { get; } = new();

    /// <summary>The address of the server, such as <c>http://127.0.0.1:41234</c>.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => web!.Services;

    /// <summary>True serves a second municipality, Klitrup, from the same server: for tests that nothing crosses over.</summary>
    public bool HasNeighbour { get; init; }

    public StaffTown? Neighbour { get; private set; }

    /// <summary>Klitrup's address. Browsers look names under <c>localhost</c> up nowhere else (RFC 6761).</summary>
    public Uri NeighbourAddress => new($"http://klitrup.localhost:{Address.Port}");

    public async ValueTask InitializeAsync()
    {
        await Town.InitializeAsync();
        List<TenantHost> tenants = [new("fjordby", "Fjordby Kommune", "Digitalt Tryghedsteam", ["*"])];
        List<Municipality> municipalities = [Town.Town];
        if (HasNeighbour)
        {
            Neighbour = await StaffTown.FoundAnotherAsync("klitrup", "Klitrup Kommune", Town.Clock, demo: true);
            tenants.Add(new("klitrup", "Klitrup Kommune", "Tryghedsteamet", ["klitrup.localhost"]));
            municipalities.Add(Neighbour.Municipality);
        }

        var options = new WebOptions { Url = "http://127.0.0.1:0", Tenants = tenants };
        web = VaernWeb.Build(options, services =>
        {
            services.AddSingleton<TimeProvider>(Town.Clock);
            services.AddSingleton(new MunicipalityRegistry([.. municipalities])); // an instance: the container leaves it to the fixture
            services.AddSingleton<ILoggerProvider>(Log);
        });
        await web.StartAsync();
        Address = new Uri(web.Urls.First());
    }

    /// <summary>A visitor of their own, with cookies of their own, who follows no redirects unasked.</summary>
    public HttpClient Visitor(bool follow = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = follow, CookieContainer = new System.Net.CookieContainer() }, disposeHandler: true) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        if (web is not null)
        {
            await web.StopAsync();
            await web.DisposeAsync();
        }

        if (Neighbour is not null)
        {
            await Neighbour.DisposeAsync();
        }

        await Town.DisposeAsync();
        Log.Dispose();
    }
}

/// <summary>Everything the server logs, as one text.</summary>
public sealed class CapturedLog : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Writer(lines, categoryName);

    public void Dispose()
    {
    }

    private sealed class Writer(System.Collections.Concurrent.ConcurrentQueue<string> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
