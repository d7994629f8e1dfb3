namespace Vaern.Data;

/// <summary>
/// This process's use of the private server. Disposing lets go of it; the last one to do so stops the server (unless
/// <see cref="PrivateServerOptions.StopWhenUnused"/> is false). A killed process lets go too, but stops nothing: the next start reuses the server.
/// </summary>
public sealed class PrivateServerHandle : IAsyncDisposable
{
    private readonly PrivateServerOptions options;
    private FolderLock? use;

    internal PrivateServerHandle(PrivateServerOptions options, FolderLock use, string socketFolder, bool startedHere)
    {
        this.options = options;
        this.use = use;
        SocketFolder = socketFolder;
        StartedHere = startedHere;
        Server = DatabaseServer.OnSocket(socketFolder, PrivateServer.Administrator);
    }

    /// <summary>Its address, for connection strings.</summary>
    public DatabaseServer Server { get; }

    public string SocketFolder { get; }

    /// <summary>False when a running server was reused.</summary>
    public bool StartedHere { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref use, null) is { } mine)
        {
            await PrivateServer.LetGoAsync(options, mine);
        }
    }
}
