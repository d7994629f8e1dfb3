using System.CommandLine;
using System.Globalization;
using Vaern.Matching.Hashing;

namespace Vaern.Cli.Bench;

/// <summary>
/// <c>vaern bench match</c>: the goals G1–G11 of picture matching, each a ratio against a stand-in of the peer in the same run, in processor time of one
/// thread. FAISS is compared where Debian's python3-faiss is installed.
/// </summary>
internal static class MatchBench
{
    /// <param name="IsMet">Null when it could not be measured here.</param>
    internal sealed record Goal(string Number, string Name, bool? IsMet, string Seen, string Target, string Figures);

    internal static Command Create()
    {
        var vectors = new Option<DirectoryInfo?>("--vectors") { Description = "Folder with expected.csv and the pictures it names (G1); the tree carries one in tests/Vaern.Matching.Tests/Vectors." };
        var count = new Option<int>("--hashes") { Description = "Size of the large index; the goals are meant for 1,000,000.", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("match", "Hashing and searching pictures against the goals G1–G11") { vectors, count };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(vectors), parsed.GetValue(count), parsed.InvocationConfiguration.Output, cancel));
        return command;
    }

    /// <returns>0 when every goal that could be measured is met, 1 when one is missed.</returns>
    private static async Task<int> RunAsync(DirectoryInfo? vectors, int count, TextWriter output, CancellationToken cancel)
    {
        await output.WriteLineAsync(BenchMachine.Line());
        var missed = 0;
        var unmeasured = 0;
        await foreach (var goal in GoalsAsync(vectors, count, cancel))
        {
            missed += goal.IsMet == false ? 1 : 0;
            unmeasured += goal.IsMet is null ? 1 : 0;
            var mark = goal.IsMet switch { true => "ok    ", false => "MISSED", null => "-     " };
            await output.WriteLineAsync($"{mark} {goal.Number,-4} {goal.Name}: {goal.Seen} (goal {goal.Target}); {goal.Figures}");
            await output.FlushAsync(cancel);
        }
        await output.WriteLineAsync(BenchMachine.Line());
        await output.WriteLineAsync(missed == 0 ? $"all measured goals met, {unmeasured} not measured" : $"{missed} goals missed, {unmeasured} not measured");
        return missed == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static async IAsyncEnumerable<Goal> GoalsAsync(
        DirectoryInfo? vectors, int count, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        yield return await MatchBenchHash.VectorsAsync(vectors, cancel);
        var direct = MatchBenchHash.Direct();
        yield return MatchBenchHash.Fast(direct);
        yield return await MatchBenchHash.ScriptAsync(direct, cancel);
        yield return MatchBenchHash.Jpeg();
        yield return MatchBenchHash.Forms();
        var faiss = await FaissPeer.RunAsync(count, cancel);
        foreach (var goal in new MatchBenchSearch(count, faiss).Goals())
        {
            yield return goal;
        }
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A picture of waves, blocks and some noise; the same for the same seed.</summary>
    internal static Raster Picture(int width, int height, int channels, int seed)
    {
        var random = new Random(seed);
        var samples = new byte[width * height * channels];
        double across = 20 + random.Next(30), down = 20 + random.Next(30);
        for (var k = 0; k < samples.Length; k++)
        {
            int x = k / channels % width, y = k / channels / width, channel = k % channels;
            var value = 128 + (50 * Math.Sin((x / across) + channel)) + (50 * Math.Cos((y / down) + (x / 90.0))) + ((((x / 60) ^ (y / 45)) & 1) * 20) + random.Next(-6, 7);
            samples[k] = (byte)Math.Clamp(value, 0, 255);
        }
        return new Raster(width, height, channels, samples);
    }
}
