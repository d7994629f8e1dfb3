using System.CommandLine;

namespace Vaern.Cli.Bench;

/// <summary><c>vaern bench NAME</c>: a named measurement; exit 1 when its target is missed.</summary>
internal static class BenchCommand
{
    private static readonly Dictionary<string, Func<TextWriter, CancellationToken, Task<int>>> Named = new(StringComparer.Ordinal)
    {
        ["deadlines"] = (output, _) => Task.FromResult(DeadlinesBench.Run(output)),
        ["seal"] = SealBench.RunAsync,
    };

    public static Command Create()
    {
        Argument<string> name = new("NAME") { Description = string.Join(", ", Named.Keys) };
        name.AcceptOnlyFromAmong([.. Named.Keys]);
        Command bench = new("bench", "Measure one thing and compare it with its target") { name };
        bench.SetAction((parsed, cancel) => Named[parsed.GetValue(name)!](parsed.InvocationConfiguration.Output, cancel));
        return bench;
    }
}
