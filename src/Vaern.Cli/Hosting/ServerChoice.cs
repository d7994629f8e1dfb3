using Vaern.Data;

namespace Vaern.Cli.Hosting;

/// <summary>The operator's own PostgreSQL when <c>VAERN_DATABASE</c> names one, otherwise the private server in the data folder.</summary>
internal sealed class ServerChoice : IAsyncDisposable
{
    public const string Variable = "VAERN_DATABASE";

    private readonly PrivateServerHandle? handle;

    private ServerChoice(DatabaseServer server, PrivateServerHandle? handle) => (Server, this.handle) = (server, handle);

    public DatabaseServer Server { get; }

    public static string? OwnServer => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : null;

    public static async Task<Result<ServerChoice>> EnsureAsync(string folder, CancellationToken cancel)
    {
        if (OwnServer is { } own)
        {
            return DatabaseServer.FromConnectionString(own).Map(server => new ServerChoice(server, null));
        }
        var started = await PrivateServer.EnsureStartedAsync(Options(folder), cancel);
        return started.Map(handle => new ServerChoice(handle.Server, handle));
    }

    public static PrivateServerOptions Options(string folder) => new() { DataFolder = Path.GetFullPath(folder), MaxConnections = 200 };

    public ValueTask DisposeAsync() => handle?.DisposeAsync() ?? ValueTask.CompletedTask;
}
