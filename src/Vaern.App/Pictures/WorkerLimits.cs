using System.Runtime.InteropServices;

namespace Vaern.App.Pictures;

/// <summary>
/// Limits that the kernel holds for the worker process. Memory is limited as writable data (RLIMIT_DATA): a managed runtime reserves far more addresses
/// than it uses, so a limit on addresses would stop it before it starts.
/// </summary>
internal static unsafe class WorkerLimits
{
    private const int ProcessorSeconds = 0, FileSize = 1, Data = 2, CoreSize = 4, OpenFiles = 7;

    private const ulong ProgramSeconds = 10, ProgramMemory = 768 << 20, ProgramFiles = 64;

    /// <summary>Processor time of the whole process, after which a new one is started; each file gets <see cref="PictureLimits.Processor"/> of it.</summary>
    private const ulong MostSeconds = 120;

    /// <summary>Limits that hold for the life of the process.</summary>
    internal static bool TrySet()
    {
        var limited = Limit(Data, (ulong)PictureLimits.Memory, (ulong)PictureLimits.Memory)
            && Limit(CoreSize, 0, 0)
            && Limit(ProcessorSeconds, MostSeconds, MostSeconds);
        return limited && LeaveRoot();
    }

    /// <summary>Limits for one more program that is started in the process's place; it writes no file, not even a memory file.</summary>
    internal static bool TrySetForProgram()
    {
        var limited = Limit(Data, ProgramMemory, ProgramMemory) && Limit(CoreSize, 0, 0) && Limit(ProcessorSeconds, ProgramSeconds, ProgramSeconds) && Limit(OpenFiles, ProgramFiles, ProgramFiles);
        return limited && LeaveRoot();
    }

    /// <summary>The last step before that program: the runtime writes its own code pages through a memory file until then.</summary>
    internal static bool TryForbidWriting() => Limit(FileSize, 0, 0);

    /// <summary>The kernel ends the process when it has used the allowance of one file from now on.</summary>
    internal static void BeginFile()
    {
        var used = (ulong)Environment.CpuUsage.TotalTime.TotalSeconds;
        Limit(ProcessorSeconds, Math.Min(MostSeconds, used + (ulong)PictureLimits.Processor.TotalSeconds + 1), MostSeconds);
    }

    // Root's worker becomes nobody, in one process-wide step.
    private static bool LeaveRoot()
    {
        const uint Nobody = 65534;
        return geteuid() != 0 || (setgroups(0, null) == 0 && setresgid(Nobody, Nobody, Nobody) == 0 && setresuid(Nobody, Nobody, Nobody) == 0);
    }

    private static bool Limit(int resource, ulong soft, ulong hard)
    {
        var limit = stackalloc ulong[2] { soft, hard };
        return setrlimit(resource, limit) == 0;
    }

    [DllImport("libc")]
    private static extern int setrlimit(int resource, ulong* limit);

    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc")]
    private static extern int setgroups(nuint count, uint* groups);

    [DllImport("libc")]
    private static extern int setresgid(uint real, uint effective, uint saved);

    [DllImport("libc")]
    private static extern int setresuid(uint real, uint effective, uint saved);
}
