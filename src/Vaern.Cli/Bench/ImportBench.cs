using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Vaern.Screening.Importing;
using Vaern.Screening.Masking;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench import</c>: a Telegram export of any size, made while it is read and never on disk, is inspected and masked.
/// Target: less than 300 MB of resident memory on 5 GB, and flat.
/// </summary>
internal static class ImportBench
{
    private const double MostMegabytes = 300;

    internal static Command Create()
    {
        var size = new Option<double>("--gigabytes") { Description = "How large the export is, in 1,000,000,000 bytes", DefaultValueFactory = _ => 5 };
        var command = new Command("import", "Inspect and mask a generated Telegram export; target: less than 300 MB of memory for 5 GB") { size };
        command.SetAction(parsed => Run((long)(parsed.GetValue(size) * 1e9), parsed.InvocationConfiguration.Output));
        return command;
    }

    /// <returns>0 when the target is met, 1 when it is missed.</returns>
    internal static int Run(long bytes, TextWriter output)
    {
        output.WriteLine(BenchMachine.Line());
        var day = new DateOnly(2026, 11, 20);
        var mandate = ImportMandate.Grant("bench", "measurement", "bench", "bench", day, day, day)!;
        // Five gigabytes of short messages are more than a municipality takes in one file; here the memory is the question.
        var options = new ImportOptions { MostMessages = int.MaxValue };
        var inspected = Measured("inspect", bytes, output, () => ChannelImport.Inspect(() => new GeneratedExport(bytes), mandate, options));
        using var key = AliasKey.Random();
        var sink = new Counting();
        var masked = Measured("mask (both readings)", bytes, output, () => ChannelImport.Mask(() => new GeneratedExport(bytes), mandate, key, sink, options));
        var most = ProcessFigures.Memory(Environment.ProcessId).Most;
        var met = most < MostMegabytes && masked.Outcome == ImportOutcome.Accepted && inspected.Accepted == masked.Accepted && masked.Accepted == sink.Messages && sink.Masks > 0;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(met ? "ok    " : "MISSED")} most resident memory {most:F0} MB (target < {MostMegabytes:F0} MB); {sink.Messages:N0} messages, {sink.Masks:N0} masks"));
        return met ? ExitCode.Done : ExitCode.No;
    }

    private static ImportReport Measured(string name, long bytes, TextWriter output, Func<ImportReport> run)
    {
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var report = run();
        var (seconds, used) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}: {seconds:F1} s wall, {used:F1} s processor, {report.Accepted / used:N0} messages and {bytes / used / 1e6:N0} MB a second of processor, memory {ProcessFigures.Memory(Environment.ProcessId).Now:F0} MB"));
        return report;
    }

    private sealed class Counting : IMessageSink
    {
        public long Messages { get; private set; }

        public long Masks { get; private set; }

        public void Take(MaskedMessage message)
        {
            Messages++;
            Masks += message.Text.Spans.Count;
        }

        public void Delete(string key)
        {
        }

        public void DeleteAuthor(string author)
        {
        }
    }
}
