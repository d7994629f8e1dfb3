using System.Diagnostics;
using Npgsql;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>
/// The server and its database, both started here and ended only by their own numbers. After a kill of the database alone the server is
/// left running: it must find the new one by itself.
/// </summary>
internal sealed class KillVictims(BenchTown town) : IAsyncDisposable
{
    private BenchServer? web;
    private PrivateServerHandle? database;

    public int WebKills { get; private set; }

    public int DatabaseKills { get; private set; }

    public int BothKills { get; private set; }

    public Uri Address => web?.Address ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>Starts what does not run.</summary>
    public async Task<Result> EnsureAsync(CancellationToken cancel)
    {
        if (database is null)
        {
            if (!(await town.StartDatabaseAsync(cancel)).TryGet(out database, out var silent))
            {
                return silent;
            }
        }
        if (web is null && !(await BenchServer.StartAsync(town.Folder, cancel)).TryGet(out web, out var dead))
        {
            return dead;
        }
        return Result.Done;
    }

    /// <param name="whom">0 the server, 1 its database, 2 both.</param>
    public async Task KillAsync(int whom, CancellationToken cancel)
    {
        if (whom is 0 or 2)
        {
            web!.Kill();
        }
        if (whom is 1 or 2)
        {
            using var postmaster = Process.GetProcessById(town.Postmaster);
            postmaster.Kill();
            await postmaster.WaitForExitAsync(cancel);
            await database!.DisposeAsync();
            database = null;
        }
        if (whom is 0 or 2)
        {
            await web!.DisposeAsync();
            web = null;
        }
        _ = whom switch { 0 => WebKills++, 1 => DatabaseKills++, _ => BothKills++ };
    }

    public async Task StopWebAsync()
    {
        if (web is not null)
        {
            await web.StopAsync();
            await web.DisposeAsync();
            web = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (web is not null)
        {
            await web.DisposeAsync();
        }
        if (database is not null)
        {
            await database.DisposeAsync();
        }
        NpgsqlConnection.ClearAllPools();
    }
}
