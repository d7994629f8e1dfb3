using System.Runtime.InteropServices;

namespace Vaern.Cli.Bench;

/// <summary>Processor time of the calling thread: what other programs do meanwhile does not count (their wear on the caches does).</summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    internal static double Seconds => clock_gettime(ThreadProcessorTime, out var time) == 0 ? time.Seconds + (time.Nanoseconds / 1e9) : throw new InvalidOperationException("no clock");

    /// <summary>Best of some rounds, in seconds a round; the first round warms up and does not count.</summary>
    internal static double Best(int rounds, Action work)
    {
        work();
        var best = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var began = Seconds;
            work();
            best = Math.Min(best, Seconds - began);
        }
        return best;
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Time(long Seconds, long Nanoseconds);
}
