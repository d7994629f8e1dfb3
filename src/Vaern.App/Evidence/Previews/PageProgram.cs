using System.Runtime.InteropServices;
using Vaern.App.Pictures;

namespace Vaern.App.Evidence.Previews;

/// <summary>
/// The other end of <see cref="PdfPages"/>: limits itself, gives up the network, other processes and all files but libraries and fonts, and becomes one of
/// poppler's two programs. Nothing of ours is left in the process when that program reads the first byte from outside.
/// </summary>
public static unsafe class PageProgram
{
    /// <summary>The hidden verb of the program.</summary>
    public const string Verb = "page-worker";

    internal const int NotLimited = 4, NotFound = 3;
    private const nint CloseRange = 436;
    private static readonly string[] Programs = ["pdftoppm", "pdfinfo"];

    /// <summary>Does not return where all went well: the process is then another program, with three pipes and no environment.</summary>
    public static int Run(IReadOnlyList<string> command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Count == 0 || !Programs.Contains(command[0]) || Find(command[0]) is not { } program)
        {
            return NotFound;
        }

        // All that is needed is loaded and opened first; afterwards there are only calls to the kernel.
        var path = Marshal.StringToCoTaskMemUTF8(program);
        var arguments = (nint*)Marshal.AllocCoTaskMem((command.Count + 1) * sizeof(nint));
        for (var n = 0; n < command.Count; n++)
        {
            arguments[n] = Marshal.StringToCoTaskMemUTF8(command[n]);
        }

        arguments[command.Count] = 0;
        var environment = stackalloc nint[1] { 0 };
        var ruleset = Landlock.Version > 0 ? Landlock.Prepare(program) : 0;
        _ = execve(Marshal.StringToCoTaskMemUTF8(""), arguments, environment);
        if (ruleset < 0 || !WorkerLimits.TrySetForProgram() || !WorkerJail.TryClose(startsProgram: true) || syscall(CloseRange, 3, unchecked((nint)uint.MaxValue), 4) != 0
            || (Landlock.Version > 0 && !Landlock.TryEnter(ruleset)) || !WorkerLimits.TryForbidWriting())
        {
            return NotLimited;
        }

        _ = execve(path, arguments, environment);
        return NotFound;
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    [DllImport("libc")]
    private static extern int execve(nint path, nint* arguments, nint* environment);

    [DllImport("libc")]
    private static extern nint syscall(nint number, nint first, nint second, nint third);
}
