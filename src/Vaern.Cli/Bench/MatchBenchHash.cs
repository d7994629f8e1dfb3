using System.Globalization;
using System.Reflection;
using Vaern.App.Pictures;
using Vaern.Matching.Hashing;
using static Vaern.Cli.Bench.MatchBench;

namespace Vaern.Cli.Bench;

/// <summary>G1–G4 and G11: hashing.</summary>
internal static class MatchBenchHash
{
    private const int Side = 512;
    private static readonly Raster Grey = Picture(Side, Side, 1, 1);

    /// <summary>G1. Without a folder, a thousand generated pictures against the direct hasher.</summary>
    internal static async Task<Goal> VectorsAsync(DirectoryInfo? folder, CancellationToken cancel)
    {
        int equal = 0, all = 0;
        if (folder is null)
        {
            for (var seed = 1; seed <= 1000; seed++, all++)
            {
                var picture = Brightness.Of(Picture(5 + (seed % 190), 5 + (seed * 7 % 170), 1, seed));
                equal += PdqHasher.Hash(picture) == DirectHasher.Hash(picture) ? 1 : 0;
            }
            return new Goal("G1", "hash and quality equal", equal == all, Text($"{equal} of {all}"), "100 %", "generated grey pictures against the direct hasher; --vectors FOLDER takes reference values");
        }
        await using var worker = new PictureWorker();
        foreach (var cells in File.ReadLines(Path.Combine(folder.FullName, "expected.csv")).Skip(1).Select(line => line.Split(',')))
        {
            var file = Path.Combine(folder.FullName, cells[0]);
            if (!File.Exists(file))
            {
                continue;
            }
            all++;
            var hashed = await worker.HashAsync(await File.ReadAllBytesAsync(file, cancel), cancel);
            equal += hashed.IsOk && hashed.Value.Fingerprints.Upright is var print
                && print.Hash.ToHex() == cells[4] && print.Quality.ToString(CultureInfo.InvariantCulture) == cells[5] ? 1 : 0;
        }
        return new Goal("G1", "hash and quality equal", all > 0 && equal == all, Text($"{equal} of {all}"), "100 %", "reference values, decoded by the limited process");
    }

    /// <summary>Seconds of one hash by the direct hasher, the stand-in for the reference program.</summary>
    internal static double Direct()
    {
        var picture = Brightness.Of(Grey);
        return ThreadClock.Best(12, () => DirectHasher.Hash(picture));
    }

    internal static Goal Fast(double direct)
    {
        const int Times = 50;
        var picture = Brightness.Of(Grey);
        var fast = ThreadClock.Best(40, () => Repeat(Times, () => PdqHasher.Hash(picture))) / Times;
        return new Goal("G2", "hash of 512 × 512", direct / fast >= 50, Text($"{direct / fast:0.0} ×"), "≥ 50 ×, stretch 80 ×", Text($"{fast * 1e6:0.0} µs against {direct * 1e3:0.00} ms of the direct hasher"));
    }

    internal static async Task<Goal> ScriptAsync(double direct, CancellationToken cancel)
    {
        const string Name = "plain script in Node, 512 × 512", Target = "≥ 5 ×";
        if (!await Peer.ExistsAsync("node"))
        {
            return new Goal("G3", Name, null, "node is missing", Target, "not measured");
        }
        var folder = Directory.CreateTempSubdirectory("vaern-bench-script-");
        try
        {
            using var reader = new StreamReader(Assembly.Load("Vaern.Web").GetManifestResourceStream("wwwroot/js/pdq.js")!);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "bench.cjs"), await reader.ReadToEndAsync(cancel) + Timing, cancel);
            var run = await Peer.RunAsync("node bench.cjs", folder.FullName);
            var seconds = run.Code == 0 ? double.Parse(run.Text, CultureInfo.InvariantCulture) / 1000 : double.NaN;
            return new Goal("G3", Name, direct / seconds >= 5, Text($"{direct / seconds:0.0} ×"), Target, Text($"{seconds * 1e3:0.000} ms against {direct * 1e3:0.00} ms of the direct hasher in C#"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    internal static Goal Jpeg()
    {
        const string Name = "JPEG file → hash", Target = "≤ 1.25 × decoding alone";
        if (JpegTrial.TryOpen() is not { } trial)
        {
            return new Goal("G4", Name, null, "libturbojpeg is missing", Target, "not measured");
        }
        byte[][] files = [.. new[] { (1280, 853), (1600, 1200), (1024, 1024), (800, 600) }.Select((size, k) => trial.Make(Picture(size.Item1, size.Item2, 3, k)))];
        var alone = double.MaxValue;
        var whole = double.MaxValue;
        for (var turn = 0; turn < 6; turn++)
        {
            alone = Math.Min(alone, ThreadClock.Best(3, () => Array.ForEach(files, trial.DecodeAlone)));
            whole = Math.Min(whole, ThreadClock.Best(3, () => Array.ForEach(files, file => trial.Hash(file))));
        }
        return new Goal("G4", Name, whole / alone <= 1.25, Text($"{whole / alone:0.00} ×"), Target, Text($"{whole * 1e3 / files.Length:0.00} ms against {alone * 1e3 / files.Length:0.00} ms, {files.Length} generated photos of 0.5–1.9 megapixels"));
    }

    internal static Goal Forms()
    {
        var picture = Picture(700, 500, 3, 3);
        var boxed = Framed(picture, 80);
        var one = double.MaxValue;
        var all = double.MaxValue;
        for (var turn = 0; turn < 6; turn++)
        {
            one = Math.Min(one, ThreadClock.Best(10, () => Repeat(9, () => PictureHasher.Upright(boxed))));
            all = Math.Min(all, ThreadClock.Best(10, () => PictureHasher.All(boxed)));
        }
        var forms = PictureHasher.All(boxed).Forms.Count;
        return new Goal("G11", "eight forms and without border", forms == 9 && all / one <= 1.3, Text($"{all / one:0.00} ×"), "≤ 1.3 × nine hashes", Text($"{all * 1e3:0.00} ms against {one * 1e3:0.00} ms from pixels"));
    }

    private static Raster Framed(Raster picture, int rows)
    {
        var stride = picture.Width * 3;
        var samples = new byte[(picture.Height + (2 * rows)) * stride];
        picture.Samples.Span.CopyTo(samples.AsSpan(rows * stride));
        return new Raster(picture.Width, picture.Height + (2 * rows), 3, samples);
    }

    private static void Repeat(int times, Action work)
    {
        for (var k = 0; k < times; k++)
        {
            work();
        }
    }

    private const string Timing = """

        const values = new Float32Array(512 * 512);
        for (let k = 0; k < values.length; k++) {
          values[k] = Math.floor(128 + 50 * Math.sin((k & 511) / 17) + 50 * Math.cos((k >> 9) / 23) + (k * 7919) % 13);
        }
        const plane = { width: 512, height: 512, values };
        let best = Infinity;
        for (let round = 0; round < 40; round++) {
          const began = process.threadCpuUsage ? process.threadCpuUsage() : process.cpuUsage();
          for (let k = 0; k < 20; k++) {
            VaernPdq.hashPlane(plane);
          }
          const used = process.threadCpuUsage ? process.threadCpuUsage(began) : process.cpuUsage(began);
          best = Math.min(best, (used.user + used.system) / 20000);
        }
        console.log(best.toFixed(4));
        """;
}
