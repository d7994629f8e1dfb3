using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Vaern.Cli.Tests;

/// <summary>The real program in a process of its own: exit codes, both outputs, signals.</summary>
internal sealed class VaernProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder complaints = new();

    private VaernProcess(Process process) => this.process = process;

    public static async Task<(int Exit, string Output, string Complaint)> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var complaint = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output, await complaint);
    }

    public static VaernProcess Begin(params string[] arguments)
    {
        var begun = new VaernProcess(Process.Start(Start(arguments))!);
        begun.process.StandardInput.Close();
        begun.process.ErrorDataReceived += (_, line) => begun.complaints.AppendLine(line.Data);
        begun.process.BeginErrorReadLine();
        return begun;
    }

    /// <summary>Reads on until a line holds the text; throws with what the program complained of when it ends before.</summary>
    public async Task<string> LineWithAsync(string text, CancellationToken cancel)
    {
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }
        await process.WaitForExitAsync(cancel);
        throw new InvalidOperationException($"The program ended before it said '{text}': {complaints}");
    }

    /// <summary>As systemd stops it.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancel)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    public async Task KillAsync(CancellationToken cancel)
    {
        process.Kill();
        await process.WaitForExitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync(CancellationToken.None);
        }
        process.Dispose();
    }

    private static ProcessStartInfo Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "vaern.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("VAERN_DATA");
        start.Environment.Remove("VAERN_DATABASE");
        return start;
    }
}
