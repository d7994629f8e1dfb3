using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vaern.Sealing.Custody;
using Vaern.Sealing.Timestamps;
using Vaern.Sealing.Verification;

namespace Vaern.Sealing.Packages;

/// <summary>
/// Makes evidence packages: BagIt 1.0 (RFC 8493) in a plain ZIP with RFC 3161 stamps and a CMS signature over the tag manifest.
/// A finished package is opened again by <see cref="PackageVerifier"/>, which shares no reading code with the writer, and is
/// given out only when every check holds.
/// </summary>
public static class EvidencePackage
{
    /// <summary>Writes one package.</summary>
    /// <param name="output">Empty, seekable and readable: a temporary file. When there are faults its content is worthless.</param>
    /// <param name="pdf">Makes the PDF forms of report and read-me; null leaves them out.</param>
    public static async Task<PackageOutcome> WriteAsync(
        PackageRequest request, PackageSeal seal, Stream output, IPdfRenderer? pdf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(seal);
        ArgumentNullException.ThrowIfNull(output);
        if (!output.CanSeek || !output.CanRead || output.Length != 0) throw new ArgumentException("An empty, seekable, readable stream is needed.", nameof(output));

        var notes = new List<string>();
        var faults = PackageRules.Faults(request).ToList();
        if (faults.Count > 0) return new PackageOutcome(null, faults, notes);

        var archive = new StampArchive(seal);
        var obstacles = SealObstacles(request, seal).ToList();
        request = WithGoodStamps(request, archive, obstacles);
        if (obstacles.Count == 0) request = await WithHeadStampedAsync(request, seal, archive, obstacles, cancellationToken);
        PackageContents? contents = null;
        IReadOnlyList<Timestamp> stamps = [];
        if (obstacles.Count == 0)
        {
            contents = await PackageContents.PrepareAsync(request, seal.Signer, stamped: true, pdf, cancellationToken);
            (stamps, var failures) = await seal.Timestamps!.StampWithAllAsync(Hex.Sha256(contents.TagManifest), seal.WantedStamps, cancellationToken);
            notes.AddRange(failures.Select(f => $"{f.Authority}: {f.Reason}"));
            if (stamps.Count == 0) obstacles.Add("no time-stamp service gave a stamp over the package");
        }
        if (obstacles.Count > 0)
        {
            var reasons = obstacles.Select(o => "not sealed: " + o);
            if (seal.Policy == SealPolicy.Required) return new PackageOutcome(null, [.. reasons], notes);
            notes.AddRange(reasons);
            contents = await PackageContents.PrepareAsync(request, seal.Signer, stamped: false, pdf, cancellationToken);
        }
        if (seal.Signer is { } signer && signer.Problem(request.Case.At) is null)
            contents!.AddSignature(signer.Sign(contents.TagManifest, stamps.Count > 0 ? stamps[0].Response.Time : request.Case.At), signer);
        contents!.AddStamps(stamps, archive);
        if (stamps.Count > 0 && seal.RevocationLists is { } lists)
        {
            X509Certificate2Collection known = [.. archive.Certificates, seal.Signer!.Certificate, .. seal.Signer.Roots, .. seal.Signer.Intermediates];
            var (files, fault) = await RevocationArchive.CollectAsync(
                lists, archive.Certificates, [seal.Signer.Certificate, .. seal.Signer.Intermediates], known, stamps[0].Response.Time, notes, cancellationToken);
            if (fault is not null) return new PackageOutcome(null, ["not sealed: " + fault], notes);
            contents.AddRevocation(files);
        }
        return await FinishAsync(request, seal, contents, stamps, output, notes, cancellationToken);
    }

    /// <summary>File name that a package of this case gets: <c>bevispakke_F-2026-0147_01.zip</c>.</summary>
    public static string FileNameOf(PackageCase about)
    {
        ArgumentNullException.ThrowIfNull(about);
        return PackageContents.TopFolderOf(about) + ".zip";
    }

    /// <summary>The same from the case number and the number of the export within the case.</summary>
    public static string FileNameOf(string caseNumber, int sequence)
    {
        ArgumentNullException.ThrowIfNull(caseNumber);
        return PackageContents.TopFolderOf(caseNumber, sequence) + ".zip";
    }

    private static IEnumerable<string> SealObstacles(PackageRequest request, PackageSeal seal)
    {
        if (seal.Signer is null) yield return "no seal certificate";
        else if (seal.Signer.Problem(request.Case.At) is { } problem) yield return problem;
        if (seal.Timestamps is null || seal.Timestamps.Authorities.Count == 0) yield return "no time-stamp service";
        foreach (var item in request.Items.Where(i => i.IntakeStamp is null)) yield return $"{item.Id} has no time stamp from its intake";
    }

    /// <summary>A stamp that does not verify is not handed out as one: it is left out, and the package is not stamped.</summary>
    private static PackageRequest WithGoodStamps(PackageRequest request, StampArchive archive, List<string> obstacles)
    {
        var items = new List<PackageItem>();
        foreach (var item in request.Items)
        {
            if (item.IntakeStamp is not { } stamp)
            {
                items.Add(item);
                continue;
            }
            var (fault, shown) = archive.Add(stamp, item.Sha256);
            if (fault is not null) obstacles.Add($"{item.Id}: the time stamp from its intake: {fault}");
            items.Add(fault is null ? item with { StampShown = shown } : item with { IntakeStamp = null });
        }
        var checkpoints = new List<CustodyCheckpoint>();
        foreach (var checkpoint in request.Checkpoints)
        {
            var eventHash = ChainLine.HashOf(request.CustodyLines[(int)checkpoint.Seq].Span);
            var imprint = checkpoint.Proof is not { } proof ? eventHash : proof.Follow(eventHash) is { } root ? Convert.ToHexStringLower(root) : null;
            var fault = imprint is null ? "the path leads nowhere" : archive.Add(checkpoint.Stamp, imprint).Fault;
            if (fault is null) checkpoints.Add(checkpoint);
            else obstacles.Add($"the checkpoint over event {checkpoint.Seq}: {fault}");
        }
        return request with { Items = items, Checkpoints = checkpoints };
    }

    /// <summary>An export stamps the head of the stream first: events after the last checkpoint are protected by the signature alone.</summary>
    private static async Task<PackageRequest> WithHeadStampedAsync(
        PackageRequest request, PackageSeal seal, StampArchive archive, List<string> obstacles, CancellationToken cancellationToken)
    {
        var last = request.CustodyLines.Count - 1;
        if (request.Checkpoints.Any(c => c.Seq == last)) return request;
        var outcome = await seal.Timestamps!.StampAsync(ChainLine.HashOf(request.CustodyLines[last].Span), cancellationToken);
        if (outcome.Stamp is { } stamp)
        {
            archive.Add(stamp.Chain);
            return request with { Checkpoints = [.. request.Checkpoints, new CustodyCheckpoint(last, stamp.Response.Encoded, null)] };
        }
        obstacles.Add("no time-stamp service gave a stamp over the custody stream: " + string.Join("; ", outcome.Failures.Select(f => $"{f.Authority}: {f.Reason}")));
        return request;
    }

    private static async Task<PackageOutcome> FinishAsync(
        PackageRequest request, PackageSeal seal, PackageContents contents, IReadOnlyList<Timestamp> stamps, Stream output, List<string> notes,
        CancellationToken cancellationToken)
    {
        var files = contents.Files.ToList();
        var entryTime = PackageTimes.ForEntries(request.Case.At);
        if (!files.Exists(f => f.Path == "01_RAPPORT.pdf")) notes.Add("no PDF: the report is HTML only");
        if (await PackageZip.WriteAsync(output, contents.TopFolder, entryTime, files, cancellationToken) is { } fault)
            return new PackageOutcome(null, [fault], notes);
        await output.FlushAsync(cancellationToken);

        output.Position = 0;
        var verification = PackageVerifier.Verify(output, RootsOf(seal), cancellationToken);
        var expected = stamps.Count > 0 ? verification.IsOk : verification.IsIntactButUnsealed;
        if (!expected) return new PackageOutcome(null, ["the finished package did not pass its own check: " + verification.Reason], notes);
        if (Difference(files, verification.Hashes) is { } differs) return new PackageOutcome(null, [differs], notes);

        output.Position = 0;
        var zip = Convert.ToHexStringLower(await SHA256.HashDataAsync(output, cancellationToken));
        return new PackageOutcome(
            new WrittenPackage(
                FileNameOf(request.Case), zip, output.Length, stamps.Count > 0, stamps.Count > 0 ? stamps[0].Response.Time : null,
                [.. files.Select(f => (f.Path, f.Sha256))])
            {
                StampsEnd = stamps.Count > 0 ? stamps.SelectMany(s => s.Chain).Min(c => new DateTimeOffset(c.NotAfter.ToUniversalTime())) : null,
            },
            [], notes);
    }

    private static VerificationRoots RootsOf(PackageSeal seal) => new(
        seal.TrustedTimestampRoots is { Count: > 0 } roots ? roots : null,
        seal.Signer is { } signer ? signer.Roots : null);

    /// <summary>Compares what the other reader found with what the case holds.</summary>
    private static string? Difference(List<PackageFile> written, IReadOnlyDictionary<string, string> found)
    {
        if (written.Count != found.Count) return "the finished package does not hold the files that were written";
        foreach (var file in written)
            if (!found.TryGetValue(file.Path, out var hash) || hash != file.Sha256) return $"{file.Path}: differs in the finished package";
        return null;
    }
}
