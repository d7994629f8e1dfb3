using System.Net;
using System.Net.Http.Headers;

namespace Vaern.Cli.Bench;

/// <summary>What the server's memory did while large files streamed in.</summary>
/// <param name="Before">Resident MB before the first file.</param>
/// <param name="Most">The most resident MB while they came.</param>
internal sealed record IntakeMemoryRound(int Files, int AtOnce, double Before, double Most, double Seconds, IReadOnlyDictionary<string, int> Faults);

/// <summary>Files of 25 MB, eight at once, each in a report of its own.</summary>
internal static class IntakeMemory
{
    private const int FileSize = 25 * 1024 * 1024;
    private const int AtOnce = 8;
    private const int EachTime = 2;

    public static async Task<IntakeMemoryRound> RunAsync(BenchServer server, IntakePayload payload, CancellationToken cancel)
    {
        var before = ProcessFigures.Memory(server.ProcessId).Now;
        ProcessFigures.ForgetMost(server.ProcessId);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => SendAsync(server.Address, payload, cancel)));
        var faults = answers.SelectMany(one => one).Where(answer => !answer.IsAcknowledged)
            .GroupBy(answer => answer.Fault).ToDictionary(group => group.Key, group => group.Count());
        return new IntakeMemoryRound(AtOnce * EachTime, AtOnce, before, ProcessFigures.Memory(server.ProcessId).Most, clock.Elapsed.TotalSeconds, faults);
    }

    private static async Task<List<IntakeAnswer>> SendAsync(Uri address, IntakePayload payload, CancellationToken cancel)
    {
        using var client = new IntakeClient(address, payload);
        var answers = new List<IntakeAnswer>();
        for (var i = 0; i < EachTime; i++)
        {
            using var content = new LargeFile(payload);
            answers.Add(await client.SubmitAsync(content, Guid.CreateVersion7().ToString(), cancel));
        }
        return answers;
    }

    /// <summary>Made while it is sent, so that the sender's memory stays small too.</summary>
    private sealed class LargeFile : HttpContent
    {
        private readonly IntakePayload payload;

        public LargeFile(IntakePayload payload)
        {
            this.payload = payload;
            Headers.ContentType = IntakePayload.ContentType;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(payload.Frame.Head);
            for (var left = FileSize; left > 0; left -= IntakePayload.Block.Length)
            {
                await stream.WriteAsync(IntakePayload.Block[..Math.Min(left, IntakePayload.Block.Length)]);
            }
            await stream.WriteAsync(payload.Frame.Tail);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = payload.Frame.Head.Length + FileSize + payload.Frame.Tail.Length;
            return true;
        }
    }
}
