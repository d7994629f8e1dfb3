using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vaern.App;
using Vaern.App.Evidence;
using Vaern.App.Background;
using Vaern.App.Concerns;
using Vaern.App.StreetWork.Imports;
using Vaern.Data;
using Vaern.Web;

namespace Vaern.Cli.Hosting;

/// <summary>One serving process: the database server, the municipalities on it, and the web in front of them.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly ServerChoice server;
    private readonly string folder;
    private readonly IReadOnlyList<TenantEntry> tenants;

    private readonly HttpClient http;
    private readonly EvidenceTools tools;
    private readonly TimeProvider clock;

    private Node(ServerChoice server, string folder, IReadOnlyList<TenantEntry> tenants, MunicipalityRegistry towns, HttpClient http, EvidenceTools tools, TimeProvider clock) =>
        (this.server, this.folder, this.tenants, Towns, this.http, this.tools, this.clock) = (server, folder, tenants, towns, http, tools, clock);

    public MunicipalityRegistry Towns { get; }

    /// <summary>Opens every municipality on the list. The node owns <paramref name="server"/> from here on, also when it fails.</summary>
    public static async Task<Result<Node>> OpenAsync(
        ServerChoice server, string folder, IReadOnlyList<TenantEntry> tenants, bool demo, TimeProvider clock, CancellationToken cancel)
    {
        if (!(await EvidenceTools.FindAsync(Environment.GetEnvironmentVariable("VAERN_CLAMD"), cancel)).TryGet(out var tools, out var unusable))
        {
            await server.DisposeAsync();
            return unusable;
        }
        var opened = new List<Municipality>();
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) });
        Error? wrong = null;
        foreach (var tenant in tenants)
        {
            if (!(demo ? SealKits.Demo(folder, tenant, clock) : SealKits.Listed(folder, tenant, http, clock)).TryGet(out var seal, out wrong)
                || !(await TenantOpening.OpenAsync(folder, tenant, server.Server, demo, clock, seal, cancel)).TryGet(out var one, out wrong))
            {
                break;
            }
            one.Municipality.Tools = tools;
            // A real telephone system is the operator's to connect; without one, senders of concerns are told to ring.
            one.Municipality.DutyLine = demo ? new DutyFolder(Path.Combine(folder, "duty"), make: true)
                : Environment.GetEnvironmentVariable("VAERN_DUTY_FOLDER") is { Length: > 0 } duty ? new DutyFolder(duty, make: false) : null;
            one.Municipality.Spool = new ImportSpool(Path.Combine(folder, "spool", one.Municipality.Slug));
            opened.Add(one.Municipality);
        }
        var node = new Node(server, folder, tenants, new MunicipalityRegistry(opened), http, tools, clock);
        if (wrong is null)
        {
            return node;
        }
        await node.DisposeAsync();
        return wrong;
    }

    /// <summary>Does the background work alone until <paramref name="cancel"/>; other nodes on the same database serve the pages.</summary>
    public async Task WorkAsync(CancellationToken cancel)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddSimpleConsole());
        await new Worker(Towns, MailRoute.From(folder), clock, logs.CreateLogger<Worker>()).RunAsync(cancel);
    }

    /// <summary>Serves until <paramref name="cancel"/> and then lets running requests end.</summary>
    /// <param name="works">True does the background work in this process too.</param>
    /// <param name="ready">Called with the real address once requests are answered.</param>
    public async Task<Result> ServeAsync(string url, bool https, bool works, Func<string, Task> ready, CancellationToken cancel)
    {
        if (IsTaken(new Uri(url)))
        {
            return new Error("web.address", $"{url} is taken by another program.");
        }
        var keyRing = Path.Combine(folder, "web-keys");
        Directory.CreateDirectory(keyRing, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new WebOptions { Url = url, Https = https, KeyRing = keyRing, Tenants = [.. tenants.Select(Host)] };
        await using var web = VaernWeb.Build(options, services => services.AddSingleton(Towns));
        try
        {
            await web.StartAsync(cancel);
        }
        catch (IOException taken)
        {
            return new Error("web.address", $"{url} cannot be served: {taken.Message}");
        }
        await ready(web.Urls.First());
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel, web.Lifetime.ApplicationStopping);
        if (works)
        {
            var worker = new Worker(Towns, MailRoute.From(folder), clock, web.Services.GetRequiredService<ILogger<Worker>>());
            // The worker runs until the end is asked for; should it fail before, the process ends with its reason.
            await worker.RunAsync(ended.Token);
        }
        else
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await web.StopAsync(CancellationToken.None);
        return Result.Done;
    }

    public async ValueTask DisposeAsync()
    {
        await Towns.DisposeAsync();
        await tools.DisposeAsync();
        http.Dispose();
        await server.DisposeAsync();
    }

    private static TenantHost Host(TenantEntry tenant) => new(tenant.Slug, tenant.Name, tenant.Team, tenant.Hosts);

    // Asked first, since the host answers with a page of stack trace.
    private static bool IsTaken(Uri address)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Parse(address.Host), address.Port);
            probe.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
