using System.Globalization;
using System.Runtime.InteropServices;

namespace Vaern.Cli.Bench;

/// <summary>What a figure was measured on. A figure without it cannot be compared with another.</summary>
internal static class BenchMachine
{
    /// <summary>Processor, cores, memory, load of the last minute, runtime and build.</summary>
    public static string Line()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        return string.Create(CultureInfo.InvariantCulture,
            $"machine   {RuntimeInformation.OSDescription.Trim()}, {Processor()}, {Environment.ProcessorCount} cores, {memory:N0} GB, load {Load()}, {RuntimeInformation.FrameworkDescription}, {Build}");
    }

#if DEBUG
    private const string Build = "debug build: NOT for figures";
#else
    private const string Build = "release build";
#endif

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
