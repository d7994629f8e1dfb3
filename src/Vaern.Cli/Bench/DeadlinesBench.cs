using System.Diagnostics;
using System.Runtime.InteropServices;
using Vaern.Rules;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench deadlines</c>: working-day deadlines on one thread. The target is 1,000,000 a second with no allocation
/// beyond the result object; the peer is the usual way to write it: day by day against a hash set of holidays, without a result.
/// </summary>
internal static class DeadlinesBench
{
    private const int Warmup = 200_000;
    private const int Rounds = 3_000_000;
    private const int PeerRounds = 300_000;

    private static readonly HashSet<DateOnly> Holidays =
        [.. Enumerable.Range(2020, 13).SelectMany(DanishCalendar.HolidaysOf).Select(holiday => holiday.Day)];

    /// <summary>Runs the measurement and writes one figure a line.</summary>
    /// <returns>0 when the target is met, 1 when it is not.</returns>
    public static int Run(TextWriter output)
    {
        var rule = RuleBook.Default.Find("B-03").Value;
        var starts = Starts();
        Compute(rule, starts, Warmup);
        var resultSize = SizeOfResult(rule, starts[0]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        Compute(rule, starts, Rounds);
        var seconds = clock.Elapsed.TotalSeconds;
        var bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Rounds;

        CountBySet(starts, Warmup);
        clock.Restart();
        CountBySet(starts, PeerRounds);
        var peer = PeerRounds / clock.Elapsed.TotalSeconds;

        var rate = Rounds / seconds;
        output.WriteLine(FormattableString.Invariant($"machine   {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}"));
        output.WriteLine(FormattableString.Invariant($"deadlines {rate:N0} a second on one thread ({Rounds:N0} of rule B-03)"));
        output.WriteLine(FormattableString.Invariant($"allocated {bytes:N1} bytes a call; the result object is {resultSize} bytes"));
        output.WriteLine(FormattableString.Invariant($"ratio     {rate / peer:N2} times the peer (day by day against a hash set of holidays: {peer:N0} a second)"));
        var met = rate >= 1_000_000 && bytes <= resultSize + 0.5;
        output.WriteLine(met ? "OK target 1,000,000 a second and nothing beyond the result" : "NOT OK: target 1,000,000 a second and nothing beyond the result");
        return met ? 0 : 1;
    }

    private static StartMoment[] Starts()
    {
        var starts = new StartMoment[4096];
        for (var i = 0; i < starts.Length; i++)
        {
            starts[i] = StartMoment.On(new DateOnly(2020, 1, 1).AddDays(i));
        }
        return starts;
    }

    private static int Compute(Rule rule, StartMoment[] starts, int rounds)
    {
        var sum = 0;
        for (var i = 0; i < rounds; i++)
        {
            sum += DeadlineEngine.Compute(rule, starts[i & 4095]).Value.Due!.Value.Day.DayNumber;
        }
        return sum;
    }

    private static int CountBySet(StartMoment[] starts, int rounds)
    {
        var sum = 0;
        for (var i = 0; i < rounds; i++)
        {
            var day = starts[i & 4095].Day;
            for (var left = 10; left > 0;)
            {
                day = day.AddDays(1);
                left -= day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || Holidays.Contains(day) ? 0 : 1;
            }
            sum += day.DayNumber;
        }
        return sum;
    }

    private static long SizeOfResult(Rule rule, StartMoment start)
    {
        var template = DeadlineEngine.Compute(rule, start).Value;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var copy = template with { };
        var size = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(copy);
        return size;
    }
}
