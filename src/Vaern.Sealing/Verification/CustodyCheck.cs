using System.Globalization;
using System.Text.RegularExpressions;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Timestamps;

namespace Vaern.Sealing.Verification;

/// <summary>The custody chain and the stamped checkpoints over it.</summary>
internal static partial class CustodyCheck
{
    private const string Log = "custody/custody.jsonl";

    internal static void Run(OpenedPackage package, SealFindings seal, CheckList checks)
    {
        var stamps = package.Under("custody/checkpoint-").Where(p => p.EndsWith(".tsr", StringComparison.Ordinal)).ToList();
        var wanted = stamps.Select(SeqOf).Where(s => s is not null).Select(s => s!.Value).ToHashSet();
        var hashes = new Dictionary<long, string>();
        ChainVerifier chain;
        using (var log = package.OpenAgain(Log))
        {
            chain = ChainVerifier.Read(log, (c, _) =>
            {
                if (wanted.Contains(c.Count - 1)) hashes[c.Count - 1] = c.Head;
            });
        }
        if (chain.Fault is { } fault) checks.Fails("custody", $"{Log}: chain breaks at line {fault.Line}: {fault.Reason}");
        else if (chain.Count == 0) checks.Fails("custody", $"{Log}: no events");
        else checks.Holds("custody", $"{Log}: {chain.Count} events, head {chain.Head}");

        foreach (var path in stamps) CheckPoint(package, path, hashes, seal, checks);
    }

    private static void CheckPoint(OpenedPackage package, string path, Dictionary<long, string> hashes, SealFindings seal, CheckList checks)
    {
        if (SeqOf(path) is not { } seq || !hashes.TryGetValue(seq, out var imprint))
        {
            checks.Fails("checkpoint", $"{path}: no such event");
            return;
        }
        var proofPath = path[..^".tsr".Length] + ".json";
        if (package.Has(proofPath))
        {
            var proof = package.TextOf(proofPath) is { } json ? CheckpointProof.Read(json) : null;
            var root = proof?.Seq == seq ? proof.Follow(imprint) : null;
            if (root is null || !root.AsSpan().SequenceEqual(proof!.Root))
            {
                checks.Fails("checkpoint", $"{proofPath}: the path does not lead from event {seq} to a root");
                return;
            }
            imprint = Convert.ToHexStringLower(root);
        }
        var (response, fault) = TimestampResponse.Read(package.TextOf(path));
        fault ??= seal.Stamps.Fault(response!, imprint);
        checks.Note("checkpoint", response is null ? path : $"{path}: {SealCheck.Describe(response.Time)} covers event {seq}", fault is null ? null : $"{path}: {fault}");
    }

    private static long? SeqOf(string path) =>
        CheckpointName().Match(path) is { Success: true } name ? long.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"\Acustody/checkpoint-([0-9]{6,12})\.tsr\z")]
    private static partial Regex CheckpointName();
}
