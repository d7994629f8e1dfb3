using System.Runtime.InteropServices;

namespace Vaern.App.Evidence.Previews;

/// <summary>
/// Which files a process and what it becomes may still open (Linux 5.13 and newer): libraries, fonts and their settings to read, one program to run, nothing to
/// write, no TCP, no signal to others. Unlike a filter of system calls it knows the places that a call is about.
/// </summary>
internal static unsafe class Landlock
{
    private const nint Create = 444, Add = 445, Restrict = 446;
    private const ulong Execute = 1, ReadFile = 1 << 2, ReadFolder = 1 << 3;
    private const int FolderOnly = 0x10000, PathOnly = 0x200000, CloseOnExec = 0x80000, NoNewPrivileges = 38;

    // What a program that draws opens: code, then fonts and tables. Programs lie elsewhere, so that a shell cannot be started.
    private static readonly string[] Libraries = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"];
    private static readonly string[] Data = ["/usr/share", "/usr/local/share/fonts", "/etc/fonts", "/var/cache/fontconfig"];
    private static readonly string[] Files = ["/etc/ld.so.cache", "/dev/null", "/dev/urandom"];

    /// <summary>The version that the kernel speaks; 0 where it has none.</summary>
    internal static int Version { get; } = OperatingSystem.IsLinux() ? Math.Max(0, (int)syscall(Create, 0, 0, 1, 0)) : 0;

    /// <summary>Opens what will be allowed, while everything can still be opened; negative where the kernel refuses.</summary>
    internal static int Prepare(string program)
    {
        // Everything that the version can forbid is forbidden; what is not added below is closed.
        var fields = stackalloc ulong[3] { Version switch { 1 => (1UL << 13) - 1, 2 => (1UL << 14) - 1, 3 or 4 => (1UL << 15) - 1, _ => (1UL << 16) - 1 }, 3, 3 };
        var ruleset = (int)syscall(Create, (nint)fields, Version switch { < 4 => 8, < 6 => 16, _ => 24 }, 0, 0);
        if (ruleset < 0)
        {
            return ruleset;
        }

        var allowed = Allow(ruleset, program, Execute | ReadFile, folder: false);
        foreach (var folder in Libraries)
        {
            Allow(ruleset, folder, Execute | ReadFile | ReadFolder, folder: true);
        }

        foreach (var folder in Data)
        {
            Allow(ruleset, folder, ReadFile | ReadFolder, folder: true);
        }

        foreach (var file in Files)
        {
            Allow(ruleset, file, ReadFile, folder: false);
        }

        return allowed ? ruleset : -1;
    }

    /// <summary>From here on only that; for the calling thread and the program that it becomes.</summary>
    internal static bool TryEnter(int ruleset) => prctl(NoNewPrivileges, 1, 0, 0, 0) == 0 && syscall(Restrict, ruleset, 0, 0, 0) == 0;

    // A place that this machine does not have is not allowed, and that is all.
    private static bool Allow(int ruleset, string path, ulong rights, bool folder)
    {
        var name = Marshal.StringToCoTaskMemUTF8(path);
        var place = open(name, PathOnly | CloseOnExec | (folder ? FolderOnly : 0));
        Marshal.FreeCoTaskMem(name);
        if (place < 0)
        {
            return false;
        }

        var rule = stackalloc byte[12];
        *(ulong*)rule = rights;
        *(int*)(rule + 8) = place;
        var added = syscall(Add, ruleset, 1, (nint)rule, 0) == 0;
        _ = close(place);
        return added;
    }

    [DllImport("libc")]
    private static extern int open(nint path, int flags);

    [DllImport("libc")]
    private static extern int close(int descriptor);

    [DllImport("libc")]
    private static extern int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [DllImport("libc")]
    private static extern nint syscall(nint number, nint first, nint second, nint third, nint fourth);
}
