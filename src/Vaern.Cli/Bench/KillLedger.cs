using System.Collections.Concurrent;

namespace Vaern.Cli.Bench;

/// <summary>A report that was sent: its number gives its bytes, its key its identity; the receipt is null until it was acknowledged.</summary>
internal sealed record KillReport(long Number, string Key, string? Receipt);

/// <summary>What the senders were told, kept outside the server that is killed. Thread-safe.</summary>
internal sealed class KillLedger
{
    private readonly ConcurrentDictionary<long, KillReport> acknowledged = new();
    private readonly ConcurrentDictionary<long, KillReport> open = new();
    private readonly ConcurrentQueue<string> told = new();
    private ConcurrentQueue<KillReport> latest = new();
    private long number;

    public IntakePayload Payload { get; } = new("digital-bullying", BenchTown.SchoolCode);

    public int Acknowledged => acknowledged.Count;

    public int Retried { get; private set; }

    public int Repeated { get; private set; }

    /// <summary>Answers 5xx to those who sent again while the database was coming back.</summary>
    public int Away { get; set; }

    public int Faults => told.Count;

    public IEnumerable<string> Told => told;

    public IEnumerable<KillReport> All => acknowledged.Values;

    public KillReport Begin()
    {
        var mine = Interlocked.Increment(ref number);
        var report = new KillReport(mine, $"vaern-bench-kill-{mine}", null);
        open[mine] = report;
        return report;
    }

    /// <summary>True when it was acknowledged.</summary>
    public bool Note(KillReport report, IntakeAnswer answer)
    {
        if (!answer.IsAcknowledged)
        {
            return false;
        }
        var known = report with { Receipt = answer.Receipt };
        acknowledged[report.Number] = known;
        open.TryRemove(report.Number, out _);
        latest.Enqueue(known);
        return true;
    }

    /// <summary>Reports without an acknowledgement, to be sent again.</summary>
    public IReadOnlyList<KillReport> TakeOpen() => [.. open.Values.OrderBy(report => report.Number)];

    /// <summary>The reports acknowledged last before the kill; each is given once.</summary>
    public IReadOnlyList<KillReport> TakeLatest(int count) => [.. Interlocked.Exchange(ref latest, new ConcurrentQueue<KillReport>()).TakeLast(count)];

    public void NoteRetry(KillReport report, IntakeAnswer answer)
    {
        Retried++;
        if (!Note(report, answer))
        {
            told.Enqueue($"{report.Key}: sent again after the restart, answered {answer.Fault}");
        }
    }

    public void NoteRepeat(KillReport known, IntakeAnswer answer, string? mailbox)
    {
        Repeated++;
        if (answer.Receipt != known.Receipt)
        {
            told.Enqueue($"{known.Key}: acknowledged, then answered {answer.Fault} with another receipt");
        }
        if (mailbox is null)
        {
            told.Enqueue($"{known.Key}: its mailbox does not open");
        }
    }
}
