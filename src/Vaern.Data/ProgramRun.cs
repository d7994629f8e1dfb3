using System.ComponentModel;
using System.Diagnostics;

namespace Vaern.Data;

/// <summary>One run of a system program (PostgreSQL, WeasyPrint), to its end, with closed input and both outputs kept. For programs that say little.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Complaint)
{
    /// <summary>The exit code when the program does not exist, as in a shell.</summary>
    public const int NotFound = 127;

    public bool Succeeded => ExitCode == 0;

    /// <summary>The last lines of what the program said, for an error message.</summary>
    public string LastWords =>
        string.Join(' ', (Complaint + "\n" + Output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(4));

    /// <summary>Runs program and arguments (no shell). A program that does not exist is <see cref="NotFound"/>, not an exception; cancelling kills it.</summary>
    /// <param name="environment">Added to the caller's, from which PostgreSQL's own variables are taken away.</param>
    public static async Task<ProgramRun> ToEndAsync(
        IReadOnlyList<string> command, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The account that is dropped to may not enter the caller's folder.
            WorkingDirectory = "/",
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            return new ProgramRun(NotFound, "", missing.Message);
        }
        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var complaint = process.StandardError.ReadToEndAsync(cancel);
            try
            {
                await process.WaitForExitAsync(cancel);
                return new ProgramRun(process.ExitCode, await output, await complaint);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
