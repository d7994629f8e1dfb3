using System.CommandLine;
using System.Globalization;

namespace Vaern.Cli.Bench;

/// <summary>One target of a benchmark and what this run saw.</summary>
/// <param name="Figures">What was measured, with units.</param>
/// <param name="Seen">The ratio or figure that is judged.</param>
/// <param name="Limit">What it is judged against, as text: <c>≥ 0.80</c>.</param>
internal sealed record GateResult(int Number, string Name, string Figures, string Seen, string Limit, bool IsMet);

/// <summary>
/// <c>vaern bench seal</c>: the six gates of the evidence format. All are ratios against another program or a plain operation on the same
/// bytes in the same run, so that they mean the same on any machine. Needs 4 GiB of temporary space; openssl, sha256sum and zip are the peers.
/// </summary>
internal static class SealBench
{
    internal const int Items = 1000;
    internal const long Bytes = 1L << 30;

    internal static Command Create()
    {
        var gates = new Option<int[]>("--gate") { Description = "Only this gate, 1 to 6; may be given more than once", DefaultValueFactory = _ => [] };
        var command = new Command("seal", "The six gates of the evidence format, each against another program or a plain operation in the same run") { gates };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(gates)!, parsed.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    /// <returns>0 when every gate is met, 1 when one is missed, 2 when a peer is missing.</returns>
    internal static async Task<int> RunAsync(IReadOnlyCollection<int> chosen, TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var peer in new[] { "openssl", "sha256sum", "zip" })
            if (!await Peer.ExistsAsync(peer)) return Complaint.BadInput($"bench seal needs {peer}.");

        var work = Directory.CreateTempSubdirectory("vaern-bench-seal-");
        try
        {
            await output.WriteLineAsync(await MachineAsync());
            var met = true;
            Func<Task<GateResult>>[] gates =
            [
                () => SealBenchHashing.HashAsync(),
                () => SealBenchHashing.SealAsync(work, cancellationToken),
                () => SealBenchPackage.WriteAsync(work, cancellationToken),
                () => SealBenchPackage.VerifyAsync(work),
                () => Task.FromResult(SealBenchCustody.Verify()),
                () => SealBenchCustody.StampAsync(cancellationToken),
            ];
            // The package of gate 4 is the one that gate 3 writes.
            foreach (var gate in gates.Where((_, index) => chosen.Count == 0 || chosen.Contains(index + 1) || (index == 2 && chosen.Contains(4))))
            {
                var result = await gate();
                met &= result.IsMet;
                await output.WriteLineAsync($"{(result.IsMet ? "ok    " : "MISSED")} {result.Number} {result.Name}: {result.Seen} (gate {result.Limit}); {result.Figures}");
                await output.FlushAsync(cancellationToken);
            }
            await output.WriteLineAsync(met ? "all gates met" : "a gate was missed");
            return met ? ExitCode.Done : ExitCode.No;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    internal static string Number(double value) => value.ToString(value < 100 ? "0.00" : "0", CultureInfo.InvariantCulture);

    internal static string MegabytesPerSecond(long bytes, double seconds) => $"{Number(bytes / seconds / 1e6)} MB/s";

    private static async Task<string> MachineAsync()
    {
        var openssl = (await Peer.RunAsync("openssl version", Environment.CurrentDirectory)).Text.Trim();
        return $"{BenchMachine.Line()}, {openssl}";
    }
}
