using System.Runtime.InteropServices;

namespace Vaern.App.Pictures;

/// <summary>
/// After the worker has loaded what it needs, the kernel refuses every thread of it files, network, new processes and a look into others (seccomp). A fault in
/// a decoder then has nothing to reach but the two pipes.
/// </summary>
internal static unsafe class WorkerJail
{
    private const ushort LoadWord = 0x20, JumpIfEqual = 0x15, JumpIfSet = 0x45, JumpIfAtLeast = 0x35, Return = 0x06;
    private const uint Allow = 0x7FFF0000, Refuse = 0x00050001, NoSuchCall = 0x00050026, Kill = 0x80000000;
    private const uint NumberAt = 0, ArchitectureAt = 4, FirstArgumentAt = 16;
    private const uint SameProcess = 0x00010000;

    // Numbers of linux/arch/x86/entry/syscalls/syscall_64.tbl.
    private static readonly uint[] RefusedOnX64 =
    [
        2, 85, 257, 437, // open, creat, openat, openat2
        41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 53, 288, 299, 307, // sockets
        57, 58, 59, 322, // fork, vfork, execve, execveat
        62, 101, 310, 311, 438, 424, // kill, ptrace, process_vm_*, pidfd_*
        82, 83, 84, 86, 87, 88, 90, 92, 94, 133, 258, 259, 260, 263, 264, 265, 266, 268, 316, // names, owners and modes of files
        76, 155, 161, 165, 166, 272, 308, 428, 429, 430, 431, 432, 433, 442, // truncate, roots, mounts, namespaces
        246, 248, 249, 250, 298, 319, 321, 323, 425, 426, 427, // kexec, keys, perf, memfd, bpf, userfaultfd, io_uring
    ];

    // Numbers of linux/include/uapi/asm-generic/unistd.h.
    private static readonly uint[] RefusedOnArm64 =
    [
        56, 437,
        198, 199, 200, 201, 202, 203, 206, 207, 210, 211, 212, 242, 243, 269,
        221, 281,
        129, 117, 270, 271, 438, 424,
        33, 34, 35, 36, 37, 38, 52, 53, 54, 55, 276,
        39, 40, 41, 45, 51, 97, 268, 428, 429, 430, 431, 432, 433, 442,
        104, 217, 218, 219, 241, 279, 280, 282, 425, 426, 427,
    ];

    // What a program needs that is started inside: its libraries and fonts are opened while it works. Which files those are is another's to limit.
    private static readonly uint[] OpeningOnX64 = [2, 257, 437, 59], OpeningOnArm64 = [56, 437, 221];

    /// <summary>True when the filter is in force; false where the kernel or the processor has none.</summary>
    /// <param name="startsProgram">Leaves the opening of files and the start of one more program to <c>Landlock</c>.</param>
    internal static bool TryClose(bool startsProgram = false)
    {
        const int NoNewPrivileges = 38;
        const uint SetFilter = 1, AllThreads = 1;
        if (!OperatingSystem.IsLinux() || Machine() is not { } machine || prctl(NoNewPrivileges, 1, 0, 0, 0) != 0)
        {
            return false;
        }
        var filter = Filter(startsProgram ? machine with { Refused = [.. machine.Refused.Except(machine.Opening)] } : machine).ToArray();
        fixed (Instruction* first = filter)
        {
            var program = new Program((ushort)filter.Length, first);
            return syscall(machine.Seccomp, SetFilter, AllThreads, (nint)(&program)) == 0;
        }
    }

    private static Numbers? Machine() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new Numbers(0xC000003E, 317, 56, 435, RefusedOnX64, OpeningOnX64),
        Architecture.Arm64 => new Numbers(0xC00000B7, 277, 220, 435, RefusedOnArm64, OpeningOnArm64),
        _ => null,
    };

    private static IEnumerable<Instruction> Filter(Numbers machine)
    {
        yield return new(LoadWord, 0, 0, ArchitectureAt);
        yield return new(JumpIfEqual, 1, 0, machine.Architecture);
        yield return new(Return, 0, 0, Kill);
        yield return new(LoadWord, 0, 0, NumberAt);
        // The other numbering of the same processor (x32) would go round the list.
        yield return new(JumpIfAtLeast, 0, 1, 0x40000000);
        yield return new(Return, 0, 0, Refuse);
        // The runtime starts threads, never processes. The newer call hides its flags, so it "does not exist" and the older one is used.
        yield return new(JumpIfEqual, 0, 1, machine.NewerStartThread);
        yield return new(Return, 0, 0, NoSuchCall);
        foreach (var number in machine.Refused)
        {
            yield return new(JumpIfEqual, 0, 1, number);
            yield return new(Return, 0, 0, Refuse);
        }
        yield return new(JumpIfEqual, 0, 3, machine.StartThread);
        yield return new(LoadWord, 0, 0, FirstArgumentAt);
        yield return new(JumpIfSet, 1, 0, SameProcess);
        yield return new(Return, 0, 0, Refuse);
        yield return new(Return, 0, 0, Allow);
    }

    private sealed record Numbers(uint Architecture, nint Seccomp, uint StartThread, uint NewerStartThread, uint[] Refused, uint[] Opening);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Program(ushort length, Instruction* first)
    {
        private readonly ushort length = length;
        private readonly Instruction* first = first;
    }

    [DllImport("libc")]
    private static extern int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [DllImport("libc")]
    private static extern nint syscall(nint number, nuint first, nuint second, nint third);
}
