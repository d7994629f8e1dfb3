using System.Diagnostics;

namespace Vaern.Cli.Bench;

/// <summary>Another program that does the same work, run by the shell and timed from outside.</summary>
internal static class Peer
{
    internal static async Task<bool> ExistsAsync(string program) => (await RunAsync($"command -v {program}", Environment.CurrentDirectory)).Code == 0;

    internal static async Task<(int Code, string Text, double Seconds)> RunAsync(string line, string folder)
    {
        var start = new ProcessStartInfo("sh") { ArgumentList = { "-c", line }, WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, text, clock.Elapsed.TotalSeconds);
    }
}

/// <summary>Largest resident memory of this process while some work runs.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Timer _timer;
    private long _most;

    internal MemoryWatch()
    {
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(10));
    }

    /// <summary>In MiB.</summary>
    internal double Most
    {
        get
        {
            Look();
            return Interlocked.Read(ref _most) / 1048576.0;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Environment.WorkingSet;
        if (now > Interlocked.Read(ref _most)) Interlocked.Exchange(ref _most, now);
    }
}
