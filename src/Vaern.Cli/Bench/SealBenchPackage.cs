using System.Diagnostics;
using System.Globalization;
using Vaern.Sealing;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Packages;
using Vaern.Sealing.Signing;
using Vaern.Sealing.Timestamps;

namespace Vaern.Cli.Bench;

/// <summary>Gates 3 and 4: a package of 1,000 items and 1 GiB written, then verified by the program as its user runs it.</summary>
internal static class SealBenchPackage
{
    internal static async Task<GateResult> WriteAsync(DirectoryInfo work, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var now = clock.GetUtcNow();
        using var service = LocalTimestampAuthority.Create("Prøvestempel", clock, now.AddDays(-1), now.AddYears(1));
        var stamps = new TimestampClient([service.AsAuthority("local")], clock, TimeSpan.FromSeconds(2));
        var seal = new PackageSeal(SealPolicy.Required, LocalSealCertificate.Create("Prøve", now.AddDays(-1), now.AddYears(1)), stamps);
        var request = await RequestAsync(work, stamps, now, cancellationToken);

        var peer = await Peer.RunAsync("zip -0 -q -r peer.zip files && find files -type f -exec sha256sum {} + >peer.txt", work.FullName);
        File.Delete(Path.Combine(work.FullName, "peer.zip"));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var watch = new MemoryWatch();
        var timer = Stopwatch.StartNew();
        await using var output = new FileStream(Path.Combine(work.FullName, "package.zip"), FileMode.CreateNew, FileAccess.ReadWrite);
        var outcome = await EvidencePackage.WriteAsync(request, seal, output, null, cancellationToken);
        if (outcome.Package is null) throw new InvalidOperationException(string.Join("; ", outcome.Faults));
        var seconds = timer.Elapsed.TotalSeconds;
        var ratio = seconds / peer.Seconds;
        return new GateResult(
            3, "package of 1,000 items and 1 GiB, with its own re-reading, against zip -0 and sha256sum",
            $"package {SealBench.Number(seconds)} s, zip and sha256sum {SealBench.Number(peer.Seconds)} s, memory {SealBench.Number(watch.Most)} MiB (gate ≤ 150)",
            SealBench.Number(ratio), "≤ 2.00", ratio <= 2 && watch.Most <= 150);
    }

    internal static async Task<GateResult> VerifyAsync(DirectoryInfo work)
    {
        double ours = double.MaxValue, theirs = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            theirs = Math.Min(theirs, (await Peer.RunAsync("find files -type f -exec cat {} + | openssl dgst -sha256", work.FullName)).Seconds);
            var run = await Peer.RunAsync($"{ThisProgram} seal verify package.zip", work.FullName);
            if (run.Code != 0) throw new InvalidOperationException(run.Text);
            ours = Math.Min(ours, run.Seconds);
        }
        return new GateResult(
            4, "vaern seal verify of that package against one openssl dgst -sha256 over its payload",
            $"verify {SealBench.Number(ours)} s (a process of its own), openssl {SealBench.Number(theirs)} s", SealBench.Number(ours / theirs), "≤ 1.50", ours / theirs <= 1.5);
    }

    /// <summary>How a shell starts this program again: by itself, or by the runtime that was given its assembly.</summary>
    internal static string ThisProgram { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? $"'{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "vaern.dll")}'"
            : $"'{Environment.ProcessPath}'";

    private static async Task<PackageRequest> RequestAsync(DirectoryInfo work, TimestampClient stamps, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (chain, lines, items) = (CustodyChain.Empty, new List<ReadOnlyMemory<byte>>(), new List<PackageItem>());
        var bytes = new byte[SealBench.Bytes / SealBench.Items];
        var random = new Random(2);
        Directory.CreateDirectory(Path.Combine(work.FullName, "files"));
        for (var i = 1; i <= SealBench.Items; i++)
        {
            random.NextBytes(bytes);
            var id = "B-" + i.ToString("D3", CultureInfo.InvariantCulture);
            var path = Path.Combine(work.FullName, "files", id + ".jpg");
            await File.WriteAllBytesAsync(path, bytes, cancellationToken);
            var sha256 = Hex.Sha256(bytes);
            (var line, chain) = chain.Append(new CustodyEvent(now, "u-0001", "afleverer", CustodyAction.Received, id, sha256, "måling", "vaern"));
            lines.Add(line);
            items.Add(new PackageItem
            {
                Id = id,
                OriginalName = id + ".jpg",
                Sha256 = sha256,
                Length = bytes.Length,
                OpenContent = _ => ValueTask.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0)),
                Kind = ItemKind.Photo,
                Source = new ItemSource(null, null, null, null, null, TimeBasis.Stated, null),
                Obtained = new ItemObtained(ObtainedMethod.FileFromDevice, null, "afleverer", "u-0001", now, "folder", null, null),
                Received = new ItemReceived(now, null, "Værn"),
                IntakeStamp = (await stamps.StampAsync(sha256, cancellationToken)).Stamp!.Response.Encoded,
            });
        }
        return new PackageRequest
        {
            Case = new PackageCase(
                "F-2026-0001", Guid.CreateVersion7(), 1, new PackageSender("Prøve", "00000000", "-", "-"),
                new PackageRecipient(RecipientKind.Internal, "-", "måling", "-"), "Måling", now, "Værn"),
            Items = items,
            CustodyLines = lines,
        };
    }
}
