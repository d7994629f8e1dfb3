using Npgsql;

namespace Vaern.Data;

/// <summary>Whether the private server runs, and where it lies.</summary>
/// <param name="ClusterMajor">PostgreSQL's major version of the data on disk; null when nothing was made yet.</param>
/// <param name="ProcessId">Null when it does not run.</param>
/// <param name="SocketFolder">Null when it does not run.</param>
public sealed record PrivateServerStatus(string Folder, int? ClusterMajor, int? ProcessId, string? SocketFolder)
{
    public bool IsRunning => ProcessId is not null;
}

/// <summary>
/// The PostgreSQL that Værn keeps for itself when it is given no other: on a Unix socket that only its own account can
/// reach, with Danish ICU collation. Safe to call from several processes and threads at once; they share one server.
/// </summary>
public static class PrivateServer
{
    /// <summary>The superuser of the private server.</summary>
    internal const string Administrator = "postgres";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Makes the cluster if there is none, starts it if it does not run, and returns this process's use of it. Errors:
    /// <c>postgres.missing</c>, <c>postgres.version</c>, <c>postgres.account</c>, <c>postgres.folder</c>,
    /// <c>postgres.socket-path</c>, <c>postgres.initdb</c>, <c>postgres.start</c>.
    /// </summary>
    public static async Task<Result<PrivateServerHandle>> EnsureStartedAsync(PrivateServerOptions options, CancellationToken cancel)
    {
        if (!Path.IsPathFullyQualified(options.DataFolder))
        {
            return new Error("postgres.folder", $"The data folder must be an absolute path: {options.DataFolder}");
        }
        if (!(await ServerAccount.ResolveAsync(options.Account, cancel)).TryGet(out var account, out var stranger))
        {
            return stranger;
        }
        var layout = LayoutOf(options);
        try
        {
            Directory.CreateDirectory(layout.DataFolder);
            if (await account.CanEnterAsync(layout.DataFolder, cancel) is { IsOk: false } closed)
            {
                return closed.Error;
            }
            using var turn = await FolderLock.AloneAsync(layout.TurnFile, cancel);
            var running = PostmasterFile.OfRunning(layout.Cluster);
            var socket = running is null
                ? await StartAsync(options, layout, account, cancel)
                : await AnswersAsync(running.SocketFolder, options, cancel);
            return socket.Map(folder => new PrivateServerHandle(options, FolderLock.TryShared(layout.UsersFile)!, folder, running is null));
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            return new Error("postgres.folder", $"The data folder {layout.DataFolder} cannot be used by {Environment.UserName}: {refused.Message}");
        }
    }

    /// <summary>Looks without starting anything.</summary>
    public static PrivateServerStatus Status(PrivateServerOptions options)
    {
        var layout = LayoutOf(options);
        var running = PostmasterFile.OfRunning(layout.Cluster);
        return new PrivateServerStatus(layout.Cluster, layout.ClusterMajor(), running?.Pid, running?.SocketFolder);
    }

    /// <summary>Stops the server whoever uses it: open transactions are rolled back, committed ones are kept. Stopping a stopped server is no error.</summary>
    public static async Task<Result> StopAsync(PrivateServerOptions options, CancellationToken cancel)
    {
        var layout = LayoutOf(options);
        if (!Directory.Exists(layout.Cluster))
        {
            return Result.Done;
        }
        using var turn = await FolderLock.AloneAsync(layout.TurnFile, cancel);
        return await StopInTurnAsync(options, layout, cancel);
    }

    /// <summary>Stops the server and deletes its cluster with everything in it. <c>postgres.in-use</c> while any process uses it.</summary>
    public static async Task<Result> EraseAsync(PrivateServerOptions options, CancellationToken cancel)
    {
        var layout = LayoutOf(options);
        if (!Directory.Exists(layout.Home))
        {
            return Result.Done;
        }
        using var turn = await FolderLock.AloneAsync(layout.TurnFile, cancel);
        using var nobody = FolderLock.TryAlone(layout.UsersFile);
        if (nobody is null)
        {
            return new Error("postgres.in-use", $"Another program uses the database in {layout.Home}. Stop it first.");
        }
        if (await StopInTurnAsync(options, layout, cancel) is { IsOk: false } running)
        {
            return running;
        }
        Directory.Delete(layout.Home, recursive: true);
        return Result.Done;
    }

    internal static async Task LetGoAsync(PrivateServerOptions options, FolderLock use)
    {
        var layout = LayoutOf(options);
        if (!options.StopWhenUnused || !Directory.Exists(layout.Cluster))
        {
            use.Dispose();
            return;
        }
        using var turn = await FolderLock.AloneAsync(layout.TurnFile, CancellationToken.None);
        use.Dispose();
        using var nobody = FolderLock.TryAlone(layout.UsersFile);
        if (nobody is not null)
        {
            await StopInTurnAsync(options, layout, CancellationToken.None);
        }
    }

    internal static ServerLayout LayoutOf(PrivateServerOptions options) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataFolder)));

    private static async Task<Result<string>> StartAsync(
        PrivateServerOptions options, ServerLayout layout, ServerAccount account, CancellationToken cancel)
    {
        if (!(await PostgresBinaries.FindAsync(layout.ClusterMajor(), cancel)).TryGet(out var binaries, out var missing))
        {
            return missing;
        }
        if (!layout.SocketFolder().TryGet(out var socketFolder, out var tooLong))
        {
            return tooLong;
        }
        foreach (var folder in new[] { layout.Home, socketFolder })
        {
            if (await account.MakePrivateFolderAsync(folder, cancel) is { IsOk: false } refused)
            {
                return refused.Error;
            }
        }
        if (layout.ClusterMajor() is null && await MakeClusterAsync(options, layout, account, binaries, cancel) is { IsOk: false } unmade)
        {
            return unmade.Error;
        }
        await account.WriteFileAsync(Path.Combine(layout.Cluster, ServerSettings.FileName), ServerSettings.For(options, socketFolder), cancel);
        // Nobody runs it (we hold the turn and have looked), so what is left is stale; PostgreSQL itself would believe a
        // number that now belongs to another process of the same account.
        File.Delete(PostmasterFile.PathIn(layout.Cluster));

        var seconds = ((int)options.StartTimeout.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var patience = new CancellationTokenSource(options.StartTimeout);
        while (true)
        {
            await account.RunAsync(cancel, "rm", "-f", layout.StartLog);
            var run = await account.RunAsync(cancel,
                binaries.Program("pg_ctl"), "start", "-D", layout.Cluster, "-l", layout.StartLog, "-s", "-w", "-t", seconds);
            if (run.Succeeded)
            {
                return socketFolder;
            }
            var said = await SaidAsync(layout, cancel);
            // After a kill -9 the old server's children hold its shared memory until they notice that it is gone.
            if (!said.Contains("shared memory block", StringComparison.Ordinal) || patience.IsCancellationRequested)
            {
                return new Error("postgres.start", $"PostgreSQL did not start in {layout.Cluster}: {said} {run.LastWords}");
            }
            await Task.Delay(Pause, cancel);
        }
    }

    private static async Task<Result> MakeClusterAsync(
        PrivateServerOptions options, ServerLayout layout, ServerAccount account, PostgresBinaries binaries, CancellationToken cancel)
    {
        await account.RunAsync(cancel, "rm", "-rf", layout.Unfinished);
        string[] sync = options.Durability == Durability.None ? ["--no-sync"] : ["--data-checksums"];
        var made = await account.RunAsync(cancel,
        [
            binaries.Program("initdb"), "-D", layout.Unfinished, "-U", Administrator, "--encoding=UTF8", "--locale=C.UTF-8",
            "--locale-provider=icu", "--icu-locale=da-DK", "--auth-local=trust", "--auth-host=reject", .. sync,
        ]);
        if (!made.Succeeded)
        {
            return new Error("postgres.initdb", $"initdb failed in {layout.Unfinished}: {made.LastWords}");
        }
        await File.AppendAllTextAsync(Path.Combine(layout.Unfinished, "postgresql.conf"), ServerSettings.Include, cancel);
        Directory.Move(layout.Unfinished, layout.Cluster);
        return Result.Done;
    }

    private static async Task<Result<string>> AnswersAsync(string socketFolder, PrivateServerOptions options, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(options.StartTimeout);
        var address = DatabaseServer.OnSocket(socketFolder, Administrator).ConnectionString("postgres", DatabaseRole.Administrator);
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(address + ";Pooling=false");
                await connection.OpenAsync(cancel);
                return socketFolder;
            }
            catch (NpgsqlException busy) when (!patience.IsCancellationRequested && IsStarting(busy))
            {
                await Task.Delay(Pause, cancel);
            }
            catch (NpgsqlException silent)
            {
                return new Error("postgres.start", $"PostgreSQL runs but does not answer on {socketFolder}: {silent.Message}");
            }
        }
    }

    // Started but still recovering, or its socket is not made yet.
    private static bool IsStarting(NpgsqlException reason) =>
        reason is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } || reason.InnerException is System.Net.Sockets.SocketException;

    private static async Task<Result> StopInTurnAsync(PrivateServerOptions options, ServerLayout layout, CancellationToken cancel)
    {
        if (PostmasterFile.OfRunning(layout.Cluster) is null)
        {
            return Result.Done;
        }
        if (!(await ServerAccount.ResolveAsync(options.Account, cancel)).TryGet(out var account, out var stranger))
        {
            return stranger;
        }
        if (!(await PostgresBinaries.FindAsync(layout.ClusterMajor(), cancel)).TryGet(out var binaries, out var missing))
        {
            return missing;
        }
        var run = await account.RunAsync(cancel, binaries.Program("pg_ctl"), "stop", "-D", layout.Cluster, "-m", "fast", "-s", "-w", "-t", "120");
        return run.Succeeded ? Result.Done : new Error("postgres.stop", $"PostgreSQL did not stop: {run.LastWords}");
    }

    private static async Task<string> SaidAsync(ServerLayout layout, CancellationToken cancel)
    {
        // Before its log collector runs the server writes to the start log, after that to its own log.
        var logs = Path.Combine(layout.Cluster, "log");
        var latest = Directory.Exists(logs) ? new DirectoryInfo(logs).EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc)?.FullName : null;
        var lines = new List<string>();
        foreach (var file in new[] { latest, layout.StartLog })
        {
            if (file is not null && File.Exists(file))
            {
                lines.AddRange((await File.ReadAllLinesAsync(file, cancel)).Where(line => line.Contains("FATAL", StringComparison.Ordinal)).TakeLast(1));
            }
        }
        return string.Join(' ', lines);
    }
}
