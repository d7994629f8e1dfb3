using System.CommandLine;

namespace Vaern.Cli.Bench;

/// <summary><c>vaern bench NAME</c>: a named measurement; exit 1 when its target is missed.</summary>
internal static class BenchCommand
{
    private static readonly Dictionary<string, Func<TextWriter, CancellationToken, Task<int>>> Named = new(StringComparer.Ordinal)
    {
        ["deadlines"] = (output, _) => Task.FromResult(DeadlinesBench.Run(output)),
    };

    public static Command Create()
    {
        Command bench = new("bench", "Measure one thing and compare it with its target") { CasesBench.Create(), ImportBench.Create(), InsightBench.Create(), IntakeBench.Create(), KillBench.Create(), ListsBench.Create(), MatchBench.Create(), ScreenBench.Create(), SealBench.Create(), StreetBench.Create() };
        foreach (var (name, run) in Named)
        {
            Command one = new(name);
            one.SetAction((parsed, cancel) => run(parsed.InvocationConfiguration.Output, cancel));
            bench.Add(one);
        }
        return bench;
    }
}
