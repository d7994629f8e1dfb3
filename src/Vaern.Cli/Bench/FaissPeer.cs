using System.Globalization;

namespace Vaern.Cli.Bench;

/// <summary>Debian's python3-faiss on hashes of the same kind, one thread, processor time.</summary>
/// <param name="Build">Seconds to build MultiHash over the large set.</param>
/// <param name="Large">Searches a second of MultiHash over the large set.</param>
/// <param name="Flat">Searches a second of the flat index over the large set.</param>
internal sealed record FaissPeer(string Version, double Build, double Large, double Flat)
{
    private const string Script = """
        import sys, time
        import numpy as np
        import faiss
        faiss.omp_set_num_threads(1)
        n = int(sys.argv[1])
        rng = np.random.default_rng(1)
        data = rng.integers(0, 256, size=(n, 32), dtype=np.uint8)
        queries = rng.integers(0, 256, size=(400, 32), dtype=np.uint8)
        queries[::2] = data[rng.integers(0, n, 200)]
        for k in range(0, 400, 2):
            for bit in rng.choice(256, k // 2 % 32, replace=False):
                queries[k, bit // 8] ^= 1 << (bit % 8)
        began = time.process_time()
        index = faiss.IndexBinaryMultiHash(256, 16, 16)
        index.add(data)
        build = time.process_time() - began
        index.nflip = 1
        index.range_search(queries[:20], 32)
        best = 1e9
        for _ in range(3):
            began = time.process_time()
            index.range_search(queries, 32)
            best = min(best, time.process_time() - began)
        flat = faiss.IndexBinaryFlat(256)
        flat.add(data)
        began = time.process_time()
        flat.range_search(queries[:100], 32)
        print(faiss.__version__, build, len(queries) / best, 100 / (time.process_time() - began))
        """;

    // Debian's own: another python3 may stand before it in the path and does not know Debian's packages.
    private const string Python = "/usr/bin/python3";

    /// <summary>Null where it is not installed.</summary>
    internal static async Task<FaissPeer?> RunAsync(int count, CancellationToken cancel)
    {
        if ((await Peer.RunAsync($"{Python} -c 'import faiss'", Environment.CurrentDirectory)).Code != 0)
        {
            return null;
        }
        var folder = Directory.CreateTempSubdirectory("vaern-bench-faiss-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "peer.py"), Script, cancel);
            var run = await Peer.RunAsync($"{Python} peer.py {count.ToString(CultureInfo.InvariantCulture)}", folder.FullName);
            return run.Code == 0 && run.Text.Split(' ', StringSplitOptions.TrimEntries) is [var version, var build, var large, var flat]
                ? new FaissPeer(version, Number(build), Number(large), Number(flat))
                : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
