using System.Diagnostics;

namespace Vaern.Cli.Bench;

/// <summary>What one round of load gave.</summary>
/// <param name="Acknowledged">Answers 201 with a receipt.</param>
/// <param name="Milliseconds">The time of each acknowledged report, request sent to answer read.</param>
/// <param name="Faults">Every other answer, by status.</param>
internal sealed record IntakeRound(int Clients, double Seconds, int Acknowledged, IReadOnlyList<double> Milliseconds, IReadOnlyDictionary<string, int> Faults)
{
    public double Rate => Acknowledged / Seconds;

    /// <summary>Turns of one round, as if they had followed each other.</summary>
    public static IntakeRound Sum(IReadOnlyList<IntakeRound> turns) => new(
        turns[0].Clients, turns.Sum(turn => turn.Seconds), turns.Sum(turn => turn.Acknowledged), [.. turns.SelectMany(turn => turn.Milliseconds)],
        turns.SelectMany(turn => turn.Faults).GroupBy(fault => fault.Key).ToDictionary(group => group.Key, group => group.Sum(fault => fault.Value)));

    public int ServerErrors => Faults.Where(fault => fault.Key == "connection" || fault.Key.StartsWith('5')).Sum(fault => fault.Value);
}

/// <summary>A closed loop: each client sends a complete report, waits for the answer and sends the next.</summary>
internal sealed class IntakeLoad(Uri address, IntakePayload payload)
{
    /// <summary>No more than this in one round, whatever the machine can do.</summary>
    private const int Most = 100_000;

    private long number;

    public async Task<IntakeRound> RunAsync(int clients, TimeSpan time, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var until = number + Most;
        var answers = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => ClientAsync(clock, time, until, cancel)));
        var seconds = clock.Elapsed.TotalSeconds;
        var all = answers.SelectMany(one => one).ToArray();
        var good = all.Where(answer => answer.IsAcknowledged).ToArray();
        return new IntakeRound(
            clients, seconds, good.Length, [.. good.Select(answer => answer.Milliseconds)],
            all.Where(answer => !answer.IsAcknowledged).GroupBy(answer => answer.Fault).ToDictionary(group => group.Key, group => group.Count()));
    }

    private async Task<List<IntakeAnswer>> ClientAsync(Stopwatch clock, TimeSpan time, long until, CancellationToken cancel)
    {
        using var client = new IntakeClient(address, payload);
        var answers = new List<IntakeAnswer>();
        while (clock.Elapsed < time && Interlocked.Increment(ref number) is var mine && mine < until)
        {
            answers.Add(await client.SubmitAsync(mine, Guid.CreateVersion7().ToString(), cancel));
        }
        return answers;
    }
}
