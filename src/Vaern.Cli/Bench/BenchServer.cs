using System.Diagnostics;
using Vaern.Cli.Hosting;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>This program as a server in a process of its own: <c>vaern serve</c> on a free port of the loopback interface.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task said;

    private BenchServer(Process process, Uri address, Task said) => (this.process, Address, this.said) = (process, address, said);

    public Uri Address { get; }

    public int ProcessId => process.Id;

    /// <summary>Waits until it answers; <c>bench.serve</c> with its last words when it ends before that.</summary>
    public static async Task<Result<BenchServer>> StartAsync(string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(BenchServer).Assembly.Location);
        }
        foreach (var argument in new[] { "serve", "--data", folder, "--port", "0" })
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment.Remove(ServerChoice.Variable);
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        var complaint = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
            {
                if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
                {
                    var address = new Uri(line[at..].Split(' ')[0]);
                    return new BenchServer(process, address, Task.WhenAll(complaint, process.StandardOutput.ReadToEndAsync(CancellationToken.None)));
                }
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        var words = await complaint;
        process.Dispose();
        return new Error("bench.serve", "The server did not start: " + string.Join(' ', words.Split('\n').TakeLast(4)));
    }

    /// <summary>kill -9: nothing in the process gets a chance to tidy up.</summary>
    public void Kill() => process.Kill();

    /// <summary>An ordinary stop, as an upgrade does it.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            await SignalAsync("-TERM");
        }
        await process.WaitForExitAsync();
    }

    /// <summary>Holds the process still, its background work too, so that something else can be measured.</summary>
    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    private Task<ProgramRun> SignalAsync(string signal) =>
        ProgramRun.ToEndAsync(["kill", signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }
        await process.WaitForExitAsync();
        await said;
        process.Dispose();
    }
}
