using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Vaern.App;
using Vaern.App.Accounts;
using Vaern.App.Cases;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench lists</c>: the case list, «my deadlines» and the numbers beside the navigation with 100,000 cases, for somebody who sees
/// all of them and for somebody who sees three. Server time: from the call to the finished page with opened titles.
/// </summary>
internal static class ListsBench
{
    private const double GoalMilliseconds = 100;
    private const int WarmUp = 20;
    private const int Rounds = 200;

    public static Command Create()
    {
        var command = new Command("lists", "Case list and deadlines with 100,000 cases");
        command.SetAction((parsed, cancel) => RunAsync(parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    private static Task<int> RunAsync(TextWriter output, CancellationToken cancel) => BenchTown.MeasureAsync(
        output,
        async (town, server, municipality) =>
        {
            var clock = Stopwatch.StartNew();
            var filled = await ListsTown.FillAsync(town, server, municipality, cancel);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filled    {ListsTown.Cases:N0} cases in {clock.Elapsed.TotalSeconds:N0} s"));
            return await MeasureAsync(output, municipality, filled, cancel);
        },
        cancel);

    private static async Task<bool> MeasureAsync(TextWriter output, Municipality municipality, ListsTown filled, CancellationToken cancel)
    {
        var met = true;
        foreach (var (who, staff) in new[] { ("sees 100,000", filled.Busy), ("sees 3", filled.Quiet) })
        {
            foreach (var (name, run) in Lists(municipality, staff, cancel))
            {
                for (var i = 0; i < WarmUp; i++)
                {
                    await run();
                }
                var times = new List<double>(Rounds);
                var lines = 0;
                for (var i = 0; i < Rounds; i++)
                {
                    var began = Stopwatch.GetTimestamp();
                    lines = await run();
                    times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
                var p95 = Percentile.Of(times, 95);
                met &= p95 < GoalMilliseconds;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(p95 < GoalMilliseconds ? "OK    " : "NOT OK")}    {who,-13} {name,-22} {lines,3} lines, p50 {Percentile.Of(times, 50),6:N1} ms, p95 {p95,6:N1} ms"));
            }
        }
        return met;
    }

    private static IEnumerable<(string Name, Func<Task<int>> Run)> Lists(Municipality municipality, StaffMember staff, CancellationToken cancel)
    {
        foreach (var page in new[] { 1, 20 })
        {
            yield return ($"all cases, page {page}", async () => (await CaseLists.CasesAsync(municipality, staff, null, page, cancel)).Lines.Count);
            yield return ($"open cases, page {page}", async () => (await CaseLists.CasesAsync(municipality, staff, true, page, cancel)).Lines.Count);
            yield return ($"my deadlines, page {page}", async () => (await CaseLists.DeadlinesAsync(municipality, staff, page, cancel)).Lines.Count);
        }
        yield return ("my tasks", async () => (await CaseLists.TasksAsync(municipality, staff, cancel)).Count);
        yield return ("counts", async () => (await CaseLists.CountsAsync(municipality, staff, cancel)).Cases);
    }
}
