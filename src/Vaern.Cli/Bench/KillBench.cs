using System.CommandLine;
using System.Globalization;
using Vaern.Data;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench kill</c>: reports are sent without pause while the server, its database or both are killed with -9 at random moments
/// and started again. What was acknowledged must be there, once, whole; what was not is sent again under its key.
/// </summary>
internal static class KillBench
{
    private const int Senders = 4;
    private const int Attempts = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Command Create()
    {
        var times = new Option<int>("--times") { HelpName = "N", Description = "How many kills, 1 to 1000", DefaultValueFactory = _ => 100 };
        times.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--times is a number from 1 to 1000.");
            }
        });
        var seed = new Option<int>("--seed") { HelpName = "N", Description = "Chooses the moments and the victims", DefaultValueFactory = _ => 1 };
        var command = new Command("kill", "Kill server and database under load; nothing acknowledged may be lost, doubled or broken") { times, seed };
        command.SetAction((parsed, cancel) => RunAsync(parsed.InvocationConfiguration.Output, parsed.GetValue(times), new Random(parsed.GetValue(seed)), cancel));
        return command;
    }

    private static async Task<int> RunAsync(TextWriter output, int times, Random random, CancellationToken cancel)
    {
        if (!(await BenchTown.FoundAsync(cancel)).TryGet(out var town, out var wrong))
        {
            return Complaint.Broken(wrong);
        }
        await using (town)
        {
            output.WriteLine(BenchMachine.Line());
            await using var victims = new KillVictims(town);
            var ledger = new KillLedger();
            var clock = System.Diagnostics.Stopwatch.StartNew();
            for (var i = 1; i <= times; i++)
            {
                if (await CycleAsync(victims, ledger, random, cancel) is { IsOk: false } dead)
                {
                    return Complaint.Broken(dead.Error);
                }
                if (i % 10 == 0 || i == times)
                {
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i,4} kills, {ledger.Acknowledged,6:N0} acknowledged, {ledger.Retried:N0} sent again, {ledger.Faults} faults, {clock.Elapsed.TotalSeconds:N0} s"));
                }
            }
            if (await victims.EnsureAsync(cancel) is { IsOk: false } gone)
            {
                return Complaint.Broken(gone.Error);
            }
            await SettleAsync(victims, ledger, cancel);
            await victims.StopWebAsync();
            return await JudgeAsync(output, town, ledger, victims, cancel);
        }
    }

    private static async Task<Result> CycleAsync(KillVictims victims, KillLedger ledger, Random random, CancellationToken cancel)
    {
        if (await victims.EnsureAsync(cancel) is { IsOk: false } dead)
        {
            return dead;
        }
        await SettleAsync(victims, ledger, cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var load = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => SendAsync(victims.Address, ledger, stop.Token)));
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 700)), cancel);
        await victims.KillAsync(random.Next(3), cancel);
        await stop.CancelAsync();
        await load;
        return Result.Done;
    }

    // A sender ends when it gets no receipt; its report stays open in the ledger and is sent again after the restart.
    private static async Task SendAsync(Uri address, KillLedger ledger, CancellationToken cancel)
    {
        using var client = new IntakeClient(address, ledger.Payload);
        while (!cancel.IsCancellationRequested)
        {
            var report = ledger.Begin();
            try
            {
                if (!ledger.Note(report, await client.SubmitAsync(report.Number, report.Key, cancel)))
                {
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // What was cut off is sent again; what was acknowledged last is sent again too and must give the same receipt and an open mailbox.
    private static async Task SettleAsync(KillVictims victims, KillLedger ledger, CancellationToken cancel)
    {
        using var client = new IntakeClient(victims.Address, ledger.Payload);
        foreach (var open in ledger.TakeOpen())
        {
            ledger.NoteRetry(open, await AgainAsync(client, ledger, open, cancel));
        }
        foreach (var known in ledger.TakeLatest(Senders))
        {
            ledger.NoteRepeat(known, await AgainAsync(client, ledger, known, cancel), await client.MailboxStatusAsync(known.Receipt!, cancel));
        }
    }

    // As a sender does it: again under the same key while the answer is that the server cannot now.
    private static async Task<IntakeAnswer> AgainAsync(IntakeClient client, KillLedger ledger, KillReport report, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await client.SubmitAsync(report.Number, report.Key, cancel);
            if (answer.Status < 500 || attempt == Attempts)
            {
                return answer;
            }
            ledger.Away++;
            await Task.Delay(Pause, cancel);
        }
    }

    private static async Task<int> JudgeAsync(TextWriter output, BenchTown town, KillLedger ledger, KillVictims victims, CancellationToken cancel)
    {
        if (!(await KillCheck.RunAsync(town, ledger, cancel)).TryGet(out var found, out var silent))
        {
            return Complaint.Broken(silent);
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kills     {victims.WebKills} of the server, {victims.DatabaseKills} of its database, {victims.BothKills} of both"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"load      {ledger.Acknowledged:N0} reports acknowledged, {ledger.Retried:N0} cut off and sent again, {ledger.Repeated:N0} acknowledged ones sent again, {ledger.Away:N0} answers 5xx while the database came back"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"found     {found.Reports:N0} reports, {found.Attachments:N0} attachments read and hashed, {found.Streams:N0} streams with {found.Events:N0} events"));
        (string Name, int Count)[] counts =
        [
            ("acknowledged reports lost", found.Lost), ("reports twice", found.Duplicates), ("attachments missing or not as sent", found.Broken),
            ("rows that belong to no report", found.Orphans), ("streams that do not hold", found.BrokenStreams),
            ("repeats with another receipt, shut mailboxes", ledger.Faults),
        ];
        foreach (var (name, count) in counts)
        {
            output.WriteLine((count == 0 ? "OK        " : "NOT OK    ") + count.ToString(CultureInfo.InvariantCulture) + " " + name);
        }
        foreach (var fault in ledger.Told.Take(10))
        {
            output.WriteLine("          " + fault);
        }
        return counts.All(count => count.Count == 0) ? ExitCode.Done : ExitCode.No;
    }
}
