using System.Globalization;

namespace Vaern.Cli.Bench;

/// <summary>What the kernel has counted for a process (<c>/proc</c>, see proc(5)).</summary>
internal static class ProcessFigures
{
    // USER_HZ, which proc(5) counts in, is 100 on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>Processor time used so far, user and system.</summary>
    public static TimeSpan Processor(int process) => TryStat(process) is { } stat ? stat.Processor : TimeSpan.Zero;

    /// <summary>Processor time of a process and of its living and finished children: a PostgreSQL server with its back ends.</summary>
    public static TimeSpan ProcessorOfFamily(int parent)
    {
        var sum = TimeSpan.Zero;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && TryStat(id) is { } stat && (id == parent || stat.Parent == parent))
            {
                sum += id == parent ? stat.Processor + stat.OfFinishedChildren : stat.Processor;
            }
        }

        return sum;
    }

    /// <summary>Resident memory now and at most, in MB of 1,000,000 bytes.</summary>
    public static (double Now, double Most) Memory(int process)
    {
        try
        {
            return ReadMemory(File.ReadAllText($"/proc/{process}/status"));
        }
        catch (IOException)
        {
            return (0, 0);
        }
    }

    /// <summary>Begins to count the most resident memory anew.</summary>
    public static void ForgetMost(int process) => File.WriteAllText($"/proc/{process}/clear_refs", "5");

    internal static (double Now, double Most) ReadMemory(string status)
    {
        double Field(string name) => status.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024 / 1e6
            : 0;
        return (Field("VmRSS:"), Field("VmHWM:"));
    }

    /// <summary>Reads a line of <c>/proc/PID/stat</c>; the name in brackets may hold spaces and brackets.</summary>
    internal static (int Parent, TimeSpan Processor, TimeSpan OfFinishedChildren) ReadStat(string line)
    {
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        TimeSpan Ticks(int first) => TimeSpan.FromSeconds((Number(fields[first]) + Number(fields[first + 1])) / TicksPerSecond);
        return ((int)Number(fields[1]), Ticks(11), Ticks(13));
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static (int Parent, TimeSpan Processor, TimeSpan OfFinishedChildren)? TryStat(int process)
    {
        try
        {
            return ReadStat(File.ReadAllText($"/proc/{process}/stat"));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
