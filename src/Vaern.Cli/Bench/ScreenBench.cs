using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Vaern.Cli.Screening;
using Vaern.Screening;
using Vaern.Screening.Explaining;
using Vaern.Screening.Importing;
using Vaern.Screening.Masking;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench screen</c>: the speed table of the screening, one thread, in processor time: an export is parsed, masked, normalised, run through rules and heads,
/// and each explanation is written as JSON. Beside it Debian's fastText on the same texts, where it is installed.
/// </summary>
internal static class ScreenBench
{
    /// <param name="IsMet">Whether the gate is met; null for a goal without a gate.</param>
    private sealed record Row(string Name, string Seen, string Gate, string Goal, bool? IsMet, bool? IsGoalMet);

    internal static Command Create()
    {
        Option<int> messages = new("--messages") { Description = "How many messages the export has", DefaultValueFactory = _ => 200_000 };
        Option<string?> texts = new("--texts") { Description = "Labelled texts (TSV with text and label, as `screen train` reads) to train the fastText peer on and to compare on; generated ones otherwise" };
        Command command = new("screen", "The whole screening on one thread against its gates, and fastText on the same texts") { messages, texts };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(messages), parsed.GetValue(texts), parsed));
        return command;
    }

    private static async Task<int> RunAsync(int messages, string? texts, ParseResult parsed)
    {
        if (messages < 1_000)
        {
            return ScreenCommand.Complain(parsed, "--messages must be 1000 or more");
        }
        // First of all, before anything else is loaded or compiled.
        var cold = ColdStart();
        var output = parsed.InvocationConfiguration.Output;
        output.WriteLine(BenchMachine.Line());
        List<Row> rows = [.. Pipeline(messages), OneText(), OnDisk(), cold];
        var peer = await FastTextPeer.RunAsync(texts, output);
        if (peer.Fault is { } fault)
        {
            return ScreenCommand.Complain(parsed, fault);
        }
        rows.Add(peer.Ratio is { } ratio
            ? new("classes and explains, against fasttext predict", Text($"{ratio:F2} x"), "–", "2.00 x", null, ratio >= 2)
            : new("classes and explains, against fasttext predict", "not measured: fasttext is not installed", "–", "2.00 x", null, null));
        output.WriteLine(Text($"{"",-7}{"",-50} {"measured",-34} {"gate",-18} goal"));
        foreach (var row in rows)
        {
            var mark = row.IsMet == false ? "MISSED" : row.IsGoalMet switch { true => "goal", false => row.IsMet == true ? "gate" : "below", null => "-" };
            output.WriteLine(Text($"{mark,-7}{row.Name,-50} {row.Seen,-34} {row.Gate,-18} {row.Goal}"));
        }
        output.WriteLine(BenchMachine.Line());
        var missed = rows.Count(row => row.IsMet == false);
        output.WriteLine(missed == 0 ? "all gates met" : Text($"{missed} gates missed"));
        return missed == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static IEnumerable<Row> Pipeline(int messages)
    {
        ProcessFigures.ForgetMost(Environment.ProcessId);
        // A small one first: what the compiler does while the program warms up is no speed of the screening.
        Import(Math.Min(20_000, messages));
        var began = ThreadClock.Seconds;
        var sink = Import(messages);
        var seconds = ThreadClock.Seconds - began;
        var most = ProcessFigures.Memory(Environment.ProcessId).Most;
        var perSecond = sink.Messages / seconds;
        yield return new("whole pipeline with explanation", Text($"{perSecond:N0} messages/s, {sink.Bytes / seconds / 1e6:F1} MB/s"), "20,000/s", "30,000/s", perSecond >= 20_000, perSecond >= 30_000);
        var million = 1_000_000 / perSecond;
        yield return new(Text($"one million messages (from {sink.Messages:N0})"), Text($"{million:F1} s"), "60 s", "40 s", million <= 60, million <= 40);
        yield return new("most resident memory", Text($"{most:F0} MB"), "300 MB", "200 MB", most < 300, most < 200);
        yield return new("of them found", Text($"{sink.Flagged:N0} concerns, {sink.Care:N0} care"), "–", "–", null, null);
    }

    private static ScreeningSink Import(int messages)
    {
        var day = new DateOnly(2026, 11, 20);
        var mandate = ImportMandate.Grant("bench", "measurement", "bench", "bench", day, day, day)!;
        using var key = AliasKey.Random();
        ScreeningSink sink = new();
        GeneratedExport? export = null;
        ChannelImport.Mask(() => export = new GeneratedExport(long.MaxValue, ScreenBenchTexts.Of, messages), mandate, key, sink);
        sink.Bytes = export!.Position;
        return sink;
    }

    private static Row OneText()
    {
        Screener screener = new(ScreeningModel.BuiltIn);
        ExplanationJson json = new();
        var milliseconds = new double[20_000];
        for (var i = -2_000; i < milliseconds.Length; i++)
        {
            var text = ScreenBenchTexts.Of(i + 3_000);
            var began = ThreadClock.Seconds;
            json.Line("1", screener.Screen(text));
            milliseconds[Math.Max(i, 0)] = (ThreadClock.Seconds - began) * 1000;
        }
        var slow = Percentile.Of(milliseconds, 99);
        return new("one text, 99th percentile", Text($"{slow:F3} ms (median {Percentile.Of(milliseconds, 50):F3})"), "1 ms", "0.3 ms", slow <= 1, slow <= 0.3);
    }

    private static Row OnDisk()
    {
        var assembly = typeof(Screener).Assembly;
        var bytes = assembly.GetManifestResourceNames().Sum(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            return stream.Length;
        });
        return new("rules, heads and lexicons on disk", Text($"{bytes / 1e6:F2} MB"), "8 MB", "5 MB", bytes <= 8_000_000, bytes <= 5_000_000);
    }

    /// <summary>Loads the model and screens a first text. What the runtime took before that is counted too.</summary>
    private static Row ColdStart()
    {
        var clock = Stopwatch.StartNew();
        new ExplanationJson().Line("1", new Screener(ScreeningModel.BuiltIn).Screen("Vi ses i klubben i morgen"));
        var wall = clock.Elapsed.TotalSeconds;
        var processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        return new("cold start to the first text, processor time", Text($"{processor:F2} s (the model {wall:F2} s wall)"), "1 s", "0.5 s", processor <= 1, processor <= 0.5);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Screens what an import gives and writes each explanation down, as a store would.</summary>
    private sealed class ScreeningSink : IMessageSink
    {
        private readonly Screener screener = new(ScreeningModel.BuiltIn);
        private readonly ExplanationJson json = new();

        public int Messages { get; private set; }

        public int Flagged { get; private set; }

        public int Care { get; private set; }

        public long Bytes { get; set; }

        public void Take(MaskedMessage message)
        {
            var found = screener.Screen(message.Text.Text);
            json.Line(message.Key, found);
            Messages++;
            Flagged += found.Flag ? 1 : 0;
            Care += found.Route == Route.Care ? 1 : 0;
        }

        public void Delete(string key)
        {
        }

        public void DeleteAuthor(string author)
        {
        }
    }
}
