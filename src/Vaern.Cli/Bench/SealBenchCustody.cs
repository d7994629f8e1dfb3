using System.Diagnostics;
using Vaern.Sealing;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Timestamps;

namespace Vaern.Cli.Bench;

/// <summary>Gates 5 and 6: custody events a second, and our own work around a time stamp.</summary>
internal static class SealBenchCustody
{
    private const int Events = 100_000;
    private const int Stamps = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    internal static GateResult Verify()
    {
        var (chain, stream) = (CustodyChain.Empty, new MemoryStream());
        var sha256 = Hex.Sha256("måling"u8);
        for (var i = 0; i < Events; i++)
        {
            (var line, chain) = chain.Append(new CustodyEvent(DateTimeOffset.UnixEpoch.AddSeconds(i), "u-0031", "sagsbehandler", CustodyAction.Viewed, "B-001", sha256, "tilsyn", "vaern/1.0.0"));
            stream.Write(line);
        }
        stream.Position = 0;
        var clock = Stopwatch.StartNew();
        var verified = ChainVerifier.Read(stream);
        var seconds = clock.Elapsed.TotalSeconds;
        return new GateResult(
            5, "100,000 custody events verified", $"{SealBench.Number(Events / seconds)} events a second, head {verified.Head[..16]}", $"{SealBench.Number(seconds)} s", "≤ 1.00 s",
            seconds <= 1 && verified.Fault is null && verified.Count == Events);
    }

    internal static async Task<GateResult> StampAsync(CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var now = clock.GetUtcNow();
        using var service = LocalTimestampAuthority.Create("Prøvestempel", clock, now.AddDays(-1), now.AddYears(1));
        var transport = new TimedTransport(service);
        var client = new TimestampClient([new TimestampAuthority("local", transport, [service.Root], [])], clock, Patience);
        await client.StampAsync(Hex.Sha256("varm op"u8), cancellationToken);
        transport.Spent.Reset();
        var all = Stopwatch.StartNew();
        for (var i = 0; i < Stamps; i++)
            if ((await client.StampAsync(Hex.Sha256(BitConverter.GetBytes(i)), cancellationToken)).Stamp is null) throw new InvalidOperationException("The local service gave no stamp.");
        var own = (all.Elapsed - transport.Spent.Elapsed).TotalMilliseconds / Stamps;

        var down = new TimestampClient([new TimestampAuthority("down", new SilentTransport(), [service.Root], [])], clock, Patience);
        var waiting = Stopwatch.StartNew();
        await down.StampAsync(Hex.Sha256("nede"u8), cancellationToken);
        var given = waiting.Elapsed.TotalSeconds;
        return new GateResult(
            6, "own work a time stamp", $"mean of {Stamps}; a service that is down is given up after {SealBench.Number(given)} s (gate ≤ 2)", $"{SealBench.Number(own)} ms", "≤ 50 ms",
            own <= 50 && given <= 2);
    }

    private sealed class TimedTransport(ITimestampTransport inner) : ITimestampTransport
    {
        internal Stopwatch Spent { get; } = new();

        public async Task<byte[]> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
        {
            Spent.Start();
            var answer = await inner.SendAsync(request, cancellationToken);
            Spent.Stop();
            return answer;
        }
    }

    private sealed class SilentTransport : ITimestampTransport
    {
        public async Task<byte[]> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return [];
        }
    }
}
