using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Vaern.Sealing.AtRest;
using Vaern.Sealing.Blobs;

namespace Vaern.Cli.Bench;

/// <summary>Gates 1 and 2: hashing, and sealing in one pass.</summary>
internal static class SealBenchHashing
{
    private const int HashBlock = 16 * 1024;
    private const int Block = 1 << 20;
    private const int Rounds = 3;

    /// <summary>Both in processor time, which is what <c>openssl speed</c> counts; the best of three runs of each.</summary>
    internal static async Task<GateResult> HashAsync()
    {
        double theirs = 0, ours = 0;
        var block = Bytes(HashBlock);
        HashSeconds(block, 1 << 28);
        for (var round = 0; round < Rounds; round++)
        {
            var peer = await Peer.RunAsync($"openssl speed -evp sha256 -bytes {HashBlock} -seconds 1 -mr 2>/dev/null | grep '^+F'", Environment.CurrentDirectory);
            theirs = Math.Max(theirs, double.Parse(peer.Text.Trim().Split(':')[^1], CultureInfo.InvariantCulture));
            var before = Environment.CpuUsage.TotalTime;
            HashSeconds(block, 1 << 30);
            ours = Math.Max(ours, (1 << 30) / (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
        return new GateResult(
            1, "SHA-256 at 16 KiB against openssl speed", $".NET {SealBench.Number(ours / 1e6)} MB/s, openssl {SealBench.Number(theirs / 1e6)} MB/s",
            SealBench.Number(ours / theirs), "≥ 0.80", ours / theirs >= 0.8);
    }

    /// <summary>The best of three runs of each, all writing to the same folder and flushed to the disk.</summary>
    internal static async Task<GateResult> SealAsync(DirectoryInfo work, CancellationToken cancellationToken)
    {
        var (source, target) = (Path.Combine(work.FullName, "plain"), Path.Combine(work.FullName, "sealed"));
        WriteSeconds(source);
        double hash = double.MaxValue, write = double.MaxValue, seal = double.MaxValue, memory = 0, processor = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            hash = Math.Min(hash, HashSeconds(Bytes(Block), SealBench.Bytes));
            write = Math.Min(write, WriteSeconds(target));
            GC.Collect();
            using var watch = new MemoryWatch();
            var before = Environment.CpuUsage.TotalTime;
            seal = Math.Min(seal, await SealSecondsAsync(source, target, cancellationToken));
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
            memory = Math.Max(memory, watch.Most);
        }
        File.Delete(source);
        File.Delete(target);
        var ratio = Math.Max(hash, write) / seal;
        return new GateResult(
            2, "1 GiB hashed, encrypted and stored in one pass against the slower of hashing and writing",
            $"seal {SealBench.MegabytesPerSecond(SealBench.Bytes, seal)}, hash alone {SealBench.MegabytesPerSecond(SealBench.Bytes, hash)}, "
            + $"write alone {SealBench.MegabytesPerSecond(SealBench.Bytes, write)}, processor {SealBench.Number(processor)} s, memory {SealBench.Number(memory)} MiB (gate ≤ 100), goal 0.70",
            SealBench.Number(ratio), "≥ 0.50", ratio >= 0.5 && memory <= 100);
    }

    private static async Task<double> SealSecondsAsync(string source, string target, CancellationToken cancellationToken)
    {
        using var key = SecretKey.Generate();
        var scope = new KeyScope(Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var clock = Stopwatch.StartNew();
        await using var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        await using var output = Created(target);
        await BlobFile.SealAsync(input, key, scope, output, cancellationToken);
        output.Flush(flushToDisk: true);
        return clock.Elapsed.TotalSeconds;
    }

    private static double WriteSeconds(string path)
    {
        var block = Bytes(Block);
        var clock = Stopwatch.StartNew();
        using var output = Created(path);
        for (long done = 0; done < SealBench.Bytes; done += Block) output.Write(block);
        output.Flush(flushToDisk: true);
        return clock.Elapsed.TotalSeconds;
    }

    private static double HashSeconds(byte[] block, long total)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var clock = Stopwatch.StartNew();
        for (long done = 0; done < total; done += block.Length) hash.AppendData(block);
        hash.GetHashAndReset();
        return clock.Elapsed.TotalSeconds;
    }

    private static FileStream Created(string path)
    {
        File.Delete(path);
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
