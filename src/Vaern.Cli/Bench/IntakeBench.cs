using System.CommandLine;
using System.Globalization;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench intake</c>: reports with a 100 kB attachment over loopback, from a second process, against a server whose commits are
/// durable; beside it the rate at which <c>pgbench</c> commits the same bytes into the same server.
/// </summary>
internal static class IntakeBench
{
    private const double GoalRate = 150;
    private const double GoalRatio = 0.25;
    private const double GoalMemory = 300;
    private const int TurnSeconds = 2;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { HelpName = "N", Description = "Length of each round, 1 to 120", DefaultValueFactory = _ => 10 };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 120)
            {
                result.AddError("--seconds is a number from 1 to 120.");
            }
        });
        var clients = new Option<string>("--clients") { HelpName = "N,N,…", Description = "Senders at once, 1 to 64", DefaultValueFactory = _ => "1,2,4,8" };
        clients.Validators.Add(result =>
        {
            if (Clients(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError("--clients is a list of numbers from 1 to 64, such as 1,2,4,8.");
            }
        });
        var url = new Option<Uri?>("--url") { HelpName = "URL", Description = "Drive this server instead of starting one; it gets real reports, and there is no limit to compare with", CustomParser = WebAddress.One };
        var command = new Command("intake", "Acknowledged reports a second, beside what the database can commit") { seconds, clients, url };
        command.SetAction((parsed, cancel) =>
        {
            var time = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            var counts = Clients(parsed.GetValue(clients))!;
            var output = parsed.InvocationConfiguration.Output;
            return parsed.GetValue(url) is { } given ? GivenAsync(output, given, counts, time, cancel) : OwnAsync(output, counts, time, cancel);
        });
        return command;
    }

    internal static int[]? Clients(string? list)
    {
        var counts = (list ?? "").Split(',').Select(one => int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0).ToArray();
        return counts.All(count => count is >= 1 and <= 64) ? counts : null;
    }

    private static async Task<int> GivenAsync(TextWriter output, Uri url, int[] counts, TimeSpan time, CancellationToken cancel)
    {
        var (category, unit) = await IntakeClient.ChooseAsync(url, cancel);
        var load = new IntakeLoad(url, new IntakePayload(category, unit));
        output.WriteLine(BenchMachine.Line());
        await load.RunAsync(4, WarmUp, cancel);
        var rounds = new List<IntakeRound>();
        foreach (var count in counts)
        {
            rounds.Add(await load.RunAsync(count, time, cancel));
            output.WriteLine(Describe(rounds[^1]));
        }
        return rounds.Sum(round => round.ServerErrors) == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static async Task<int> OwnAsync(TextWriter output, int[] counts, TimeSpan time, CancellationToken cancel)
    {
        if (!(await BenchTown.FoundAsync(cancel)).TryGet(out var town, out var wrong))
        {
            return Complaint.Broken(wrong);
        }
        await using (town)
        {
            if (!(await town.StartDatabaseAsync(cancel)).TryGet(out var database, out var silent))
            {
                return Complaint.Broken(silent);
            }
            await using (database)
            {
                if (!(await IntakeLimit.PrepareAsync(database.Server, town.Folder, cancel)).TryGet(out var limit, out var missing))
                {
                    return Complaint.Broken(missing);
                }
                if (!(await BenchServer.StartAsync(town.Folder, cancel)).TryGet(out var server, out var dead))
                {
                    return Complaint.Broken(dead);
                }
                await using (server)
                {
                    return await MeasureAsync(output, new Setting(town, database.Server, limit, server), counts, time, cancel);
                }
            }
        }
    }

    private static async Task<int> MeasureAsync(TextWriter output, Setting setting, int[] counts, TimeSpan time, CancellationToken cancel)
    {
        var (category, _) = await IntakeClient.ChooseAsync(setting.Server.Address, cancel);
        var payload = new IntakePayload(category, BenchTown.SchoolCode);
        var load = new IntakeLoad(setting.Server.Address, payload);
        output.WriteLine(BenchMachine.Line());
        output.WriteLine(FormattableString.Invariant($"set-up    one report = one request of {payload.Size:N0} bytes with one attachment of {IntakePayload.AttachmentSize:N0}; rounds of {time.TotalSeconds:N0} s; PostgreSQL with fsync, full pages, checksums"));
        await load.RunAsync(4, WarmUp, cancel);
        var (rounds, ratios) = (new List<IntakeRound>(), new List<double>());
        foreach (var count in counts)
        {
            var costs = new IntakeCosts(setting.Server.ProcessId, setting.Town.Postmaster, setting.Database);
            if (!(await CompareAsync(setting, load, costs, count, time, cancel)).TryGet(out var compared, out var failed))
            {
                return Complaint.Broken(failed);
            }
            rounds.Add(compared.Round);
            ratios.Add(compared.Round.Rate / compared.Limit);
            output.WriteLine(Describe(compared.Round));
            output.WriteLine(costs.OfReports(compared.Round.Acknowledged));
            output.WriteLine(FormattableString.Invariant($"  limit:    pgbench {compared.Limit:N1} a second with the same bytes ({costs.OfLimit(compared.Committed)}); Værn reaches {ratios[^1]:P0} of it"));
        }
        var memory = await IntakeMemory.RunAsync(setting.Server, payload, cancel);
        output.WriteLine(FormattableString.Invariant($"memory    {memory.Files} files of 25 MB, {memory.AtOnce} at once, in {memory.Seconds:N1} s: {memory.Before:N0} MB resident before, {memory.Most:N0} MB at most{Faults(memory.Faults)}"));
        foreach (var line in IntakePeer.Lines)
        {
            output.WriteLine(line);
        }
        return Judge(output, rounds, ratios, memory) ? ExitCode.Done : ExitCode.No;
    }

    private static bool Judge(TextWriter output, List<IntakeRound> rounds, List<double> ratios, IntakeMemoryRound memory)
    {
        var most = rounds.Count - 1;
        (string Goal, bool Met)[] goals =
        [
            (FormattableString.Invariant($"at least {GoalRate:N0} acknowledged a second with {rounds[most].Clients} clients: {rounds[most].Rate:N1}"), rounds[most].Rate >= GoalRate),
            (FormattableString.Invariant($"at least {GoalRatio:P0} of pgbench with {rounds[most].Clients} clients: {ratios[most]:P0}"), ratios[most] >= GoalRatio),
            (FormattableString.Invariant($"no server error: {rounds.Sum(round => round.ServerErrors)}"), rounds.All(round => round.ServerErrors == 0)),
            (FormattableString.Invariant($"under {GoalMemory:N0} MB resident while files stream in: {memory.Most:N0} MB"), memory.Most < GoalMemory && memory.Faults.Count == 0),
        ];
        foreach (var (goal, met) in goals)
        {
            output.WriteLine((met ? "OK        " : "NOT OK    ") + goal);
        }
        return goals.All(goal => goal.Met);
    }

    // In turns of a few seconds each, so that both meet the same weather on a machine that others use.
    private static async Task<Result<Compared>> CompareAsync(
        Setting setting, IntakeLoad load, IntakeCosts costs, int clients, TimeSpan time, CancellationToken cancel)
    {
        var turns = Math.Max(1, (int)(time.TotalSeconds / TurnSeconds));
        var (reports, rates) = (new List<IntakeRound>(), new List<double>());
        for (var turn = 0; turn < turns; turn++)
        {
            reports.Add(await costs.CountReportsAsync(() => load.RunAsync(clients, time / turns, cancel), cancel));
            await setting.Server.PauseAsync();
            var rate = await costs.CountLimitAsync(() => setting.Limit.RunAsync(setting.Database, clients, time / turns, cancel), cancel);
            await setting.Server.ResumeAsync();
            if (!rate.TryGet(out var limit, out var failed))
            {
                return failed;
            }
            rates.Add(limit);
        }
        return new Compared(IntakeRound.Sum(reports), rates.Average(), rates.Average() * time.TotalSeconds);
    }

    private static string Describe(IntakeRound round) => string.Create(CultureInfo.InvariantCulture,
        $"clients {round.Clients,-2} {round.Rate:N1} acknowledged/s ({round.Acknowledged:N0} in {round.Seconds:N1} s), p50 {Percentile.Of(round.Milliseconds, 50):N1} ms, p95 {Percentile.Of(round.Milliseconds, 95):N1} ms{Faults(round.Faults)}");

    private static string Faults(IReadOnlyDictionary<string, int> faults) =>
        faults.Count == 0 ? ", no errors" : ", ERRORS " + string.Join(", ", faults.OrderBy(fault => fault.Key, StringComparer.Ordinal).Select(fault => $"{fault.Key}: {fault.Value}"));

    private sealed record Setting(BenchTown Town, DatabaseServer Database, IntakeLimit Limit, BenchServer Server);

    private sealed record Compared(IntakeRound Round, double Limit, double Committed);
}
